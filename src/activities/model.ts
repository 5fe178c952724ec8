import { daysBetween } from '#platform/dates.ts';
import type { Audience } from '#programmes/model.ts';

/** Where an activity belongs, in the order of the board. */
export const settings = ['school', 'community', 'company', 'health', 'public'] as const;
export type Setting = (typeof settings)[number];

/** By what means people are informed. */
export const methods = ['video', 'leaflet', 'contest', 'case', 'help_information', 'courses', 'march', 'talk'] as const;
export type Method = (typeof methods)[number];

/** The life of an activity: proposed › confirmed › ready › held › returned › accepted, or postponed or cancelled with a reason. */
export const activityStates = ['proposed', 'confirmed', 'ready', 'held', 'returned', 'accepted', 'postponed', 'cancelled'] as const;
export type ActivityState = (typeof activityStates)[number];

/** Held, whatever came after: what "activities held" counts. */
export const heldStates: readonly ActivityState[] = ['held', 'returned', 'accepted'];
export const wasHeld = (state: ActivityState): boolean => heldStates.includes(state);

/** The gate before "ready": each line is stated by a person, with a date. */
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

export type Verb = 'confirm' | 'ready' | 'hold' | 'accept' | 'postpone' | 'cancel' | 'reopen';

/** Why a verb is not possible now; the message key is `activity.why_not.<reason>`. */
export type WhyNot =
	| 'wrong_state'
	| 'no_date'
	| 'no_place'
	| 'not_ready'
	| 'line_test_old'
	| 'not_yet'
	| 'no_reason'
	| 'programme_closed';

/** From which states each verb leads, and where to. `return` (writing what happened) is the verb of returns. */
const paths: Record<Verb, { from: readonly ActivityState[]; to: ActivityState }> = {
	confirm: { from: ['proposed', 'postponed'], to: 'confirmed' },
	ready: { from: ['confirmed'], to: 'ready' },
	hold: { from: ['confirmed', 'ready'], to: 'held' },
	accept: { from: ['returned'], to: 'accepted' },
	postpone: { from: ['proposed', 'confirmed', 'ready'], to: 'postponed' },
	cancel: { from: ['proposed', 'confirmed', 'ready', 'postponed'], to: 'cancelled' },
	reopen: { from: ['cancelled'], to: 'proposed' },
};
export const stateAfter = (verb: Verb): ActivityState => paths[verb].to;

/** What a rule needs to know; the clock is handed in. */
export type Situation = {
	activity: Pick<Activity, 'state' | 'takesPlaceOn' | 'placeId' | 'national'>;
	readiness: Readiness;
	programmeClosed: boolean;
	today: string;
	reason?: string | null;
};

/** Null when the verb is possible, otherwise why not: asked by screens (to say why) and by actions (to refuse). */
export function whyNot(verb: Verb, { activity, readiness, programmeClosed, today, reason }: Situation): WhyNot | null {
	if (programmeClosed) return 'programme_closed';
	if (!paths[verb].from.includes(activity.state)) return 'wrong_state';
	const day = activity.takesPlaceOn;
	if (verb === 'confirm' || verb === 'ready' || verb === 'hold') {
		if (day === null) return 'no_date';
		if (activity.placeId === null && !activity.national) return 'no_place';
		if (verb === 'ready') return whyNotReady(readiness, day);
		if (verb === 'hold' && day > today) return 'not_yet';
	}
	// `undefined` asks whether the verb would be possible with a reason; a missing one is refused.
	if ((verb === 'postpone' || verb === 'cancel') && reason !== undefined && !reason?.trim()) return 'no_reason';
	return null;
}

function whyNotReady(readiness: Readiness, day: string): WhyNot | null {
	if (readinessItems.some((item) => readiness[item] === undefined)) return 'not_ready';
	const tested = readiness.line_tested;
	return tested !== undefined && Math.abs(daysBetween(tested, day)) > lineTestDays ? 'line_test_old' : null;
}

/** A return can be written once the activity is held, and corrected until the programme is closed. */
export const mayReturn = (state: ActivityState, day: string | null, today: string): boolean =>
	day !== null && day <= today && ['confirmed', 'ready', 'held', 'returned', 'accepted'].includes(state);

/** Past its day and still not held: what needs a person. */
export const isOverdue = (activity: Pick<Activity, 'state' | 'takesPlaceOn'>, today: string): boolean =>
	activity.takesPlaceOn !== null && activity.takesPlaceOn < today && ['proposed', 'confirmed', 'ready'].includes(activity.state);
