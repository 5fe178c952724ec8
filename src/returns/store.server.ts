import { sql } from 'kysely';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import type { Count, Material, Return } from './model.ts';

/** A return as it is written; its version is given by the store. */
export type NewReturn = Omit<Return, 'id' | 'version' | 'recordedAt'> & { actor: Actor };

/** Adds the next version of an activity's return and gives its id. Earlier versions stay as they are. */
export async function insertReturn(tx: Transaction, committeeId: string, told: NewReturn): Promise<string> {
	const id = recordId();
	await tx
		.insertInto('returns')
		.values({
			id,
			committee_id: committeeId,
			activity_id: told.activityId,
			version: sql<number>`(select coalesce(max(version), 0) + 1 from returns where activity_id = ${told.activityId})`,
			held_on: told.heldOn,
			methods: told.methods,
			answers: told.answers,
			correction_reason: told.correctionReason,
			actor: told.actor,
		})
		.execute();
	const row = { committee_id: committeeId, return_id: id };
	const counts = told.counts.map(({ ageBand, ...count }) => ({ ...row, age_band: ageBand, ...count }));
	if (counts.length > 0) await tx.insertInto('return_counts').values(counts).execute();
	const partners = told.partnerIds.map((partner_id) => ({ ...row, partner_id }));
	if (partners.length > 0) await tx.insertInto('return_partners').values(partners).execute();
	const materials = told.materials.map(({ versionId, ...material }) => ({
		...{ ...row, ...material },
		version_id: versionId ?? null,
	}));
	if (materials.length > 0) await tx.insertInto('return_materials').values(materials).execute();
	return id;
}

const columns = (tx: Transaction) =>
	tx.selectFrom('returns').select([
		'returns.id',
		'activity_id as activityId',
		'version',
		'held_on as heldOn',
		'methods',
		'answers',
		'correction_reason as correctionReason',
		'recorded_at as recordedAt',
		sql<
			Count[]
		>`coalesce((select json_agg(json_build_object('audience', audience, 'sex', sex, 'ageBand', age_band, 'unit', unit,
			'method', method, 'value', value) order by audience, unit, sex, age_band) from return_counts where return_id = returns.id), '[]')`.as(
			'counts',
		),
		sql<string[]>`array(select partner_id::text from return_partners where return_id = returns.id order by 1)`.as(
			'partnerIds',
		),
		sql<
			Material[]
		>`coalesce((select json_agg(json_build_object('kind', kind, 'language', language, 'quantity', quantity,
			'versionId', version_id) order by kind, language, version_id) from return_materials where return_id = returns.id), '[]')`.as(
			'materials',
		),
	]);

/** What is said now about an activity: the latest version of its return. */
export async function findReturn(tx: Transaction, activityId: string): Promise<Return | undefined> {
	const row = await columns(tx)
		.where('activity_id', '=', activityId)
		.orderBy('version', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row as Return | undefined;
}

/** Every version of an activity's return, the latest first. */
export async function listReturns(tx: Transaction, activityId: string): Promise<Return[]> {
	const rows = await columns(tx).where('activity_id', '=', activityId).orderBy('version', 'desc').execute();
	return rows as Return[];
}
