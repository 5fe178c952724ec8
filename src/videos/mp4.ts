import { Fault, judge, type Look, looking, type Patch, type Reach, type Track } from './container.ts';

/** Boxes of ISO/IEC 14496-12, as far as a look needs them. */
type Box = { type: string; at: number /** Where its content begins. */; from: number; to: number };

const codecs: Record<string, string> = {
	avc1: 'h264',
	avc3: 'h264',
	vp09: 'vp9',
	av01: 'av1',
	mp4a: 'aac',
	Opus: 'opus',
};
/** Boxes in which devices and programs write places, names and days. */
const telling = ['udta', 'meta', 'uuid', 'ilst', 'cprt'];
const mostBoxes = 5000;
const mostHeadBytes = 32 * 1024 * 1024;

/** Looks into an MP4 file: its streams, size and length, whether it is whole, and what has to be written over. */
export const lookIntoMp4 = (reach: Reach): Promise<Look> =>
	looking(async () => {
		const top = await topBoxes(reach);
		const heads = top.filter(({ type }) => type === 'moov');
		const [head] = heads;
		if (top[0]?.type !== 'ftyp' || heads.length > 1) throw new Fault('broken');
		if (!head) throw new Fault('truncated');
		if (head.to - head.from > mostHeadBytes) throw new Fault('broken');
		const moov = await reach.read(head.from, head.to - head.from);
		const patches = top.filter(({ type }) => telling.includes(type)).map((box) => freed(box));
		const movie = new Movie(moov, head.from, reach.bytes, top);
		movie.read();
		judge(movie.width, movie.height, movie.seconds, movie.tracks);
		const { width, height, seconds, tracks } = movie;
		return { width, height, seconds, tracks, patches: [...patches, ...movie.patches] };
	});

async function topBoxes(reach: Reach): Promise<Box[]> {
	const boxes: Box[] = [];
	for (let at = 0; at < reach.bytes; ) {
		const head = await reach.read(at, 16);
		if (head.length < 8) throw new Fault('truncated');
		const box = boxAt(head, 0, at, reach.bytes);
		if (box.to > reach.bytes) throw new Fault('truncated');
		boxes.push(box);
		if (boxes.length > mostBoxes) throw new Fault('broken');
		at = box.to;
	}
	return boxes;
}

/** @param shift where the buffer stands in the file */
function boxAt(bytes: Buffer, at: number, shift: number, end: number): Box {
	const type = bytes.toString('latin1', at + 4, at + 8);
	const short = bytes.readUInt32BE(at);
	const [head, size] =
		short === 1 ? [16, Number(bytes.readBigUInt64BE(at + 8))] : [8, short === 0 ? end - shift - at : short];
	if (!/^[\x20-\x7e\xa9]{4}$/.test(type) || size < head) throw new Fault('broken');
	return { type, at: at + shift, from: at + shift + head, to: at + shift + size };
}

/** The same box as one that nobody reads, with zeros in it. */
function freed({ from, at, to }: Box): Patch {
	const bytes = Buffer.alloc(to - at - 4);
	bytes.write('free', 0, 'latin1');
	// A size of 64 bits stays where it was; it is written over only with what it said.
	if (from - at === 16) bytes.writeBigUInt64BE(BigInt(to - at), 4);
	return { at: at + 4, bytes };
}

/** The part of an MP4 that says what is in it. */
class Movie {
	readonly tracks: Track[] = [];
	readonly patches: Patch[] = [];
	width = 0;
	height = 0;
	seconds = 0;
	readonly #bytes: Buffer;
	readonly #shift: number;
	readonly #fileBytes: number;
	readonly #media: readonly Box[];
	#boxes = 0;

	constructor(bytes: Buffer, shift: number, fileBytes: number, top: readonly Box[]) {
		this.#bytes = bytes;
		this.#shift = shift;
		this.#fileBytes = fileBytes;
		this.#media = top.filter(({ type }) => type === 'mdat');
	}

	read(): void {
		const boxes = this.#within(this.#shift, this.#shift + this.#bytes.length);
		const time = boxes.find(({ type }) => type === 'mvhd');
		if (!time) throw new Fault('broken');
		this.seconds = this.#lengthIn(time);
		this.#forgetDays(time);
		this.#forget(boxes);
		for (const track of boxes.filter(({ type }) => type === 'trak')) this.#readTrack(track);
	}

