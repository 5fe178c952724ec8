/**
 * What a picture is by its content: PNG or JPEG, whole from the first byte to the last. Everything besides the picture (places, days, devices, names,
 * previews) is written over with zeros, so the length of the file does not change.
 */

export const pictureFaults = ['not_picture', 'broken', 'too_small', 'too_wide'] as const;
export type PictureFault = (typeof pictureFaults)[number];
export type PictureLook =
	| { ok: true; mediaType: 'image/png' | 'image/jpeg'; width: number; height: number }
	| { ok: false; fault: PictureFault };

/** The most that may be uploaded: a whole class loads it, over telephones. */
export const mostPictureBytes = 500 * 1024;
export const pictureSides = { least: 64, most: 2400 };

class Fault extends Error {
	readonly fault: PictureFault;

	constructor(fault: PictureFault) {
		super(fault);
		this.fault = fault;
	}
}

/** Looks into a file and writes over what it says besides the picture. @param bytes changed in place */
export function lookIntoPicture(bytes: Buffer): PictureLook {
	try {
		const mediaType = bytes.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n' ? 'image/png' : 'image/jpeg';
		const size = mediaType === 'image/png' ? readPng(bytes) : readJpeg(bytes);
		const [short, long] = [Math.min(size.width, size.height), Math.max(size.width, size.height)];
		if (short < pictureSides.least) throw new Fault('too_small');
		if (long > pictureSides.most) throw new Fault('too_wide');
		return { ok: true, mediaType, ...size };
	} catch (thrown) {
		if (thrown instanceof Fault) return { ok: false, fault: thrown.fault };
		// Reading over the end: a broken file, not a bug.
		if (thrown instanceof RangeError) return { ok: false, fault: 'broken' };
		throw thrown;
	}
}

type Size = { width: number; height: number };

const crcTable = Array.from({ length: 256 }, (_, n) => {
	let crc = n;
	for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
	return crc >>> 0;
});
/** The checksum of a chunk of PNG: of its name and what is in it. */
export const chunkSum = (chunk: Buffer): number =>
	(chunk.reduce((crc, byte) => (crcTable[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;

/** Chunks without which the picture is another one; every other becomes one that no program knows, full of zeros. */
const pngParts = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND', 'gAMA', 'sRGB'];

function readPng(bytes: Buffer): Size {
	let [at, pixels] = [8, 0];
	for (;;) {
		const length = bytes.readUInt32BE(at);
		const name = bytes.toString('latin1', at + 4, at + 8);
		const [from, end] = [at + 8, at + 8 + length];
		const sum = bytes.readUInt32BE(end);
		if (sum !== chunkSum(bytes.subarray(at + 4, end)) || (at === 8) !== (name === 'IHDR')) throw new Fault('broken');
		if (name === 'IDAT') pixels += length;
		if (!pngParts.includes(name)) {
			// A chunk that has to be understood is one that we would have to understand.
			if (/^[A-Z]/.test(name)) throw new Fault('broken');
			bytes.write('noNe', at + 4, 'latin1');
			bytes.fill(0, from, end);
			bytes.writeUInt32BE(chunkSum(bytes.subarray(at + 4, end)), end);
		}
		at = end + 4;
		if (name === 'IEND') break;
	}
	if (at !== bytes.length || pixels === 0) throw new Fault('broken');
	return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Frames of JPEG: their marks carry the size. */
const isFrame = (mark: number): boolean => mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark);

function readJpeg(bytes: Buffer): Size {
	if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) throw new Fault('not_picture');
	let at = 2;
	let size: Size | null = null;
	for (;;) {
		if (bytes.readUInt8(at) !== 0xff) throw new Fault('broken');
		const mark = bytes.readUInt8(at + 1);
		if (mark === 0xff) {
			at++;
			continue;
		}
		if (mark === 0xd9) break;
		const length = bytes.readUInt16BE(at + 2);
		const end = at + 2 + length;
		if (length < 2 || end > bytes.length) throw new Fault('broken');
		if (isFrame(mark)) size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
		silenceSegment(bytes, mark, at + 4, end);
		at = mark === 0xda ? endOfScan(bytes, end) : end;
	}
	// What phones hang on behind the end: another picture, a film.
	bytes.fill(0, at + 2);
	if (!size) throw new Fault('broken');
	return size;
}

/** Comments and what programs hang on; the head of JFIF keeps its density, Adobe's says how colours are meant. */
function silenceSegment(bytes: Buffer, mark: number, from: number, end: number): void {
	if (mark === 0xfe || (mark >= 0xe1 && mark <= 0xef && mark !== 0xee)) bytes.fill(0, from, end);
	if (mark === 0xe0) bytes.fill(0, Math.min(end, from + 12), end);
	if (mark === 0xee) bytes.fill(0, Math.min(end, from + 12), end);
}

/** Behind the head of a scan there are its pixels, up to the next mark that is none of theirs. */
function endOfScan(bytes: Buffer, from: number): number {
	let at = bytes.indexOf(0xff, from);
	while (at >= 0) {
		const mark = bytes.readUInt8(at + 1);
		if (mark !== 0 && !(mark >= 0xd0 && mark <= 0xd7)) return at;
		at = bytes.indexOf(0xff, at + 2);
	}
	throw new Fault('broken');
}
