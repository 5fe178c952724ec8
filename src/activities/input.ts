import { daysBetween } from '#platform/dates.ts';
import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Issue, Parsed } from '#platform/problem.ts';
import { type Audience, audiences } from '#programmes/model.ts';
import { type Stage, stages, statesSince } from './board.ts';
import type { Plan } from './changes.ts';
import {
	type ActivityState,
	activityStates,
	methods,
	needsDay,
	type Readiness,
	type Setting,
	settings,
	statedItems,
	usualVisibility,
	wasHeld,
} from './model.ts';

/** What a form may choose from; an id that is not among them is a mistake, whoever sent it. */
export type Choices = {
	partners: readonly { id: string }[];
	places: readonly { id: string; municipalityCode: string | null; unitCode: string | null }[];
	municipalities: readonly { code: string }[];
	units: readonly { code: string; municipalityCode: string }[];
	period: { from: string; to: string };
};

/** A plan as a person typed it; a number left empty is given by the store. */
export type TypedPlan = Omit<Plan, 'number'> & { number: number | null };

/** Reads the form of an activity; `state` is the state of the activity it belongs to: what was held was held by `today`. */
export function parsePlan(
	typed: Typed,
	choices: Choices,
	state: ActivityState = 'proposed',
	today?: string,
): Parsed<TypedPlan> {
	const read = new Reader(typed);
	const number = read.whole('number', 1, 99_999);
	const title = read.text('title', 200, { required: true });
	const setting = read.choice('setting', settings, { required: true });
	const takesPlaceOn = read.day('day');
	if (takesPlaceOn !== null && (takesPlaceOn < choices.period.from || takesPlaceOn > choices.period.to)) {
		read.issue('day', 'issue.outside_period', choices.period);
	} else if (takesPlaceOn !== null && today !== undefined && wasHeld(state) && takesPlaceOn > today)
		read.issue('day', 'issue.held_ahead');
	if (takesPlaceOn === null && needsDay(state) && first(typed, 'day') === '') read.issue('day', 'issue.day_needed');
	const hours = parseHours(read);
	const placeId = read.choice(
		'place',
		choices.places.map(({ id }) => id),
	);
	const national = read.ticked('national');
	const partnerIds = choices.partners.map(({ id }) => id);
	const plan = {
		number,
		...hours,
		takesPlaceOn,
		placeId,
		national,
		...where(read, choices, placeId, national),
		leadId: read.choice('lead', partnerIds, { required: true }),
		supporterIds: read.choices('supporters', partnerIds),
		audiences: read.choices('audiences', audiences, { required: true }),
		methods: read.choices('methods', methods),
		plannedPersons: read.whole('persons', 1, 100_000),
		visibility: read.choice('visibility', ['public', 'closed'] as const),
	};
	if (read.issues.length > 0 || title === null || setting === null || plan.leadId === null)
		return { ok: false, issues: read.issues };
	const { leadId, visibility } = plan;
	const supporterIds = plan.supporterIds.filter((id) => id !== leadId);
	return {
		ok: true,
		value: { ...plan, title, setting, leadId, supporterIds, visibility: visibility ?? usualVisibility(setting) },
	};
}

function parseHours(read: Reader): Pick<Plan, 'startsAt' | 'endsAt'> {
	const before = read.issues.length;
	const startsAt = read.hour('from');
	const endsAt = read.hour('to');
	if (read.issues.length === before && endsAt !== null) {
		if (startsAt === null) read.issue('from', 'issue.start_needed');
		else if (endsAt <= startsAt) read.issue('to', 'issue.end_before_start');
	}
	return { startsAt, endsAt };
}

/** A place that knows where it lies decides; a national activity lies in none of the county's municipalities. */
function where(
	read: Reader,
	choices: Choices,
	placeId: string | null,
	national: boolean,
): Pick<Plan, 'municipalityCode' | 'unitCode'> {
	const chosen = read.choice(
		'municipality',
		choices.municipalities.map(({ code }) => code),
	);
	const unit = read.choice(
		'unit',
		choices.units.map(({ code }) => code),
	);
	if (national) return { municipalityCode: null, unitCode: null };
	const place = choices.places.find(({ id }) => id === placeId);
	if (place?.municipalityCode) {
		const sameSide = choices.units.some(
			({ code, municipalityCode }) => code === unit && municipalityCode === place.municipalityCode,
		);
		return { municipalityCode: place.municipalityCode, unitCode: place.unitCode ?? (sameSide ? unit : null) };
	}
	const home = choices.units.find(({ code }) => code === unit)?.municipalityCode;
	if (home && chosen && home !== chosen) read.issue('unit', 'issue.unit_elsewhere');
	return { municipalityCode: chosen ?? home ?? null, unitCode: unit };
}

