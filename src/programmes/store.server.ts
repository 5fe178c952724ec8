import { sql } from 'kysely';
import { type Actor, json, type Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type {
	Audience,
	Programme,
	ProgrammeEvent,
	ProgrammeEventDetails,
	ProgrammeEventKind,
	ProgrammeState,
} from './model.ts';

const columns = (tx: Transaction) =>
	tx.selectFrom('programmes').select([
		'programmes.id',
		'committee_id as committeeId',
		'slug',
		'title_sq as titleSq',
		'title_en as titleEn',
		'starts_on as startsOn',
		'ends_on as endsOn',
		'aim_sq as aimSq',
		'aim_en as aimEn',
		'state',
		'demonstration',
		sql<{ audience: Audience; persons: number }[]>`coalesce((select json_agg(json_build_object('audience', audience,
			'persons', persons) order by audience) from programme_targets where programme_id = programmes.id), '[]')`.as(
			'targets',
		),
	]);

/** The programmes of a committee, the latest month first. */
export async function listProgrammes(tx: Transaction, committeeId: string): Promise<Programme[]> {
	const rows = await columns(tx).where('committee_id', '=', committeeId).orderBy('slug', 'desc').execute();
	return rows as Programme[];
}

export async function findProgramme(
	tx: Transaction,
	committeeId: string,
	slug: string,
): Promise<Programme | undefined> {
	const row = await columns(tx).where('committee_id', '=', committeeId).where('slug', '=', slug).executeTakeFirst();
	return row as Programme | undefined;
}

export async function getProgramme(tx: Transaction, committeeId: string, slug: string): Promise<Programme> {
	const programme = await findProgramme(tx, committeeId, slug);
	if (!programme) throw new Problem('not_found', `no programme ${slug}`);
	return programme;
}

/** Holds the programme for this transaction: imports and approvals of one programme follow one another. */
export async function lockProgramme(tx: Transaction, programmeId: string): Promise<ProgrammeState> {
	const row = await tx
		.selectFrom('programmes')
		.select('state')
		.where('id', '=', programmeId)
		.forUpdate()
		.executeTakeFirst();
	if (!row) throw new Problem('not_found', `no programme ${programmeId}`);
	return row.state as ProgrammeState;
}

/** Holds a programme and reads it as it is then: who had to wait for somebody else's step sees what it did. */
export async function holdProgramme(
	tx: Transaction,
	{ id, committeeId, slug }: Pick<Programme, 'id' | 'committeeId' | 'slug'>,
): Promise<Programme> {
	await lockProgramme(tx, id);
	return getProgramme(tx, committeeId, slug);
}

export type ProgrammeText = Pick<Programme, 'titleSq' | 'titleEn' | 'startsOn' | 'endsOn' | 'aimSq' | 'aimEn'>;

const row = (text: ProgrammeText) => ({
	title_sq: text.titleSq,
	title_en: text.titleEn,
	starts_on: text.startsOn,
	ends_on: text.endsOn,
	aim_sq: text.aimSq,
	aim_en: text.aimEn,
});

/** The id of the new programme. A second one for the same month is a conflict. */
export async function insertProgramme(
	tx: Transaction,
	committeeId: string,
	programme: ProgrammeText & { slug: string; demonstration?: boolean },
): Promise<string> {
	const id = recordId();
	const inserted = await tx
		.insertInto('programmes')
		.values({
			id,
			committee_id: committeeId,
			slug: programme.slug,
			state: 'in_preparation',
			demonstration: programme.demonstration ?? false,
			...row(programme),
		})
		.onConflict((on) => on.columns(['committee_id', 'slug']).doNothing())
		.returning('id')
		.executeTakeFirst();
	if (!inserted) throw new Problem('conflict', `programme ${programme.slug} exists`);
	return id;
}

export const saveProgramme = (tx: Transaction, id: string, text: ProgrammeText) =>
	tx.updateTable('programmes').set(row(text)).where('id', '=', id).execute();

export const saveProgrammeState = (tx: Transaction, id: string, state: ProgrammeState) =>
	tx.updateTable('programmes').set({ state }).where('id', '=', id).execute();

/** Replaces the targets of a programme. */
export async function saveTargets(
	tx: Transaction,
	programme: Pick<Programme, 'id' | 'committeeId'>,
	targets: readonly { audience: Audience; persons: number }[],
): Promise<void> {
	await tx.deleteFrom('programme_targets').where('programme_id', '=', programme.id).execute();
	if (targets.length === 0) return;
	await tx
		.insertInto('programme_targets')
		.values(targets.map((target) => ({ committee_id: programme.committeeId, programme_id: programme.id, ...target })))
		.execute();
}

/** What was done with a programme as a whole, the latest first. */
export async function listProgrammeEvents(tx: Transaction, programmeId: string): Promise<ProgrammeEvent[]> {
	const rows = await tx
		.selectFrom('programme_events')
		.select(['id', 'kind', 'actor', 'details', 'at'])
		.where('programme_id', '=', programmeId)
		.orderBy('at', 'desc')
		.orderBy('id', 'desc')
		.execute();
	return rows as ProgrammeEvent[];
}

/** The latest event of a programme, by which a form knows whether it is still the newest; empty when there is none. */
export async function getLatestEventId(tx: Transaction, programmeId: string): Promise<string> {
	const row = await tx
		.selectFrom('programme_events')
		.select('id')
		.where('programme_id', '=', programmeId)
		.orderBy('at', 'desc')
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row?.id ?? '';
}

export const insertProgrammeEvent = (
	tx: Transaction,
	programme: Pick<Programme, 'id' | 'committeeId'>,
	event: {
		kind: ProgrammeEventKind;
		actor: Actor;
		details?: ProgrammeEventDetails /** Set only by the demonstration. */;
		at?: Date;
	},
) =>
	tx
		.insertInto('programme_events')
		.values({
			id: recordId(),
			committee_id: programme.committeeId,
			programme_id: programme.id,
			kind: event.kind,
			actor: event.actor,
			details: json(event.details ?? {}),
			...(event.at ? { at: event.at } : {}),
		})
		.execute();

/** Deletes the programmes of the demonstration with everything that hangs on them. */
export const deleteDemonstrationProgrammes = (tx: Transaction, committeeId: string) =>
	tx.deleteFrom('programmes').where('committee_id', '=', committeeId).where('demonstration', '=', true).execute();
