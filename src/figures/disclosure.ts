import type { Setting } from '#activities/model.ts';
import { weeksOf } from '#platform/dates.ts';
import { type Evidence, type EvidenceActivity, type Row, recordsOf } from './evidence.ts';
import type { Figure } from './model.ts';

/** Counts of persons below this are not shown one by one on a public page. */
export const leastShown = 10;
/** Beyond this many records a public page shows them by setting, municipality and week. */
const mostRows = 100;

/** What a public page says of the records of a figure; the values of all lines add up to the figure. */
export type PublicLine =
	| { kind: 'open'; number: number; title: string; day: string | null; value: number }
	| {
			kind: 'closed';
			setting: Setting;
			municipality: string | null;
			week: { from: string; to: string } | null;
			activities: number;
			value: number;
	  }
	| { kind: 'rounded'; value: number }
	| { kind: 'together'; activities: number; value: number }
	| { kind: 'named'; name: string; value: number }
	| { kind: 'in_municipality'; municipality: string | null; value: number };

/**
 * Splits counts into those shown one by one and those only shown as a sum: all below `least`, and further ones, the smallest
 * first, until the sum is of two or more and reaches `least`, so that no single small count can be told from it.
 */
export function mergeSmall<T extends { value: number }>(
	rows: readonly T[],
	least = leastShown,
): { shown: T[]; merged: T[] } {
	const ascending = rows.toSorted((a, b) => a.value - b.value);
	let taken = ascending.filter(({ value }) => value < least).length;
	if (taken === 0) return { shown: [...rows], merged: [] };
	const sum = (count: number) => ascending.slice(0, count).reduce((total, { value }) => total + value, 0);
	while (taken < ascending.length && (taken < 2 || sum(taken) < least)) taken += 1;
	const merged = ascending.slice(0, taken);
	const hidden = new Set(merged);
	return { shown: rows.filter((row) => !hidden.has(row)), merged };
}

/**
 * The records of a figure as anybody may read them. Closed activities show setting, municipality and week only. People at one
 * activity are shown only in the undivided number: a division of it ("pupils", "sex", "answer") is one line, because two
 * tables of the same activities could be subtracted from each other.
 */
export function publicLines(evidence: Evidence, figure: Figure): PublicLine[] {
	const rows = recordsOf(evidence, figure.key);
	if (figure.subject === 'partner' || figure.subject === 'municipality') {
		return rows.map(({ of, value }) => ({ kind: 'named', name: evidence.names[of]?.name ?? '', value }));
	}
	if (figure.subject === 'check') return rows.map(({ value }) => ({ kind: 'rounded', value }));
	if (figure.subject === 'place' || figure.subject === 'unit') return byMunicipality(evidence, rows);
	const ofPeople = figure.unit === 'persons' || figure.unit === 'contacts';
	if (!ofPeople) return activityLines(evidence, rows);
	if (figure.key !== 'persons' && figure.key !== 'contacts') return together(rows);
	const { shown, merged } = mergeSmall(rows);
	return [...activityLines(evidence, shown), ...together(merged)];
}

const sumOf = (rows: readonly Row[]): number => rows.reduce((sum, { value }) => sum + value, 0);
const together = (rows: readonly Row[]): PublicLine[] =>
	rows.length === 0 ? [] : [{ kind: 'together', activities: rows.length, value: sumOf(rows) }];

function byMunicipality(evidence: Evidence, rows: readonly Row[]): PublicLine[] {
	const lines = Map.groupBy(rows, ({ of }) => evidence.names[of]?.municipalityCode ?? null);
	return [...lines].map(([code, inside]) => ({
		kind: 'in_municipality',
		municipality: code === null ? null : (evidence.names[code]?.name ?? null),
		value: sumOf(inside),
	}));
}

function activityLines(evidence: Evidence, rows: readonly Row[]): PublicLine[] {
	const activities = new Map(evidence.activities.map((activity) => [String(activity.number), activity]));
	const weeks = weeksOf(evidence.programme.startsOn, evidence.programme.endsOn);
	const lines = rows.flatMap(({ of, value }): PublicLine[] => {
		const activity = activities.get(of);
		return activity ? [lineOf(evidence, activity, value, weeks)] : [];
	});
	return lines.length > mostRows ? gathered(lines) : lines;
}

function lineOf(
	evidence: Evidence,
	activity: EvidenceActivity,
	value: number,
	weeks: { from: string; to: string }[],
): PublicLine {
	const { number, title, day, setting, municipalityCode } = activity;
	// What was only proposed was never announced, whatever it was meant to be.
	if (activity.visibility === 'public' && activity.state !== 'proposed')
		return { kind: 'open', number, title, day, value };
	const week = day === null ? undefined : weeks.find(({ from, to }) => from <= day && day <= to);
	const municipality = municipalityCode === null ? null : (evidence.names[municipalityCode]?.name ?? null);
	return { kind: 'closed', setting, municipality, week: week ?? null, activities: 1, value };
}

function gathered(lines: readonly PublicLine[]): PublicLine[] {
	const groups = Map.groupBy(lines, (line) =>
		line.kind === 'closed'
			? JSON.stringify([line.setting, line.municipality, line.week])
			: line.kind === 'open'
				? `open ${line.number}`
				: '',
	);
	return [...groups.values()].flatMap((same) => {
		const [first] = same;
		if (first?.kind !== 'closed') return same;
		return [{ ...first, activities: same.length, value: same.reduce((sum, { value }) => sum + value, 0) }];
	});
}
