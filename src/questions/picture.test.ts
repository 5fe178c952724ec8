import { describe, expect, test } from 'vitest';
import { buildChunk, buildPng as png } from '../../tests/support/kept.ts';
import { lookIntoPicture } from './picture.ts';

const segment = (mark: number, inside: Buffer): Buffer => {
	const head = Buffer.from([0xff, mark, 0, 0]);
	head.writeUInt16BE(inside.length + 2, 2);
	return Buffer.concat([head, inside]);
};
/** The frame of a JPEG and a scan that nobody would look at. */
function jpeg(width: number, height: number, ...more: Buffer[]): Buffer {
	const frame = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
	frame.writeUInt16BE(height, 1);
	frame.writeUInt16BE(width, 3);
	const scan = Buffer.concat([
		segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
		Buffer.from([1, 0xff, 0, 2, 0xff, 0xd0, 3]),
	]);
	return Buffer.concat([Buffer.from([0xff, 0xd8]), ...more, segment(0xc0, frame), scan, Buffer.from([0xff, 0xd9])]);
}
const told = Buffer.from('Elira, 41.32 N 19.44 E, SM-A125F', 'latin1');

describe('PNG', () => {
	test('is read, and what it tells besides the picture is gone while the picture stays valid', () => {
		const bytes = png(200, 100, buildChunk('tEXt', told), buildChunk('eXIf', told));
		const length = bytes.length;
		expect(lookIntoPicture(bytes)).toEqual({ ok: true, mediaType: 'image/png', width: 200, height: 100 });
		expect([bytes.length, bytes.includes('Elira'), bytes.includes('41.32')]).toEqual([length, false, false]);
		// It reads itself again: every checksum is right.
		expect(lookIntoPicture(bytes).ok).toBe(true);
	});

	test('is refused where a byte is wrong, something follows its end, or it is cut', () => {
		const bytes = png(200, 100);
		const wrong = Buffer.from(bytes);
		wrong.writeUInt8(7, 50);
		for (const one of [wrong, Buffer.concat([bytes, told]), bytes.subarray(0, bytes.length - 3)])
			expect(lookIntoPicture(Buffer.from(one))).toEqual({ ok: false, fault: 'broken' });
		expect(lookIntoPicture(png(200, 100, buildChunk('QrSt', told)))).toEqual({ ok: false, fault: 'broken' });
	});
});

describe('JPEG', () => {
	test('is read, and places, comments, previews and what hangs behind its end are gone', () => {
		const parts = [segment(0xe1, told), segment(0xfe, told), segment(0xe0, Buffer.concat([Buffer.alloc(12, 1), told]))];
		const bytes = Buffer.concat([jpeg(300, 150, ...parts), told]);
		const length = bytes.length;
		expect(lookIntoPicture(bytes)).toEqual({ ok: true, mediaType: 'image/jpeg', width: 300, height: 150 });
		expect([bytes.length, bytes.includes('Elira'), bytes.includes('SM-A125F')]).toEqual([length, false, false]);
	});

	test('is refused where it is cut or has no picture', () => {
		const bytes = jpeg(300, 150);
		expect(lookIntoPicture(Buffer.from(bytes.subarray(0, bytes.length - 2)))).toEqual({ ok: false, fault: 'broken' });
		expect(lookIntoPicture(Buffer.from([0xff, 0xd8, 0xff, 0xd9]))).toEqual({ ok: false, fault: 'broken' });
	});
});

test('what is neither, too small or too large is refused', () => {
	expect(lookIntoPicture(Buffer.from('<svg onload="alert(1)"/>'))).toEqual({ ok: false, fault: 'not_picture' });
	expect(lookIntoPicture(Buffer.from(''))).toEqual({ ok: false, fault: 'not_picture' });
	expect(lookIntoPicture(png(63, 100))).toEqual({ ok: false, fault: 'too_small' });
	expect(lookIntoPicture(png(100, 2401))).toEqual({ ok: false, fault: 'too_wide' });
});

test('no bytes at all make it fall over', () => {
	const bytes = jpeg(300, 150, segment(0xe1, told));
	for (let at = 0; at < bytes.length; at++)
		for (const value of [0, 0x7f, 0xff]) {
			const broken = Buffer.from(bytes);
			broken.writeUInt8(value, at);
			expect(() => lookIntoPicture(broken)).not.toThrow();
		}
});