/** Why something was postponed or cancelled. */
export function parseReason(typed: Typed): Parsed<string> {
	const read = new Reader(typed);
	const reason = read.text('reason', 500, { required: true });
	return reason === null ? { ok: false, issues: read.issues } : { ok: true, value: reason };
}

/** Which clash a form decides about, from which activity's page it was sent, and why it is accepted; taken back, no reason is asked. */
export function parseClash(typed: Typed, withReason: boolean) {
	const reason: Parsed<string | null> = withReason ? parseReason(typed) : { ok: true, value: null };
	const activity = /^\d{1,5}$/.exec(first(typed, 'activity'))?.[0];
	return { key: first(typed, 'key').slice(0, 2000), activity: activity ? Number(activity) : null, reason };
}

/** The readiness gate: what is ticked was checked on its day, today where no day was typed; never in the future. */
export function parseReadiness(typed: Typed, today: string): Parsed<Readiness> {
	const read = new Reader(typed);
	const readiness: Readiness = {};
	for (const item of statedItems) {
		if (!read.ticked(item)) continue;
		const before = read.issues.length;
		const on = read.day(`${item}_on`) ?? today;
		if (read.issues.length > before) continue;
		if (daysBetween(on, today) < 0) read.issue(`${item}_on`, 'issue.in_the_future');
		else if (daysBetween(on, today) > 366) read.issue(`${item}_on`, 'issue.too_long_ago');
		else readiness[item] = on;
	}
	return read.issues.length > 0 ? { ok: false, issues: read.issues } : { ok: true, value: readiness };
}

/** The version of the activity that a form was made from. */
export const parseVersion = (typed: Typed): number => Number(/^\d{1,9}$/.exec(first(typed, 'version'))?.[0] ?? 0);

export type Sort = 'date' | 'number';
export type ListQuestion = {
	setting?: Setting;
	/** As chosen: one state, or every state from a stage on (`since_held`). */
	state?: ActivityState | `since_${Stage}`;
	audience?: Audience;
	municipality?: string;
	partner?: string;
	search?: string;
	sort: Sort;
	page: number;
};

/** What the address of the list asks for; what it does not know is left out, never an error. */
export function parseListQuestion(search: URLSearchParams): ListQuestion {
	const asked = (name: string) => search.get(name)?.trim().slice(0, 100) ?? '';
	const among = <T extends string>(name: string, options: readonly T[]) =>
		options.find((option) => option === asked(name));
	const page = /^[1-9]\d{0,3}$/.test(asked('page')) ? Number(asked('page')) : 1;
	const text = (name: string) => asked(name) || undefined;
	return withoutEmpty({
		setting: among('setting', settings),
		state: among('state', [...activityStates, ...stages.map((stage) => `since_${stage}` as const)]),
		audience: among('audience', audiences),
		municipality: text('municipality'),
		partner: text('partner'),
		search: text('search'),
		sort: asked('sort') === 'number' ? ('number' as const) : ('date' as const),
		page,
	});
}

const withoutEmpty = (
	question: { [K in keyof ListQuestion]: ListQuestion[K] | undefined } & Pick<ListQuestion, 'sort' | 'page'>,
): ListQuestion =>
	Object.fromEntries(Object.entries(question).filter(([, value]) => value !== undefined)) as ListQuestion;

/** The states a question asks for; undefined when any will do. */
export function statesAsked({ state }: ListQuestion): readonly ActivityState[] | undefined {
	const stage = stages.find((name) => state === `since_${name}`);
	const single = activityStates.find((name) => state === name);
	return stage ? statesSince[stage] : single && [single];
}

/** Whether a list was narrowed, so that an empty one can say why it is empty. */
export const isNarrowed = ({ sort: _, page: __, ...filter }: ListQuestion): boolean => Object.keys(filter).length > 0;

/** The issue of a number that another activity of the programme already has. */
export const numberTaken = (number: number, title: string): Issue => ({
	field: 'number',
	message: 'issue.number_taken',
	words: { number: String(number), title },
});
