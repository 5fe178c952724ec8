import { listPartners } from '#partners/store.server.ts';
import type { Actor, Scope, Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { Programme } from '#programmes/model.ts';
import { lockProgramme } from '#programmes/store.server.ts';
import { listCalendar, listWhereabouts } from '#territory/store.server.ts';
import { type AcceptedClash, type Circumstances, type Clash, clashesOf, type Planned } from './clashes.ts';
import { insertActivityEvents } from './events.server.ts';
import type { ListedActivity } from './model.ts';
import { listActivities, listOfOthers } from './store.server.ts';

/** The clashes of a month, and which of them were accepted, by their keys. */
export type MonthClashes = { clashes: Clash[]; accepted: ReadonlyMap<string, AcceptedClash> };

type Month = Pick<Programme, 'id' | 'committeeId' | 'slug' | 'startsOn' | 'endsOn'>;

/**
 * Every clash of a month, also with activities of other months that lie within its days. Only for those who see the whole plan:
 * an institution or a facilitator, who sees a part, would be told less than is so.
 * @param own all activities of the month, where the caller has them already
 */
export async function listClashes(
	tx: Transaction,
	scope: Scope,
	programme: Month,
	own?: readonly ListedActivity[],
): Promise<MonthClashes> {
	if (scope.kind !== 'committee' && scope.kind !== 'oversight' && scope.kind !== 'installation')
		return { clashes: [], accepted: new Map() };
	const { id, committeeId, slug } = programme;
	const [ours, others, around, accepted] = await Promise.all([
		own ?? listActivities(tx, id),
		listOfOthers(tx, programme),
		getCircumstances(tx, programme),
		listAccepted(tx, committeeId),
	]);
	const planned: Planned[] = [...ours.map((one) => ({ ...one, slug })), ...others];
	const known = new Set(ours.map((one) => one.id));
	return {
		clashes: clashesOf(planned, around).filter(({ activities }) => activities.some((one) => known.has(one.id))),
		accepted: new Map(accepted.map((one) => [one.key, one])),
	};
}

/** What is known around the plan of a month: feasts, people, capacities, where units and municipalities lie. */
async function getCircumstances(tx: Transaction, { committeeId, startsOn, endsOn }: Month): Promise<Circumstances> {
	const [partners, calendar, facilitators, whereabouts] = await Promise.all([
		listPartners(tx, committeeId),
		listCalendar(tx, startsOn, endsOn),
		listFacilitatorsBetween(tx, committeeId, startsOn, endsOn),
		listWhereabouts(tx),
	]);
	const capacities = new Map(
		partners.flatMap(({ id, name, perDay }) => (perDay === null ? [] : [[id, { name, perDay }] as const])),
	);
	return { calendar, facilitators, capacities, whereabouts };
}

/**
 * Accepts a clash with a reason, or takes that back where the reason is null. `key` names the clash as a page showed it; one
 * that has changed since is stale.
 */
export async function settleClash(
	tx: Transaction,
	actor: Actor,
	programme: Month,
	{ key, reason }: { key: string; reason: string | null },
): Promise<void> {
	if ((await lockProgramme(tx, programme.id)) === 'closed')
		throw new Problem('frozen', `programme ${programme.id} is closed`);
	const { committeeId } = programme;
	const { clashes, accepted } = await listClashes(tx, { kind: 'committee', committeeId }, programme);
	const clash = clashes.find((one) => one.key === key);
	if (!clash || accepted.has(key) === (reason !== null))
		throw new Problem('stale', `the clash ${key} is no longer as it was shown`);
	if (reason === null) {
		await tx.deleteFrom('accepted_clashes').where('committee_id', '=', committeeId).where('key', '=', key).execute();
	} else {
		const row = { id: recordId(), committee_id: committeeId, programme_id: programme.id, key, reason, actor };
		await tx.insertInto('accepted_clashes').values(row).execute();
	}
	await noteSettled(tx, actor, committeeId, clash, reason);
}

/** Each activity that has a part in a clash keeps in its history what was decided. */
async function noteSettled(tx: Transaction, actor: Actor, committeeId: string, clash: Clash, reason: string | null) {
	const kind = reason === null ? ('clash_reopened' as const) : ('clash_accepted' as const);
	const states = await tx
		.selectFrom('activities')
		.select(['id', 'state'])
		.where(
			'id',
			'in',
			clash.activities.map(({ id }) => id),
		)
		.execute();
	const change = reason === null ? { from: clash.kind, to: null } : { from: null, to: clash.kind };
	const events = states.map(({ id, state }) => {
		const to = state as Planned['state'];
		return { activityId: id, kind, from: to, to, actor, reason, changes: { accepted_clash: change } };
	});
	await insertActivityEvents(tx, committeeId, events);
}

const listAccepted = (tx: Transaction, committeeId: string): Promise<AcceptedClash[]> =>
	tx
		.selectFrom('accepted_clashes')
		.select(['key', 'reason', 'actor', 'at'])
		.where('committee_id', '=', committeeId)
		.execute();

/** Who runs the activities of some days in the room, by activity and by name. */
async function listFacilitatorsBetween(tx: Transaction, committeeId: string, from: string, to: string) {
	const rows = await tx
		.selectFrom('activity_facilitators')
		.innerJoin('activities', 'activities.id', 'activity_id')
		.select(['activity_id as activityId', 'account_id as accountId'])
		.where('activities.committee_id', '=', committeeId)
		.where('takes_place_on', '>=', from)
		.where('takes_place_on', '<=', to)
		.execute();
	// Each account once: whether it may be seen takes longer to find out than its name.
	const named = new Map((await listNamed(tx, rows)).map((one, at) => [one.id, { ...one, at }]));
	return new Map(
		[...Map.groupBy(rows, ({ activityId }) => activityId)].map(([activityId, theirs]) => [
			activityId,
			theirs
				.flatMap(({ accountId }) => named.get(accountId) ?? [])
				.sort((a, b) => a.at - b.at)
				.map(({ id, name }) => ({ id, name })),
		]),
	);
}

const listNamed = async (tx: Transaction, rows: readonly { accountId: string }[]) => {
	const ids = [...new Set(rows.map(({ accountId }) => accountId))];
	if (ids.length === 0) return [];
	return tx.selectFrom('accounts').select(['id', 'name']).where('id', 'in', ids).orderBy('name').execute();
};
