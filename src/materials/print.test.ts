import { describe, expect, test } from 'vitest';
import { locales } from '#i18n/locales.ts';
import { leafletOrder } from '#tests/support/leaflets.ts';
import { codesOn, type PrintedPage, pagesOf, qpdfCheck, readPdf } from '#tests/support/pdf.ts';
import { pictureOf, printLeaflet, whyUnprintable } from './print.server.ts';
import {
	blocksOf,
	codeTextOf,
	type LeafletTexts,
	type PrintFormat,
	type PrintOrder,
	printAudiences,
	printedDay,
	printFormats,
	printIssueText,
} from './print.ts';

const tight = (text: string): string => text.replace(/\s+/g, '');

/** The texts that stand on a format, as they are read there. */
function expected({ format, texts, words, lines, address }: PrintOrder): string[] {
	const short = texts.answers.flatMap((answer) => [answer.heading, ...answer.short]);
	const now = [texts.now.heading, ...texts.now.sentences];
	const chosen: Record<PrintFormat, string[]> = {
		trifold: [texts.title, ...texts.lead, ...texts.answers.flatMap((a) => [a.heading, ...a.sentences]), ...now],
		leaflet_a5: [texts.title, ...texts.lead, ...short],
		poster_a3: [texts.title, ...texts.lead, ...short, ...now],
		card: [texts.card.title, texts.card.backTitle, ...texts.card.advice],
	};
	const footer = format === 'card' ? [] : texts.footer;
	const mark = `(${words.toBeConfirmed})`;
	return [...chosen[format], ...footer, ...lines.map(({ number }) => number), address].map((text) =>
		tight(text.replace(/^- /, '').replaceAll('{?}', mark)),
	);
}

const sheets: Record<
	PrintFormat,
	{ size: [width: number, height: number]; pages: number; code: number; codes: number }
> = {
	trifold: { size: [297, 210], pages: 2, code: 21, codes: 1 },
	leaflet_a5: { size: [148, 210], pages: 2, code: 21, codes: 1 },
	poster_a3: { size: [297, 420], pages: 1, code: 42, codes: 1 },
	card: { size: [210, 297], pages: 2, code: 20, codes: 10 },
};

/** The places that a row must not leave: between folds, between cuts, or the paper. */
function placesOf(format: PrintFormat, page: number): [left: number, top: number, right: number, bottom: number][] {
	const [width, height] = sheets[format].size;
	if (format === 'trifold') {
		const folds = page === 0 ? [0, 97, 197, 297] : [0, 100, 200, 297];
		return [0, 1, 2].map((index) => [folds[index] ?? 0, 0, folds[index + 1] ?? 0, height]);
	}
	if (format === 'card')
		return [...Array(10).keys()].map((index) => {
			const [x, y] = [20 + (index % 2) * 85, 11 + Math.floor(index / 2) * 55];
			return [x, y, x + 85, y + 55];
		});
	return [[0, 0, width, height]];
}

/** Rows that leave their place, or run over one another. */
function misplaced(format: PrintFormat, pages: PrintedPage[]): string[] {
	// A row reaches from its highest ascender to its lowest descender: more than is black on the paper.
	const least = format === 'card' ? 2.5 : 5;
	return pages.flatMap(({ rows }, page) => {
		const outside = rows.filter(
			(row) =>
				!placesOf(format, page).some(
					([left, top, right, bottom]) =>
						row.left >= left + least &&
						row.right <= right - least &&
						row.top >= top + least &&
						row.bottom <= bottom - least,
				),
		);
		const over = rows.filter((row, index) =>
			rows.some(
				(other, at) =>
					at > index &&
					Math.min(row.right, other.right) - Math.max(row.left, other.left) > 1 &&
					Math.min(row.bottom, other.bottom) - Math.max(row.top, other.top) > (row.bottom - row.top) * 0.45,
			),
		);
		return [...outside.map((row) => `outside ${JSON.stringify(row)}`), ...over.map(({ text }) => `over ${text}`)];
	});
}

