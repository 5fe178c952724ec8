import { Readable } from 'node:stream';
import { deflateSync } from 'node:zlib';
import type { Transaction } from '#platform/db.server.ts';
import { keepFile, type MediaType, receive } from '#platform/files.server.ts';
import { chunkSum } from '#questions/picture.ts';

/** Keeps bytes as an upload would, in the folder of files that this process uses. */
export async function keepBytes(tx: Transaction, bytes: Buffer, mediaType: MediaType): Promise<string> {
	return (await keepFile(tx, await receive(Readable.from([bytes]), bytes.length), mediaType)).sha256;
}

/** A chunk of PNG. */
export function buildChunk(name: string, inside: Buffer): Buffer {
	const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(inside.length);
	const said = Buffer.concat([Buffer.from(name, 'latin1'), inside]);
	sum.writeUInt32BE(chunkSum(said));
	return Buffer.concat([length, said, sum]);
}

/** A grey picture as PNG. */
export function buildPng(width: number, height: number, ...more: Buffer[]): Buffer {
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.writeUInt8(8, 8);
	// Each line begins with how it is filtered: not at all.
	const line = Buffer.concat([Buffer.alloc(1), Buffer.alloc(width, 128)]);
	const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)));
	const mark = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
	return Buffer.concat([
		mark,
		buildChunk('IHDR', head),
		...more,
		buildChunk('IDAT', pixels),
		buildChunk('IEND', Buffer.alloc(0)),
	]);
}
