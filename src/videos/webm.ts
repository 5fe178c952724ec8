import { Fault, judge, type Look, looking, type Patch, type Reach, type Track } from './container.ts';

/** Elements of EBML (RFC 8794) and Matroska (RFC 9559), as far as a look needs them. */
const ids = {
	ebml: 0x1a45dfa3,
	docType: 0x4282,
	segment: 0x18538067,
	info: 0x1549a966,
	scale: 0x2ad7b1,
	duration: 0x4489,
	tracks: 0x1654ae6b,
	track: 0xae,
	trackType: 0x83,
	codec: 0x86,
	video: 0xe0,
	width: 0xb0,
	height: 0xba,
	crc: 0xbf,
} as const;
/** Tags, attachments, chapters; in the information title, day and names of files; names of tracks. */
const telling = [0x1254c367, 0x1941a469, 0x1043a770, 0x7ba9, 0x4461, 0x7384, 0x73a4, 0x536e];

const codecs: Record<string, string> = { V_VP8: 'vp8', V_VP9: 'vp9', V_AV1: 'av1', A_OPUS: 'opus', A_VORBIS: 'vorbis' };
const mostElements = 200_000;
const mostHeadBytes = 1024 * 1024;

type Element = { id: number; at: number; from: number; to: number };

/** Looks into a WebM file: its streams, size and length, whether it is whole, and what has to be written over. */
export const lookIntoWebm = (reach: Reach): Promise<Look> =>
	looking(async () => {
		const [head, segment, ...more] = await elementsIn(reach, 0, reach.bytes);
		if (head?.id !== ids.ebml || segment?.id !== ids.segment || more.length > 0) throw new Fault('broken');
		const type = inside(await contentOf(reach, head), 0).find(({ id }) => id === ids.docType);
		const headBytes = await contentOf(reach, head);
		if (!type || textIn(headBytes, type) !== 'webm') throw new Fault('broken');
		const parts = await elementsIn(reach, segment.from, segment.to);
		const patches = parts.filter(({ id }) => telling.includes(id)).map(freed);
		const find = (id: number) => {
			const found = parts.find((part) => part.id === id);
			if (!found) throw new Fault('broken');
			return found;
		};
		const info = find(ids.info);
		const { seconds, patches: ofInfo } = readInfo(await contentOf(reach, info), info.from);
		const list = find(ids.tracks);
		const { tracks, width, height, patches: ofTracks } = readTracks(await contentOf(reach, list), list.from);
		judge(width, height, seconds, tracks);
		return { width, height, seconds, tracks, patches: [...patches, ...ofInfo, ...ofTracks] };
	});

function readInfo(bytes: Buffer, shift: number): { seconds: number; patches: Patch[] } {
	const elements = inside(bytes, shift);
	const value = (id: number) => elements.find((one) => one.id === id);
	const [scale, length] = [value(ids.scale), value(ids.duration)];
	if (!length) throw new Fault('no_length');
	const nanoseconds = scale ? unsignedIn(bytes, scale, shift) : 1_000_000;
	const seconds = (floatIn(bytes, length, shift) * nanoseconds) / 1e9;
	return { seconds, patches: forgotten(elements) };
}

function readTracks(bytes: Buffer, shift: number) {
	const tracks: Track[] = [];
	const all = inside(bytes, shift);
	const patches: Patch[] = [];
	let [width, height] = [0, 0];
	for (const track of all.filter(({ id }) => id === ids.track)) {
		const elements = within(bytes, track.from, track.to, shift);
		patches.push(...forgotten(elements));
		const value = (id: number) => elements.find((one) => one.id === id);
		const [type, name, video] = [value(ids.trackType), value(ids.codec), value(ids.video)];
		if (!type || !name) throw new Fault('broken');
		const kind = { 1: 'picture', 2: 'sound' }[unsignedIn(bytes, type, shift)] as Track['kind'] | undefined;
		if (!kind) throw new Fault('extra_track');
		const codec = codecs[textIn(bytes, name, shift)];
		if (codec === undefined) throw new Fault('codec');
		tracks.push({ kind, codec });
		if (kind !== 'picture' || !video) continue;
		for (const one of within(bytes, video.from, video.to, shift)) {
			if (one.id === ids.width) width = unsignedIn(bytes, one, shift);
			if (one.id === ids.height) height = unsignedIn(bytes, one, shift);
		}
	}
	return { tracks, width, height, patches };
}

