import { insertActivityEvents } from '#activities/events.server.ts';
import { listMaterialChoices } from '#activities/materials.server.ts';
import type { ActivityEventKind, ListedActivity } from '#activities/model.ts';
import { getNames } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import type { Programme } from '#programmes/model.ts';
import { lockProgramme } from '#programmes/store.server.ts';
import { parseContribution } from './input.ts';
import { type Brought, type Contribution, type ContributionDraft, isOpen, linesOf, stateAfter } from './model.ts';
import {
	deleteContribution,
	findContribution,
	insertContribution,
	listContributions,
	saveContributionState,
} from './store.server.ts';

type Told = Pick<ListedActivity, 'id' | 'number' | 'state' | 'leadId' | 'supporterIds' | 'audiences'>;
type Where = {
	committee: Pick<Committee, 'id'>;
	programme: Pick<Programme, 'id' | 'slug' | 'state'>;
	activity: Told;
};

/** What the card on the page of an activity shows, and what its form chooses from. */
export async function getContributionCard(
	tx: Transaction,
	{ committee, programme, activity }: Where,
	locale: 'sq' | 'en',
) {
	const lines = await listContributions(tx, { activityIds: [activity.id] });
	const involved = [activity.leadId, ...activity.supporterIds];
	const names = await getNames(tx, [...involved, ...lines.map(({ partnerId }) => partnerId)]);
	const versions = await listMaterialChoices(tx, committee, activity, locale);
	return {
		...{ lines, names },
		partners: involved.map((id) => ({ id, name: names[id] ?? '' })),
		versions: versions.map(({ versionId, title, language }) => ({ id: versionId, name: `${title} (${language})` })),
		open: programme.state !== 'closed' && isOpen(activity),
	};
}

/** Reads the form of a contribution and asks for it. */
export async function submitContribution(
	tx: Transaction,
	actor: Actor,
	where: Where,
	typed: Typed,
	locale: 'sq' | 'en',
): Promise<{ ok: true } | { ok: false; issues: Issue[] }> {
	const { partners, versions } = await getContributionCard(tx, where, locale);
	const choices = { partnerIds: partners.map(({ id }) => id), versionIds: versions.map(({ id }) => id) };
	const parsed = parseContribution(typed, choices);
	if (!parsed.ok) return parsed;
	await askContribution(tx, actor, where, parsed.value);
	return { ok: true };
}

/** What of it the history wants to know. */
type Around = { committee: Where['committee']; activity: Pick<Told, 'id' | 'state'> };

/** Asks an institution of the activity to bring something; it learns of it with the next mail. Returns the id of the line. */
export async function askContribution(
	tx: Transaction,
	actor: Actor,
	where: Where,
	draft: ContributionDraft,
): Promise<string> {
	await holdOpen(tx, where);
	const { committee, activity } = where;
	if (draft.partnerId !== activity.leadId && !activity.supporterIds.includes(draft.partnerId))
		throw new Problem('not_found', `${draft.partnerId} has no part in activity ${activity.number}`);
	const id = await insertContribution(tx, { committeeId: committee.id, activityId: activity.id }, draft);
	await tell(tx, actor, where, [{ kind: 'contribution_asked', line: draft }]);
	return id;
}

/** Takes a line away; false when it is gone already. */
export async function removeContribution(tx: Transaction, actor: Actor, where: Where, id: string): Promise<boolean> {
	await holdOpen(tx, where);
	const line = await findContribution(tx, where.activity.id, id);
	if (!line) return false;
	await deleteContribution(tx, id);
	await tell(tx, actor, where, [{ kind: 'contribution_removed', line }]);
	return true;
}

/** What an institution said by telephone. */
export async function settleContribution(
	tx: Transaction,
	actor: Actor,
	where: Where,
	id: string,
	brings: boolean,
): Promise<void> {
	await holdOpen(tx, where);
	const line = await findContribution(tx, where.activity.id, id);
	if (!line) throw new Problem('not_found', `no contribution ${id}`);
	await settle(tx, actor, where, [line], new Map([[id, brings]]));
}

/** What an institution says of its own lines with its answer. Whoever calls holds the programme. */
export async function answerContributions(
	tx: Transaction,
	actor: Actor,
	where: Around & { partnerId: string },
	brought: Brought,
): Promise<void> {
	const lines = await listContributions(tx, { activityIds: [where.activity.id] });
	await settle(
		tx,
		actor,
		where,
		linesOf(lines, { activityId: where.activity.id, partnerId: where.partnerId }),
		brought,
	);
}

async function settle(
	tx: Transaction,
	actor: Actor,
	where: Around,
	lines: readonly Contribution[],
	brought: Brought,
): Promise<void> {
	const answered = lines.flatMap((line) => {
		const brings = brought.get(line.id);
		return brings === undefined || line.state === stateAfter(brings) ? [] : [{ line, state: stateAfter(brings) }];
	});
	for (const { line, state } of answered) await saveContributionState(tx, line.id, state);
	const events = answered.map(({ line, state }) => ({
		kind: state === 'confirmed' ? ('contribution_confirmed' as const) : ('contribution_declined' as const),
		line,
	}));
	await tell(tx, actor, where, events);
}

async function holdOpen(tx: Transaction, { programme, activity }: Where): Promise<void> {
	if ((await lockProgramme(tx, programme.id)) === 'closed')
		throw new Problem('frozen', `programme ${programme.slug} is closed`);
	if (!isOpen(activity)) throw new Problem('conflict', `activity ${activity.number} is over or not to take place`);
}

type Event = { kind: ActivityEventKind; line: Pick<Contribution, 'kind' | 'partnerId'> };

/** What of each institution's lines happened stands in the history of the activity. */
async function tell(
	tx: Transaction,
	actor: Actor,
	{ committee, activity: { id: activityId, state } }: Around,
	events: readonly Event[],
): Promise<void> {
	if (events.length === 0) return;
	const told = events.map(({ kind, line }) => ({
		...{ activityId, kind, from: state, to: state, actor },
		changes: {
			contribution: { from: null, to: line.kind },
			institutions: { from: [], to: [line.partnerId] },
		},
	}));
	await insertActivityEvents(tx, committee.id, told);
}
