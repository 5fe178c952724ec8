import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePhase } from '#checks/actions.server.ts';
import { getCheck, listCounts } from '#checks/store.server.ts';
import { closeDatabase, inTransaction, type Transaction } from '#platform/db.server.ts';
import { openBuiltPhase, prove, sendAnswer } from '../support/checks.ts';
import { kill, startAgain } from '../support/killing.ts';
import { filesWith } from '../support/searching.ts';
import { makeDirectory, type RunningServer, removeDirectory, startServer, stop } from '../support/server.ts';

const directory = makeDirectory();
const work = <T>(run: (tx: Transaction) => Promise<T>): Promise<T> =>
	inTransaction({ kind: 'installation', actor: 'command' }, run);
let server: RunningServer;
/** Everything that servers said, also those that were killed. */
const said: (() => string)[] = [];

beforeAll(async () => {
	server = await startServer(directory, { TRUST_PROXY: '1' });
	said.push(server.said);
	process.env.KAMBANA_SOCKET = join(directory, 'run');
});
afterAll(async () => {
	await closeDatabase();
	if (server) await stop(server);
	removeDirectory(directory);
});

const totalOf = async (phaseId: string): Promise<number> =>
	(await work((tx) => listCounts(tx, [phaseId])))
		.flatMap(({ counts }) => counts)
		.filter(({ question }) => question === 0)
		.reduce((sum, { n }) => sum + n, 0);

