import type { ListedActivity } from '#activities/model.ts';
import { getNames, listActivities } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { broughtTyped } from '#contributions/input.ts';
import type { Contribution } from '#contributions/model.ts';
import { dayAt } from '#platform/dates.ts';
import { type Actor, inTransaction, type Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { readSigned, signed } from '#platform/secrets.server.ts';
import type { Programme } from '#programmes/model.ts';
import { listProgrammes, lockProgramme } from '#programmes/store.server.ts';
import { answerLines, giveAnswer, listPromised, type Outcome, type Promised } from './answering.server.ts';
import { shownDays } from './input.ts';
import { type GivenAnswer, involvedIn, isAskable, isCurrent, isLiving, type SentLink } from './model.ts';
import { findMonthLink, findWhereabouts, listAnswers, listLinksOf, type MonthLink } from './store.server.ts';

/** One activity of the page of a month: what the institution said, what it is asked to bring, and the address of its own page. */
export type MonthLine = { activity: ListedActivity; answer: GivenAnswer | null; lines: Contribution[]; token: string };
export type AskedMonth = {
	committee: Committee;
	programme: Programme;
	partnerId: string;
	all: MonthLine[];
	tasks: Promised['tasks'];
};

/** What the page behind the link of a month shows; null for every link that does not open. */
export const openMonth = (text: string, now = new Date()) =>
	within(text, now, 'read', async (tx, month) => {
		const ids = month.all.flatMap(({ activity }) => involvedIn(activity));
		return { ...month, names: await getNames(tx, [month.partnerId, ...ids]) };
	});

/**
 * Says yes to everything that the page showed and that is not answered yet: all of it, or, when one of the days has moved meanwhile,
 * nothing. Null for a link that does not open.
 */
export const confirmMonth = (text: string, typed: Typed, now = new Date()): Promise<Outcome | null> =>
	within(text, now, 'answer', async (tx, { committee, programme, partnerId, all }) => {
		const days = shownDays(typed);
		const shown = all.filter(({ activity, answer }) => answer === null && days.has(activity.number));
		const moved = shown.find(({ activity }) => days.get(activity.number) !== activity.takesPlaceOn);
		if (moved) return { ok: false, issues: [{ field: 'for_day', message: 'issue.day_moved' }] };
		const actor: Actor = `link:${partnerId}`;
		for (const { activity, answer } of shown) {
			const asked = { committee, programme, activity, partnerId, answer };
			await giveAnswer(tx, actor, asked, { answer: 'yes' }, 'link', now);
			await answerLines(tx, actor, asked, 'yes', broughtTyped(typed));
		}
		return { ok: true };
	});

/** One transaction in the scope of everything that the living links of a contact open in a month. */
async function within<T>(
	text: string,
	now: Date,
	wish: 'read' | 'answer',
	work: (tx: Transaction, month: AskedMonth) => Promise<T>,
): Promise<T | null> {
	const read = readSigned('answer_month', text);
	if (!read) return null;
	const { id, tokenHash } = read;
	const found = await inTransaction({ kind: 'link', tokenHash }, async (tx) => {
		const month = await findMonthLink(tx, id);
		const links = month ? await listLinksOf(tx, month.contactId) : [];
		return month && { month, links: links.filter((link) => isLiving(link, now)) };
	});
	if (!found || found.links.length === 0) return null;
	const { committeeId, partnerId } = found.month;
	const activityIds = [...new Set(found.links.map(({ activityId }) => activityId))];
	const actor: Actor = `link:${partnerId}`;
	return inTransaction({ kind: 'activity', committeeId, activityIds, partnerId, actor }, async (tx) => {
		if (wish === 'answer') await lockProgramme(tx, found.month.programmeId);
		const month = (await findMonthLink(tx, id)) && (await readMonth(tx, found.month, found.links, now));
		return month && month.all.length > 0 ? work(tx, month) : null;
	});
}

async function readMonth(
	tx: Transaction,
	{ programmeId, partnerId, committeeId, contactId }: MonthLink,
	links: readonly SentLink[],
	now: Date,
): Promise<AskedMonth | null> {
	const programme = (await listProgrammes(tx, committeeId)).find((one) => one.id === programmeId);
	if (!programme || programme.state === 'closed') return null;
	const activities = (await listActivities(tx, programmeId)).filter(
		(activity) => isAskable(activity, dayAt(now)) && involvedIn(activity).includes(partnerId),
	);
	// Asked again: a link may have been closed, or replaced, since it was found.
	const living = (await listLinksOf(tx, contactId)).filter((link) => isLiving(link, now));
	const known = new Set(links.map((link) => link.id));
	const [first] = activities;
	const where = first && (await findWhereabouts(tx, first.id));
	if (!where) return null;
	const committee = await getCommittee(tx, { code: where.committeeCode });
	const answers = await listAnswers(tx, { programmeId });
	const { lines, tasks } = await listPromised(tx, { committee, programme, partnerId }, activities);
	const all = activities.flatMap((activity): MonthLine[] => {
		const link = living.findLast((one) => one.activityId === activity.id && known.has(one.id));
		if (!link) return [];
		const said = answers.find((one) => one.activityId === activity.id && one.partnerId === partnerId);
		return [
			{
				...{ activity, answer: said && isCurrent(said, activity) ? said : null },
				lines: lines.filter((line) => line.activityId === activity.id),
				token: signed('answer', link.id),
			},
		];
	});
	return { committee, programme, partnerId, all, tasks };
}
