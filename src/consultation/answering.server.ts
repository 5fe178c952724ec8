import { changeState } from '#activities/actions.server.ts';
import type { Changes } from '#activities/changes.ts';
import { insertActivityEvents } from '#activities/events.server.ts';
import type { ListedActivity } from '#activities/model.ts';
import { getActivity, getNames } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { answerContributions } from '#contributions/actions.server.ts';
import { broughtTyped } from '#contributions/input.ts';
import { type Brought, type Contribution, linesOf } from '#contributions/model.ts';
import { listContributions } from '#contributions/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { type Actor, inTransaction, type Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { readSigned } from '#platform/secrets.server.ts';
import type { Programme } from '#programmes/model.ts';
import { listProgrammes, lockProgramme } from '#programmes/store.server.ts';
import type { ListedTask } from '#tasks/model.ts';
import { listTasks } from '#tasks/store.server.ts';
import { parseAnswer, shownDay } from './input.ts';
import {
	type Answer,
	type AnswerDraft,
	type GivenAnswer,
	involvedIn,
	isAskable,
	isCurrent,
	isLiving,
	type SentLink,
} from './model.ts';
import { findLink, findWhereabouts, insertAnswer, listAnswers } from './store.server.ts';

/** An activity as one institution may answer about it. */
export type Asked = {
	committee: Committee;
	programme: Programme;
	activity: ListedActivity;
	partnerId: string;
	/** What it said, as long as that is about the day as planned. */
	answer: GivenAnswer | null;
};
/** What an institution is asked to bring, and what it has promised to do. */
export type Promised = { lines: Contribution[]; tasks: ListedTask[] };

/** What the page behind a link shows; null for every link that does not open, whatever the cause. */
export async function openLink(text: string, now = new Date()) {
	const link = await recognise(text, now);
	return (
		link &&
		within(link, now, 'read', async (tx, asked) => ({
			...asked,
			names: await namesIn(tx, asked),
			...(await listPromised(tx, asked, [asked.activity])),
		}))
	);
}

/** The lines of an institution for activities, and its open tasks of the programme. */
export async function listPromised(
	tx: Transaction,
	{ committee, programme, partnerId }: Pick<Asked, 'committee' | 'programme' | 'partnerId'>,
	activities: readonly Pick<ListedActivity, 'id'>[],
): Promise<Promised> {
	const lines = await listContributions(tx, { activityIds: activities.map(({ id }) => id) });
	const of = { committeeId: committee.id, programmeId: programme.id, partnerId, state: 'open' } as const;
	return { lines: lines.filter((line) => line.partnerId === partnerId), tasks: await listTasks(tx, of) };
}

export type Outcome = { ok: true } | { ok: false; issues: Issue[] };

/** Takes an answer; null for a link that does not open. */
export async function answerByLink(
	text: string,
	answer: Answer,
	typed: Typed,
	now = new Date(),
): Promise<Outcome | null> {
	const link = await recognise(text, now);
	if (!link) return null;
	const actor: Actor = `link:${link.partnerId}`;
	return within(link, now, 'answer', (tx, asked) =>
		submitAnswer(tx, actor, asked, { answer, typed, via: 'link', now }),
	);
}

/** Takes the answer of an institution from whoever speaks for it at the desk. */
export async function answerAtDesk(
	tx: Transaction,
	actor: Actor,
	where: Omit<Asked, 'answer'>,
	answer: Answer,
	typed: Typed,
	now = new Date(),
): Promise<Outcome> {
	const { activity, partnerId, programme } = where;
	if ((await lockProgramme(tx, programme.id)) === 'closed') throw new Problem('frozen', `${programme.slug} is closed`);
	if (!involvedIn(activity).includes(partnerId))
		throw new Problem('forbidden', `nothing is asked of ${partnerId} about activity ${activity.number}`);
	if (!isAskable(activity, dayAt(now))) throw new Problem('conflict', `activity ${activity.number} lies behind`);
	const asked = { ...where, answer: await currentAnswer(tx, activity, partnerId) };
	return submitAnswer(tx, actor, asked, { answer, typed, via: 'account', now });
}

/** Reads a form about an activity and takes the answer. The page told a day; if that has moved meanwhile, it is shown again. */
async function submitAnswer(
	tx: Transaction,
	actor: Actor,
	asked: Asked,
	{ answer, typed, via, now }: { answer: Answer; typed: Typed; via: 'link' | 'account'; now: Date },
): Promise<Outcome> {
	const { activity, programme } = asked;
	if (shownDay(typed) !== activity.takesPlaceOn)
		return { ok: false, issues: [{ field: 'for_day', message: 'issue.day_moved' }] };
	const period = { from: programme.startsOn, to: programme.endsOn };
	const parsed = parseAnswer(answer, typed, { activity, period, today: dayAt(now) });
	if (!parsed.ok) return parsed;
	await giveAnswer(tx, actor, asked, parsed.value, via, now);
	await answerLines(tx, actor, asked, answer, broughtTyped(typed));
	return { ok: true };
}

