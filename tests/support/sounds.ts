import { pageSum } from '#help/sound.ts';

/** Silence as MP3: frames of MPEG-1, Layer III, 64 kbit/s, 44.1 kHz, one channel, of 26 ms each. */
export function buildMp3({
	frames = 100,
	tag = Buffer.alloc(0) as Buffer,
	end = Buffer.alloc(0) as Buffer,
} = {}): Buffer {
	const frame = Buffer.alloc(208);
	frame.writeUInt32BE(0xfffb_50c4);
	return Buffer.concat([tag, ...Array.from({ length: frames }, () => frame), end]);
}

/** A tag that tells of somebody. */
export function buildId3(text: string): Buffer {
	const frame = Buffer.concat([
		Buffer.from('TPE1'),
		Buffer.from([0, 0, 0, text.length + 1, 0, 0, 3]),
		Buffer.from(text),
	]);
	const head = Buffer.from([...Buffer.from('ID3'), 4, 0, 0, 0, 0, frame.length >> 7, frame.length & 127]);
	return Buffer.concat([head, frame]);
}

const page = (number: number, flags: number, granule: number, packet: Buffer, serial = 7): Buffer => {
	const lacing = [...Array.from({ length: Math.floor(packet.length / 255) }, () => 255), packet.length % 255];
	const head = Buffer.alloc(27);
	head.write('OggS');
	head.writeUInt8(flags, 5);
	head.writeBigInt64LE(BigInt(granule), 6);
	head.writeUInt32LE(serial, 14);
	head.writeUInt32LE(number, 18);
	head.writeUInt8(lacing.length, 26);
	const whole = Buffer.concat([head, Buffer.from(lacing), packet]);
	whole.writeUInt32LE(pageSum(whole), 22);
	return whole;
};

/** Silence as Opus in Ogg, with tags that tell of somebody. */
export function buildOpus({ seconds = 3, by = 'Somebody', channels = 1, family = 0 } = {}): Buffer {
	const head = Buffer.from([...Buffer.from('OpusHead'), 1, channels, 56, 1, 0x80, 0xbb, 0, 0, 0, 0, family]);
	const comment = Buffer.from(`ARTIST=${by}`);
	const tags = Buffer.concat([
		Buffer.from('OpusTags'),
		Buffer.from([0, 0, 0, 0, 1, 0, 0, 0, comment.length & 255, comment.length >> 8, 0, 0]),
		comment,
	]);
	const silence = Buffer.from([0xf8, 0xff, 0xfe]);
	const sound = Array.from({ length: seconds }, (_, second) =>
		page(second + 2, second === seconds - 1 ? 4 : 0, 312 + (second + 1) * 48_000, silence),
	);
	return Buffer.concat([page(0, 2, 0, head), page(1, 0, 0, tags), ...sound]);
}
