import { fileTypeFromBuffer } from 'file-type';
import { describe, expect, test } from 'vitest';
import { buildId3, buildMp3, buildOpus } from '#tests/support/sounds.ts';
import { lookIntoSound, type SoundFault } from './sound.ts';

const mpeg = 'audio/mpeg' as const;
const ogg = 'audio/ogg' as const;

describe('recordings by their content', () => {
	test('both formats are read whole, with their length', async () => {
		const [mp3, opus] = [buildMp3(), buildOpus({ seconds: 3 })];
		expect([(await fileTypeFromBuffer(mp3))?.mime, (await fileTypeFromBuffer(opus))?.mime]).toEqual([
			'audio/mpeg',
			'audio/ogg; codecs=opus',
		]);
		expect(lookIntoSound(mp3, mpeg)).toEqual({ ok: true, seconds: 2.612 });
		expect(lookIntoSound(opus, ogg)).toEqual({ ok: true, seconds: 3 });
	});

	test('what they tell of people and devices is gone afterwards, and they are still whole', () => {
		const end = Buffer.concat([Buffer.from('TAG'), Buffer.alloc(125, 'Durrës')]);
		const mp3 = buildMp3({ tag: buildId3('Somebody of Durrës'), end });
		const opus = buildOpus({ by: 'Somebody of Durrës'.repeat(40) });
		const before = [mp3.length, opus.length];
		for (const [bytes, type] of [
			[mp3, mpeg],
			[opus, ogg],
		] as const) {
			expect(lookIntoSound(bytes, type)).toMatchObject({ ok: true });
			expect(bytes.includes('Durr')).toBe(false);
			expect(lookIntoSound(bytes, type)).toMatchObject({ ok: true });
		}
		expect([mp3.length, opus.length]).toEqual(before);
	});

	const page = Buffer.from('<!doctype html><script>alert(1)</script>');
	const changed = buildOpus();
	changed.writeUInt8(9, changed.length - 1);
	const hostile: [string, Buffer, typeof mpeg | typeof ogg, SoundFault][] = [
		['a page behind the sound', buildMp3({ end: page }), mpeg, 'broken'],
		['a page between the sound', Buffer.concat([buildMp3(), page, buildMp3()]), mpeg, 'broken'],
		['a page with a tag before it', Buffer.concat([buildId3('x'), page]), mpeg, 'broken'],
		['a tag longer than the file', buildId3('x').fill(127, 6, 10), mpeg, 'truncated'],
		['half a frame at the end', buildMp3().subarray(0, -5), mpeg, 'truncated'],
		['nothing', Buffer.alloc(0), ogg, 'truncated'],
		['another sampling rate in the middle', Buffer.concat([buildMp3(), changeRate(buildMp3())]), mpeg, 'broken'],
		['a page of Ogg with a wrong sum', changed, ogg, 'broken'],
		['half a page of Ogg', buildOpus().subarray(0, -2), ogg, 'truncated'],
		['two sounds', Buffer.concat([buildOpus(), buildOpus()]), ogg, 'extra_track'],
		['many channels', buildOpus({ channels: 6, family: 1 }), ogg, 'codec'],
		['a page behind Ogg', Buffer.concat([buildOpus(), page]), ogg, 'broken'],
		['a blink', buildMp3({ frames: 20 }), mpeg, 'too_short'],
		['an hour', buildOpus({ seconds: 3600 }), ogg, 'too_long'],
	];
	test.each(hostile)('what hides between the sound, or is none, is refused: %s', (_, bytes, type, fault) => {
		expect(lookIntoSound(bytes, type)).toEqual({ ok: false, fault });
	});
});

function changeRate(bytes: Buffer): Buffer {
	bytes.writeUInt32BE(0xfffb_54c4);
	return bytes;
}
