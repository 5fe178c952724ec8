import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchForm } from '#i18n/search.ts';
import { t } from '#i18n/t.ts';
import { realDay } from '#platform/dates.ts';
import { listed, readRow, sheetDay, typedHours } from './input.ts';
import type { SheetRow } from './model.ts';
import { Interview } from './questions.ts';
import { vocabulary } from './vocabulary.ts';

const full = {
	date: '02.10.2026',
	title: 'Orë informuese',
	setting: 'shkollë',
	lead: 'ZVAP Durrës',
	audiences: 'nxënës, mësues',
};
function read(cells: SheetRow['cells'], answers = {}) {
	const interview = new Interview(answers);
	const values = readRow({ row: 7, cells: { ...full, ...cells }, faults: [] }, interview);
	return {
		values,
		questions: interview.all(),
		issues: values.issues.map(({ field, message }) => `${field} ${message}`),
	};
}

test.each([
	['02.10.2026', '2026-10-02'],
	['9/10/2026', '2026-10-09'],
	['9-10-26', '2026-10-09'],
	['2026-10-04', '2026-10-04'],
	['2026-10-04 10:30', '2026-10-04'],
	['4 tetor 2026', '2026-10-04'],
	['E diel, 4 Tetor 2026', '2026-10-04'],
	['30 Nëntor 2026', '2026-11-30'],
	['4 Oct. 2026', '2026-10-04'],
	['October 4, 2026', '2026-10-04'],
	['46299', '2026-10-04'],
	['29.02.2028', '2028-02-29'],
	['31.09.2026', 'issue.no_such_day'],
	['29.02.2027', 'issue.no_such_day'],
	['10/24/2026', 'issue.not_a_day'],
	['tetor', 'issue.not_a_day'],
	['04.10', 'issue.not_a_day'],
])('the day %s is %s', (text, day) => expect(sheetDay(text)).toBe(day));

test.each([
	['10:00-11:30', '10:00', '11:30'],
	['10.00 – 11.30', '10:00', '11:30'],
	['9:30—11', '09:30', '11:00'],
	['ora 10:00', '10:00', null],
	['nga 10:00 deri në 11:30', '10:00', '11:30'],
	['10', '10:00', null],
	['10h', '10:00', null],
	['10:00:00', '10:00', null],
	['0.4375', '10:30', null],
])('the hours %s are %s to %s', (text, startsAt, endsAt) => expect(typedHours(text)).toEqual({ startsAt, endsAt }));

test.each([
	['12:30-11:00', 'issue.end_before_start'],
	['10:00-10:00', 'issue.end_before_start'],
	['25:00', 'issue.not_an_hour'],
	['10:75', 'issue.not_an_hour'],
	['pasdite', 'issue.not_an_hour'],
	['10.5', 'issue.not_an_hour'],
])('the hours %s are refused: %s', (text, issue) => expect(typedHours(text)).toBe(issue));

test('every day that exists is read however it is written, and no other', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 2020, max: 2040 }),
			fc.integer({ min: 1, max: 12 }),
			fc.integer({ min: 1, max: 31 }),
			(year, month, day) => {
				const wanted = realDay(year, month, day) ?? 'issue.no_such_day';
				for (const text of [`${day}.${month}.${year}`, `${day} / ${month} / ${year}`, `${year}-${month}-${day}`])
					expect(sheetDay(text)).toBe(wanted);
			},
		),
	);
});

test('a whole row becomes values', () => {
	const { values, questions } = read({
		number: 'Nr. 12',
		hours: '10:00',
		persons: '1.200',
		visibility: 'Po',
		methods: 'video; rast / fletëpalosje',
		supporters: 'Policia e Shtetit, CSDS',
	});
	expect(values).toMatchObject({
		number: 12,
		date: '2026-10-02',
		startsAt: '10:00',
		endsAt: null,
		persons: 1200,
		visibility: 'public',
		setting: 'school',
	});
	expect(values).toMatchObject({
		audiences: ['pupils', 'teachers'],
		methods: ['video', 'case', 'leaflet'],
		issues: [],
	});
	expect(questions).toEqual([]);
});

test.each([
	[{ title: '' }, 'title issue.missing'],
	[{ lead: '' }, 'lead issue.missing'],
	[{ setting: '' }, 'setting issue.missing'],
	[{ setting: 'xyz' }, 'setting import.issue.no_setting'],
	[{ audiences: '' }, 'audiences import.issue.no_audience'],
	[{ title: 'a'.repeat(201) }, 'title issue.too_long'],
	[{ number: 'katër' }, 'number issue.not_a_number'],
	[{ number: '0' }, 'number issue.out_of_range'],
	[{ persons: '60.5' }, 'persons issue.not_a_number'],
	[{ persons: '1000000' }, 'persons issue.out_of_range'],
	[{ visibility: 'ndoshta' }, 'visibility issue.not_yes_or_no'],
	[{ date: '31.09.2026' }, 'date issue.no_such_day'],
])('%j is said: %s', (cells, issue) => expect(read(cells).issues).toContain(issue));

test('a slip of the pen is asked, with the near word as the answer that holds', () => {
	const { values, questions } = read({ methods: 'fletpalosje, lojë' });
	expect(values.methods).toEqual(['leaflet']);
	expect(questions.map(({ key, answer }) => [key, answer])).toEqual([
		['word.methods.fletpalosje', 'leaflet'],
		['word.methods.loje', '-'],
	]);
	expect(read({ methods: 'lojë' }, { 'word.methods.loje': 'contest' }).values.methods).toEqual(['contest']);
	expect(read({ methods: 'lojë' }, { 'word.methods.loje': 'nonsense' }).values.methods).toEqual([]);
});

test.each([
	['rreth 60', 60],
	['~60', 60],
	['50-60', 50],
	['60+', 60],
])('%s persons are asked and planned as %i', (text, persons) => {
	const { values, questions } = read({ persons: text });
	expect(values.persons).toBe(persons);
	expect(questions.map(({ key }) => key)).toEqual(['row.7.persons']);
	expect(read({ persons: text }, { 'row.7.persons': '-' }).values.persons).toBeNull();
});

test('"60 veta" needs no question', () =>
	expect(read({ persons: '60 veta' })).toMatchObject({ values: { persons: 60 }, questions: [] }));

test('lists are cut at every separator people use', () => {
	expect(listed('a, b; c/d dhe e and f\n• g')).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
	expect(listed('a dhe b, c', (part) => part === 'a dhe b')).toEqual(['a dhe b', 'c']);
});

test('the words of the interface are known in both languages', () => {
	for (const locale of ['sq', 'en'] as const) {
		for (const option of vocabulary.setting.options)
			expect(vocabulary.setting.exact.get(searchForm(t(locale, `setting.${option}`)))).toBe(option);
		for (const option of vocabulary.audiences.options)
			expect(vocabulary.audiences.exact.get(searchForm(t(locale, `audience.${option}`)))).toBe(option);
		for (const option of vocabulary.methods.options)
			expect(vocabulary.methods.exact.get(searchForm(t(locale, `method.${option}`)))).toBe(option);
	}
});
