import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getCommittee } from '#committees/store.server.ts';
import { closeDatabase, inTransaction } from '#platform/db.server.ts';
import { insertVideo, listPublishedVideos, listVideoFiles } from '#videos/store.server.ts';
import { seatedCookie } from '../support/people.ts';
import {
	makeDirectory,
	processesWith,
	type RunningServer,
	removeDirectory,
	startServer,
	stop,
} from '../support/server.ts';
import { ask } from '../support/wire.ts';

// Videos over the wire: what is taken, what is refused, and how a film is given on. Without FFmpeg, so that every machine does the same.
const directory = makeDirectory();
const film = readFileSync('db/demo/video/oferta.mp4');
const sha256 = createHash('sha256').update(film).digest('hex');
let server: RunningServer;
let cookie: string;
/** The address of the film that the demonstration shows. */
let published: string;
/** Upload pages of videos without a film, each used by one test. */
let uploads: string[];

beforeAll(async () => {
	server = await startServer(directory, { KAMBANA_FFMPEG: 'none' });
	cookie = await seatedCookie(directory, 'secretary', 'AL-02');
	process.env.KAMBANA_SOCKET = join(directory, 'run');
	await inTransaction({ kind: 'installation' }, async (tx) => {
		const [shown] = await listPublishedVideos(tx);
		const [file] = await listVideoFiles(tx, [shown?.id ?? '']);
		published = `/files/${file?.sha256}.mp4`;
		const { id: committeeId } = await getCommittee(tx, { code: 'AL-02' });
		uploads = [];
		for (let n = 0; n < 3; n++) {
			const facts = { titleSq: `Provë ${n}`, titleEn: `Test ${n}`, audience: 'parents', answers: [1] } as const;
			const more = { answers: [1], maker: 'Provë', licence: 'cc0', expiresOn: null } as const;
			const id = await insertVideo(tx, committeeId, { ...facts, ...more, answers: [1] }, { actor: 'desk' });
			uploads.push(`/sq/desk/durres/videos/${id}/upload`);
		}
	});
});
afterAll(async () => {
	await closeDatabase();
	if (server) await stop(server);
	removeDirectory(directory);
});

const kept = (): string[] =>
	readdirSync(join(directory, 'files'), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ name }) => name)
		.sort();

const boundary = 'kambana-test';
const head = (name: string) =>
	`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: video/mp4\r\n\r\n`;
const tail = `\r\n--${boundary}--\r\n`;
const headers = () => ({
	cookie,
	origin: server.url,
	'content-type': `multipart/form-data; boundary=${boundary}`,
	accept: 'text/html',
});
const send = (path: string, content: Buffer | string, name = 'film.mp4', more: Record<string, string> = {}) =>
	ask(server.url, path, {
		method: 'POST',
		headers: { ...headers(), ...more },
		body: Buffer.concat([Buffer.from(head(name)), Buffer.from(content), Buffer.from(tail)]),
	});
/** What the page says is wrong. */
const mistake = (page: string): string => /class="error[^"]*"[^>]*>([^<]+)/.exec(page)?.[1] ?? '';

const boxOf = (type: string, content: Buffer): Buffer => {
	const size = Buffer.alloc(4);
	size.writeUInt32BE(content.length + 8);
	return Buffer.concat([size, Buffer.from(type, 'latin1'), content]);
};