describe('what may not be printed', () => {
	const order = leafletOrder('trifold', 'age_12_14', 'sq');
	const withTexts = (texts: Partial<LeafletTexts>): PrintOrder => ({ ...order, texts: { ...order.texts, ...texts } });

	test('nothing without a tested number', async () => {
		const silent = { ...order, lines: [] };
		expect(await whyUnprintable(silent)).toEqual([{ field: 'lines', message: 'print.refused.no_lines' }]);
		await expect(printLeaflet(silent)).rejects.toMatchObject({ code: 'unprintable', status: 422 });
	});

	test('no letters that no font has: the script is named, no boxes are printed', async () => {
		const arabic = { ...withTexts({ title: 'خمسة أشياء' }), locale: 'ar', direction: 'rtl' as const };
		expect(await whyUnprintable(arabic)).toEqual([
			{ field: 'title', message: 'print.refused.no_font', words: { script: 'Arabic', place: 'title' } },
		]);
		await expect(pictureOf(arabic)).rejects.toMatchObject({ code: 'unprintable' });
		const pictograms = withTexts({ footer: ['Mirë 🔔'] });
		expect(await whyUnprintable(pictograms)).toMatchObject([{ field: 'footer', words: { script: '🔔' } }]);
		// Romani in Latin letters, Greek and Cyrillic can be printed.
		expect(await whyUnprintable(withTexts({ footer: ['Čhave, ćher, ǎ ʒ θ. Ελληνικά. Русский.'] }))).toEqual([]);
	});

	test.each([
		['trifold', 'answer_2', 40],
		['leaflet_a5', 'first', 12],
		['poster_a3', 'poster', 20],
		['card', 'card_back', 3],
	] as const)('on %s no text longer than its place: %s', async (format, panel, times) => {
		const long = 'Kjo fjali përsëritet derisa të mos ketë më vend për të.';
		const { texts } = order;
		const answers = texts.answers.map((answer, index) =>
			index === 1 ? { ...answer, sentences: Array(times).fill(long), short: Array(times).fill(long) } : answer,
		) as LeafletTexts['answers'];
		const card = { ...texts.card, advice: texts.card.advice.map(() => Array(times).fill(long).join(' ')) };
		const full = { ...withTexts({ answers, card: card as LeafletTexts['card'] }), format };
		const [issue, ...others] = await whyUnprintable(full);
		expect(others).toEqual([]);
		expect(issue).toMatchObject({ field: panel, message: 'print.refused.too_long' });
		expect(Number(issue?.words?.percent)).toBeGreaterThan(3);
		if (issue)
			for (const locale of locales)
				expect(printIssueText(locale, issue)).toMatch(/^(Shkurtoni|Shorten)[^_{]+ \d+ % [^_{]+\.$/);
	});

	test.each(printFormats)('on %s no list and no numbers that run into what comes after them', async (format) => {
		const many = { ...order, format, lines: Array(9).fill(order.lines[0]) };
		expect(await whyUnprintable(many)).toMatchObject([{ message: 'print.refused.too_long' }]);
		const listed = order.texts.answers.map((answer, index) =>
			index === 4
				? { ...answer, sentences: Array(40).fill('- një rresht'), short: Array(40).fill('- një rresht') }
				: answer,
		) as LeafletTexts['answers'];
		const issues = await whyUnprintable({ ...withTexts({ answers: listed }), format });
		expect(issues).toHaveLength(format === 'card' ? 0 : 1);
	});

	test('no word wider than its panel', async () => {
		const wide = withTexts({ title: `Po${'o'.repeat(40)}` });
		expect(await whyUnprintable(wide)).toMatchObject([{ field: 'title' }]);
		const address = { ...order, format: 'card' as const, address: `ndihma.${'qarku'.repeat(20)}.example/sq` };
		expect(await whyUnprintable(address)).toMatchObject([{ field: 'address' }]);
	});
});

describe('the first set', () => {
	const times: number[] = [];
	const orders = printFormats.flatMap((format) =>
		printAudiences.flatMap((audience) => locales.map((locale) => leafletOrder(format, audience, locale))),
	);
	const named = orders.map((order) => [order.format, order.texts.title, order.locale, order] as const);

	test.each(named)('%s “%s” in %s is complete, accessible and sound', async (format, _title, locale, order) => {
		const start = performance.now();
		const bytes = await printLeaflet(order);
		times.push(performance.now() - start);
		const { size, pages, code, codes } = sheets[format];

		const paper = pagesOf(bytes);
		expect(paper.map(({ width, height }) => [Math.round(width), Math.round(height)])).toEqual(Array(pages).fill(size));
		expect(misplaced(format, paper)).toEqual([]);

		const { text, roles, reading, alternatives, fonts, info, marked } = await readPdf(bytes);
		const read = tight(text);
		expect(expected(order).filter((wanted) => !read.includes(wanted))).toEqual([]);
		expect(marked.get('Marked')).toBe(true);
		expect(reading.filter((role) => role === 'H1')).toHaveLength(1);
		expect(reading.filter((role) => role === 'H2').length).toBe(
			{ trifold: 6, leaflet_a5: 5, poster_a3: 6, card: 1 }[format],
		);
		for (const role of ['Document', 'P', 'Figure', ...(format === 'leaflet_a5' ? [] : ['L'])])
			expect(roles).toContain(role);
		expect(alternatives).toEqual([expect.stringContaining(order.address)]);
		expect(info).toMatchObject({
			Language: locale,
			Title: format === 'card' ? order.texts.card.title : order.texts.title,
		});
		expect([...fonts].filter((font) => !/^[A-Z]{6}\+NotoSans-(Regular|Bold|Italic)$/.test(font))).toEqual([]);
		expect(bytes.toString('latin1')).toMatch(/pdfuaid:part[=>"]+1/);

		expect(await qpdfCheck(bytes)).toMatchObject({
			code: 0,
			said: expect.stringContaining('No syntax or stream encoding errors'),
		});
		// Photographed as if its code were 2 cm wide, whatever its size.
		expect(await codesOn(bytes, (150 * 20) / code)).toEqual(Array(codes).fill(codeTextOf(order.address)));
	});

	test('is printed, each once', () => {
		expect(times).toHaveLength(orders.length);
		const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
		console.info(
			`first set: ${orders.length} of ${orders.length} print-ready (${printFormats.length} formats × ${printAudiences.length} audiences × ${locales.length} languages), qpdf clean, every QR read at 2 cm; ${mean.toFixed(0)} ms each, in tests`,
		);
	});
});

describe('an order', () => {
	test('gives the same bytes twice, and others on another day', async () => {
		const order = leafletOrder('trifold', 'health_staff', 'en');
		const first = await printLeaflet(order);
		await printLeaflet(leafletOrder('card', 'job_seekers', 'sq'));
		expect((await printLeaflet(order)).equals(first)).toBe(true);
		expect((await printLeaflet({ ...order, printedOn: '2026-11-25' })).equals(first)).toBe(false);
	});

	test('prints the day of each test, and marks what nobody has confirmed', async () => {
		const { text } = await readPdf(await printLeaflet(leafletOrder('trifold', 'age_15_18', 'sq')));
		expect(text.match(/provuar më 12 nëntor 2026/g)).toHaveLength(4);
		expect(text).toMatch(/Avokati është falas \(për t’u konfirmuar\)/);
		expect(text).not.toContain('{?}');
	});

	test('from right to left has its panels mirrored', async () => {
		const order = leafletOrder('trifold', 'age_12_14', 'en');
		const [outside] = pagesOf(await printLeaflet(order));
		const [mirrored] = pagesOf(await printLeaflet({ ...order, direction: 'rtl' }));
		const title = (page?: PrintedPage) =>
			page?.rows.find(({ text }) => text.includes('Five things'))?.left ?? Number.NaN;
		expect(title(outside)).toBeGreaterThan(197);
		expect(title(mirrored)).toBeLessThan(100);
		expect(await whyUnprintable({ ...leafletOrder('card', 'age_12_14', 'en'), direction: 'rtl' })).toEqual([]);
	});

	test('takes what a person wrote as text, whatever it looks like', async () => {
		const hostile = '#panic("x") $ * _ = @a <b> [c] // \\ ~ ` #import "/etc/passwd"';
		const order = leafletOrder('trifold', 'age_12_14', 'sq');
		const { text } = await readPdf(await printLeaflet({ ...order, texts: { ...order.texts, footer: [hostile] } }));
		expect(tight(text)).toContain(tight(hostile));
	});

	test('has a picture', async () => {
		const picture = await pictureOf(leafletOrder('poster_a3', 'age_12_14', 'sq'));
		expect(picture).toMatch(/^<svg/);
		expect(picture).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
	});
});

test('sentences are grouped; days are written as the language does, or in figures', () => {
	expect(blocksOf(['A.', 'B.', '- c', '- d', 'E.'])).toEqual([
		{ list: false, texts: ['A.', 'B.'] },
		{ list: true, texts: ['c', 'd'] },
		{ list: false, texts: ['E.'] },
	]);
	expect(printedDay('sq-AL', '2026-11-12')).toBe('12 nëntor 2026');
	expect(printedDay('rom', '2026-11-12')).toBe('12.11.2026');
	expect(codeTextOf('http://localhost:3000/sq')).toBe('http://localhost:3000/sq');
});
