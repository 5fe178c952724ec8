import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCaptions } from './webvtt.ts';

const good = `WEBVTT – Provë

NOTE Shënim për atë që e shkroi

1
00:01.000 --> 00:03.500
Një ofertë <i>shumë e mirë</i>.

00:00:04.000 --> 00:00:06.000 line:90% align:center
<v Ana>Pyet
edhe një herë &amp; prit.
`;

test('reads captions, with times, names of speakers and emphasis', () => {
	const read = readCaptions(good, 'vtt', 10);
	expect(read).toMatchObject({
		ok: true,
		cues: [
			{ from: 1, to: 3.5, text: 'Një ofertë shumë e mirë.' },
			{ from: 4, to: 6, text: 'Pyet\nedhe një herë &amp; prit.' },
		],
	});
});

test('keeps them with one kind of line ends and without a mark of byte order', () => {
	const read = readCaptions(`\ufeff${good.replaceAll('\n', '\r\n')}`, 'vtt', null);
	expect(read.ok && read.vtt).toBe(good);
});

describe('names the line that is wrong', () => {
	const cue = '00:01.000 --> 00:02.000\nTekst';
	const cases: [what: string, text: string, line: number, code: string][] = [
		['nothing at all', '', 1, 'no_header'],
		['another format', '1\n00:00:01,000 --> 00:00:02,000\nTekst', 1, 'no_header'],
		['a page', '<!doctype html><p>x</p>', 1, 'no_header'],
		['no line between head and captions', `WEBVTT\n${cue}`, 2, 'no_empty_line'],
		['no captions', 'WEBVTT', 1, 'no_cues'],
		['a comma in a time', 'WEBVTT\n\n00:01,000 --> 00:02.000\nTekst', 3, 'comma'],
		['a minute too long', 'WEBVTT\n\n00:61.000 --> 01:02.000\nTekst', 3, 'bad_time'],
		['a time without its thousandths', 'WEBVTT\n\n00:01 --> 00:02\nTekst', 3, 'bad_time'],
		['an end before its beginning', 'WEBVTT\n\n00:02.000 --> 00:01.000\nTekst', 3, 'backwards'],
		['captions out of order', `WEBVTT\n\n00:05.000 --> 00:06.000\nMë vonë\n\n${cue}`, 6, 'out_of_order'],
		['a caption after the end', 'WEBVTT\n\n00:01.000 --> 00:59.000\nTekst', 3, 'after_end'],
		['a caption without text', 'WEBVTT\n\n00:01.000 --> 00:02.000\n', 3, 'no_text'],
		['text without times', 'WEBVTT\n\nTekst pa kohë', 4, 'no_times'],
		['an arrow in the text', `WEBVTT\n\n${cue}\n00:03.000 --> 00:04.000\nTjetër`, 5, 'no_empty_line'],
		['a script', 'WEBVTT\n\n00:01.000 --> 00:02.000\n<script>x</script>', 4, 'bad_tag'],
		['a tag that is open', 'WEBVTT\n\n00:01.000 --> 00:02.000\n5 < 6', 4, 'bad_tag'],
		['a bare ampersand', 'WEBVTT\n\n00:01.000 --> 00:02.000\nA & B', 4, 'bad_sign'],
		['a style', 'WEBVTT\n\nSTYLE\n::cue { color: red }', 3, 'styles'],
		['a setting nobody knows', 'WEBVTT\n\n00:01.000 --> 00:02.000 region:x\nTekst', 3, 'bad_setting'],
		['four lines at once', 'WEBVTT\n\n00:01.000 --> 00:02.000\na\nb\nc\nd', 3, 'many_lines'],
		['more than anybody can read', `WEBVTT\n\n00:01.000 --> 00:02.000\n${'fjalë '.repeat(40)}`, 3, 'long_text'],
	];
	test.each(cases)('%s', (_, text, line, code) => {
		const read = readCaptions(text, 'vtt', 10);
		expect(read.ok).toBe(false);
		expect(!read.ok && read.issues[0]).toMatchObject({ field: 'vtt', message: `video.vtt.${code}`, words: { line } });
	});
});

test('never throws, and tells twenty mistakes at most', () => {
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom('WEBVTT', '', '-->', '00:01.000 --> 00:02.000', '<', '&', 'x', '\r')),
			(lines) => {
				const read = readCaptions(lines.join('\n'), 'vtt', 5);
				expect(read.ok || (read.issues.length > 0 && read.issues.length <= 20)).toBe(true);
			},
		),
	);
});