describe('forbidden', () => {
	test('a stranger’s upload is refused before it is read, and so is one without its length or beyond it', async () => {
		const before = kept();
		const path = uploads[0] ?? '';
		const stranger = await send(path, film, 'film.mp4', { cookie: '' });
		expect(stranger.status).toBe(401);
		const pieces = await send(path, film, 'film.mp4', { 'transfer-encoding': 'chunked' });
		expect(pieces.status).toBe(413);
		const large = await ask(server.url, path, {
			...{ method: 'POST', body: 'x' },
			headers: { ...headers(), 'content-length': String(202 * 1024 * 1024), expect: '100-continue' },
		});
		expect(large.status).toBe(413);
		const elsewhere = await send(path, film, 'film.mp4', { origin: 'https://elsewhere.example' });
		expect(elsewhere.status).toBe(404);
		expect(kept()).toEqual(before);
	});

	test('a file that no published record uses is not found, whatever its address', async () => {
		for (const path of [
			`/files/${'0'.repeat(64)}.mp4`,
			`/files/${sha256.slice(1)}.mp4`,
			'/files/..%2f..%2fsecret',
			'/files/secret',
			`/files/${sha256.toUpperCase()}.mp4`,
		])
			expect([path, (await ask(server.url, path)).status]).toEqual([path, 404]);
	});

	test('what is no video is refused with the reason, and nothing stays', async () => {
		const before = kept();
		const truncated = film.subarray(0, film.length - 20_000);
		const head32 = film.subarray(0, 32);
		const hostile: [what: string, content: Buffer | string, sentence: RegExp][] = [
			['nothing', '', /Skedari është bosh/],
			['a page', '<!doctype html><script>alert(1)</script>', /nuk është video/],
			['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', /nuk është video/],
			['a program', Buffer.from('7f454c4602010100', 'hex'), /nuk është video/],
			['an archive', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(4000)]), /nuk është video/],
			['a picture', readFileSync('docs/pictures/announcement.png'), /nuk është video.*image\/png/],
			['a list of other files', '#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n', /nuk është video/],
			['a film cut off', truncated, /mungon një pjesë/],
			['a film cut off early', film.subarray(0, 5000), /mungon një pjesë/],
			['a head alone', head32, /mungon një pjesë/],
			['a film whose head says too much', Buffer.concat([head32, boxOf('moov', Buffer.alloc(64))]), /prishur/],
			[
				'a page behind the head of a film',
				Buffer.concat([head32, Buffer.from('<script>alert(1)</script>'.repeat(99))]),
				/pjesë|prishur/,
			],
			[
				'boxes without end',
				Buffer.concat([head32, Buffer.concat(new Array(6000).fill(boxOf('free', Buffer.alloc(0))))]),
				/prishur/,
			],
			[
				'random bytes behind it',
				Buffer.concat([film.subarray(0, 2000), createHash('sha512').update('x').digest()]),
				/pjesë|prishur/,
			],
		];
		for (const [what, content, sentence] of hostile) {
			const answer = await send(uploads[0] ?? '', content);
			expect([what, answer.status, mistake(answer.body)]).toEqual([what, 422, expect.stringMatching(sentence)]);
		}
		const none = await ask(server.url, uploads[0] ?? '', {
			method: 'POST',
			headers: headers(),
			body: `${head('')}${tail}`,
		});
		expect(mistake(none.body)).toMatch(/Nuk është zgjedhur/);
		expect(kept()).toEqual(before);
		console.log(`hostile uploads: ${hostile.length + 1} refused with a sentence, 0 files left on the disk`);
	});

	test('an upload that breaks off leaves nothing', async () => {
		const before = kept();
		const sent = request(server.url + uploads[0], {
			method: 'POST',
			headers: { ...headers(), 'content-length': String(film.length) },
		});
		sent.on('error', () => {});
		sent.write(head('film.mp4'));
		sent.write(film.subarray(0, 300_000));
		await eventually(() => kept().length > before.length);
		sent.destroy();
		await eventually(() => kept().length === before.length);
		expect(kept()).toEqual(before);
	});
});

async function eventually(holds: () => boolean): Promise<void> {
	for (const end = Date.now() + 60_000; Date.now() < end && !holds(); ) await pause(50);
	expect(holds()).toBe(true);
}

