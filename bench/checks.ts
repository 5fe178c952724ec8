import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import autocannon from 'autocannon';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { openBuiltPhase, prove, sendAnswer } from '../tests/support/checks.ts';
import { personaCookie } from '../tests/support/people.ts';
import { singleInserts } from './inserts.ts';
import { type Line, median, ms, quantile } from './measure.ts';
import { sendAnswers } from './telephones.ts';

const work = <T>(run: (tx: Transaction) => Promise<T>): Promise<T> =>
	inTransaction({ kind: 'installation', actor: 'command' }, run);
const draw = (): string => randomBytes(16).toString('hex');
const line = (what: string, more: Partial<Line>): Line => ({
	...{ what, ours: '', baseline: '', ratio: '', n: 1, spread: '' },
	...more,
});

/** The door of knowledge checks under a country, a school and a flood. */
export async function benchChecks(origin: string): Promise<Line[]> {
	return [
		...(await throughput(origin)),
		await thousandAtOnce(origin),
		...(await manyRooms(origin)),
		...(await flood(origin)),
	];
}

async function throughput(origin: string): Promise<Line[]> {
	const [ours, theirs]: [number[], number[]] = [[], []];
	// As on the day of the whole country: one code, and so many persons that all may come without proof of work.
	const { code } = await work((tx) => openBuiltPhase(tx, { persons: 5_000_000 }));
	await sendAnswers(origin, code, 1_000, 64);
	for (let round = 0; round < 5; round += 1) {
		theirs.push(await singleInserts(2_048, [4, 8, 16, 32]));
		const rates: number[] = [];
		for (const lines of [256, 512, 1_024])
			rates.push((16_384 / (await sendAnswers(origin, code, 16_384, lines))) * 1000);
		ours.push(Math.max(...rates));
	}
	const ratio = median(ours) / median(theirs);
	return [
		line('durable answers a second', {
			...{
				ours: `${Math.round(median(ours))}/s, best of 256 to 1,024 telephones`,
				baseline: `${Math.round(median(theirs))}/s single-row inserts, best of 4 to 32 connections`,
			},
			...{ ratio: `${ratio.toFixed(2)} ×`, n: ours.length, must: '≥ 100 %', met: ratio >= 1 },
			spread: `${Math.round(Math.min(...ours))}–${Math.round(Math.max(...ours))}`,
		}),
	];
}

async function thousandAtOnce(origin: string): Promise<Line> {
	const { code } = await work((tx) => openBuiltPhase(tx, { persons: 5_000_000 }));
	const times: number[] = [];
	for (let round = 0; round < 5; round += 1) {
		times.push(await sendAnswers(origin, code, 1_000, 1_000));
	}
	const longest = Math.max(...times);
	return line('1,000 answers at once, until the last receipt', {
		...{
			ours: ms(median(times)),
			n: times.length,
			spread: `at most ${ms(longest)}`,
			must: '< 2 s',
			met: longest < 2_000,
		},
	});
}

type Came = { ms: number; fine: boolean };

/** A telephone opens the page, thinks, and sends. */
async function phone(origin: string, code: string, receipt: string, within: number): Promise<Came[]> {
	const came: Came[] = [];
	const asked = async (one: () => Promise<boolean>) => {
		const began = performance.now();
		const fine = await one().catch(() => false);
		came.push({ ms: performance.now() - began, fine });
	};
	await pause(Math.random() * within * 0.5);
	await asked(async () => (await fetch(`${origin}/sq/k/${code}`)).status === 200);
	await pause(Math.random() * within * 0.5);
	await asked(async () => (await sendAnswer(origin, code, { answer: [1, 2, 0, 3], receipt })).outcome === 'kept');
	return came;
}

async function rooms(count: number): Promise<{ code: string; receipts: string[] }[]> {
	const opened = [];
	for (let room = 0; room < count; room += 1) {
		const { code } = await work((tx) => openBuiltPhase(tx, { persons: 40 }));
		const receipts = Array.from({ length: 40 }, draw);
		// The work of a telephone is done on the telephone: here it would be measured with the server.
		for (const receipt of receipts) prove(code, receipt);
		opened.push({ code, receipts });
	}
	return opened;
}

async function manyRooms(origin: string): Promise<Line[]> {
	const opened = await rooms(50);
	const came = (
		await Promise.all(
			opened.flatMap(({ code, receipts }) => receipts.map((receipt) => phone(origin, code, receipt, 10_000))),
		)
	).flat();
	const refused = came.filter(({ fine }) => !fine).length;
	return [
		line('40 telephones at one address in 10 s, in 50 rooms: refused', {
			...{ ours: String(refused), n: came.length, must: '0', met: refused === 0 },
			spread: `p95 ${ms(
				quantile(
					came.map((one) => one.ms),
					0.95,
				),
			)}`,
		}),
	];
}

/** 5,000 requests a second to the door of a class, half of them answers without proof of work, half its page, while it answers and the desk works. */
async function flood(origin: string): Promise<Line[]> {
	const [room] = await rooms(1);
	if (!room) throw new Error('no room');
	const cookie = await personaCookie('secretary');
	const desk: number[] = [];
	let flooding = true;
	const working = (async () => {
		while (flooding) {
			const began = performance.now();
			await (await fetch(`${origin}/sq/desk/durres/2026-10`, { headers: { cookie } })).text();
			desk.push(performance.now() - began);
			await pause(100);
		}
	})();
	const headers = { origin, 'content-type': 'application/x-www-form-urlencoded' };
	const storm = autocannon({
		...{ url: origin, connections: 100, duration: 15, overallRate: 5_000 },
		requests: [
			{
				method: 'POST',
				path: `/k/${room.code}/answers`,
				headers,
				body: `receipt=${draw()}&proof=7&q0=1&q1=1&q2=1&q3=1`,
			},
			{ method: 'GET', path: `/sq/k/${room.code}` },
		],
	});
	await pause(1_000);
	const came = (await Promise.all(room.receipts.map((receipt) => phone(origin, room.code, receipt, 10_000)))).flat();
	const result = await storm;
	flooding = false;
	await working;
	const finished = came.filter(({ fine }) => fine).length;
	const slow = quantile(desk, 0.95);
	return [
		line('desk page under a flood, p95', {
			...{
				ours: ms(slow),
				baseline: `${Math.round(result.requests.average)} requests/s of the flood`,
				n: desk.length,
				must: '< 1 s',
			},
			...{ spread: `median ${ms(median(desk))}`, met: slow < 1_000 },
		}),
		line('class of 40 under it: pages and answers that came through', {
			...{ ours: `${finished} of ${came.length}`, n: came.length, must: 'all', met: finished === came.length },
			spread: `p95 ${ms(
				quantile(
					came.map((one) => one.ms),
					0.95,
				),
			)}`,
		}),
	];
}
