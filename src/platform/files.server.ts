import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { sql } from 'kysely';
import type { Transaction } from './db.server.ts';
import { makeFolder } from './folders.server.ts';
import type { Span } from './ranges.ts';
import { codeOf, Refusal } from './refusal.ts';

/** What may be kept; the database holds to the same list. */
export const mediaTypes = [
	...(['video/mp4', 'video/webm', 'audio/mpeg', 'audio/ogg', 'application/pdf'] as const),
	...(['image/png', 'image/jpeg'] as const),
] as const;
export type MediaType = (typeof mediaTypes)[number];

/** A file that is kept: its address is its content. */
export type KeptFile = { sha256: string; bytes: number; mediaType: MediaType };

/** A file that has come and is not kept yet; whoever received it takes it away again, kept or not. */
export type Incoming = { path: string; bytes: number; discard(): Promise<void> };

/** Why nothing was kept: larger than allowed, empty, or no room in the installation. */
export class FileRefused extends Error {
	readonly reason: 'too_large' | 'empty' | 'full';

	constructor(reason: FileRefused['reason']) {
		super(`a file was refused: ${reason}`);
		this.reason = reason;
	}
}

/** Where the bytes lie. A folder is one; a bucket that speaks S3 would be another with the same verbs. */
export type Shelf = {
	/** Under its address, whole or not at all, whether it was there before or not. */
	place(incoming: Incoming, sha256: string): Promise<void>;
	read(sha256: string, span?: Span): ReadStream;
	/** A file on this machine with the content, for programs that need one. */
	pathOf(sha256: string): string;
	list(): Promise<string[]>;
};

/** `KAMBANA_FILES`, else the folder `files` beside the socket of the embedded database: in DATA_DIR. */
export function filesFolder(env: NodeJS.ProcessEnv = process.env): string {
	if (env.KAMBANA_FILES) return resolve(env.KAMBANA_FILES);
	if (env.KAMBANA_SOCKET) return join(dirname(resolve(env.KAMBANA_SOCKET)), 'files');
	throw new Error('no folder for files: neither KAMBANA_FILES nor KAMBANA_SOCKET is set');
}

/** Bytes that all files together may have: `KAMBANA_FILES_QUOTA` in GB, 20 where nobody said. */
export function filesQuota(env: NodeJS.ProcessEnv = process.env): number {
	const text = env.KAMBANA_FILES_QUOTA || '20';
	if (!/^\d{1,6}(\.\d{1,9})?$/.test(text))
		throw new Refusal(`KAMBANA_FILES_QUOTA is "${text}": set a number of gigabytes such as 20, or leave it out.`);
	return Math.round(Number(text) * 1_000_000_000);
}

const incomingFolder = (): string => join(filesFolder(), 'incoming');
/** 256 folders, so that none grows endless. */
const placeOf = (sha256: string): string => join(filesFolder(), sha256.slice(0, 2), sha256);

export const shelf: Shelf = {
	async place(incoming, sha256) {
		const place = placeOf(sha256);
		makeFolder(dirname(place));
		await rename(incoming.path, place);
		await synced(await open(dirname(place), 'r'));
	},
	read: (sha256, span) =>
		createReadStream(
			placeOf(sha256),
			span ? { start: span.first, end: span.last, highWaterMark: 128 * 1024 } : { highWaterMark: 128 * 1024 },
		),
	pathOf: placeOf,
	async list() {
		const names = await readdir(filesFolder(), { recursive: true }).catch(emptyWhereNone);
		return names.map((name) => name.slice(-64)).filter((name) => /^[0-9a-f]{64}$/.test(name));
	},
};

function emptyWhereNone(fault: unknown): string[] {
	if (codeOf(fault) === 'ENOENT') return [];
	throw fault;
}

async function synced(handle: FileHandle): Promise<void> {
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** A name for a file that is being made, below the same folder as those that are kept: moving it there is one step. */
export function incomingPath(ending = 'part'): string {
	makeFolder(incomingFolder());
	return join(incomingFolder(), `${randomBytes(12).toString('hex')}.${ending}`);
}

/** Writes what comes to the disk, chunk by chunk, and no more than allowed; what is refused leaves nothing behind. */
export async function receive(chunks: AsyncIterable<Uint8Array>, most: number): Promise<Incoming> {
	const path = incomingPath();
	const discard = () => rm(path, { force: true });
	const handle = await open(path, 'wx', 0o600);
	let bytes = 0;
	try {
		for await (const chunk of chunks) {
			bytes += chunk.length;
			if (bytes > most) throw new FileRefused('too_large');
			await handle.write(chunk);
		}
		if (bytes === 0) throw new FileRefused('empty');
		await handle.sync();
	} catch (fault) {
		await handle.close();
		await discard();
		throw codeOf(fault) === 'ENOSPC' ? new FileRefused('full') : fault;
	}
	await handle.close();
	return { path, bytes, discard };
}

/** Puts other bytes of the same length in the place of what came, before it is kept. */
export async function overwrite({ path }: Pick<Incoming, 'path'>, bytes: Buffer): Promise<void> {
	const handle = await open(path, 'r+');
	await handle.write(bytes, 0, bytes.length, 0);
	await synced(handle);
}

/** The address of a content. */
export async function sha256Of(path: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) hash.update(chunk as Buffer);
	return hash.digest('hex');
}

