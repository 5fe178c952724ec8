import type { Activity } from '#activities/model.ts';
import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import { type Sort, sorts, type View, views } from './following.ts';
import { type Answer, type AnswerDraft, answerReasons, proposesChange } from './model.ts';
import type { ReminderRules } from './reminding.ts';

/** What a form has to fit: the plan as it is, the days of the programme, and today. */
export type Asked = {
	activity: Pick<Activity, 'takesPlaceOn' | 'startsAt'>;
	period: { from: string; to: string };
	today: string;
};

/** Reads one of the three forms of the page behind a link. */
export function parseAnswer(answer: Answer, typed: Typed, { activity, period, today }: Asked): Parsed<AnswerDraft> {
	const read = new Reader(typed);
	if (answer === 'yes') return { ok: true, value: { answer } };
	if (answer === 'no') {
		const reason = read.choice('reason', answerReasons, { required: true });
		const note = read.text('note', 200)?.replace(/\s+/g, ' ') ?? null;
		if (read.issues.length > 0 || reason === null) return { ok: false, issues: read.issues };
		return { ok: true, value: { answer, reason, note } };
	}
	const proposedDay = read.day('day', { required: true });
	const proposedHour = read.hour('hour');
	const from = today > period.from ? today : period.from;
	if (proposedDay !== null && (proposedDay < from || proposedDay > period.to))
		read.issue('day', 'issue.outside_period', { from, to: period.to });
	else if (proposedDay !== null && read.issues.length === 0 && !proposesChange({ proposedDay, proposedHour }, activity))
		read.issue('day', 'issue.same_day');
	if (read.issues.length > 0 || proposedDay === null) return { ok: false, issues: read.issues };
	return { ok: true, value: { answer, proposedDay, proposedHour } };
}

/** The day that the page of a form showed: an answer to another than the planned one is not taken. */
export const shownDay = (typed: Typed): string => first(typed, 'for_day');

/** The same on a page of several activities, by their numbers. */
export const shownDays = (typed: Typed): Map<number, string> =>
	new Map(
		Object.keys(typed).flatMap((name) => {
			const [, number] = /^for_day_(\d{1,6})$/.exec(name) ?? [];
			return number ? [[Number(number), first(typed, name)] as const] : [];
		}),
	);

/** The institution that a form of the desk names. */
export const namedPartner = (typed: Typed): string => first(typed, 'partner');

/** How the list of a month is read, as its address asks: what needs something, the most urgent first. */
export const parseFollowQuestion = (asked: URLSearchParams): { view: View; sort: Sort } => ({
	view: views.find((view) => view === asked.get('show')) ?? 'open',
	sort: sorts.find((sort) => sort === asked.get('sort')) ?? 'urgent',
});

/** When reminders go out, as the form of a committee says it. */
export function parseReminderRules(typed: Typed): Parsed<ReminderRules> {
	const read = new Reader(typed);
	const whole = (field: string, least: number, most: number): number => {
		if (first(typed, field) === '') read.issue(field, 'issue.missing');
		return read.whole(field, least, most) ?? 0;
	};
	const rules = {
		enabled: read.ticked('enabled'),
		...{ firstAfter: whole('first_after', 1, 30), thenEvery: whole('then_every', 1, 30) },
		...{ atMost: whole('at_most', 1, 5), daysBefore: whole('days_before', 0, 14) },
	};
	return read.issues.length > 0 ? { ok: false, issues: read.issues } : { ok: true, value: rules };
}
