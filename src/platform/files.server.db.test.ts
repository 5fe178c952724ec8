import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildCommittee } from '#tests/support/builders.ts';
import { closeDatabase, rolledBack } from '#tests/support/database.ts';
import type { Transaction } from './db.server.ts';
import { bytesKept, FileRefused, findFile, keepFile, receive, shelf, sweepFiles, verifyFiles } from './files.server.ts';
import { recordId } from './ids.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'kambana-files-'));
	process.env.KAMBANA_FILES = folder;
});
afterEach(() => {
	delete process.env.KAMBANA_FILES;
	delete process.env.KAMBANA_FILES_QUOTA;
	rmSync(folder, { recursive: true, force: true });
});
afterAll(closeDatabase);

async function* chunks(text: string, failsAfter = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < text.length; at += 10) {
		if (at >= failsAfter) throw new Error('the sender has gone');
		yield Buffer.from(text.slice(at, at + 10));
	}
}
const onDisk = (): string[] =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ name }) => name);

async function keep(tx: Transaction, text: string) {
	const incoming = await receive(chunks(text), 10_000);
	const kept = await keepFile(tx, incoming, 'audio/mpeg');
	await incoming.discard();
	return kept;
}

/** A record that uses the file. */
async function use(tx: Transaction, sha256: string): Promise<string> {
	const { id: committeeId } = await buildCommittee(tx, 'AL-02');
	const id = recordId();
	await tx
		.insertInto('videos')
		.values({
			...{ id, committee_id: committeeId, title_sq: 'Provë', title_en: 'Test', audience: 'parents', answers: [1] },
			...{ maker: 'Provë', licence: 'cc0', changed_by: 'desk' },
		})
		.execute();
	await tx
		.insertInto('video_files')
		.values({
			...{ id: recordId(), committee_id: committeeId, video_id: id, sha256, kind: 'original', width: 640, height: 360 },
			...{ seconds: 3, codecs: 'h264', looked_at_by: 'own' },
		})
		.execute();
	return id;
}

describe('refused, with nothing left on the disk', () => {
	test.each([
		['more than allowed', () => receive(chunks('x'.repeat(100)), 50), 'too_large'],
		['nothing', () => receive(chunks(''), 50), 'empty'],
	])('%s', async (_, receiving, reason) => {
		await expect(receiving()).rejects.toMatchObject({ reason });
		expect(onDisk()).toEqual([]);
	});

	test('what breaks off', async () => {
		await expect(receive(chunks('x'.repeat(100), 50), 500)).rejects.toThrow('the sender has gone');
		expect(onDisk()).toEqual([]);
	});

	test('what is beyond the room of the installation', () =>
		rolledBack(async (tx) => {
			const before = await bytesKept(tx);
			process.env.KAMBANA_FILES_QUOTA = ((before + 150) / 1e9).toFixed(9);
			const { sha256 } = await keep(tx, 'a'.repeat(100));
			const more = await receive(chunks('b'.repeat(100)), 500);
			await expect(keepFile(tx, more, 'audio/mpeg')).rejects.toThrow(FileRefused);
			await more.discard();
			// What is there already needs no room.
			expect((await keep(tx, 'a'.repeat(100))).sha256).toBe(sha256);
			expect(onDisk()).toEqual([sha256]);
		}));
});

test('the same content is one file, whoever brings it; its address is its SHA-256', () =>
	rolledBack(async (tx) => {
		const [one, other] = [await keep(tx, 'kambana'), await keep(tx, 'kambana')];
		expect(one).toEqual(other);
		expect(one.sha256).toBe('90412577962c4ce18b106f9e81ff82a8091c543af2b1c38053651fc62523e361');
		expect(onDisk()).toEqual([one.sha256]);
		expect(readFileSync(shelf.pathOf(one.sha256), 'utf8')).toBe('kambana');
		expect(await shelf.read(one.sha256, { first: 3, last: 5 }).toArray()).toEqual([Buffer.from('ban')]);
	}));

test('a file goes only when no record uses it: its row after a day, its bytes the night after', () =>
	rolledBack(async (tx) => {
		const [used, unused] = [await keep(tx, 'used'), await keep(tx, 'unused')];
		const videoId = await use(tx, used.sha256);
		const night = (days: number) => new Date(Date.now() + days * 24 * 3600_000 + 60_000);
		const rows = async () => [await findFile(tx, used.sha256), await findFile(tx, unused.sha256)].map(Boolean);
		await sweepFiles(tx);
		expect([await rows(), onDisk().length]).toEqual([[true, true], 2]);
		await sweepFiles(tx, night(1));
		expect([await rows(), onDisk().length]).toEqual([[true, false], 2]);
		expect(await sweepFiles(tx, night(2))).toBe(1);
		expect(onDisk()).toEqual([used.sha256]);
		// The very database refuses to forget what is used.
		await tx.deleteFrom('videos').where('id', '=', videoId).execute();
		await sweepFiles(tx, night(3));
		expect(await rows()).toEqual([false, false]);
	}));

test('what an upload left that broke off in the middle of the night goes too, what is being sent stays', () =>
	rolledBack(async (tx) => {
		const [old, young] = [await receive(chunks('old'), 50), await receive(chunks('young'), 50)];
		utimesSync(old.path, new Date(0), new Date(0));
		expect(await sweepFiles(tx)).toBe(1);
		expect(onDisk()).toEqual([young.path.split('/').at(-1)]);
	}));

test('verifying tells what is missing and what is no longer what it was', () =>
	rolledBack(async (tx) => {
		const before = await verifyFiles(tx);
		const [fine, gone, changed] = [await keep(tx, 'fine'), await keep(tx, 'gone'), await keep(tx, 'changed')];
		expect((await verifyFiles(tx)).files).toBe(before.files + 3);
		rmSync(shelf.pathOf(gone.sha256));
		writeFileSync(shelf.pathOf(changed.sha256), 'another');
		const found = await verifyFiles(tx);
		expect(found.missing).toContain(gone.sha256);
		expect(found.changed).toEqual([changed.sha256]);
		expect(statSync(shelf.pathOf(fine.sha256)).mode & 0o077).toBe(0);
	}));