describe('a class behind one address', () => {
	it('is refused nothing: forty telephones in each of five rooms at once, and again with the same receipts', async () => {
		const rooms = await Promise.all(Array.from({ length: 5 }, () => work((tx) => openBuiltPhase(tx, { persons: 40 }))));
		const receipts = Array.from({ length: 40 }, () => randomBytes(16).toString('hex'));
		for (const { code } of rooms) for (const receipt of receipts) prove(code, receipt);
		const headers = { 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': 'http' };
		const sendAll = () =>
			Promise.all(
				rooms.flatMap(({ code }) =>
					receipts.map((receipt, n) => sendAnswer(server.url, code, { answer: [n % 4, 1, 2, 3], receipt, headers })),
				),
			);
		expect((await sendAll()).filter(({ outcome }) => outcome !== 'kept')).toEqual([]);
		expect((await sendAll()).filter(({ outcome }) => outcome !== 'repeated')).toEqual([]);
		expect(await Promise.all(rooms.map(({ phaseId }) => totalOf(phaseId)))).toEqual(rooms.map(() => 40));
	});

	it('whoever sends without proof of work is heard as long as it are few, and guesses open nothing', async () => {
		const { code, phaseId } = await work((tx) => openBuiltPhase(tx, { persons: 20 }));
		const bare = async (path: string, answer = '1') => {
			const body = new URLSearchParams({ q0: answer, receipt: randomBytes(16).toString('hex') });
			const response = await fetch(`${server.url}/k/${path}/answers`, {
				method: 'POST',
				body,
				headers: { origin: server.url },
			});
			return ((await response.json()) as { outcome: string }).outcome;
		};
		const outcomes = await Promise.all(Array.from({ length: 40 }, () => bare(code)));
		expect(outcomes.filter((outcome) => outcome === 'kept')).toHaveLength(8);
		expect(outcomes.filter((outcome) => outcome === 'unproven')).toHaveLength(32);
		expect(await bare(code, 'nine')).toBe('unreadable');
		expect(await bare('ABC234')).toBe('closed');
		const elsewhere = await fetch(`${server.url}/k/${code}/answers`, {
			...{ method: 'POST', body: new URLSearchParams({ q0: '1' }), headers: { origin: 'https://elsewhere.example' } },
		});
		expect(elsewhere.status).toBe(404);
		expect(await totalOf(phaseId)).toBe(8);
	});
});

it('what is planted in a thousand answers is found nowhere: tables, write-ahead log, logs, a dump', async () => {
	const { code, phaseId, checkId } = await work((tx) => openBuiltPhase(tx, { persons: 4_000, mode: 'unpaired' }));
	const planted = {
		...{ address: '203.0.113.231', agent: 'KanarinaAgjent/77.31', language: 'rm-kanarina', name: 'Kanarina Zogjaj' },
		...{ cookie: 'knr-biskota-5512', referer: 'kanarina-faqja-8891' },
	};
	const headers = {
		...{ 'x-forwarded-for': planted.address, 'x-forwarded-proto': 'http', 'user-agent': planted.agent },
		...{
			'accept-language': planted.language,
			cookie: `a=${planted.cookie}`,
			referer: `${server.url}/${planted.referer}`,
		},
	};
	const receipts: string[] = [];
	for (let round = 0; round < 20; round += 1) {
		const sent = Array.from({ length: 50 }, () => randomBytes(16).toString('hex'));
		receipts.push(...sent);
		const outcomes = await Promise.all(
			sent.map((receipt) =>
				sendAnswer(server.url, code, {
					answer: [1, 1, 1, 1],
					receipt,
					headers,
					more: { name: planted.name },
					proven: false,
				}),
			),
		);
		expect(outcomes.every(({ outcome }) => outcome === 'kept')).toBe(true);
	}
	expect(await totalOf(phaseId)).toBe(1_000);
	await work(async (tx) => closePhase(tx, await getCheck(tx, checkId), phaseId));
	await closeDatabase();
	const needles = [...Object.values(planted), ...receipts.slice(0, 5)];
	const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	// PostgreSQL is at work: a file may be gone before it is looked at.
	const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
	const bytes = files.reduce((sum, { parentPath, name }) => sum + sizeOf(join(parentPath, name)), 0);
	expect(bytes).toBeGreaterThan(10_000_000);
	expect(filesWith(needles, directory)).toEqual([]);
	const log = said.map((of) => of()).join('');
	expect(needles.filter((needle) => log.includes(needle))).toEqual([]);
	console.log(
		`planted in 1,000 answers: ${needles.length} texts, ${files.length} files, ${Math.round(bytes / 1e6)} MB, 0 hits`,
	);
});

it('no acknowledged answer is lost to kill -9 of the application or of PostgreSQL, and none counts twice', async () => {
	for (const victim of ['application', 'database'] as const) {
		const { code, phaseId } = await work((tx) => openBuiltPhase(tx, { persons: 1_500 }));
		const receipts = Array.from({ length: 300 }, () => randomBytes(16).toString('hex'));
		await closeDatabase();
		const acknowledged = new Set<string>();
		const answer = (receipt: string, n: number) => ({ receipt, answer: [n % 4, 0, 0, 0], proven: false });
		const asked = Promise.all(
			receipts.map(async (receipt, n) => {
				await pause(5 * n);
				const told = await sendAnswer(server.url, code, answer(receipt, n)).catch(() => null);
				if (told?.outcome === 'kept') acknowledged.add(receipt);
			}),
		);
		while (acknowledged.size < 60) await pause(2);
		kill(server, victim, directory);
		await asked;
		server = await startAgain(server, directory);
		said.push(server.said);
		const kept = await totalOf(phaseId);
		expect(kept).toBeGreaterThanOrEqual(acknowledged.size);
		// What PostgreSQL had begun outlives its first process for a moment: those answers are durable too.
		if (victim === 'application') expect(acknowledged.size).toBeLessThan(300);
		const again = await Promise.all(receipts.map((receipt, n) => sendAnswer(server.url, code, answer(receipt, n))));
		expect(again.filter(({ outcome }) => outcome === 'repeated')).toHaveLength(kept);
		expect(again.filter(({ outcome }) => outcome === 'kept')).toHaveLength(300 - kept);
		expect(await totalOf(phaseId)).toBe(300);
		console.log(
			`checks: ${victim} killed after ${acknowledged.size} of 300 acknowledged, ${kept} kept, 300 after all were sent again`,
		);
	}
});
