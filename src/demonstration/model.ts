import type { ActivityState } from '#activities/model.ts';
import type { AnswerReason } from '#consultation/model.ts';
import type { Contribution } from '#contributions/model.ts';
import type { PlaceKind } from '#places/model.ts';
import { addDays, weekday } from '#platform/dates.ts';
import type {
	AgeBand,
	Answer,
	CountGroup,
	CountMethod,
	MaterialKind,
	MaterialLanguage,
	Sex,
	Unit,
} from '#returns/model.ts';

export type DemonstrationPlace = {
	name: string;
	kind: PlaceKind;
	municipality: string;
	unit: string;
	confirmed: boolean;
};

export type People = Partial<Record<CountGroup, [Sex, AgeBand, number][]>>;
export type ToldReturn = {
	number: number;
	counted: CountMethod;
	unit?: Unit;
	people: People;
	answers: Answer[];
	materials: [MaterialKind, MaterialLanguage, number][];
	/** Partners of the plan who did not come. */
	absent?: string[];
	/** What was told first, where it was corrected, and why. */
	first?: People;
	reason?: string;
};

/** How far an activity has come, and why it went no further. */
export type Course = { number: number; state: ActivityState; reason: string | null };

/**
 * Invented contacts, which institutions were asked how many days ago, and what they were asked to bring; who is not among the answers is
 * silent. Their numbers are of the form that nobody has: `+355 52 000 …`.
 */
export type ToldAnswers = {
	contacts: { partner: string; name: string; email: string; phone: string }[];
	asked: { number: number; daysAgo: number; answers: ToldAnswer[] }[];
	/** `answer` is whether they bring it; null where they have not said. */
	brings: (Pick<Contribution, 'kind' | 'quantity' | 'note'> & {
		number: number;
		daysAgo: number;
		partner: string;
		answer: boolean | null;
	})[];
};
export type ToldAnswer = { partner: string } & (
	| { answer: 'yes' }
	| { answer: 'no'; reason: AnswerReason }
	| { answer: 'other_day'; week: number; day: number; hour: string }
);

/** A point of an agenda; `presenter` is an office or the name of an institution. */
export type ToldItem = { title: string; presenter: string; month: boolean; note: string | null };
/** Two meetings: one that was held, with its minutes, and one that comes. */
export type ToldMeetings = {
	place: string;
	members: string[];
	invited: string[];
	held: {
		protocol: string;
		endsAt: string;
		excused: string[];
		absent: string[];
		remarks: string;
		items: (ToldItem & {
			discussion: string;
			decisions: { text: string; votes: [number, number, number] }[];
			/** Due so many days after the meeting, or so many ahead of the day of loading. */
			tasks: {
				title: string;
				partner: string | null;
				after?: number;
				ahead?: number;
				done: boolean;
				decision: number;
			}[];
		})[];
	};
	upcoming: { items: ToldItem[] };
};

export const weeks = 5;

/**
 * The days of the programme that goes on: five weeks, the third of them the week of `today`. It begins in a month without a
 * programme, so it may lose days at its beginning.
 */
export function ongoingPeriod(
	today: string,
	taken: readonly string[],
): { startsOn: string; endsOn: string; monday: string } {
	const monday = addDays(today, 1 - weekday(today) - 14);
	let startsOn = monday;
	while (taken.includes(startsOn.slice(0, 7))) startsOn = addDays(startsOn, 1);
	const usual = addDays(monday, weeks * 7 - 1);
	return { startsOn, endsOn: usual < startsOn ? addDays(startsOn, weeks * 7 - 1) : usual, monday };
}

/** The day of a week and weekday within a period. */
export const dayWithin = (
	{ startsOn, monday }: { startsOn: string; monday: string },
	week: number,
	day: number,
): string => {
	const wanted = addDays(monday, (week - 1) * 7 + day - 1);
	return wanted < startsOn ? startsOn : wanted;
};

/** Letters of a month as the example tells them; their texts are those of every draft. */
export type ToldLetters = {
	replyTo: string;
	order: { number: string; datedOn: string };
	invitations: { partner: string; number: string; datedOn: string; signed: boolean }[];
};
