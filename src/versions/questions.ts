import type { ListedActivity } from '#activities/model.ts';
import { isAhead } from './model.ts';

/** What is open when a programme is to be approved; the message key is `version.question.<kind>`. */
export const questionKinds = [
	'not_submitted',
	'declined',
	'other_day',
	'unanswered',
	'unconfirmed',
	'no_day',
	'no_place',
	'clash',
] as const;
export type QuestionKind = (typeof questionKinds)[number];

export type QuestionAbout = { number: number; title: string };
/** One kind of open question with the activities it is about; none where it is about the programme as a whole. */
export type Question = { kind: QuestionKind; about: QuestionAbout[] };

/** What institutions said of an activity; `consultation` finds it out. */
export type Said = { declined: boolean; otherDay: boolean; unanswered: boolean };

export type Asked = {
	activities: readonly ListedActivity[];
	said: ReadonlyMap<string, Said>;
	/** Ids of activities in clashes that nobody has accepted. */
	clashing: ReadonlySet<string>;
	/** False where the secretariat has not handed in what was never approved. */
	submitted: boolean;
};

/** What is open, the gravest first; empty when a decision is easy. */
export function openQuestions({ activities, said, clashing, submitted }: Asked): Question[] {
	const ahead = activities.filter(isAhead);
	const of = (open: (activity: ListedActivity) => boolean): QuestionAbout[] =>
		ahead.filter(open).map(({ number, title }) => ({ number, title }));
	const about: Record<Exclude<QuestionKind, 'not_submitted'>, QuestionAbout[]> = {
		declined: of(({ id }) => said.get(id)?.declined === true),
		other_day: of(({ id }) => said.get(id)?.otherDay === true),
		unanswered: of(({ id }) => said.get(id)?.unanswered === true),
		unconfirmed: of(({ state }) => state === 'proposed'),
		no_day: of(({ takesPlaceOn }) => takesPlaceOn === null),
		no_place: of(({ placeId, national }) => placeId === null && !national),
		clash: of(({ id }) => clashing.has(id)),
	};
	return questionKinds.flatMap((kind): Question[] => {
		if (kind === 'not_submitted') return submitted ? [] : [{ kind, about: [] }];
		return about[kind].length > 0 ? [{ kind, about: about[kind] }] : [];
	});
}

/** How many questions that are: each activity of each kind is one. */
export const countQuestions = (questions: readonly Question[]): number =>
	questions.reduce((sum, { about }) => sum + Math.max(1, about.length), 0);
