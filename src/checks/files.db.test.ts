import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Committee } from '#committees/model.ts';
import { inTransaction, type Scope, type Transaction } from '#platform/db.server.ts';
import { findFile } from '#platform/files.server.ts';
import { filesOf } from '#questions/attached.server.ts';
import { withSides } from '#questions/sides.server.ts';
import { getSet } from '#questions/store.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '../../tests/support/builders.ts';
import { buildSet } from '../../tests/support/checks.ts';
import { buildPng, keepBytes } from '../../tests/support/kept.ts';
import { makeScratch, type Scratch } from '../../tests/support/scratch.ts';
import { buildMp3 } from '../../tests/support/sounds.ts';
import { closePhase, openPhase } from './actions.server.ts';
import { lookAtDoor } from './answering.server.ts';
import { sendAsked } from './files.server.ts';
import { getCheck, insertCheck, listPhases } from './store.server.ts';

// What is asked under a code has its pictures and recordings there, for as long as it is asked; nothing else of the bank does.
let scratch: Scratch;
let committee: Committee;
let folder: string;
const alt = { sq: 'Një telefon', en: 'A telephone' };
const picture = buildPng(320, 200);
const sound = buildMp3();
const [files, elsewhere] = [{ picture: '', sound: '' }, { picture: '' }];
let [set, activityId] = ['', ''];

const work = <T>(
	run: (tx: Transaction) => Promise<T>,
	scope: Scope = { kind: 'installation', actor: 'command' },
): Promise<T> => inTransaction(scope, run);

beforeAll(async () => {
	process.env.KAMBANA_SECRET ??= randomBytes(32).toString('base64url');
	folder = mkdtempSync(join(tmpdir(), 'asked-'));
	process.env.KAMBANA_FILES = folder;
	scratch = await makeScratch('asked');
	await work(async (tx) => {
		committee = await buildCommittee(tx);
		const programme = await buildProgramme(tx, committee.id);
		const lead = await buildPartner(tx, committee.id, 'Shkolla e figurave', 'ngo');
		[activityId = ''] = await buildActivities(tx, programme, [{ number: 1, leadId: lead, state: 'ready' }]);
		files.picture = await keepBytes(tx, picture, 'image/png');
		files.sound = await keepBytes(tx, sound, 'audio/mpeg');
		elsewhere.picture = await keepBytes(tx, buildPng(100, 100), 'image/png');
		set = await buildSet(tx, committee.id, [
			{
				files: [
					{ slot: 'picture', sha256: files.picture, alt },
					{ slot: 'audio_sq', sha256: files.sound, alt: null },
				],
			},
			...[{}, {}],
		]);
		// Finished, and asked by nobody.
		await buildSet(tx, committee.id, [{ files: [{ slot: 'picture', sha256: elsewhere.picture, alt }] }, ...[{}, {}]]);
	});
});
afterAll(async () => {
	await scratch.drop();
	delete process.env.KAMBANA_FILES;
	rmSync(folder, { recursive: true });
});

const open = async () => {
	const about = { committeeId: committee.id, activityId, setId: set, mode: 'unpaired', persons: 20 } as const;
	const id = await work((tx) => insertCheck(tx, { ...about, label: null, title: null, actor: 'command' }));
	const check = await work((tx) => getCheck(tx, id));
	const opened = await work((tx) => openPhase(tx, 'command', check, { phase: 'before', minutes: 15 }));
	if (!opened.ok) throw new Error(opened.reason);
	const close = () => work(async (tx) => closePhase(tx, check, (await listPhases(tx, [id]))[0]?.id ?? ''));
	return { code: opened.code, close };
};
const ask = (code: string, name: string, headers: Record<string, string> = {}) =>
	sendAsked(new Request('http://kambana.example/', { headers }), code, name);
const named = (sha256: string, ending: string) => `${sha256.slice(0, 16)}.${ending}`;
const png = () => named(files.picture, 'png');

describe('a file under a code', () => {
	test('is nobody’s before the question is asked, under another code, of another question, and afterwards', async () => {
		const { code, close } = await open();
		const other = await open();
		await other.close();
		expect(await ask('not_found', png())).toBeNull();
		expect(await ask(other.code, png())).toBeNull();
		expect(await ask(code, named(elsewhere.picture, 'png'))).toBeNull();
		// Called what it is not, it is not there.
		expect(await ask(code, named(files.picture, 'mp3'))).toBeNull();
		expect((await ask(code, png()))?.status).toBe(200);
		await close();
		await lookAtDoor(code);
		expect(await ask(code, png())).toBeNull();
	});

	test('the database gives whoever answers the files of what is asked now, and no other', async () => {
		const door: Scope = { kind: 'answers' };
		const seen = () =>
			work(async (tx) => {
				const found = await Promise.all([files.picture, elsewhere.picture].map((sha256) => findFile(tx, sha256)));
				const { questions } = await getSet(tx, set);
				const attached = await filesOf(
					tx,
					questions.map(({ versionId }) => versionId),
				);
				return [...found.map((one) => one !== undefined), attached.size];
			}, door);
		expect(await seen()).toEqual([false, false, 0]);
		const { close } = await open();
		expect(await seen()).toEqual([true, false, 1]);
		await close();
		expect(await seen()).toEqual([false, false, 0]);
	});

	test('comes whole or in part, is kept for a day by whoever asked, and says how large a picture is', async () => {
		const { code, close } = await open();
		const whole = await ask(code, png());
		expect(Buffer.from((await whole?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(picture);
		expect(whole?.headers.get('cache-control')).toBe('private, max-age=86400, immutable');
		expect(whole?.headers.get('content-type')).toBe('image/png');
		const part = await ask(code, named(files.sound, 'mp3'), { range: 'bytes=10-19' });
		expect([part?.status, part?.headers.get('content-range')]).toEqual([206, `bytes 10-19/${sound.length}`]);
		expect(Buffer.from((await part?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(sound.subarray(10, 20));
		const again = await ask(code, png(), { 'if-none-match': whole?.headers.get('etag') ?? '' });
		expect(again?.status).toBe(304);
		const question = (await lookAtDoor(code))?.questions[0];
		expect(question?.picture).toMatchObject({ alt, sides: { width: 320, height: 200 } });
		await close();
	});

	test('a picture whose bytes are lost leaves the questions as they are', async () => {
		const { code, close } = await open();
		const lost = { sha256: 'f'.repeat(64), mediaType: 'image/png', alt };
		const question = (await lookAtDoor(code))?.questions[1];
		if (!question) throw new Error('no question');
		expect((await withSides({ ...question, picture: lost })).picture).toEqual(lost);
		await close();
	});
});
