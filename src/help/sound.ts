/**
 * What a recording is by its content: MP3, or Opus in Ogg, whole from the first byte to the last. Anything between the sound is refused; what tells of
 * names, places and devices (tags, pictures) is written over with zeros, so the length of the file does not change.
 */

export const soundFaults = [
	'not_sound',
	'broken',
	'truncated',
	'extra_track',
	'codec',
	'too_short',
	'too_long',
] as const;
export type SoundFault = (typeof soundFaults)[number];
export type SoundLook = { ok: true; seconds: number } | { ok: false; fault: SoundFault };

/** The most that may be uploaded: five minutes of a clear voice have less than 3 MB. */
export const mostSoundBytes = 5 * 1024 * 1024;
/** Longer is no answer any more, shorter none yet. */
export const mostSoundSeconds = 5 * 60;
const leastSoundSeconds = 1;

class Fault extends Error {
	readonly fault: SoundFault;

	constructor(fault: SoundFault) {
		super(fault);
		this.fault = fault;
	}
}

/** Looks into a file and writes over what it says of people and devices. @param bytes changed in place */
export function lookIntoSound(bytes: Buffer, mediaType: 'audio/mpeg' | 'audio/ogg'): SoundLook {
	try {
		const seconds = mediaType === 'audio/mpeg' ? readMp3(bytes) : readOpus(bytes);
		if (seconds < leastSoundSeconds) throw new Fault('too_short');
		if (seconds > mostSoundSeconds) throw new Fault('too_long');
		return { ok: true, seconds: Math.round(seconds * 1000) / 1000 };
	} catch (thrown) {
		if (thrown instanceof Fault) return { ok: false, fault: thrown.fault };
		// Reading over the end: a broken file, not a bug.
		if (thrown instanceof RangeError) return { ok: false, fault: 'broken' };
		throw thrown;
	}
}

const kbits1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320] as const;
const kbits2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160] as const;
const rates = [44_100, 48_000, 32_000] as const;

type Frame = { bytes: number; samples: number; rate: number };

/** A frame of MPEG-1, 2 or 2.5, Layer III, by its head; null where none begins. */
function frameAt(bytes: Buffer, at: number): Frame | null {
	if (at + 4 > bytes.length) return null;
	const head = bytes.readUInt32BE(at);
	const [version, layer] = [(head >>> 19) & 3, (head >>> 17) & 3];
	if (head >>> 21 !== 0x7ff || version === 1 || layer !== 1) return null;
	const kbits = (version === 3 ? kbits1 : kbits2)[(head >>> 12) & 15];
	const full = rates[(head >>> 10) & 3];
	if (!kbits || !full) return null;
	const rate = full / (version === 3 ? 1 : version === 2 ? 2 : 4);
	const samples = version === 3 ? 1152 : 576;
	return { bytes: Math.floor(((samples / 8) * kbits * 1000) / rate) + ((head >>> 9) & 1), samples, rate };
}

/** @returns seconds */
function readMp3(bytes: Buffer): number {
	let at = 0;
	while (bytes.toString('latin1', at, at + 3) === 'ID3') at = silenceId3(bytes, at);
	let [samples, rate] = [0, 0];
	for (let frame = frameAt(bytes, at); frame; frame = frameAt(bytes, at)) {
		if (rate !== 0 && frame.rate !== rate) throw new Fault('broken');
		if (at + frame.bytes > bytes.length) throw new Fault('truncated');
		rate = frame.rate;
		samples += frame.samples;
		at += frame.bytes;
	}
	if (rate === 0) throw new Fault('broken');
	silenceEnd(bytes, at);
	return samples / rate;
}

/** Leaves an empty tag of the same length. @returns where it ends */
function silenceId3(bytes: Buffer, at: number): number {
	const size = [6, 7, 8, 9].reduce((sum, place) => {
		const digit = bytes.readUInt8(at + place);
		if (digit > 127) throw new Fault('broken');
		return sum * 128 + digit;
	}, 0);
	// A foot of ten bytes may follow; without its flag it belongs to what is empty.
	const inside = size + (bytes.readUInt8(at + 5) & 0x10 ? 10 : 0);
	const end = at + 10 + inside;
	if (end > bytes.length) throw new Fault('truncated');
	bytes.writeUInt8(0, at + 5);
	for (const [place, shift] of [21, 14, 7, 0].entries()) bytes.writeUInt8((inside >> shift) & 127, at + 6 + place);
	bytes.fill(0, at + 10, end);
	return end;
}

