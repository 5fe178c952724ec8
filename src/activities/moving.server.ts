import type { Committee } from '#committees/model.ts';
import { actorAccount } from '#people/model.ts';
import { listAccountNames } from '#people/store.server.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import type { Programme } from '#programmes/model.ts';
import { holdProgramme } from '#programmes/store.server.ts';
import { editActivity } from './actions.server.ts';
import { namedIn } from './changes.ts';
import { listActivityEvents } from './events.server.ts';
import type { ListedActivity } from './model.ts';
import { changesPlan, type MoveWish, movedTo, placeBefore, type WhyNotMove, whyNotMove } from './moving.ts';
import { getActivity, getNames } from './store.server.ts';

type Home = Pick<Committee, 'id'>;
/** `version` is the one after the move: by it the move can be taken back. */
export type Moved = { ok: true; number: number; version: number; changed: boolean } | { ok: false; reason: WhyNotMove };

/** Moves an activity to another day (and hour): an edit of that alone, from a card that showed `version`. */
export async function moveActivity(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	programme: Programme,
	{ number, version, ...wish }: { number: number; version: number } & MoveWish,
): Promise<Moved> {
	const { activity, held } = await holdAt(tx, programme, number, version);
	const reason = whyNotMove(activity, held, wish.day);
	if (reason) return { ok: false, reason };
	return saveDay(tx, actor, committee, programme, { activity, to: movedTo(activity, wish) });
}

/**
 * Takes the last move of an activity back, which is a move like every other. `version` is the one that the move made: when
 * somebody has changed the activity since, that is stale.
 */
export async function undoMove(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	programme: Programme,
	{ number, version }: { number: number; version: number },
): Promise<Moved | { ok: false; reason: 'no_move' }> {
	const { activity, held } = await holdAt(tx, programme, number, version);
	const to = placeBefore(await listActivityEvents(tx, activity.id), activity);
	if (!to) return { ok: false, reason: 'no_move' };
	const reason = whyNotMove(activity, held, to.takesPlaceOn);
	if (reason) return { ok: false, reason };
	return saveDay(tx, actor, committee, programme, { activity, to });
}

/** What changed an activity last, and who did it: told to whoever was too late. */
export async function getLastChange(tx: Transaction, { id }: Pick<ListedActivity, 'id'>) {
	const event = (await listActivityEvents(tx, id)).find(changesPlan);
	const account = event && actorAccount(event.actor);
	const named = namedIn([event?.changes ?? {}]);
	const names = { ...(await getNames(tx, [...named, event?.actor.split(':')[1] ?? null])) };
	return { event: event ?? null, names: { ...names, ...(account ? await listAccountNames(tx, [account]) : {}) } };
}

/** The programme is held before the activity is read: of two who move at once, the second sees what the first did. */
async function holdAt(tx: Transaction, programme: Programme, number: number, version: number) {
	const held = await holdProgramme(tx, programme);
	const activity = await getActivity(tx, programme.id, number);
	if (activity.version !== version)
		throw new Problem('stale', `activity ${number} is at version ${activity.version}, not ${version}`);
	return { activity, held };
}

type Here = Awaited<ReturnType<typeof holdAt>>['activity'];

async function saveDay(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	programme: Programme,
	{ activity, to }: { activity: Here; to: ReturnType<typeof movedTo> },
): Promise<Moved> {
	const { number, version } = activity;
	const edited = await editActivity(tx, actor, committee, programme, { number, version, plan: { ...activity, ...to } });
	if (!edited.ok) throw new Problem('conflict', `activity ${number} cannot be moved: ${edited.reason}`);
	return { ok: true, number, version: edited.changed ? version + 1 : version, changed: edited.changed };
}
