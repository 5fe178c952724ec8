import type { Answered } from '#activities/attention.ts';
import type { Activity, ActivityState } from '#activities/model.ts';
import { type Contact, isReached } from '#partners/model.ts';
import { dayAt, daysBetween } from '#platform/dates.ts';

export const answers = ['yes', 'other_day', 'no'] as const;
export type Answer = (typeof answers)[number];

/** Why an institution cannot come; a list, so that nobody writes about anybody. */
export const answerReasons = ['day', 'people', 'place', 'exams', 'transport', 'other'] as const;
export type AnswerReason = (typeof answerReasons)[number];

/** What an institution says. */
export type AnswerDraft =
	| { answer: 'yes' }
	| { answer: 'other_day'; proposedDay: string; proposedHour: string | null }
	| { answer: 'no'; reason: AnswerReason; note: string | null };

/** What it said, and about which day it was asked. */
export type GivenAnswer = {
	activityId: string;
	partnerId: string;
	answer: Answer;
	forDay: string | null;
	proposedDay: string | null;
	proposedHour: string | null;
	reason: AnswerReason | null;
	note: string | null;
	answeredAt: Date;
};

export type SentLink = {
	id: string;
	committeeId: string;
	activityId: string;
	partnerId: string;
	/** Who got it. */
	contactId: string;
	sentAt: Date;
	expiresAt: Date;
	revokedAt: Date | null;
};

/** The states in which an answer still says something. */
const open: readonly ActivityState[] = ['proposed', 'confirmed', 'ready', 'postponed'];
/** Whether institutions can be asked about an activity: it has a day, which has not passed. */
export const isAskable = ({ state, takesPlaceOn }: Pick<Activity, 'state' | 'takesPlaceOn'>, today: string): boolean =>
	open.includes(state) && takesPlaceOn !== null && takesPlaceOn >= today;

export const isLiving = ({ expiresAt, revokedAt }: Pick<SentLink, 'expiresAt' | 'revokedAt'>, now: Date): boolean =>
	revokedAt === null && now < expiresAt;

type Planned = Pick<Activity, 'id' | 'leadId' | 'supporterIds' | 'takesPlaceOn' | 'startsAt'>;

/** Who has a part in an activity: the lead first. */
export const involvedIn = ({ leadId, supporterIds }: Pick<Activity, 'leadId' | 'supporterIds'>): string[] => [
	leadId,
	...supporterIds,
];

/** Whether an answer is about the day as it is planned now; a proposal that was taken up is a yes to it. */
export const isCurrent = (answer: GivenAnswer, { takesPlaceOn }: Pick<Activity, 'takesPlaceOn'>): boolean =>
	answer.forDay === takesPlaceOn || isTakenUp(answer, { takesPlaceOn });
export const isTakenUp = (
	{ answer, proposedDay }: GivenAnswer,
	{ takesPlaceOn }: Pick<Activity, 'takesPlaceOn'>,
): boolean => answer === 'other_day' && proposedDay === takesPlaceOn;

/** How one institution stands to an activity. */
export type Standing = {
	partnerId: string;
	leads: boolean;
	/** Whether it has a contact that mails go to today. */
	reachable: boolean;
	/** When its links were sent last; null when it was never asked. */
	askedAt: Date | null;
	/** Whether a link of it still opens. */
	living: boolean;
	/** The latest, when it is about the day as planned. */
	answer: GivenAnswer | null;
	/** It agreed to this day, by a yes or by having proposed it. */
	agreed: boolean;
	/** It answered, but about another day. */
	outdated: boolean;
	/** Days without an answer since it was asked; null when it answered or was not asked. */
	silentDays: number | null;
};

export type Told = {
	contacts: readonly Pick<Contact, 'partnerId' | 'validFrom' | 'validTo'>[];
	links: readonly SentLink[];
	answers: readonly GivenAnswer[];
};

/** How the institutions of an activity stand to it, the lead first. */
export function standingsOf(
	activity: Planned,
	{ contacts, links, answers: given }: Told,
	{ now, today }: { now: Date; today: string },
): Standing[] {
	return involvedIn(activity).map((partnerId) => {
		const own = links.filter((link) => link.activityId === activity.id && link.partnerId === partnerId);
		const asked = own.toSorted((one, other) => other.sentAt.getTime() - one.sentAt.getTime())[0];
		const said = given.find((one) => one.activityId === activity.id && one.partnerId === partnerId);
		const answer = said && isCurrent(said, activity) ? said : null;
		const living = own.some((link) => isLiving(link, now));
		const days = asked ? daysBetween(dayAt(asked.sentAt), today) : 0;
		return {
			...{ partnerId, leads: partnerId === activity.leadId, askedAt: asked?.sentAt ?? null, living, answer },
			reachable: contacts.some((contact) => contact.partnerId === partnerId && isReached(contact, today)),
			agreed: answer !== null && (answer.answer === 'yes' || isTakenUp(answer, activity)),
			outdated: said !== undefined && answer === null,
			silentDays: answer === null && living ? days : null,
		};
	});
}

/** Whether the desk would write to an institution: it was not asked yet, or answered about another day. */
export const isUnasked = ({ reachable, askedAt, outdated }: Standing): boolean =>
	reachable && (askedAt === null || outdated);

/** Whether a reminder can be sent: it was asked before today, can be reached, and has not answered. */
export const isSilent = ({ reachable, silentDays }: Standing): boolean => reachable && (silentDays ?? 0) >= 1;

/** What of the answers needs a person, as the list of the month tells it. */
export const answeredIn = (standings: readonly Standing[]): Answered => ({
	declined: standings.some(({ answer }) => answer?.answer === 'no'),
	otherDay: standings.some(({ answer, agreed }) => answer?.answer === 'other_day' && !agreed),
	silentDays: Math.max(0, ...standings.map(({ silentDays }) => silentDays ?? 0)),
});

/** Whether a proposal says anything: another day, or another hour of the same. */
export const proposesChange = (
	{ proposedDay, proposedHour }: { proposedDay: string; proposedHour: string | null },
	{ takesPlaceOn, startsAt }: Pick<Activity, 'takesPlaceOn' | 'startsAt'>,
): boolean => proposedDay !== takesPlaceOn || (proposedHour !== null && proposedHour !== startsAt);