/** What tells something is voided; then a checksum over it would be wrong, so that goes too. */
function forgotten(elements: readonly Element[]): Patch[] {
	const told = elements.filter(({ id }) => telling.includes(id));
	return told.length === 0 ? [] : [...told, ...elements.filter(({ id }) => id === ids.crc)].map(freed);
}

/** A variable-size number: its length in bytes, its value with the mark of the length (ids) and without (sizes). */
function numberAt(bytes: Buffer, at: number): { length: number; raw: number; value: number; unknown: boolean } {
	const first = bytes.readUInt8(at);
	const length = Math.clz32(first) - 23;
	if (first === 0 || length > 8) throw new Fault('broken');
	const mark = 0x80 >> (length - 1);
	let value = first - mark;
	let unknown = value === mark - 1;
	for (let index = 1; index < length; index++) {
		const byte = bytes.readUInt8(at + index);
		value = value * 256 + byte;
		unknown &&= byte === 0xff;
	}
	return { length, raw: length > 4 ? 0 : value + mark * 256 ** (length - 1), value, unknown };
}

function elementAt(bytes: Buffer, at: number, shift: number): Element {
	const id = numberAt(bytes, at);
	if (id.length > 4) throw new Fault('broken');
	const size = numberAt(bytes, at + id.length);
	// Written while it was recorded, and never finished.
	if (size.unknown) throw new Fault('no_length');
	const from = at + id.length + size.length + shift;
	return { id: id.raw, at: at + shift, from, to: from + size.value };
}

/** Elements side by side in the file, without what is in them. */
async function elementsIn(reach: Reach, from: number, to: number): Promise<Element[]> {
	const elements: Element[] = [];
	for (let at = from; at < to; ) {
		const head = await reach.read(at, 12);
		if (head.length < 2) throw new Fault('truncated');
		const element = elementAt(Buffer.concat([head, Buffer.alloc(12)]), 0, at);
		if (element.to > to) throw new Fault('truncated');
		if (elements.push(element) > mostElements) throw new Fault('broken');
		at = element.to;
	}
	return elements;
}

async function contentOf(reach: Reach, { from, to }: Element): Promise<Buffer> {
	if (to - from > mostHeadBytes) throw new Fault('broken');
	return reach.read(from, to - from);
}

const inside = (bytes: Buffer, shift: number): Element[] => within(bytes, shift, shift + bytes.length, shift);

function within(bytes: Buffer, from: number, to: number, shift: number): Element[] {
	const elements: Element[] = [];
	for (let at = from; at < to; ) {
		const element = elementAt(bytes, at - shift, shift);
		if (element.to > to) throw new Fault('broken');
		elements.push(element);
		at = element.to;
	}
	return elements;
}

const slice = (bytes: Buffer, { from, to }: Element, shift: number): Buffer => bytes.subarray(from - shift, to - shift);
const textIn = (bytes: Buffer, element: Element, shift = 0): string =>
	slice(bytes, element, shift).toString('latin1').replace(/\0+$/, '');
const unsignedIn = (bytes: Buffer, element: Element, shift: number): number =>
	slice(bytes, element, shift).reduce((value, byte) => value * 256 + byte, 0);

function floatIn(bytes: Buffer, element: Element, shift: number): number {
	const part = slice(bytes, element, shift);
	return part.length === 4 ? part.readFloatBE(0) : part.readDoubleBE(0);
}

/** The same element as one that nobody reads, with zeros in it. */
function freed({ at, to }: Element): Patch {
	const bytes = Buffer.alloc(to - at);
	bytes.writeUInt8(0xec, 0);
	if (bytes.length >= 9) {
		bytes.writeBigUInt64BE(BigInt(bytes.length - 9) | (1n << 56n), 1);
	} else bytes.writeUInt8(0x80 | (bytes.length - 2), 1);
	return { at, bytes };
}
