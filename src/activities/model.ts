import type { PartnerKind } from '#partners/model.ts';
import { daysBetween } from '#platform/dates.ts';
import type { Audience } from '#programmes/model.ts';

/** Where an activity belongs, in the order of the board. */
export const settings = ['school', 'community', 'company', 'health', 'public'] as const;
export type Setting = (typeof settings)[number];

/** By what means people are informed. */
export const methods = ['video', 'leaflet', 'contest', 'case', 'help_information', 'courses', 'march', 'talk'] as const;
export type Method = (typeof methods)[number];

/** The life of an activity: proposed › confirmed › ready › held › returned › accepted, or postponed or cancelled with a reason. */
export const activityStates = [
	'proposed',
	'confirmed',
	'ready',
	'held',
	'returned',
	'accepted',
	'postponed',
	'cancelled',
] as const;
export type ActivityState = (typeof activityStates)[number];

/** Held, whatever came after: what "activities held" counts. */
export const heldStates: readonly ActivityState[] = ['held', 'returned', 'accepted'];
export const wasHeld = (state: ActivityState): boolean => heldStates.includes(state);

/** The gate before "ready", each line with a date: what a person states, and whether a help number answers, which the register of lines tells. */
export const readinessItems = [
	'safeguarding_contact',
	'referral_card',
	'facilitator_briefed',
	'quiet_place',
	'line_tested',
	'materials_approved',
] as const;
export type ReadinessItem = (typeof readinessItems)[number];
export type Readiness = Partial<Record<ReadinessItem, string>>;
export const statedItems: readonly ReadinessItem[] = readinessItems.filter((item) => item !== 'line_tested');
/** The latest call of a living help number that was answered. */
export type LineProof = { lineId: string; number: string; on: string };

/** The gate as it stands. Once an activity is held, it is what it was then. */
export function gateOf(
	{ state }: Pick<Activity, 'state'>,
	{ line_tested: then, ...stated }: Readiness,
	proof: Pick<LineProof, 'on'> | null,
): Readiness {
	const tested = heldStates.includes(state) ? then : proof?.on;
	return tested === undefined ? stated : { ...stated, line_tested: tested };
}

/** At least one help number must have been tested within this many days before the activity. */
export const lineTestDays = 30;

export type Activity = {
	id: string;
	programmeId: string;
	number: number;
	title: string;
	setting: Setting;
	leadId: string;
	supporterIds: string[];
	placeId: string | null;
	municipalityCode: string | null;
	unitCode: string | null;
	national: boolean;
	audiences: Audience[];
	methods: Method[];
	/** A calendar day; null only while proposed, postponed or cancelled. */
	takesPlaceOn: string | null;
	startsAt: string | null;
	endsAt: string | null;
	plannedPersons: number | null;
	/** Public activities appear on public pages and feeds; closed ones never do. */
	visibility: 'public' | 'closed';
	state: ActivityState;
	version: number;
};

/** An activity with the names a list shows. */
export type ListedActivity = Activity & {
	leadName: string;
	leadKind: PartnerKind;
	placeName: string | null;
	municipalityName: string | null;
};

export type ActivityEventKind =
	| 'proposed'
	| 'imported'
	| 'edited'
	| 'confirmed'
	| 'readied'
	| 'held'
	| 'returned'
	| 'corrected'
	| 'accepted'
	| 'postponed'
	| 'cancelled'
	| 'reopened'
	| 'readiness_checked'
	| 'answers_asked'
	| 'answer_revoked'
	| 'answered_yes'
	| 'answered_other_day'
	| 'answered_no'
	| 'reminded'
	| 'contribution_asked'
	| 'contribution_removed'
	| 'contribution_confirmed'
	| 'contribution_declined'
	| 'clash_accepted'
	| 'clash_reopened';

/** One line of an activity's history: who did what, when, why, and field by field what changed. */
export type ActivityEvent = {
	id: string;
	kind: ActivityEventKind;
	from: ActivityState | null;
	to: ActivityState;
	/** `<role>:<account>`, `link:<partner>`, or what is no person: never a name (people/model.ts). */
	actor: string;
	reason: string | null;
	changes: Record<string, { from: unknown; to: unknown }>;
	at: Date;
};

export type Verb = 'confirm' | 'ready' | 'hold' | 'accept' | 'postpone' | 'cancel' | 'reopen';

/** Why a verb is not possible now; the message key is `activity.why_not.<reason>`. */
export type WhyNot =
	| 'wrong_state'
	| 'no_date'
	| 'no_place'
	| 'not_ready'
	| 'line_test_old'
	| 'materials_not_usable'
	| 'not_yet'
	| 'no_reason'
	| 'programme_closed';

