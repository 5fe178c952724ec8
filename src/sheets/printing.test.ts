import { describe, expect, test } from 'vitest';
import { type Mode, modes } from '#checks/model.ts';
import { locales } from '#i18n/locales.ts';
import { levels, type QuestionSet } from '#questions/model.ts';
import { checkOf, shippedSet } from '#tests/support/filled.ts';
import { pagesOf, qpdfCheck, readPdf } from '#tests/support/pdf.ts';
import { printedPage } from '#tests/support/photographs.ts';
import { layoutOf, shapes } from './layout.ts';
import { printedNamed, printedOf } from './model.ts';
import { layoutFor, measure, printPaper } from './printing.server.ts';

const print = (
	set: QuestionSet,
	mode: Mode,
	printed: 'sheet' | 'cards' | 'counting' = 'sheet',
	locale: 'sq' | 'en' = 'sq',
) => printPaper(checkOf(set, mode), set, { printed, locale, printedOn: '2026-11-01' });

describe('the sheet', () => {
	test.each(levels)(
		'of the shipped set for %s is legible, tagged and sound, and its boxes are where the layout says',
		async (level) => {
			const set = await shippedSet(level);
			for (const locale of locales) {
				const layout = layoutFor(checkOf(set, 'paired'), set, locale);
				expect(layout.size).toBeGreaterThanOrEqual(9);
				const bytes = await print(set, 'paired', 'sheet', locale);
				expect(await qpdfCheck(bytes)).toMatchObject({ code: 0 });
				expect(Buffer.from(bytes).toString('latin1')).toMatch(/pdfuaid:part[=>"]+1/);
				const { text, info, reading } = await readPdf(bytes);
				expect(info.Language).toMatch(locale);
				expect(reading.filter((role) => role === 'H1')).toHaveLength(1);
				for (const { prompt, options } of set.questions)
					for (const words of [prompt, ...options]) expect(text).toContain(words[locale].replace(/\s+/g, ' '));
				for (const [index, { halves }] of layout.pages.entries()) {
					const { width, scale, light } = printedPage(bytes, index);
					const dark = (x: number, y: number) =>
						(light[Math.round(y * scale) * width + Math.round(x * scale)] ?? 1) < 0.3;
					for (const half of halves) {
						for (const [corner, { x, y }] of half.marks.entries()) expect(dark(x - 0.1, y - 0.1)).toBe(corner > 0);
						for (const { options } of half.questions)
							for (const {
								box: { x, y },
							} of options) {
								const middle = shapes.box.side / 2;
								expect([dark(x + 0.1, y + middle), dark(x + middle, y + 0.1), dark(x + middle, y + middle)]).toEqual([
									true,
									true,
									false,
								]);
							}
					}
				}
				// No line reaches the next box, a mark or the edge of its half.
				for (const { rows, width } of pagesOf(bytes))
					expect(rows.filter(({ right, left }) => right > width - 8 || left < 8)).toEqual([]);
			}
		},
	);

	test('has both halves of a person on one page where that is legible, else one on each side of the paper', async () => {
		const short = await shippedSet('employers', 3);
		const long = await shippedSet('12_14');
		expect(layoutFor(checkOf(short, 'paired'), short, 'sq')).toMatchObject({
			kind: 'folded',
			pages: [{ halves: [{ side: 'before' }, { side: 'after' }] }],
		});
		expect(layoutFor(checkOf(long, 'paired'), long, 'sq')).toMatchObject({
			kind: 'turned',
			pages: [{ halves: [{ side: 'before' }] }, { halves: [{ side: 'after' }] }],
		});
		expect(layoutFor(checkOf(short, 'after'), short, 'sq')).toMatchObject({
			kind: 'cut',
			pages: [{ halves: [{ side: 'after' }, { side: 'after' }] }],
		});
		expect(layoutFor(checkOf(short, 'unpaired'), short, 'sq').pages).toHaveLength(2);
	});

	test('says of which class it is and which side of the paper, and each option has its letter', async () => {
		const [short, long] = [await shippedSet('employers', 3), await shippedSet('12_14')];
		const { text } = await readPdf(await print(long, 'paired'));
		expect(text).toContain('IX-A · ');
		for (const side of ['· 1/2', '· 2/2']) expect(text).toContain(side);
		for (const folded of [await print(short, 'paired'), await print(short, 'unpaired')])
			expect((await readPdf(folded)).text).not.toContain('1/2');
		const { pages } = layoutFor(checkOf(short, 'paired'), short, 'sq');
		const options = pages[0]?.halves[0]?.questions[0]?.options ?? [];
		expect(options.map(({ letter }) => letter).join('')).toBe('ABCDEF'.slice(0, options.length));
		expect(options.at(-1)?.lines).toEqual(['Nuk e di']);
	});

	test('keeps its heading above the questions, with the longest title and class that a form takes', async () => {
		const set = await shippedSet('employers', 3);
		const title = { sq: 'TË DREJTAT E PUNËS '.repeat(7).slice(0, 120), en: 'x' };
		const check = { ...checkOf(set, 'paired'), label: 'Klasa e nëntë A e shkollës së Durrësit'.padEnd(40, 'e') };
		const bytes = await printPaper(
			check,
			{ ...set, title },
			{ printed: 'sheet', locale: 'sq', printedOn: '2026-11-01' },
		);
		const rows = pagesOf(bytes)[0]?.rows ?? [];
		const first = rows.findIndex(({ text }) => text.startsWith('1. '));
		expect(first).toBeGreaterThan(2);
		for (const { bottom } of rows.slice(0, first)) expect(bottom).toBeLessThanOrEqual(rows[first]?.top ?? 0);
	});

	test('asks what people say of themselves twice, the second time about then', () => {
		const questions = [{ prompt: 'Sa mirë e dini?', options: ['Aspak', 'Mirë', 'Nuk e di'] }];
		const { pages } = layoutOf(
			{ setId: 's', mode: 'retrospective', level: 'adults', locale: 'sq', questions },
			measure,
		);
		expect(pages[0]?.halves.map(({ side, phase, questions: asked }) => [side, phase, asked[0]?.question])).toEqual([
			['now', 'after', 0],
			['then', 'after', 1],
		]);
	});

	test('says in its strip which it is: other words, another language or mode are another sheet, another half too', async () => {
		const set = await shippedSet('employers', 3);
		const strips = [
			...(['sq', 'en'] as const).map((locale) => layoutFor(checkOf(set, 'paired'), set, locale)),
			layoutFor(checkOf(set, 'unpaired'), set, 'sq'),
			layoutFor(checkOf({ ...set, id: 'other' }, 'paired'), set, 'sq'),
		].flatMap(({ pages }) => pages.flatMap(({ halves }) => halves.map(({ strip }) => strip.bits)));
		expect(new Set(strips).size).toBe(strips.length);
		expect(strips.every((bits) => /^[01]{37}$/.test(bits))).toBe(true);
	});

	test('goes on to further pages with ten long questions, and no box stands on another', () => {
		const long = Array.from({ length: 7 }, () => 'një pyetje e gjatë për ata që lexojnë').join(', ');
		const questions = Array.from({ length: 10 }, () => ({
			prompt: long,
			options: [long, long, long, long, 'Nuk e di'],
		}));
		const { size, pages } = layoutOf({ setId: 's', mode: 'paired', level: '12_14', locale: 'sq', questions }, measure);
		expect(size).toBeGreaterThanOrEqual(9);
		expect(pages.length).toBeGreaterThan(2);
		for (const { halves } of pages)
			for (const half of halves) {
				const boxes = half.questions.flatMap((one) => one.options.map(({ box }) => box));
				expect(Math.max(...boxes.map(({ y }) => y))).toBeLessThan(283 - shapes.box.side);
				for (const one of boxes)
					for (const other of boxes)
						if (one !== other)
							expect(Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y))).toBeGreaterThan(6.5);
			}
	});
});

test('there are cards only where they are drawn, a sheet only where there is paper, and something to count on always', () => {
	expect(modes.map(printedOf)).toEqual([
		['sheet', 'cards', 'counting'],
		['counting'],
		['sheet', 'counting'],
		['sheet', 'counting'],
		['sheet', 'counting'],
	]);
	expect(['sheet.pdf', 'sheet', '../sheet.pdf'].map(printedNamed)).toEqual(['sheet', undefined, undefined]);
});

test('cards and counting sheet are sound; there are as many cards as may answer', async () => {
	const set = await shippedSet('15_18');
	for (const printed of ['cards', 'counting'] as const) {
		const bytes = await print(set, 'paired', printed);
		expect(await qpdfCheck(bytes)).toMatchObject({ code: 0 });
		const { text } = await readPdf(bytes);
		if (printed === 'cards') expect(text).toMatch(/29\s+30\s*$/);
		else for (const { prompt } of set.questions) expect(text).toContain(prompt.sq);
	}
});
