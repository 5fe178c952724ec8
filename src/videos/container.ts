/** What a video container says of itself, read without any program: enough to show what it is and to refuse what it is not. */

/** Reads a part of the file; shorter where the file ends. */
export type Reach = { bytes: number; read(at: number, length: number): Promise<Buffer> };

/** A part of the file to write over, so that no place, day, name or device stays in it. The length of the file does not change. */
export type Patch = { at: number; bytes: Buffer };

export type Track = { kind: 'picture' | 'sound'; codec: string };

export type Look =
	| { ok: true; width: number; height: number; seconds: number; tracks: Track[]; patches: Patch[] }
	| { ok: false; fault: ContainerFault };

export const containerFaults = [
	'broken',
	'truncated',
	'no_picture',
	'extra_track',
	'codec',
	'picture_size',
	'too_long',
	'no_length',
] as const;
export type ContainerFault = (typeof containerFaults)[number];

/** Thrown inside a reading; `Look` carries it out. */
export class Fault extends Error {
	readonly fault: ContainerFault;

	constructor(fault: ContainerFault) {
		super(fault);
		this.fault = fault;
	}
}

/** Longer is no short film, and larger than 4096 is no video of a phone: both keep a small file from becoming endless work. */
export const mostSeconds = 30 * 60;
export const mostPixels = 4096;

/** Runs a reading; a fault is an outcome. What runs over the end of a buffer is a broken file, not a bug. */
export async function looking(read: () => Promise<Omit<Extract<Look, { ok: true }>, 'ok'>>): Promise<Look> {
	try {
		const found = await read();
		return { ok: true, ...found };
	} catch (thrown) {
		if (thrown instanceof Fault) return { ok: false, fault: thrown.fault };
		if (thrown instanceof RangeError) return { ok: false, fault: 'broken' };
		throw thrown;
	}
}

/** What both containers are held to. */
export function judge(width: number, height: number, seconds: number, tracks: readonly Track[]): void {
	const pictures = tracks.filter(({ kind }) => kind === 'picture').length;
	if (pictures === 0) throw new Fault('no_picture');
	if (pictures > 1 || tracks.length > 2) throw new Fault('extra_track');
	if (width < 16 || height < 16 || width > mostPixels || height > mostPixels) throw new Fault('picture_size');
	if (!Number.isFinite(seconds) || seconds <= 0) throw new Fault('no_length');
	if (seconds > mostSeconds) throw new Fault('too_long');
}
