import { listActivityEvents } from '#activities/events.server.ts';
import type { ListedActivity } from '#activities/model.ts';
import { type Moved, moveActivity, undoMove } from '#activities/moving.server.ts';
import { type MoveWish, placeBefore, whyNotMove } from '#activities/moving.ts';
import { getNames } from '#activities/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { type Asking, getStandings } from './actions.server.ts';

/** Institutions that agreed to the day an activity has now: moved, their answers are void. */
export type Agreed = { names: string[] /** By it a form says which of them were seen. */; known: string };

/** Who agreed to the day of an activity. */
export async function getAgreed(tx: Transaction, activity: ListedActivity, now = new Date()): Promise<Agreed> {
	const agreed = (await getStandings(tx, activity, now)).filter((standing) => standing.agreed);
	const ids = agreed.map(({ partnerId }) => partnerId).sort();
	const names = await getNames(tx, ids);
	return { names: ids.map((id) => names[id] ?? ''), known: ids.join(' ') };
}

type Refused = { ok: false; reason: 'agreed'; agreed: Agreed };
type From = { version: number; known: string };

/**
 * Moves an activity to another day, as a secretary does who has seen which institutions agreed to the present one. Were there
 * others, nothing is moved and they are told first.
 */
export async function moveAgreed(
	tx: Transaction,
	{ actor, committee, programme, now }: Asking,
	activity: ListedActivity,
	{ known, ...move }: MoveWish & From,
): Promise<Moved | Refused> {
	const { number } = activity;
	const unseen = await unseenIn(tx, { programme, now }, activity, { known, version: move.version, day: move.day });
	return unseen ?? moveActivity(tx, actor, committee, programme, { number, ...move });
}

/** Takes the last move back, with the same question: somebody may have agreed to the new day meanwhile. */
export async function undoAgreed(
	tx: Transaction,
	{ actor, committee, programme, now }: Asking,
	activity: ListedActivity,
	{ known, version }: From,
): Promise<Awaited<ReturnType<typeof undoMove>> | Refused> {
	const { number } = activity;
	const before = placeBefore(await listActivityEvents(tx, activity.id), activity);
	const day = before?.takesPlaceOn ?? activity.takesPlaceOn;
	const unseen = await unseenIn(tx, { programme, now }, activity, { known, version, day });
	return unseen ?? undoMove(tx, actor, committee, programme, { number, version });
}

/** Those who agreed and were not shown; undefined where nobody is, or where the move is refused or changes no day anyway. */
async function unseenIn(
	tx: Transaction,
	{ programme, now = new Date() }: Pick<Asking, 'programme' | 'now'>,
	activity: ListedActivity,
	{ known, version, day }: From & { day: string | null },
): Promise<Refused | undefined> {
	const stays = day === activity.takesPlaceOn || activity.version !== version;
	if (stays || whyNotMove(activity, programme, day)) return undefined;
	const agreed = await getAgreed(tx, activity, now);
	return agreed.known === known ? undefined : { ok: false, reason: 'agreed', agreed };
}
