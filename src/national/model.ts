import { type ActivityState, type Method, wasHeld } from '#activities/model.ts';
import type { Partner } from '#partners/model.ts';
import type { Audience, Programme } from '#programmes/model.ts';

export type NationalState = 'draft' | 'published' | 'withdrawn';

/** One that the office of the National Coordinator publishes and counties join, as the march of 18 October. */
export type NationalActivity = {
	id: string;
	titleSq: string;
	titleEn: string;
	aimSq: string;
	aimEn: string;
	/** For the counties: what is expected of them. */
	guidanceSq: string;
	guidanceEn: string;
	startsOn: string;
	/** The same as the first day where it is one day. */
	endsOn: string;
	audiences: Audience[];
	methods: Method[];
	state: NationalState;
	/** Why it was withdrawn. */
	reason: string | null;
	version: number;
	publishedAt: Date | null;
	remindedAt: Date | null;
	demonstration: boolean;
};

/** The activity with which a county joined, as it stands now. */
export type JoinedActivity = {
	id: string;
	slug: string;
	number: number;
	title: string;
	state: ActivityState;
	version: number;
	takesPlaceOn: string | null;
	startsAt: string | null;
	endsAt: string | null;
	placeName: string | null;
};

/** What a county says. Where there is none it is silent. */
export type CountyAnswer = {
	nationalId: string;
	answer: 'joined' | 'declined';
	/** Why it declined. */
	reason: string | null;
	activity: JoinedActivity | null;
	/** The days as the county knew them when it answered or last looked. */
	knownFrom: string;
	knownTo: string;
	knowsWithdrawn: boolean;
	answeredAt: Date;
};

export type OfficeVerb = 'publish' | 'edit' | 'withdraw' | 'remind';
/** Why a verb of the office is not possible; the message key is `national.why_not.<reason>`. */
export type OfficeWhyNot = 'not_draft' | 'not_published' | 'withdrawn' | 'past' | 'nobody_silent' | 'reminded_today';

export type OfficeSituation = {
	national: Pick<NationalActivity, 'state' | 'endsOn'>;
	today: string;
	/** Counties that have not answered. */
	silent: number;
	/** The day of the last reminder. */
	remindedOn: string | null;
};

export function whyNotOffice(
	verb: OfficeVerb,
	{ national, today, silent, remindedOn }: OfficeSituation,
): OfficeWhyNot | null {
	const { state, endsOn } = national;
	if (verb === 'edit') return state === 'withdrawn' ? 'withdrawn' : null;
	if (verb === 'publish' && state !== 'draft') return 'not_draft';
	if (verb !== 'publish' && state !== 'published') return 'not_published';
	if (verb === 'withdraw') return null;
	if (endsOn < today) return 'past';
	if (verb === 'publish') return null;
	if (silent === 0) return 'nobody_silent';
	return remindedOn === today ? 'reminded_today' : null;
}

/** What waits for a county: to answer, or to look at what the office changed since. Null when nothing does. */
export type Waiting = 'answer' | 'moved' | 'withdrawn';

/** One as it stands for a county. */
export type ForCounty = { national: NationalActivity; answer: CountyAnswer | null; waiting: Waiting | null };

export function waitingFor(
	national: Pick<NationalActivity, 'state' | 'startsOn' | 'endsOn'>,
	answer: Pick<CountyAnswer, 'answer' | 'activity' | 'knownFrom' | 'knownTo' | 'knowsWithdrawn'> | null,
	today: string,
): Waiting | null {
	if (answer === null) return national.state === 'published' && national.endsOn >= today ? 'answer' : null;
	const { activity } = answer;
	// What was held or cancelled is settled, whatever the office does.
	if (activity === null || activity.state === 'cancelled' || wasHeld(activity.state)) return null;
	if (national.state === 'withdrawn') return answer.knowsWithdrawn ? null : 'withdrawn';
	return hasMoved(national, answer) ? 'moved' : null;
}

export const hasMoved = (
	{ startsOn, endsOn }: Pick<NationalActivity, 'startsOn' | 'endsOn'>,
	{ knownFrom, knownTo }: Pick<CountyAnswer, 'knownFrom' | 'knownTo'>,
): boolean => startsOn !== knownFrom || endsOn !== knownTo;

/** Where the activity of a county goes when it adopts new days: it stays where it lies within them, else the first of them. */
export const adoptedDay = (
	{ startsOn, endsOn }: Pick<NationalActivity, 'startsOn' | 'endsOn'>,
	day: string | null,
): string => (day !== null && day >= startsOn && day <= endsOn ? day : startsOn);

/** Why a county cannot join or decline now; the message key is `national.why_not.<reason>`. */
export type CountyWhyNot = 'not_published' | 'past' | 'joined_already' | 'no_programme' | 'programme_closed';

export function whyNotAnswer(
	answer: 'join' | 'decline',
	{
		national,
		before,
		programme,
		today,
	}: {
		national: Pick<NationalActivity, 'state' | 'endsOn'>;
		before: Pick<CountyAnswer, 'answer'> | null;
		/** The month of the county in which its first day lies. */
		programme: Pick<Programme, 'state'> | null;
		today: string;
	},
): CountyWhyNot | null {
	if (national.state !== 'published') return 'not_published';
	if (national.endsOn < today) return 'past';
	if (before?.answer === 'joined') return 'joined_already';
	if (answer === 'decline') return null;
	if (programme === null) return 'no_programme';
	return programme.state === 'closed' ? 'programme_closed' : null;
}

/** The month in which a county would join: the one that has the first day, or another day of it. */
export const programmeFor = <P extends Pick<Programme, 'startsOn' | 'endsOn'>>(
	programmes: readonly P[],
	{ startsOn, endsOn }: Pick<NationalActivity, 'startsOn' | 'endsOn'>,
): P | null =>
	programmes.find((one) => one.startsOn <= startsOn && startsOn <= one.endsOn) ??
	programmes.find((one) => one.startsOn <= endsOn && startsOn <= one.endsOn) ??
	null;

/** Its first day that lies in a month. */
export const firstDayIn = (
	month: Pick<Programme, 'startsOn'>,
	{ startsOn }: Pick<NationalActivity, 'startsOn'>,
): string => (month.startsOn <= startsOn ? startsOn : month.startsOn);

/** Who leads it in the county unless somebody else is named: the committee itself, else the National Coordinator. */
export const usualLead = (partners: readonly Pick<Partner, 'id' | 'kind'>[]): string | null =>
	(partners.find(({ kind }) => kind === 'committee') ?? partners.find(({ kind }) => kind === 'national_coordinator'))
		?.id ?? null;

/** How the counties stand to one. */
export type Tally = { joined: number; declined: number; silent: number };

export const tallyOf = (answers: readonly (Pick<CountyAnswer, 'answer'> | null)[]): Tally => ({
	joined: answers.filter((one) => one?.answer === 'joined').length,
	declined: answers.filter((one) => one?.answer === 'declined').length,
	silent: answers.filter((one) => one === null).length,
});

/** What a mail tells counties. */
export type Telling = 'published' | 'moved' | 'withdrawn' | 'reminder';