/** What an institution is asked to bring to one activity. */
export async function listLines(
	tx: Transaction,
	{ id: activityId }: Pick<ListedActivity, 'id'>,
	partnerId: string | null | undefined,
): Promise<Contribution[]> {
	return partnerId
		? linesOf(await listContributions(tx, { activityIds: [activityId] }), { activityId, partnerId })
		: [];
}

/** A yes says of each line that the page showed whether it is brought; a no brings nothing; another day says nothing of them. */
export async function answerLines(
	tx: Transaction,
	actor: Actor,
	{ committee, activity, partnerId }: Pick<Asked, 'committee' | 'activity' | 'partnerId'>,
	answer: Answer,
	brought: Brought,
): Promise<void> {
	if (answer === 'other_day') return;
	const lines = await listContributions(tx, { activityIds: [activity.id] });
	const none = new Map(lines.map(({ id }) => [id, false]));
	await answerContributions(tx, actor, { committee, activity, partnerId }, answer === 'no' ? none : brought);
}

/** Keeps what an institution says, and writes it into the history. The yes of the lead confirms what is proposed. */
export async function giveAnswer(
	tx: Transaction,
	actor: Actor,
	{ committee, programme, activity, partnerId, answer: before }: Asked,
	draft: AnswerDraft,
	via: 'link' | 'account',
	now = new Date(),
): Promise<void> {
	if (before && isSameAnswer(before, draft)) return;
	const { id: activityId, number, state, takesPlaceOn: forDay, version } = activity;
	await insertAnswer(tx, { committeeId: committee.id, activityId, partnerId, forDay, draft, via });
	const event = { activityId, kind: `answered_${draft.answer}` as const, from: state, to: state, actor };
	await insertActivityEvents(tx, committee.id, [{ ...event, ...toldBy(activity, draft) }]);
	if (draft.answer !== 'yes' || activity.leadId !== partnerId || state !== 'proposed') return;
	// What stands in its way (no place yet) is for the secretariat; the yes is kept all the same.
	await changeState(tx, actor, committee, programme, number, 'confirm', { version, today: dayAt(now) });
}

const isSameAnswer = (before: GivenAnswer, draft: AnswerDraft): boolean => {
	if (before.answer !== draft.answer) return false;
	if (draft.answer === 'other_day')
		return before.proposedDay === draft.proposedDay && before.proposedHour === draft.proposedHour;
	return draft.answer === 'yes' || (before.reason === draft.reason && before.note === draft.note);
};

/** What the history tells of an answer beside its kind. */
function toldBy(
	{ takesPlaceOn, startsAt }: ListedActivity,
	draft: AnswerDraft,
): { reason?: string | null; changes?: Changes } {
	if (draft.answer === 'no')
		return { reason: draft.note, changes: { answer_reason: { from: null, to: draft.reason } } };
	if (draft.answer === 'yes') return {};
	const hour: Changes = draft.proposedHour ? { startsAt: { from: startsAt, to: draft.proposedHour } } : {};
	return { changes: { takesPlaceOn: { from: takesPlaceOn, to: draft.proposedDay }, ...hour } };
}

/** The link of an address, if it is genuine and living. The signature is asked before the database is. */
async function recognise(text: string, now: Date): Promise<SentLink | null> {
	const read = readSigned('answer', text);
	if (!read) return null;
	const { id, tokenHash } = read;
	const link = await inTransaction({ kind: 'link', tokenHash }, (tx) => findLink(tx, id));
	return link && isLiving(link, now) ? link : null;
}

/** One transaction in the scope of a link: that activity, that institution. Asks again what may have changed since. */
function within<T>(
	{ id, activityId, committeeId, partnerId }: SentLink,
	now: Date,
	wish: 'read' | 'answer',
	work: (tx: Transaction, asked: Asked) => Promise<T>,
): Promise<T | null> {
	const actor: Actor = `link:${partnerId}`;
	return inTransaction({ kind: 'activity', committeeId, activityIds: [activityId], partnerId, actor }, async (tx) => {
		const where = await findWhereabouts(tx, activityId);
		if (!where) return null;
		// Whoever answers twice at once, or while the desk moves the activity, takes turns.
		if (wish === 'answer') await lockProgramme(tx, where.programmeId);
		const link = await findLink(tx, id);
		if (!link || !isLiving(link, now)) return null;
		const committee = await getCommittee(tx, { code: where.committeeCode });
		const programme = (await listProgrammes(tx, committeeId)).find((one) => one.id === where.programmeId);
		const activity = await getActivity(tx, where.programmeId, where.number);
		if (!programme || programme.state === 'closed') return null;
		if (!isAskable(activity, dayAt(now)) || !involvedIn(activity).includes(partnerId)) return null;
		const answer = await currentAnswer(tx, activity, partnerId);
		return work(tx, { committee, programme, activity, partnerId, answer });
	});
}

/** What an institution said about the day as planned. */
export async function currentAnswer(
	tx: Transaction,
	activity: ListedActivity,
	partnerId: string,
): Promise<GivenAnswer | null> {
	const said = (await listAnswers(tx, { activityId: activity.id })).find((one) => one.partnerId === partnerId);
	return said && isCurrent(said, activity) ? said : null;
}

const namesIn = (tx: Transaction, { activity }: Asked): Promise<Record<string, string>> =>
	getNames(tx, [...involvedIn(activity), activity.municipalityCode]);
