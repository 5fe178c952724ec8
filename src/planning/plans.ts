import { changesBetween, type Plan } from '#activities/changes.ts';
import { type Activity, needsDay, usualVisibility, wasHeld } from '#activities/model.ts';
import { searchForm } from '#i18n/search.ts';
import type { Found } from './existing.ts';
import type { RowValues } from './input.ts';
import type { ColumnKey, ImportRow, RowClass } from './model.ts';
import type { Matched } from './names.ts';
import type { Interview } from './questions.ts';
import type { Whereabouts } from './whereabouts.ts';

/** A row with all that was found out about it. */
export type Row = { values: RowValues; found: Found; where: Whereabouts; lead: string; supporters: string[] };

type Seated = { ref: string; unitCode: string | null };

/** Turns what rows say into plans; what a sheet has no column for stays as it is. */
export class Planner {
	readonly #has: ReadonlySet<ColumnKey>;
	readonly #partners: Matched;
	readonly #places: Matched;
	readonly #placeUnits: Map<string, string | null>;
	#next: number;

	/** @param taken numbers that activities or other rows have: one given to a row without must not meet them */
	constructor(
		has: ReadonlySet<ColumnKey>,
		partners: Matched,
		places: Matched,
		seats: readonly Seated[],
		taken: readonly (number | null)[],
	) {
		this.#has = has;
		this.#partners = partners;
		this.#places = places;
		this.#placeUnits = new Map(seats.map(({ ref, unitCode }) => [ref, unitCode]));
		this.#next = taken.reduce<number>((most, number) => Math.max(most, number ?? 0), 0);
	}

	planOf({ values, found, where, lead, supporters }: Row): Plan | null {
		const { existing } = found;
		const leadId = this.#partners.refs.get(`${searchForm(lead)}|`);
		if (found.leaveOut || where.leaveOut || !leadId || values.setting === null) return null;
		const kept = <T>(column: ColumnKey, value: T, before: T | undefined): T =>
			existing && !this.#has.has(column) ? (before as T) : value;
		const placeId = kept(
			'place',
			this.#places.refs.get(`${searchForm(values.place)}|${where.municipalityCode ?? ''}`) ?? null,
			existing?.placeId,
		);
		const supporterIds = [...new Set(supporters.map((name) => this.#partners.refs.get(`${searchForm(name)}|`)))].filter(
			(id) => id !== undefined && id !== leadId,
		);
		const [startsAt, endsAt] = kept(
			'hours',
			[values.startsAt, values.endsAt],
			existing && [existing.startsAt, existing.endsAt],
		);
		return {
			number: existing?.number ?? (found.renumber || values.number === null ? ++this.#next : values.number),
			title: values.title,
			setting: values.setting,
			leadId,
			supporterIds: kept('supporters', supporterIds as string[], existing?.supporterIds),
			placeId,
			municipalityCode: where.municipalityCode,
			unitCode: this.#unitOf(where, placeId, existing),
			national: where.national,
			audiences: values.audiences,
			methods: kept('methods', values.methods, existing?.methods),
			takesPlaceOn: values.date,
			startsAt,
			endsAt,
			plannedPersons: kept('persons', values.persons, existing?.plannedPersons),
			visibility: values.visibility ?? existing?.visibility ?? usualVisibility(values.setting),
		};
	}

	#unitOf(
		{ unitCode, municipalityCode, national }: Whereabouts,
		placeId: string | null,
		existing: Activity | undefined,
	): string | null {
		if (national) return null;
		if (unitCode !== undefined) return unitCode;
		if (existing && existing.municipalityCode === municipalityCode) return existing.unitCode;
		return this.#placeUnits.get(placeId ?? '') ?? null;
	}
}

/** What becomes of a row: its class, its plan, and what of an existing activity it changes. */
export function classify(
	{ values, found: { existing, leaveOut }, where }: Row,
	wanted: Plan | null,
	interview: Interview,
): ImportRow {
	const { row, issues, cells } = values;
	let plan = wanted;
	if (
		existing &&
		plan &&
		plan.takesPlaceOn !== existing.takesPlaceOn &&
		wasHeld(existing.state) &&
		issues.length === 0
	) {
		const keep = askHeldDay(row, existing, plan.takesPlaceOn ?? '', interview) === 'keep';
		if (keep) plan = { ...plan, takesPlaceOn: existing.takesPlaceOn };
	}
	const isEmptyDay = values.date === null && !issues.some(({ field }) => field === 'date');
	if (isEmptyDay && existing && needsDay(existing.state)) issues.push({ field: 'date', message: 'issue.day_needed' });
	else if (isEmptyDay && !existing && !leaveOut && !where.leaveOut && askDay(row, interview) === 'leave_out')
		plan = null;
	const changes = existing && plan ? changesBetween(existing, plan) : {};
	const isSame = existing !== undefined && plan !== null && Object.keys(changes).length === 0;
	if (isSame && issues.length === 0) interview.settle(row, (key) => key.endsWith('.held'));
	const questions = interview.about(row);
	const outcome =
		issues.length > 0 ? 'refuse' : plan === null ? 'leave_out' : !existing ? 'add' : isSame ? 'nothing' : 'change';
	const plain: Record<ImportRow['outcome'], RowClass> = {
		refuse: 'error',
		leave_out: 'question',
		add: 'new',
		change: 'changed',
		nothing: 'same',
	};
	return {
		row,
		class: issues.length === 0 && questions.length > 0 ? 'question' : plain[outcome],
		outcome,
		title: values.title || (cells.title ?? ''),
		date: values.date ?? cells.date ?? '',
		place: values.place,
		plan,
		existing: existing
			? { id: existing.id, number: existing.number, version: existing.version, state: existing.state }
			: null,
		changes,
		issues,
		questions,
	};
}

/** When something happened is history: a sheet changes it only if a person says so. */
const askHeldDay = (row: number, { takesPlaceOn }: Activity, wanted: string, interview: Interview): string =>
	interview.ask([row], {
		key: `row.${row}.held`,
		column: 'date',
		message: 'import.question.held',
		words: { from: takesPlaceOn ?? '', to: wanted },
		options: [
			{ value: 'keep', label: { message: 'import.answer.keep_day', words: { day: takesPlaceOn ?? '' } } },
			{ value: 'change', label: { message: 'import.answer.change_day', words: { day: wanted } } },
		],
		fallback: 'keep',
	});

const askDay = (row: number, interview: Interview): string =>
	interview.ask([row], {
		key: `row.${row}.date`,
		column: 'date',
		message: 'import.question.no_day',
		words: {},
		options: [
			{ value: 'add', label: { message: 'import.answer.without_day' } },
			{ value: 'leave_out', label: { message: 'import.answer.leave_out' } },
		],
		fallback: 'add',
	});
