import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { t } from '#i18n/t.ts';
import { buildOffer } from '#tests/support/builders.ts';
import type { Offer } from './model.ts';
import { readOffers } from './reading.server.ts';
import { compareOffers, offerColumns, offerSheet, packRows, unpackRows } from './sheet.ts';

const municipalities = [{ code: 'AL-02-1', name: 'Durrës', countyCode: 'AL-02', searchName: 'durres' }];
const read = (text: string) => readOffers({ bytes: new TextEncoder().encode(text) });
const compare = (text: string, offers: Offer[] = []) => {
	const file = read(text);
	if (!file.ok) throw new Error(JSON.stringify(file.issues));
	return compareOffers(file.sheet.rows, { municipalities, offers, source: 'provë' });
};
const head = 'Afati;Kush mund të aplikojë;Ofruesi;Titulli;Lloji;Bashkia;Kostoja;Paga\n';
const kept = (row: ReturnType<typeof compare>['rows'][number]): Offer => ({
	...(row.draft ?? buildOffer()),
	...{ id: row.rowKey, committeeId: 'c', municipalityName: null, rowKey: row.rowKey, state: 'listed', listedOn: null },
	...{ activityId: null, demonstration: false, version: 1 },
});

describe('a sheet', () => {
	test('without the columns that are needed is refused by name; without any, as a whole', () => {
		const refused = read('Lloji;Titulli;Ofruesi\nkurs;x;y');
		expect(!refused.ok && refused.issues.map(({ field, message }) => [field, message])).toEqual([
			['deadline', 'import.issue.missing_column'],
			['eligibility', 'import.issue.missing_column'],
		]);
		expect(read('a;b;c\n1;2;3')).toMatchObject({ issues: [{ message: 'opportunity.issue.no_header' }] });
		expect(read(`${head}`)).toMatchObject({ issues: [{ message: 'opportunity.issue.no_rows' }] });
		const many = `${head}${'1.12.2026;a;b;c;kurs;;;\n'.repeat(501)}`;
		expect(read(many)).toMatchObject({ issues: [{ message: 'opportunity.issue.too_many' }] });
	});

	test('is known by Albanian and English headings in any order', () => {
		for (const locale of ['sq', 'en'] as const)
			for (const key of offerColumns) expect(offerSheet.columnOf(t(locale, `opportunity.field.${key}`))).toBe(key);
		const english = compare('Employer,Job title,Type,Apply by,Who can apply\nHotel,Cook,vacancy,1.12.2026,From 18');
		expect(english.rows[0]).toMatchObject({ class: 'new', draft: { kind: 'job', deadline: '2026-12-01', cost: null } });
	});

	test('every row is new, changed, the same or an error with row, column and what to do', () => {
		const first = compare(`${head}1.12.2026;Nga 16;Qendra;Rrobaqepësi;kurs;Durrës;falas;\n`);
		expect(first.counts).toEqual({ new: 1, changed: 0, same: 0, error: 0 });
		const offers = first.rows.map(kept);
		const again = compare(
			`${head}1.12.2026;Nga 16;Qendra;Rrobaqepësi;kurs;Bashkia Durrës;;\n31.2.2026;Nga 18;Hotel;Kuzhinier;punë;Shkodër;50 euro;\n1.12.2026;Nga 18;QENDRA;rrobaqepesi;kurs;;;\n`,
			offers,
		);
		expect(again.rows.map((row) => row.class)).toEqual(['same', 'error', 'error']);
		expect(again.rows[1]).toMatchObject({ row: 3 });
		expect(again.rows[1]?.issues.map(({ field, message }) => [field, message])).toEqual([
			['municipality', 'import.issue.no_municipality'],
			['deadline', 'issue.no_such_day'],
			['cost', 'issue.job_costs'],
		]);
		expect(again.rows[2]?.issues).toEqual([
			{ field: 'title', message: 'opportunity.issue.twice', words: { row: '2' } },
		]);
		const moved = compare(`${head}5.12.2026;Nga 18;Qendra;Rrobaqepësi;kurs;Durrës;falas;\n`, offers);
		expect(moved.rows[0]).toMatchObject({ class: 'changed', changed: ['deadline', 'eligibility'] });
	});

	test('rows survive the form between preview and confirmation; anything else does not', () => {
		const file = read(readFileSync('db/demo/ofertat-durres.csv', 'utf8').replace(/;\+\d+(?=;)/g, ';1.12.2026'));
		if (!file.ok) throw new Error(JSON.stringify(file.issues));
		expect(file.sheet.rows).toHaveLength(6);
		expect(unpackRows(packRows(file.sheet.rows))).toEqual(file.sheet.rows);
		for (const forged of ['', '{', '[1]', '[{"row":1,"cells":{"password":"x"}}]', 'null'])
			expect(unpackRows(forged)).toBeNull();
	});
});
