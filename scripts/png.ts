// Smaller pictures: a screenshot has few colours, so 256 of them in a palette look the same and weigh a third.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A PNG of 8 bits a channel without interlace, as browsers write it, with a palette instead. */
export function withPalette(png: Buffer): Buffer {
	const { width, height, depth, pixels } = decode(png);
	const colour = (at: number) =>
		((pixels[at] as number) << 16) | ((pixels[at + 1] as number) << 8) | (pixels[at + 2] as number);
	const counted = new Map<number, number>();
	for (let at = 0; at < pixels.length; at += depth) counted.set(colour(at), (counted.get(colour(at)) ?? 0) + 1);
	const palette = [...counted].sort((a, b) => b[1] - a[1]).map(([rgb]) => rgb);
	const kept = palette.slice(0, 256);
	const index = new Map(palette.map((rgb) => [rgb, nearest(kept, rgb)]));
	const rows = Buffer.alloc((width + 1) * height);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++)
			rows[y * (width + 1) + x + 1] = index.get(colour((y * width + x) * depth)) as number;
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 3], 8);
	return Buffer.concat([
		signature,
		chunk('IHDR', head),
		chunk('PLTE', Buffer.from(kept.flatMap((rgb) => [rgb >> 16, (rgb >> 8) & 255, rgb & 255]))),
		chunk('IDAT', deflateSync(rows, { level: 9 })),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

function nearest(palette: readonly number[], rgb: number): number {
	let best = 0;
	let least = Number.POSITIVE_INFINITY;
	for (const [at, one] of palette.entries()) {
		const distance =
			((one >> 16) - (rgb >> 16)) ** 2 +
			(((one >> 8) & 255) - ((rgb >> 8) & 255)) ** 2 +
			((one & 255) - (rgb & 255)) ** 2;
		if (distance < least) [best, least] = [at, distance];
	}
	return best;
}

function chunk(name: string, data: Buffer): Buffer {
	const whole = Buffer.alloc(data.length + 12);
	whole.writeUInt32BE(data.length, 0);
	whole.write(name, 4, 'latin1');
	data.copy(whole, 8);
	whole.writeUInt32BE(crc32(whole.subarray(4, data.length + 8)), data.length + 8);
	return whole;
}

/** The pixels, `depth` bytes each. */
function decode(png: Buffer): { width: number; height: number; depth: number; pixels: Buffer } {
	const [width, height, depth] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25] === 6 ? 4 : 3];
	const parts: Buffer[] = [];
	for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12)
		if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
			parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
	const raw = inflateSync(Buffer.concat(parts));
	const stride = width * depth;
	const pixels = Buffer.alloc(stride * height);
	for (let y = 0; y < height; y++) {
		const filter = raw[y * (stride + 1)];
		for (let x = 0; x < stride; x++) {
			const at = y * stride + x;
			const left = x < depth ? 0 : (pixels[at - depth] as number);
			const up = y === 0 ? 0 : (pixels[at - stride] as number);
			const corner = x < depth || y === 0 ? 0 : (pixels[at - stride - depth] as number);
			const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter as number] as number;
			pixels[at] = (raw[y * (stride + 1) + 1 + x] as number) + guess;
		}
	}
	return { width, height, depth, pixels };
}

function paeth(left: number, up: number, corner: number): number {
	const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
	return a <= b && a <= c ? left : b <= c ? up : corner;
}