	#within(from: number, to: number): Box[] {
		const boxes: Box[] = [];
		for (let at = from; at + 8 <= to; ) {
			const box = boxAt(this.#bytes, at - this.#shift, this.#shift, this.#shift + this.#bytes.length);
			if (box.to > to || ++this.#boxes > mostBoxes) throw new Fault('broken');
			boxes.push(box);
			at = box.to;
		}
		return boxes;
	}

	#inside = (box: Box): Box[] => this.#within(box.from, box.to);

	#one(box: Box, type: string): Box {
		const found = this.#inside(box).find((inner) => inner.type === type);
		if (!found) throw new Fault('broken');
		return found;
	}

	/** The place of a field in the buffer. */
	#place = (box: Box, offset: number): number => box.from - this.#shift + offset;
	#byte = (box: Box, offset: number): number => this.#bytes.readUInt8(this.#place(box, offset));
	#word = (box: Box, offset: number): number => this.#bytes.readUInt32BE(this.#place(box, offset));

	/** Of `mvhd` and `mdhd`: both begin with version, two days, the scale and the length. */
	#lengthIn(box: Box): number {
		const long = this.#byte(box, 0) === 1;
		const scale = this.#word(box, long ? 20 : 12);
		const length = long ? Number(this.#bytes.readBigUInt64BE(this.#place(box, 24))) : this.#word(box, 16);
		return length / scale;
	}

	/** When it was made and changed. */
	#forgetDays(box: Box): void {
		const bytes = Buffer.alloc(this.#byte(box, 0) === 1 ? 16 : 8);
		this.patches.push({ at: box.from + 4, bytes });
	}

	#forget(boxes: readonly Box[]): void {
		for (const box of boxes.filter(({ type }) => telling.includes(type))) this.patches.push(freed(box));
	}

	#readTrack(track: Box): void {
		const boxes = this.#inside(track);
		this.#forget(boxes);
		const [place, media] = [this.#one(track, 'tkhd'), this.#one(track, 'mdia')];
		this.#forgetDays(place);
		const [time, handler] = [this.#one(media, 'mdhd'), this.#one(media, 'hdlr')];
		this.#forgetDays(time);
		this.#forget(this.#inside(media));
		const kind = this.#bytes.toString('latin1', this.#place(handler, 8), this.#place(handler, 12));
		// Its name says which program or phone wrote it.
		if (handler.to - handler.from > 24)
			this.patches.push({ at: handler.from + 24, bytes: Buffer.alloc(handler.to - handler.from - 24) });
		const table = this.#one(this.#one(media, 'minf'), 'stbl');
		this.#expectWhole(table);
		const format = this.#one(table, 'stsd');
		const name = this.#bytes.toString('latin1', this.#place(format, 12), this.#place(format, 16));
		if (kind !== 'vide' && kind !== 'soun') throw new Fault('extra_track');
		const codec = codecs[name];
		if (codec === undefined) throw new Fault('codec');
		this.tracks.push({ kind: kind === 'vide' ? 'picture' : 'sound', codec });
		if (kind === 'soun') return;
		// The size in the description is that of the pixels; a phone held upright turns it.
		const [width, height] = [32, 34].map((offset) => this.#bytes.readUInt16BE(this.#place(format, 8 + offset)));
		const turned = this.#bytes.readInt32BE(this.#place(place, this.#byte(place, 0) === 1 ? 56 : 44)) !== 0;
		[this.width, this.height] = turned ? [height ?? 0, width ?? 0] : [width ?? 0, height ?? 0];
	}

	/** Every piece that the table names lies inside the media of the file. */
	#expectWhole(table: Box): void {
		const boxes = this.#inside(table);
		const places = boxes.find(({ type }) => type === 'stco' || type === 'co64');
		if (!places) throw new Fault('broken');
		const n = this.#word(places, 4);
		const width = places.type === 'co64' ? 8 : 4;
		if (n === 0) throw new Fault('no_length');
		if (8 + n * width > places.to - places.from) throw new Fault('broken');
		for (let index = 0; index < n; index++) {
			const at = this.#place(places, 8 + index * width);
			const offset = width === 8 ? Number(this.#bytes.readBigUInt64BE(at)) : this.#bytes.readUInt32BE(at);
			if (offset >= this.#fileBytes) throw new Fault('truncated');
			if (!this.#media.some(({ from, to }) => offset >= from && offset < to)) throw new Fault('broken');
		}
	}
}