/** Behind the sound there may be tags (ID3v1, APE) and zeros: all become zeros. Whatever else is there was hidden. */
function silenceEnd(bytes: Buffer, from: number): void {
	let at = from;
	while (at < bytes.length) {
		const rest = bytes.length - at;
		if (bytes.readUInt8(at) === 0) {
			at++;
			continue;
		}
		const word = bytes.toString('latin1', at, at + 8);
		const length = word.startsWith('TAG') && rest === 128 ? 128 : word === 'APETAGEX' ? apeLength(bytes, at) : 0;
		if (length === 0 || length > rest) throw new Fault('broken');
		bytes.fill(0, at, at + length);
		at += length;
	}
}

/** Items and foot follow the head whose size counts them. */
const apeLength = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at + 12) + 32;

const crcTable = Array.from({ length: 256 }, (_, n) => {
	let crc = n << 24;
	for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
	return crc >>> 0;
});

/** The checksum of a page of Ogg, computed with its own field as zero. */
export function pageSum(page: Buffer): number {
	let crc = 0;
	for (const [place, byte] of page.entries())
		crc = ((crc << 8) ^ (crcTable[((crc >>> 24) ^ (place >= 22 && place < 26 ? 0 : byte)) & 255] ?? 0)) >>> 0;
	return crc;
}

type Page = {
	whole: Buffer;
	body: Buffer;
	flags: number;
	granule: bigint;
	serial: number;
	number: number;
	ends: boolean;
};

function pageAt(bytes: Buffer, at: number): Page {
	if (at + 27 > bytes.length) throw new Fault('truncated');
	if (bytes.toString('latin1', at, at + 4) !== 'OggS' || bytes.readUInt8(at + 4) !== 0) throw new Fault('broken');
	const segments = bytes.readUInt8(at + 26);
	const lacing = bytes.subarray(at + 27, at + 27 + segments);
	const head = 27 + segments;
	const length = head + lacing.reduce((sum, one) => sum + one, 0);
	if (at + length > bytes.length || lacing.length < segments) throw new Fault('truncated');
	const whole = bytes.subarray(at, at + length);
	if (whole.readUInt32LE(22) !== pageSum(whole)) throw new Fault('broken');
	return {
		...{ whole, body: whole.subarray(head), flags: whole.readUInt8(5), granule: whole.readBigInt64LE(6) },
		...{ serial: whole.readUInt32LE(14), number: whole.readUInt32LE(18), ends: (lacing.at(-1) ?? 255) < 255 },
	};
}

/** @returns seconds */
function readOpus(bytes: Buffer): number {
	const pages: Page[] = [];
	for (let at = 0; at < bytes.length; at += pages.at(-1)?.whole.length ?? 0) pages.push(pageAt(bytes, at));
	const [head, ...rest] = pages;
	if (!head) throw new Fault('truncated');
	if (head.body.toString('latin1', 0, 8) !== 'OpusHead') throw new Fault('codec');
	const [version, channels, family] = [8, 9, 18].map((place) => head.body.readUInt8(place));
	if ((version ?? 0) >> 4 !== 0 || family !== 0 || !(channels === 1 || channels === 2)) throw new Fault('codec');
	for (const [place, page] of pages.entries()) {
		if (page.serial !== head.serial || ((page.flags & 2) !== 0) !== (place === 0)) throw new Fault('extra_track');
		if (page.number !== head.number + place) throw new Fault('broken');
	}
	const sound = rest.slice(silenceTags(rest));
	const last = sound.findLast(({ granule }) => granule >= 0n);
	if (!last) throw new Fault('truncated');
	return (Number(last.granule) - head.body.readUInt16LE(10)) / 48_000;
}

/** Leaves tags without a word, of the same length, in the pages they fill. @returns how many pages that are */
function silenceTags(pages: readonly Page[]): number {
	const filled = pages.findIndex(({ ends }) => ends) + 1;
	const own = pages.slice(0, filled);
	const length = own.reduce((sum, { body }) => sum + body.length, 0);
	if (own[0]?.body.toString('latin1', 0, 8) !== 'OpusTags' || length < 16) throw new Fault('broken');
	for (const { body } of own) body.fill(0);
	own[0].body.write('OpusTags', 'latin1');
	for (const { whole } of own) whole.writeUInt32LE(pageSum(whole), 22);
	return filled;
}
