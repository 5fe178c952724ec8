import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Activity } from '#activities/model.ts';
import { searchForm } from '#i18n/search.ts';
import type { Partner } from '#partners/model.ts';
import type { Place } from '#places/model.ts';
import { columnLetter } from './columns.ts';
import { compare, type Present } from './comparison.ts';
import { type Answers, type ColumnKey, columnKeys, type Sheet } from './model.ts';

const town = (code: string, name: string) => ({ code, name, searchName: searchForm(name), countyCode: 'AL-02' });
const partner = (id: string, name: string, aliases: string[] = []): Partner => ({
	id,
	name,
	aliases,
	kind: 'ngo',
	searchName: searchForm(name),
	municipalityCode: null,
	perDay: null,
	confirmed: true,
	demonstration: false,
});
const place = (id: string, name: string, municipalityCode: string | null, aliases: string[] = []): Place => ({
	id,
	name,
	kind: 'school',
	searchName: searchForm(name),
	municipalityCode,
	unitCode: null,
	confirmed: true,
	demonstration: false,
	validTo: null,
	aliases,
});
const zvap = partner('p1', 'ZVAP Durrës');
const school = place('s1', 'Shkolla "Isuf Ferra"', 'AL121', ['Isuf Ferra']);
const held: Activity = {
	...{
		id: 'a1',
		programmeId: 'x',
		number: 1,
		title: 'Orë informuese',
		setting: 'school',
		leadId: 'p1',
		supporterIds: [],
		placeId: 's1',
	},
	...{
		municipalityCode: 'AL121',
		unitCode: null,
		national: false,
		audiences: ['pupils'],
		methods: ['video'],
		takesPlaceOn: '2026-10-02',
	},
	...{ startsAt: '10:00', endsAt: null, plannedPersons: 60, visibility: 'closed', state: 'proposed', version: 1 },
};
const present: Present = {
	period: { from: '2026-10-01', to: '2026-10-31' },
	closed: false,
	municipalities: [town('AL121', 'Durrës'), town('AL122', 'Krujë'), town('AL123', 'Shijak')],
	elsewhere: [{ name: 'Tiranë', searchName: 'tirane', countyName: 'Tiranë' }],
	units: [{ code: 'u1', name: 'Sukth', municipalityCode: 'AL121', searchName: 'sukth', confirmed: false }],
	partners: [zvap],
	places: [school],
	activities: [],
};
const usual = {
	date: '02.10.2026',
	hours: '10:00',
	title: 'Orë informuese',
	place: 'Shkolla "Isuf Ferra"',
	municipality: 'Durrës',
	setting: 'shkollë',
	lead: 'ZVAP Durrës',
	audiences: 'nxënës',
	methods: 'video',
	persons: '60',
	visibility: 'jo',
	supporters: '',
	unit: '',
};
type Cells = Partial<Record<ColumnKey, string>>;

function sheet(rows: Cells[], columns: readonly ColumnKey[] = columnKeys): Sheet {
	return {
		...{ name: null, headerRow: 1, ignored: [], hiddenRows: [], skippedRows: [] },
		columns: columns.map((key, index) => ({ key, letter: columnLetter(index), heading: key })),
		rows: rows.map((cells, index) => ({
			row: index + 2,
			faults: [],
			cells: Object.fromEntries(
				Object.entries({ ...usual, number: String(index + 1), ...cells }).filter(
					([key, text]) => text !== '' && columns.includes(key as ColumnKey),
				),
			),
		})),
	};
}
const look = (rows: Cells[], more: Partial<Present> = {}, answers: Answers = {}) =>
	compare(sheet(rows), { ...present, ...more }, answers);
const issues = (rows: Cells[]) =>
	look(rows).rows.map((row) => row.issues.map(({ field, message, words }) => ({ field, message, words })));

test('new, same, changed', () => {
	expect(look([{}]).rows[0]).toMatchObject({
		class: 'new',
		outcome: 'add',
		plan: { leadId: 'p1', placeId: 's1', municipalityCode: 'AL121' },
	});
	expect(look([{}], { activities: [held] }).rows[0]).toMatchObject({ class: 'same', outcome: 'nothing' });
	expect(look([{ persons: '70', title: 'ORË informuese' }], { activities: [held] }).rows[0]).toMatchObject({
		class: 'changed',
		changes: { plannedPersons: { from: 60, to: 70 }, title: {} },
	});
});