describe('taken', () => {
	test('a film without FFmpeg: kept as it came but for what tells of its maker, and said so on the page', async () => {
		// A place, as telephones write it, in the head of the film.
		const place = Buffer.from('+41.3231+019.4414/');
		const told = Buffer.concat([film, boxOf('uuid', Buffer.concat([Buffer.alloc(16), place]))]);
		const answer = await send(uploads[1] ?? '', told);
		expect([answer.status, answer.headers.location]).toEqual([
			303,
			`${uploads[1]?.replace('/upload', '')}?done=uploaded`,
		]);
		const page = await ask(server.url, `${uploads[1]?.replace('/upload', '')}`, { headers: { cookie } });
		expect(page.body).toContain('U pa ndërtimi i skedarit');
		expect(page.body).toContain('apt install ffmpeg');
		const file = /src="(\/sq\/desk\/[^"]+\.mp4)"/.exec(page.body)?.[1] ?? '';
		const own = await ask(server.url, file, { headers: { cookie } });
		expect([own.status, own.headers['cache-control'], own.headers['content-type']]).toEqual([
			200,
			'no-store',
			'video/mp4',
		]);
		const address = /([0-9a-f]{64})/.exec(file)?.[1] ?? '';
		const bytes = readFileSync(join(directory, 'files', address.slice(0, 2), address));
		expect([bytes.length, bytes.includes(place), createHash('sha256').update(bytes).digest('hex')]).toEqual([
			told.length,
			false,
			address,
		]);
		// A draft is nobody's but the committee's.
		expect((await ask(server.url, file)).status).toBe(401);
		expect((await ask(server.url, `/files/${address}.mp4`)).status).toBe(404);
	});

	test('two hundred megabytes go to the disk without being held', async () => {
		const [pid = 0] = processesWith('scripts/start.ts').filter((one) =>
			environmentOf(one).includes(`DATA_DIR=${directory}\0`),
		);
		expect(pid).toBeGreaterThan(0);
		const room = 200 * 1024 * 1024 - film.length - 8;
		const free = boxOf('free', Buffer.alloc(0));
		free.writeUInt32BE(room + 8);
		const chunk = Buffer.alloc(1024 * 1024);
		const before = peakOf(pid);
		const began = Date.now();
		const status = await new Promise<number>((resolve, reject) => {
			const all = head('film.mp4').length + film.length + 8 + room + tail.length;
			const sent = request(server.url + uploads[2], {
				method: 'POST',
				headers: { ...headers(), 'content-length': String(all) },
			});
			sent.on('response', (answer) => resolve(answer.resume().statusCode ?? 0)).on('error', reject);
			sent.write(head('film.mp4'));
			sent.write(film);
			sent.write(free);
			let left = room;
			const more = () => {
				while (left > 0) {
					const part = left < chunk.length ? chunk.subarray(0, left) : chunk;
					left -= part.length;
					if (!sent.write(part)) return void sent.once('drain', more);
				}
				sent.end(tail);
			};
			more();
		});
		const grown = peakOf(pid) - before;
		console.log(
			`upload of 200 MiB: ${((Date.now() - began) / 1000).toFixed(1)} s, memory of the server grew by ${Math.round(grown)} MiB at most`,
		);
		expect(status).toBe(303);
		expect(grown).toBeLessThan(100);
	});
});

