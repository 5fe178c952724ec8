import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import type { Incoming, MediaType } from '#platform/files.server.ts';
import type { ContainerFault, Look, Reach } from './container.ts';
import { probe, type Tools } from './ffmpeg.server.ts';
import { lookIntoMp4 } from './mp4.ts';
import { lookIntoWebm } from './webm.ts';

/** What an uploaded file is, or why it is not taken: a code, and what it seems to be. */
export type Inspection =
	| {
			ok: true;
			mediaType: Extract<MediaType, `video/${string}`>;
			width: number;
			height: number;
			seconds: number;
			codecs: string;
			lookedAtBy: 'own' | 'ffprobe';
	  }
	| { ok: false; fault: ContainerFault | 'not_video' | 'unreadable'; seems: string };

const looks = { 'video/mp4': lookIntoMp4, 'video/webm': lookIntoWebm } as const;

/**
 * Looks at what the content is, whatever the name says: a video container that is whole, with one picture and at most one sound, of a size and
 * length that telephones play; then FFprobe, where there is one, has to agree. What tells of places, days and devices is written over, so what is kept
 * afterwards is not the file that came.
 */
export async function inspect(
	{ path, bytes }: Pick<Incoming, 'path' | 'bytes'>,
	tools: Tools | null,
): Promise<Inspection> {
	const handle = await open(path, 'r+');
	try {
		const reach: Reach = {
			bytes,
			async read(at, length) {
				const buffer = Buffer.alloc(Math.max(0, Math.min(length, bytes - at)));
				await handle.read(buffer, 0, buffer.length, at);
				return buffer;
			},
		};
		const seems = (await fileTypeFromBuffer(await reach.read(0, 4100)))?.mime ?? '';
		if (!(seems in looks)) return { ok: false, fault: 'not_video', seems };
		const mediaType = seems as keyof typeof looks;
		const look = await looks[mediaType](reach);
		if (!look.ok) return { ok: false, fault: look.fault, seems };
		for (const { at, bytes: over } of look.patches) await handle.write(over, 0, over.length, at);
		await handle.sync();
		if (tools && !(await isConfirmed(tools, path, mediaType, look))) return { ok: false, fault: 'unreadable', seems };
		const { width, height, seconds, tracks } = look;
		const codecs = tracks.map(({ codec }) => codec).join('+');
		return { ok: true, mediaType, width, height, seconds, codecs, lookedAtBy: tools ? 'ffprobe' : 'own' };
	} finally {
		await handle.close();
	}
}

/** FFprobe reads the streams too: where the two differ, one of them was deceived. */
async function isConfirmed(
	tools: Tools,
	path: string,
	mediaType: string,
	look: Extract<Look, { ok: true }>,
): Promise<boolean> {
	const probed = await probe(tools, path, mediaType);
	if (!probed) return false;
	const sides = (width: number, height: number) => [width, height].sort((one, other) => one - other).join('×');
	return (
		probed.kinds.length === look.tracks.length &&
		sides(probed.width, probed.height) === sides(look.width, look.height) &&
		Math.abs(probed.seconds - look.seconds) < 2 &&
		look.tracks.every(({ codec }) => probed.codecs.includes(codec))
	);
}
