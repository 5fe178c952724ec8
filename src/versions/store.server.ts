import { sql } from 'kysely';
import { type Actor, json, type Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { Programme } from '#programmes/model.ts';
import { type Line, openTo, type Version, type VersionText } from './model.ts';

const columns = (tx: Transaction) =>
	tx.selectFrom('programme_versions').select(['id', 'number', 'approved_at as approvedAt', 'actor']);

/** The approved versions of a programme, the latest first. */
export const listVersions = (tx: Transaction, programmeId: string): Promise<Version[]> =>
	columns(tx).where('programme_id', '=', programmeId).orderBy('number', 'desc').execute();

export type KeptVersion = Version & { text: VersionText; digest: Buffer };

export async function getVersion(tx: Transaction, programmeId: string, number: number): Promise<KeptVersion> {
	const row = await columns(tx)
		.select(['content as text', 'digest'])
		.where('programme_id', '=', programmeId)
		.where('number', '=', number)
		.executeTakeFirst();
	if (!row) throw new Problem('not_found', `no version ${number}`);
	return row as unknown as KeptVersion;
}

/** The activities of a version as they stood, or one of them, as far as the scope shows them; in the order of the calendar. */
export async function listLines(tx: Transaction, versionId: string, activityId?: string): Promise<Line[]> {
	const all = tx
		.selectFrom('programme_version_activities')
		.select(['activity_id as activityId', 'content'])
		.where('version_id', '=', versionId)
		.orderBy(sql`content ->> 'takesPlaceOn'`, (by) => by.asc().nullsLast())
		.orderBy(sql`(content ->> 'number')::integer`);
	const rows = await (activityId ? all.where('activity_id', '=', activityId) : all).execute();
	return rows.map(({ activityId, content }) => ({ activityId, ...(content as object) }) as Line);
}

/** Institutions and places of a version that were merged since, with what they are now. */
export async function listMerged(tx: Transaction, versionId: string): Promise<Map<string, string>> {
	const { rows } = await sql<{ was: string; kept: string }>`select was, kept from merged_since(${versionId})`.execute(
		tx,
	);
	return new Map(rows.map(({ was, kept }) => [was, kept]));
}

export type NewVersion = { number: number; actor: Actor; text: VersionText; digest: Buffer; lines: readonly Line[] };
const chunk = 1000;

/** Writes a version once and for all. */
export async function insertVersion(
	tx: Transaction,
	{ id: programmeId, committeeId }: Pick<Programme, 'id' | 'committeeId'>,
	{ number, actor, text, digest, lines }: NewVersion,
): Promise<void> {
	const id = recordId();
	const row = { id, committee_id: committeeId, programme_id: programmeId, number, actor, content: json(text), digest };
	await tx.insertInto('programme_versions').values(row).execute();
	const open = new Set(openTo(lines));
	const rows = lines.map((line) => {
		const { activityId, ...content } = line;
		return {
			...{ committee_id: committeeId, version_id: id, activity_id: activityId, open: open.has(line) },
			...{ partner_ids: [line.leadId, ...line.supporters.map((one) => one.id)], content: json(content) },
		};
	});
	for (let at = 0; at < rows.length; at += chunk)
		await tx
			.insertInto('programme_version_activities')
			.values(rows.slice(at, at + chunk))
			.execute();
}

/** Why activities of a programme do not take place, by activity: the latest reason, of those that are off. */
export async function listReasons(tx: Transaction, programmeId: string): Promise<Map<string, string>> {
	const rows = await tx
		.selectFrom('activity_events')
		.innerJoin('activities', 'activities.id', 'activity_id')
		.distinctOn('activity_id')
		.select(['activity_id as id', 'reason'])
		.where('programme_id', '=', programmeId)
		.where('activities.state', 'in', ['postponed', 'cancelled'])
		.where('kind', 'in', ['postponed', 'cancelled'])
		.orderBy('activity_id')
		.orderBy('at', 'desc')
		.orderBy('activity_events.id', 'desc')
		.execute();
	return new Map(rows.flatMap(({ id, reason }) => (reason ? [[id, reason]] : [])));
}

/** The same as the public reads them. */
export async function listPublicReasons(tx: Transaction, programmeId: string): Promise<Map<string, string>> {
	const rows = await tx
		.selectFrom('activities')
		.select(['id', 'public_reason as reason'])
		.where('programme_id', '=', programmeId)
		.where('visibility', '=', 'public')
		.where('public_reason', 'is not', null)
		.execute();
	return new Map(rows.flatMap(({ id, reason }) => (reason ? [[id, reason]] : [])));
}
