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

/** The secretariat submits; the chair approves or sends back with remarks, takes an approval back, and closes for good. */
export const programmeVerbs = ['submit', 'approve', 'send_back', 'reopen', 'close'] as const;
export type ProgrammeVerb = (typeof programmeVerbs)[number];
/** Why a verb is not possible now; the message key is `programme.why_not.<reason>`. */
export type ProgrammeWhyNot =
	| 'wrong_state'
	| 'no_activities'
	| 'no_changes'
	| 'already_submitted'
	| 'not_submitted'
	| 'open_questions';

/** An approved programme is submitted and approved again when it has changed: as its next version, public meanwhile. */
const from: Record<ProgrammeVerb, readonly ProgrammeState[]> = {
	submit: ['in_preparation', 'approved'],
	approve: ['in_preparation', 'approved'],
	send_back: ['in_preparation', 'approved'],
	reopen: ['approved'],
	close: ['approved'],
};
/** Where a verb leads; the others leave the state as it is. */
export const stateAfter: Partial<Record<ProgrammeVerb, ProgrammeState>> = {
	approve: 'approved',
	reopen: 'in_preparation',
	close: 'closed',
};

/** What a rule needs to know of a programme. */
export type ProgrammeSituation = {
	state: ProgrammeState;
	activities: number;
	submitted: boolean;
	/** What differs from the latest version; null where there is none. */
	changes: number | null;
	/** Open questions, and whether the chair has said to approve with them. */
	questions: number;
	accepted: boolean;
};

/** Null when the verb is possible, otherwise why not. */
export function whyNot(verb: ProgrammeVerb, programme: ProgrammeSituation): ProgrammeWhyNot | null {
	const { state, activities, submitted, changes, questions, accepted } = programme;
	if (!from[verb].includes(state)) return 'wrong_state';
	if (verb === 'send_back') return submitted ? null : 'not_submitted';
	if (verb !== 'submit' && verb !== 'approve') return null;
	if (activities === 0) return 'no_activities';
	if (state === 'approved' && changes === 0) return 'no_changes';
	if (verb === 'submit') return submitted ? 'already_submitted' : null;
	return questions > 0 && !accepted ? 'open_questions' : null;
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

export type ProgrammeEventKind =
	| 'created'
	| 'edited'
	| 'submitted'
	| 'sent_back'
	| 'approved'
	| 'reopened'
	| 'closed'
	| 'imported';

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

const steps: readonly ProgrammeEventKind[] = ['submitted', 'sent_back', 'approved', 'reopened'];

/** The last word between secretariat and chair: handed in, sent back, approved or taken back. `events` has the latest first. */
export const lastStep = (events: readonly ProgrammeEvent[]): ProgrammeEvent | null =>
	events.find(({ kind }) => steps.includes(kind)) ?? null;

/** Whether the programme lies with the chair. */
export const isSubmitted = (events: readonly ProgrammeEvent[]): boolean => lastStep(events)?.kind === 'submitted';

/** What the chair wrote when sending back, or the secretariat when submitting. */
export const wordsOf = ({ details }: Pick<ProgrammeEvent, 'details'>): string =>
	typeof details.words === 'string' ? details.words : '';