test('errors name field, words and remedy', () => {
	expect(issues([{ number: '4' }, { number: '4' }])[1]).toMatchObject([
		{ field: 'number', message: 'import.issue.number_twice', words: { row: '2' } },
	]);
	expect(issues([{ date: '02.11.2026' }])[0]).toMatchObject([
		{ field: 'date', message: 'issue.outside_period', words: { from: '2026-10-01', to: '2026-10-31' } },
	]);
	expect(issues([{ municipality: 'Shiak' }])[0]).toMatchObject([
		{ field: 'municipality', message: 'import.issue.near_municipality', words: { names: 'Shijak' } },
	]);
	expect(issues([{ municipality: 'Paris' }])[0]).toMatchObject([
		{ field: 'municipality', message: 'import.issue.no_municipality', words: { names: 'Durrës, Krujë, Shijak' } },
	]);
	expect(issues([{ municipality: 'Tirane' }])[0]).toMatchObject([
		{ field: 'municipality', message: 'import.issue.elsewhere', words: { county: 'Tiranë' } },
	]);
	expect(issues([{ hours: '11:00-10:00' }])[0]).toMatchObject([{ field: 'hours', message: 'issue.end_before_start' }]);
	expect(look([{ hours: '11:00-10:00' }, {}]).counts).toEqual({ new: 1, changed: 0, same: 0, question: 0, error: 1 });
});

test('an empty municipality: a march is national, a known place knows, else it is asked; no row is lost', () => {
	const march = { municipality: '', place: 'Bulevardi, Tiranë', lead: 'Koordinatori Kombëtar', methods: 'marshim' };
	expect(look([march]).rows[0]).toMatchObject({
		class: 'question',
		outcome: 'add',
		plan: { national: true, municipalityCode: null },
	});
	expect(look([march], {}, { 'row.2.municipality': 'leave_out' }).rows[0]).toMatchObject({
		class: 'question',
		outcome: 'leave_out',
	});
	expect(look([{ municipality: '' }]).rows[0]).toMatchObject({ class: 'new', plan: { municipalityCode: 'AL121' } });
	expect(look([{ municipality: '', unit: 'Sukth', place: 'Kudo' }]).rows[0]).toMatchObject({
		class: 'new',
		plan: { municipalityCode: 'AL121', unitCode: 'u1' },
	});
	expect(look([{ municipality: '', place: 'Kudo' }]).rows[0]).toMatchObject({
		class: 'question',
		plan: { national: false, municipalityCode: null },
	});
	expect(look([{ municipality: '', place: 'Kudo' }], {}, { 'row.2.municipality': 'AL122' }).rows[0]).toMatchObject({
		plan: { municipalityCode: 'AL122' },
	});
});

test('names are found by alias and without marks, and asked where they only resemble', () => {
	expect(look([{ lead: 'zvap durres', place: 'isuf ferra' }])).toMatchObject({
		partners: [],
		places: [],
		questions: [],
	});
	const near = [{ lead: 'ZVAP Durës' }];
	expect(look(near)).toMatchObject({
		partners: [],
		partnerAliases: [{ id: 'p1', alias: 'ZVAP Durës' }],
		counts: { new: 1 },
	});
	expect(look(near, {}, { 'partner.zvap dures|': 'different' })).toMatchObject({
		partners: [{ name: 'ZVAP Durës', kind: 'education_office' }],
		partnerAliases: [],
	});
	const file = look([
		{ supporters: 'Gruja në Fokus' },
		{ supporters: 'Gruaja në Fokus' },
		{ supporters: '"Gruaja në Fokus"' },
	]);
	expect(file.partners).toMatchObject([{ name: 'Gruaja në Fokus', kind: 'ngo', aliases: ['Gruja në Fokus'] }]);
});

test('offices of two towns and schools of two numbers stay apart', () => {
	const file = look([
		{ lead: 'NJMF Krujë', place: 'Shkolla Nr. 1' },
		{ lead: 'NJMF Durrës', place: 'Shkolla Nr. 2' },
		{ lead: 'NJMF Shijak', place: 'Shkolla Nr. 1', municipality: 'Krujë' },
	]);
	expect(file.partners.map(({ name, kind, municipalityCode }) => [name, kind, municipalityCode])).toEqual([
		['NJMF Durrës', 'child_protection_unit', 'AL121'],
		['NJMF Shijak', 'child_protection_unit', 'AL123'],
		['NJMF Krujë', 'child_protection_unit', 'AL122'],
	]);
	expect(file.places).toHaveLength(3);
	expect(file.questions).toEqual([]);
});

test('"dhe" within a name does not cut it', () => {
	const file = look([{ supporters: 'Ministria e Arsimit dhe Sportit, Policia e Shtetit dhe Bashkia Krujë' }]);
	expect(file.partners.map(({ name }) => name).sort()).toEqual([
		'Bashkia Krujë',
		'Ministria e Arsimit dhe Sportit',
		'Policia e Shtetit',
	]);
});