export const verbs: readonly Verb[] = ['confirm', 'ready', 'hold', 'accept', 'postpone', 'cancel', 'reopen'];

/**
 * From which states each verb leads, and where to. `reopen` takes the last step back: whatever was pressed by mistake can
 * be undone. `return` (writing what happened) is the verb of returns.
 */
const paths: Record<Verb, Partial<Record<ActivityState, ActivityState>>> = {
	confirm: { proposed: 'confirmed', postponed: 'confirmed' },
	ready: { confirmed: 'ready' },
	hold: { confirmed: 'held', ready: 'held' },
	accept: { returned: 'accepted' },
	postpone: { proposed: 'postponed', confirmed: 'postponed', ready: 'postponed' },
	cancel: { proposed: 'cancelled', confirmed: 'cancelled', ready: 'cancelled', postponed: 'cancelled' },
	reopen: {
		cancelled: 'proposed',
		postponed: 'proposed',
		confirmed: 'proposed',
		ready: 'confirmed',
		held: 'confirmed',
		accepted: 'returned',
	},
};

/** Where a verb leads from a state; undefined when it does not start there. */
export const stateAfter = (verb: Verb, from: ActivityState): ActivityState | undefined => paths[verb][from];

/** All states a verb can lead to. */
export const leadsTo = (verb: Verb): ActivityState[] => Object.values(paths[verb]);

/** Verbs that want to know why, in a sentence without names. */
export const needsReason = (verb: Verb): boolean => verb === 'postpone' || verb === 'cancel';

/** Without a day an activity can only be an intention. */
export const needsDay = (state: ActivityState): boolean =>
	state !== 'proposed' && state !== 'postponed' && state !== 'cancelled';

/** Visits to classrooms, families, companies and health centres stay off the public pages unless a person opens them. */
export const usualVisibility = (setting: Setting): Activity['visibility'] =>
	setting === 'public' ? 'public' : 'closed';

/** What a rule needs to know; the clock is handed in. */
export type Situation = {
	activity: Pick<Activity, 'state' | 'takesPlaceOn' | 'placeId' | 'national'>;
	readiness: Readiness;
	programmeClosed: boolean;
	today: string;
	reason?: string | null;
	/** Whether a material that the activity plans with is not approved, expired or called back. */
	materialsHinder?: boolean;
};

/** Null when the verb is possible, otherwise why not: asked by screens (to say why) and by actions (to refuse). */
export function whyNot(verb: Verb, situation: Situation): WhyNot | null {
	const { activity, readiness, programmeClosed, today, reason, materialsHinder = false } = situation;
	if (programmeClosed) return 'programme_closed';
	if (!stateAfter(verb, activity.state)) return 'wrong_state';
	const day = activity.takesPlaceOn;
	if (verb === 'confirm' || verb === 'ready' || verb === 'hold') {
		if (day === null) return 'no_date';
		if (activity.placeId === null && !activity.national) return 'no_place';
		if (verb === 'ready') return whyNotReady(readiness, day) ?? (materialsHinder ? 'materials_not_usable' : null);
		if (verb === 'hold' && day > today) return 'not_yet';
	}
	// `undefined` asks whether the verb would be possible with a reason; a missing one is refused.
	if (needsReason(verb) && reason !== undefined && !reason?.trim()) return 'no_reason';
	return null;
}

/** The verbs that start from this state, each with what stands in its way now. */
export const possibleVerbs = (situation: Omit<Situation, 'reason'>): { verb: Verb; why: WhyNot | null }[] =>
	verbs
		.filter((verb) => stateAfter(verb, situation.activity.state))
		.map((verb) => ({ verb, why: whyNot(verb, situation) }));

function whyNotReady(readiness: Readiness, day: string): WhyNot | null {
	if (readinessItems.some((item) => readiness[item] === undefined)) return 'not_ready';
	return lineTestLapsed(readiness, day) ? 'line_test_old' : null;
}

/** Whether the help number was tested too long before (or after) the day. */
export const lineTestLapsed = ({ line_tested: tested }: Readiness, day: string): boolean =>
	tested !== undefined && Math.abs(daysBetween(tested, day)) > lineTestDays;

/** A return can be written once the activity is held, and corrected until the programme is closed. */
export const mayReturn = (state: ActivityState, day: string | null, today: string): boolean =>
	day !== null && day <= today && ['confirmed', 'ready', 'held', 'returned', 'accepted'].includes(state);