/** Of a process of somebody else nothing may be read: it is not the server of this test. */
function environmentOf(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/environ`, 'utf8');
	} catch (fault) {
		if (['EACCES', 'ENOENT', 'ESRCH'].includes((fault as NodeJS.ErrnoException).code ?? '')) return '';
		throw fault;
	}
}
/** The most memory that a process has ever had, in MiB. */
const peakOf = (pid: number): number =>
	Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** Asks without reading text: bytes are compared. */
async function fetched(path: string, more: Record<string, string> = {}, method = 'GET') {
	const answer = await fetch(server.url + path, { method, headers: { 'accept-encoding': 'gzip, br', ...more } });
	return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

describe('given on', () => {
	test('a published film comes whole or in parts, byte by byte', async () => {
		const whole = await fetched(published);
		const original = whole.bytes;
		expect(whole.status).toBe(200);
		expect(createHash('sha256').update(original).digest('hex')).toBe(published.slice(7, 71));
		const said = Object.fromEntries(whole.headers);
		expect(said).toMatchObject({
			...{ 'content-type': 'video/mp4', 'accept-ranges': 'bytes', 'content-length': String(original.length) },
			...{ 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' },
		});
		expect(said['content-security-policy']).toContain("default-src 'none'; media-src 'self'");
		expect(Object.keys(said).filter((name) => /^(set-cookie|content-encoding|x-kambana|x-robots)/.test(name))).toEqual(
			[],
		);
		const last = original.length - 1;
		const parts: [asked: string, first: number, last: number][] = [
			['bytes=0-0', 0, 0],
			['bytes=0-99', 0, 99],
			['bytes=100-', 100, last],
			['bytes=-100', last - 99, last],
			[`bytes=${last}-${last + 500}`, last, last],
			['bytes=131071-131073', 131071, 131073],
		];
		for (const [range, from, to] of parts) {
			const part = await fetched(published, { range });
			expect([range, part.status, part.headers.get('content-range')]).toEqual([
				range,
				206,
				`bytes ${from}-${to}/${original.length}`,
			]);
			expect(part.bytes.equals(original.subarray(from, to + 1))).toBe(true);
		}
		const beyond = await fetched(published, { range: `bytes=${original.length}-` });
		expect([beyond.status, beyond.headers.get('content-range'), beyond.bytes.length]).toEqual([
			416,
			`bytes */${original.length}`,
			0,
		]);
		for (const range of ['bytes=5-1', 'bytes=0-1,4-5', 'lines=1-2'])
			expect((await fetched(published, { range })).status).toBe(200);
		console.log(`ranges: ${parts.length} parts exact, 1 beyond refused`);
	});

	test('a reader who has it, or has another, is answered by its tag; HEAD says the same without the film', async () => {
		const etag = (await fetched(published, {}, 'HEAD')).headers.get('etag') ?? '';
		expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
		const range = 'bytes=0-9';
		const statusOf = async (more: Record<string, string>) => (await fetched(published, more)).status;
		expect(await statusOf({ 'if-none-match': etag })).toBe(304);
		expect(await statusOf({ 'if-none-match': '"another"' })).toBe(200);
		expect(await statusOf({ range, 'if-range': etag })).toBe(206);
		expect(await statusOf({ range, 'if-range': '"another"' })).toBe(200);
		expect(await statusOf({ range, 'if-range': `W/${etag}` })).toBe(200);
		expect(await statusOf({ range, 'if-range': new Date().toUTCString() })).toBe(200);
		const head = await fetched(published, {}, 'HEAD');
		expect([head.status, head.headers.get('content-length'), head.bytes.length]).toEqual([200, String(film.length), 0]);
		const part = await fetched(published, { range }, 'HEAD');
		expect([part.status, part.headers.get('content-length'), part.bytes.length]).toEqual([206, '10', 0]);
	});

	test('forty readers at once, one of whom reads nothing, cost the server no film each', async () => {
		const [pid = 0] = processesWith('scripts/start.ts').filter((one) =>
			environmentOf(one).includes(`DATA_DIR=${directory}\0`),
		);
		const before = peakOf(pid);
		const idle = await fetch(server.url + published);
		const all = await Promise.all(Array.from({ length: 40 }, () => fetched(published)));
		expect(all.every(({ bytes }) => bytes.length === film.length)).toBe(true);
		await idle.body?.cancel();
		console.log(
			`40 films at once (${Math.round((40 * film.length) / 1e6)} MB): memory grew by ${Math.round(peakOf(pid) - before)} MiB at most`,
		);
		expect(peakOf(pid) - before).toBeLessThan(96);
	});
});