test('two institutions that lead: the first does, unless they are one', () => {
	const cells = { lead: 'Bashkia Durrës, NJMF Durrës' };
	expect(
		look([cells])
			.partners.map(({ name }) => name)
			.sort(),
	).toEqual(['Bashkia Durrës', 'NJMF Durrës']);
	expect(look([cells], {}, { 'lead.bashkia durres njmf durres': 'whole' }).partners.map(({ name }) => name)).toEqual([
		'Bashkia Durrës, NJMF Durrës',
	]);
});

test('a number that belongs to quite another activity is asked and overwrites nothing by itself', () => {
	const other = { title: 'Marshim në bulevard', date: '18.10.2026', place: 'Sheshi Liria' };
	expect(look([other], { activities: [held] }).rows[0]).toMatchObject({
		class: 'question',
		outcome: 'add',
		plan: { number: 2 },
		existing: null,
	});
	const changed = look([other], { activities: [held] }, { 'row.2.clash': 'change' });
	expect(changed.rows[0]).toMatchObject({ class: 'question', outcome: 'change', existing: { number: 1 } });
});

test('a missing number takes the next free one; without a column of numbers rows are found by title and day', () => {
	expect(look([{ number: '7' }, { number: '' }]).rows.map(({ class: kind, plan }) => [kind, plan?.number])).toEqual([
		['new', 7],
		['question', 8],
	]);
	const columns = columnKeys.filter((key) => key !== 'number');
	expect(compare(sheet([{}], columns), { ...present, activities: [held] }, {}).counts.same).toBe(1);
	expect(compare(sheet([{ title: 'Bisedë' }, {}], columns), present, {}).counts).toMatchObject({ new: 2, question: 0 });
});

test('a column that the sheet does not have leaves what is known', () => {
	const columns: ColumnKey[] = ['number', 'date', 'title', 'setting', 'lead', 'audiences'];
	expect(compare(sheet([{}], columns), { ...present, activities: [held] }, {}).counts.same).toBe(1);
});

test('the day of what was held stays unless a person says otherwise; a confirmed activity keeps a day', () => {
	const activities = [{ ...held, state: 'held' as const }];
	expect(look([{ date: '05.10.2026' }], { activities }).rows[0]).toMatchObject({
		class: 'question',
		outcome: 'nothing',
		plan: { takesPlaceOn: '2026-10-02' },
	});
	expect(look([{ date: '05.10.2026' }], { activities }, { 'row.2.held': 'change' }).rows[0]).toMatchObject({
		outcome: 'change',
		plan: { takesPlaceOn: '2026-10-05' },
	});
	expect(look([{ date: '' }], { activities }).rows[0]).toMatchObject({
		class: 'error',
		issues: [{ message: 'issue.day_needed' }],
	});
	expect(look([{ date: '' }]).rows[0]).toMatchObject({
		class: 'question',
		outcome: 'add',
		plan: { takesPlaceOn: null },
	});
});

test('the same sheet, records and answers say the same; every row has one class and none is lost', () => {
	const cell = fc.constantFrom(
		'',
		'Durrës',
		'Shiak',
		'02.10.2026',
		'31.09.2026',
		'nxënës',
		'nxënsë',
		'video, lojë',
		'60',
		'rreth 60',
		'ZVAP Durrës',
		'Gruja në Fokus',
		'x'.repeat(250),
	);
	const cells = fc.dictionary(fc.constantFrom(...columnKeys), cell) as fc.Arbitrary<Cells>;
	fc.assert(
		fc.property(fc.array(cells, { minLength: 1, maxLength: 8 }), fc.boolean(), (rows, known) => {
			const activities = known ? [held] : [];
			const first = look(rows, { activities });
			expect(look(rows, { activities })).toEqual(first);
			expect(first.rows).toHaveLength(rows.length);
			expect(Object.values(first.counts).reduce((sum, count) => sum + count, 0)).toBe(rows.length);
			for (const row of first.rows) expect(row.class === 'error').toBe(row.issues.length > 0);
			const numbers = first.rows.flatMap((row) => (row.class !== 'error' && row.plan ? [row.plan.number] : []));
			expect(new Set(numbers).size).toBe(numbers.length);
		}),
	);
});

test('who leads has a name with a letter or digit: a dash is a mistake, not a row left out', () => {
	expect(issues([{ lead: '—' }])).toEqual([[{ field: 'lead', message: 'issue.no_letters', words: {} }]]);
});