/** Keeping and taking away take turns, or a file could go in the moment in which somebody keeps the same content. */
const takeTurns = (tx: Transaction) => sql`select pg_advisory_xact_lock(20261124, 26)`.execute(tx);

/**
 * Keeps a file for good, as part of the transaction, once for each content; a record that refers to it has to be written in the same transaction.
 * If that is rolled back, the bytes lie without a row until `sweepFiles` takes them away.
 */
export async function keepFile(tx: Transaction, incoming: Incoming, mediaType: MediaType): Promise<KeptFile> {
	const sha256 = await sha256Of(incoming.path);
	await takeTurns(tx);
	const known = await findFile(tx, sha256);
	if (!known && (await bytesKept(tx)) + incoming.bytes > filesQuota()) throw new FileRefused('full');
	await tx
		.insertInto('files')
		.values({ sha256, bytes: incoming.bytes, media_type: mediaType })
		.onConflict((on) => on.column('sha256').doUpdateSet({ kept_at: sql`now()` }))
		.execute();
	await shelf.place(incoming, sha256);
	return { sha256, bytes: incoming.bytes, mediaType: known?.mediaType ?? mediaType };
}

export async function findFile(tx: Transaction, sha256: string): Promise<KeptFile | undefined> {
	const row = await tx
		.selectFrom('files')
		.select(['sha256', 'bytes', 'media_type as mediaType'])
		.where('sha256', '=', sha256)
		.executeTakeFirst();
	return row as KeptFile | undefined;
}

/**
 * A file that a record uses which this transaction may see; in the scope `public`, one that is published. `discreet` when a record that uses
 * it says that no browser should keep it.
 */
export async function findUsedFile(
	tx: Transaction,
	sha256: string,
): Promise<(KeptFile & { discreet: boolean }) | undefined> {
	const row = await tx
		.selectFrom('files')
		.innerJoin('file_uses', 'file_uses.sha256', 'files.sha256')
		.select(['files.sha256', 'bytes', 'media_type as mediaType'])
		.select(sql<boolean>`bool_or(discreet)`.as('discreet'))
		.where('files.sha256', '=', sha256)
		.groupBy(['files.sha256', 'bytes', 'media_type'])
		.executeTakeFirst();
	return row as (KeptFile & { discreet: boolean }) | undefined;
}

/** How many bytes all kept files have together. */
export async function bytesKept(tx: Transaction): Promise<number> {
	const row = await tx
		.selectFrom('files')
		.select((on) => on.fn.sum<number>('bytes').as('bytes'))
		.executeTakeFirst();
	return Number(row?.bytes ?? 0);
}

/** What is younger may belong to a form that is still being sent. */
const young = 24 * 3600 * 1000;

/**
 * Takes away the rows of files that no record has referred to for a day, then bytes without a row and what uploads left that broke off. Bytes go one night after their
 * row, when that is committed: what is rolled back has lost nothing. In the scope of the installation; says how many files went.
 */
export async function sweepFiles(tx: Transaction, now = new Date()): Promise<number> {
	await takeTurns(tx);
	const before = new Date(now.getTime() - young);
	const known = new Set((await tx.selectFrom('files').select('sha256').execute()).map(({ sha256 }) => sha256));
	const stray = (await shelf.list()).filter((sha256) => !known.has(sha256)).map(shelf.pathOf);
	const unfinished = (await readdir(incomingFolder()).catch(emptyWhereNone)).map((name) =>
		join(incomingFolder(), name),
	);
	let gone = 0;
	for (const path of [...stray, ...unfinished]) {
		if ((await stat(path)).mtime >= before) continue;
		await rm(path, { force: true });
		gone++;
	}
	await sql`select sweep_files(${before})`.execute(tx);
	return gone;
}

/** Reads every kept file and compares it with its address: what is missing, and what is no longer what it was. */
export async function verifyFiles(
	tx: Transaction,
): Promise<{ files: number; bytes: number; missing: string[]; changed: string[] }> {
	const kept = await tx.selectFrom('files').select(['sha256', 'bytes']).orderBy('sha256').execute();
	const [missing, changed]: [string[], string[]] = [[], []];
	for (const { sha256 } of kept) {
		const found = await sha256Of(shelf.pathOf(sha256)).catch((fault) => emptyWhereNone(fault).join());
		if (found === '') missing.push(sha256);
		else if (found !== sha256) changed.push(sha256);
	}
	return { files: kept.length, bytes: kept.reduce((sum, { bytes }) => sum + Number(bytes), 0), missing, changed };
}

/** Whether the disk has room for so many bytes, and some to spare. */
export async function hasRoom(bytes: number): Promise<boolean> {
	makeFolder(incomingFolder());
	const { bavail, bsize } = await statfs(incomingFolder());
	return bavail * bsize > bytes * 2 + 200_000_000;
}
