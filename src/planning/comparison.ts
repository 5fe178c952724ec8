import type { Activity } from '#activities/model.ts';
import { searchForm } from '#i18n/search.ts';
import { type Partner, likelyKind as partnerKind } from '#partners/model.ts';
import { type Place, likelyKind as placeKind } from '#places/model.ts';
import { findExisting } from './existing.ts';
import { type RowValues, readRow } from './input.ts';
import {
	type Answers,
	type Comparison,
	type ImportRow,
	type ProposedPartner,
	type ProposedPlace,
	type RowClass,
	rowClasses,
	type Sheet,
} from './model.ts';
import { Institutions, type KnownName, type Matched, matchNames, Spellings } from './names.ts';
import { classify, Planner, type Row } from './plans.ts';
import { Interview } from './questions.ts';
import { Atlas, type Land } from './whereabouts.ts';

/** What the programme and its committee look like now. */
export type Present = Land & {
	period: { from: string; to: string };
	closed: boolean;
	partners: readonly Partner[];
	places: readonly Place[];
	activities: readonly Activity[];
};

/**
 * Compares a sheet with what exists: every row becomes new, changed, same, a question or an error. It writes nothing and asks
 * nothing twice: with the same sheet, the same records and the same answers it says the same.
 */
export function compare(sheet: Sheet, present: Present, answers: Answers): Comparison {
	const interview = new Interview(answers);
	const values = sheet.rows.map((row) => readRow(row, interview));
	const has = new Set(sheet.columns.map(({ key }) => key));
	checkNumbers(values);
	checkDays(values, present.period);
	const found = findExisting(values, present.activities, present.places, { numbered: has.has('number'), interview });
	const atlas = new Atlas(present, present.places, values, interview);
	const institutions = new Institutions(present.partners, values, interview);
	const rows = values.map((row): Row => {
		const match = found.get(row) ?? { existing: undefined, renumber: true, leaveOut: false };
		const [lead = '', ...others] = institutions.leading(row);
		const national = partnerKind(searchForm(lead)) === 'national_coordinator' || row.methods.includes('march');
		const supporters = [...others, ...institutions.listed(row.supporters)].slice(0, 50);
		return { values: row, found: match, where: atlas.locate(row, match.existing, national), lead, supporters };
	});
	const live = rows.filter(({ found: match, where }) => !match.leaveOut && !where.leaveOut);
	const proper = new Set(
		[...present.municipalities, ...present.elsewhere, ...present.units].map(({ searchName }) => searchName),
	);
	const partners = matchPartners(live, present, proper, interview);
	const places = matchPlaces(live, present, proper, interview);
	const proposedPlaces = proposePlaces(places, live);
	const seats = [...present.places.map(({ id, unitCode }) => ({ ref: id, unitCode })), ...proposedPlaces];
	const taken = [...present.activities, ...values].map(({ number }) => number);
	const plans = new Planner(has, partners, places, seats, taken);
	const compared = rows.map((row) => classify(row, plans.planOf(row), interview));
	const count = (wanted: (row: ImportRow) => boolean) => compared.filter(wanted).length;
	return {
		rows: compared,
		questions: interview.all(),
		partners: proposePartners(partners, present),
		places: proposedPlaces,
		partnerAliases: partners.aliases,
		placeAliases: places.aliases,
		counts: Object.fromEntries(rowClasses.map((name) => [name, count((row) => row.class === name)])) as Record<
			RowClass,
			number
		>,
		adds: count(({ outcome }) => outcome === 'add'),
		changes: count(({ outcome }) => outcome === 'change'),
		closed: present.closed,
		names: namesOf(present, partners, places),
	};
}

function checkNumbers(rows: readonly RowValues[]): void {
	const seen = new Map<number, number>();
	for (const { number, row, issues } of rows) {
		if (number === null) continue;
		const earlier = seen.get(number);
		if (earlier === undefined) seen.set(number, row);
		else
			issues.push({
				field: 'number',
				message: 'import.issue.number_twice',
				words: { number: String(number), row: String(earlier) },
			});
	}
}

function checkDays(rows: readonly RowValues[], { from, to }: Present['period']): void {
	for (const { date, cells, issues } of rows) {
		if (date !== null && (date < from || date > to))
			issues.push({ field: 'date', message: 'issue.outside_period', words: { text: cells.date ?? date, from, to } });
	}
}

function matchPartners(
	rows: readonly Row[],
	{ partners }: Present,
	proper: ReadonlySet<string>,
	interview: Interview,
): Matched {
	const spellings = new Spellings();
	for (const { values, lead, supporters } of rows) {
		for (const name of [lead, ...supporters])
			if (searchForm(name) !== '') spellings.add(searchForm(name), name, values.row);
	}
	const known: KnownName[] = partners.flatMap(({ id, name, aliases }) =>
		[name, ...aliases].map((text) => ({ id, name, form: searchForm(text), group: '' })),
	);
	return matchNames('partner', spellings.all(), known, proper, interview);
}

function matchPlaces(
	rows: readonly Row[],
	{ places }: Present,
	proper: ReadonlySet<string>,
	interview: Interview,
): Matched {
	const known: KnownName[] = places.flatMap(({ id, name, aliases, municipalityCode }) =>
		[name, ...aliases].map((text) => ({ id, name, form: searchForm(text), group: municipalityCode ?? '' })),
	);
	const homeless = new Map(known.filter(({ group }) => group === '').map((entry) => [entry.form, entry]));
	const housed = new Set(known.map(({ form, group }) => `${form}|${group}`));
	const spellings = new Spellings();
	for (const { values, where } of rows) {
		const form = searchForm(values.place);
		const group = where.municipalityCode ?? '';
		if (form !== '') spellings.add(form, values.place, values.row, group);
		// A place whose municipality nobody has written down yet is the same place.
		const elsewhere = group === '' ? undefined : homeless.get(form);
		if (!elsewhere || housed.has(`${form}|${group}`)) continue;
		known.push({ ...elsewhere, group });
		housed.add(`${form}|${group}`);
	}
	return matchNames('place', spellings.all(), known, proper, interview);
}

function proposePartners({ proposed }: Matched, { municipalities }: Present): ProposedPartner[] {
	return proposed.map(({ ref, name, form, aliases }) => {
		const home = municipalities.find(({ searchName }) => form.endsWith(` ${searchName}`));
		return { ref, name, kind: partnerKind(form), municipalityCode: home?.code ?? null, aliases };
	});
}

function proposePlaces({ proposed, refs }: Matched, rows: readonly Row[]): ProposedPlace[] {
	const units = new Map<string, string>();
	for (const { values, where } of rows) {
		const ref = refs.get(`${searchForm(values.place)}|${where.municipalityCode ?? ''}`);
		if (ref && where.unitCode && !units.has(ref)) units.set(ref, where.unitCode);
	}
	return proposed.map(({ ref, name, form, group, aliases }) => ({
		...{ ref, name, kind: placeKind(form), aliases },
		municipalityCode: group || null,
		unitCode: units.get(ref) ?? null,
	}));
}

function namesOf(present: Present, partners: Matched, places: Matched): Record<string, string> {
	const named = [...present.municipalities, ...present.units].map(({ code, name }) => [code, name]);
	const existing = [...present.partners, ...present.places].map(({ id, name }) => [id, name]);
	const proposed = [...partners.proposed, ...places.proposed].map(({ ref, name }) => [ref, name]);
	return Object.fromEntries([...named, ...existing, ...proposed]);
}
