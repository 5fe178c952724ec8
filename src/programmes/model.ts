/** `in_preparation` is the desk's own; `approved` by the chair is public; `closed` takes no more changes of the plan. */
export const programmeStates = ['in_preparation', 'approved', 'closed'] as const;
export type ProgrammeState = (typeof programmeStates)[number];

/**
 * The groups an activity is meant for. Roma and Egyptian communities are an activity's audience, never an attribute of a person:
 * people present are counted in the groups of `returns/model.ts`, which do not tell them apart.
 */
export const audiences = [
	'pupils',
	'students',
	'teachers',
	'psychologists',
	'parents',
	'roma_community',
	'egyptian_community',
	'job_seekers',
	'employees',
	'employers',
	'health_staff',
	'general_public',
] as const;
export type Audience = (typeof audiences)[number];

/** A month of awareness activities of one committee. `slug` is the month it starts in: `2026-10`. */
export type Programme = {
	id: string;
	committeeId: string;
	slug: string;
	titleSq: string;
	titleEn: string;
	startsOn: string;
	endsOn: string;
	aimSq: string;
	aimEn: string;
	state: ProgrammeState;
	demonstration: boolean;
	targets: { audience: Audience; persons: number }[];
};

export const programmeVerbs = ['approve', 'reopen', 'close'] as const;
export type ProgrammeVerb = (typeof programmeVerbs)[number];
/** Why a verb is not possible now; the message key is `programme.why_not.<reason>`. */
export type ProgrammeWhyNot = 'wrong_state' | 'no_activities';

const from: Record<ProgrammeVerb, ProgrammeState> = {
	approve: 'in_preparation',
	reopen: 'approved',
	close: 'approved',
};
export const stateAfter: Record<ProgrammeVerb, ProgrammeState> = {
	approve: 'approved',
	reopen: 'in_preparation',
	close: 'closed',
};

/** Null when the verb is possible, otherwise why not. */
export function whyNot(
	verb: ProgrammeVerb,
	programme: { state: ProgrammeState; activities: number },
): ProgrammeWhyNot | null {
	if (programme.state !== from[verb]) return 'wrong_state';
	if (verb === 'approve' && programme.activities === 0) return 'no_activities';
	return null;
}

/** How large the plan of a month is and between which days it lies; told by whoever may look into activities. */
export type PlanSpan = { activities: number; first: string | null; last: string | null };

/** Days of a plan that would lie outside a period. */
export const leavesOut = (period: Pick<Programme, 'startsOn' | 'endsOn'>, plan: PlanSpan): boolean =>
	(plan.first !== null && plan.first < period.startsOn) || (plan.last !== null && plan.last > period.endsOn);

const textFields = ['titleSq', 'titleEn', 'startsOn', 'endsOn', 'aimSq', 'aimEn', 'targets'] as const;

/** Field by field what an edit changed; empty when nothing did. */
export function changesBetween(
	before: Pick<Programme, (typeof textFields)[number]>,
	after: Pick<Programme, (typeof textFields)[number]>,
): Record<string, { from: unknown; to: unknown }> {
	const form = (value: unknown) =>
		JSON.stringify(
			Array.isArray(value) ? value.map(({ audience, persons }) => `${audience} ${persons}`).sort() : value,
		);
	const changed = textFields.filter((field) => form(before[field]) !== form(after[field]));
	return Object.fromEntries(changed.map((field) => [field, { from: before[field], to: after[field] }]));
}

export type ProgrammeEventKind = 'created' | 'edited' | 'approved' | 'reopened' | 'closed' | 'imported';

/** Numbers and months by name (`activities: 25`), or, of an edit, what a field was and became. */
export type ProgrammeEventDetails = Record<string, string | number | null | { from: unknown; to: unknown }>;
export type ProgrammeEvent = {
	id: string;
	kind: ProgrammeEventKind;
	/** `<role>:<account>`, `link:<partner>`, or what is no person: never a name (people/model.ts). */
	actor: string;
	details: ProgrammeEventDetails;
	at: Date;
};
