import { describe, expect, test } from 'vitest';
import { locales } from '#i18n/locales.ts';
import { codesOn, pagesOf, qpdfCheck, readPdf } from '#tests/support/pdf.ts';
import type { PublicActivity } from './model.ts';
import { printPoster } from './poster.server.ts';
import { attemptsFor, hasPoster, type PosterFacts, type PosterSize, posterOf, posterSizes } from './poster.ts';

const activity = (number: number, more: Partial<PublicActivity> = {}): PublicActivity => ({
	...{ id: String(number), programmeSlug: '2026-10', number, setting: 'public', state: 'confirmed', reason: null },
	title: `Takim me prindërit dhe psikologët e shkollës numër ${number}`,
	takesPlaceOn: `2026-10-${String(1 + (number % 31)).padStart(2, '0')}`,
	...{ startsAt: '10:00', endsAt: '11:30', placeName: 'Shkolla «Isuf Ferra»', municipalityName: 'Durrës' },
	leadName: 'Njësia Vendore e Kujdesit Shëndetësor Durrës',
	...{ supporterNames: [], audiences: ['parents'], methods: ['talk'], version: 1, changedAt: new Date(0) },
	...more,
});
const inOrder = (activities: PublicActivity[]) =>
	activities.sort((one, other) => (one.takesPlaceOn ?? '~').localeCompare(other.takesPlaceOn ?? '~'));
const facts = (size: PosterSize, activities: PublicActivity[], more: Partial<PosterFacts> = {}): PosterFacts => ({
	size,
	committee: {
		...{ id: '', code: 'AL-02', slug: 'durres', level: 'county', countyCode: 'AL-02' },
		countyName: 'Durrës',
	},
	programme: {
		...{ id: '', committeeId: '', slug: '2026-10', state: 'approved', startsOn: '2026-10-01', endsOn: '2026-10-31' },
		...{ titleSq: 'Tetori kundër trafikimit', titleEn: 'October against trafficking', aimSq: '', aimEn: '' },
		...{ demonstration: false, total: activities.length, announced: false },
	} as unknown as PosterFacts['programme'],
	activities: inOrder(activities),
	lines: [
		{ number: '116 111', name: 'Linja për fëmijët', hours: '24 orë', cost: 'falas', testedOn: '2026-09-12' },
		{ number: '129', name: 'Policia', hours: '24 orë', cost: 'falas', testedOn: '2026-09-12' },
	],
	home: 'https://kambana.example',
	printedOn: '2026-09-28',
	...more,
});
const many = (n: number) => Array.from({ length: n }, (_, index) => activity(index + 1));

describe('what is on no wall', () => {
	test('what was called off; where nothing is left there is no poster', async () => {
		const off = [activity(1, { state: 'cancelled', title: 'E anuluar' }), activity(2, { state: 'postponed' })];
		expect(hasPoster(off)).toBe(false);
		const poster = posterOf('sq', facts('a4', [...off, activity(3)]));
		expect(poster.weeks.flatMap(({ days }) => days.flatMap(({ events }) => events)).map(({ title }) => title)).toEqual([
			activity(3).title,
		]);
		const { text } = await readPdf(await printPoster(poster));
		expect(text).not.toContain('E anuluar');
	});

	test('boxes for letters that no font has, and markup that a title looks like', async () => {
		const title = 'Shëtitje 🔔 #panic("x") $ * _ <b> مرحبا';
		const { text } = await readPdf(await printPoster(posterOf('sq', facts('a4', [activity(1, { title })]))));
		expect(text).toContain('#panic("x") $ * _ <b>');
		expect(text).not.toContain('🔔');
	});

	test('a number where none answers: the sheet says where they are instead', async () => {
		const { text } = await readPdf(await printPoster(posterOf('sq', facts('a4', many(5), { lines: [] }))));
		expect(text).toContain('Numrat ku merrni ndihmë i gjeni te faqja.');
		expect(text).not.toMatch(/116|\b129\b/);
	});
});

test('the largest letters with which a month fits one sheet are tried first, and nobody tries without hope', () => {
	expect(attemptsFor('a3', 5)[0]).toMatchObject({ size: 32, columns: 1 });
	expect(attemptsFor('a4', 300)).toEqual([{ size: 10, columns: 2, leaves: 0, sheets: 99 }]);
});

describe.each(posterSizes)('%s', (size) => {
	test.each([5, 300])('with %i activities is complete, accessible and sound', async (n) => {
		for (const locale of locales) {
			const poster = posterOf(
				locale,
				facts(size, [...many(n - 1), activity(n, { takesPlaceOn: null, startsAt: null })]),
			);
			const bytes = await printPoster(poster);
			expect(await qpdfCheck(bytes)).toMatchObject({ code: 0 });
			const { text, roles, reading, fonts, info, marked, alternatives } = await readPdf(bytes);
			expect(marked.get('Marked')).toBe(true);
			for (const role of ['H1', 'H2', 'H3', 'P', 'Figure']) expect(roles).toContain(role);
			expect(reading.filter((role) => role === 'H1')).toHaveLength(1);
			expect(info).toMatchObject({ Language: locale === 'sq' ? 'sq-AL' : 'en-GB', Title: poster.title });
			expect([...fonts].filter((font) => !/^[A-Z]{6}\+NotoSans-(Regular|Bold|Italic)$/.test(font))).toEqual([]);
			expect(Buffer.from(bytes).toString('latin1')).toMatch(/pdfuaid:part[=>"]+1/);
			expect(alternatives.join()).toContain(poster.address);
			const tight = text.replace(/\s+/g, '');
			for (let number = 1; number <= n; number += 1)
				expect([number, tight.includes(`shkollësnumër${number}`)]).toEqual([number, true]);
			for (const { number } of poster.lines) expect(tight).toContain(number.replace(/\s/g, ''));
			const pages = pagesOf(bytes);
			expect(n === 5 ? pages.length === 1 : pages.length > 1).toBe(true);
			const rows = pages.flatMap((page) => page.rows);
			expect(Math.min(...rows.map((row) => row.size))).toBeGreaterThanOrEqual(size === 'a4' ? 8 : 10);
			for (const { width, height, rows: onPage } of pages)
				expect(onPage.filter((row) => row.left < 5 || row.right > width - 5 || row.bottom > height - 5)).toEqual([]);
			// Every further sheet says what it belongs to and whom to call.
			for (const { rows: onPage } of pages.slice(1))
				expect(onPage.map((row) => row.text).join(' ')).toMatch(/116 111 · 129 · kambana\.example/);
			expect(await codesOn(bytes.slice(), 100)).toContain(`https://kambana.example/${locale}/durres/2026-10`);
			expect(Buffer.from(bytes).equals(Buffer.from(await printPoster(poster)))).toBe(true);
		}
	});
});
