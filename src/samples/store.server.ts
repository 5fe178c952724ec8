import type { Setting } from '#activities/model.ts';
import type { Mode } from '#checks/model.ts';
import { listPhases } from '#checks/store.server.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import type { Candidate, Placed, Sample, SampleClass } from './model.ts';

/** The classes of a month with their phases, in the order of the activities; those that were asked only once too. */
export async function listClasses(tx: Transaction, programmeId: string): Promise<Candidate[]> {
	const rows = await tx
		.selectFrom('checks')
		.innerJoin('activities', 'activities.id', 'activity_id')
		.innerJoin('partners', 'partners.id', 'activities.lead_partner_id')
		.leftJoin('municipalities', 'municipalities.code', 'activities.municipality_code')
		.select(['checks.id as checkId', 'activities.id as activityId', 'activities.number', 'activities.title'])
		.select([
			'checks.label',
			'checks.mode',
			'activities.setting',
			'activities.municipality_code as code',
			'municipalities.name as municipality',
		])
		.select(['partners.id as partnerId', 'partners.name as partnerName'])
		.where('activities.programme_id', '=', programmeId)
		.orderBy('activities.number')
		.orderBy('checks.made_at')
		.orderBy('checks.id')
		.execute();
	const phases = Map.groupBy(
		await listPhases(
			tx,
			rows.map(({ checkId }) => checkId),
		),
		({ checkId }) => checkId,
	);
	return rows.map(({ code, municipality, partnerId, partnerName, mode, setting, ...row }) => ({
		...{ ...row, mode: mode as Mode, setting: setting as Setting },
		municipality: code === null ? null : { code, name: municipality ?? code },
		partner: { id: partnerId, name: partnerName },
		phases: phases.get(row.checkId) ?? [],
	}));
}

const samples = (tx: Transaction) =>
	tx
		.selectFrom('class_samples')
		.select([
			'id',
			'committee_id as committeeId',
			'programme_id as programmeId',
			'seed',
			'size',
			'strata',
			'actor',
			'made_at as madeAt',
		]);

/** What was drawn for a month; there is one draw. */
export async function findSample(tx: Transaction, programmeId: string): Promise<Sample | undefined> {
	const row = await samples(tx).where('programme_id', '=', programmeId).executeTakeFirst();
	return row as Sample | undefined;
}

/** Samples whose tasks are not settled yet, in every county. */
export async function listSamplesWithTasks(tx: Transaction): Promise<Sample[]> {
	const rows = await samples(tx)
		.where((ask) =>
			ask.exists(
				ask
					.selectFrom('sample_classes')
					.innerJoin('tasks', 'tasks.id', 'task_id')
					.select('sample_id')
					.whereRef('sample_id', '=', 'class_samples.id')
					.where('tasks.state', '=', 'open'),
			),
		)
		.execute();
	return rows as Sample[];
}

export async function listSampleClasses(tx: Transaction, sampleId: string): Promise<SampleClass[]> {
	return tx
		.selectFrom('sample_classes')
		.select(['check_id as checkId', 'stratum', 'rank', 'drawn', 'reason', 'replaces', 'task_id as taskId'])
		.where('sample_id', '=', sampleId)
		.orderBy('stratum')
		.orderBy('rank')
		.execute();
}

export type NewSample = Pick<Sample, 'programmeId' | 'committeeId' | 'seed' | 'size' | 'strata'> & { actor: Actor };

/** Keeps a draw: every class that could be drawn, with the place that the lot gave it. */
export async function insertSample(
	tx: Transaction,
	{ committeeId, programmeId, seed, size, strata, actor }: NewSample,
	placed: readonly Placed[],
): Promise<string> {
	const id = recordId();
	await tx
		.insertInto('class_samples')
		.values({ id, committee_id: committeeId, programme_id: programmeId, seed, size, strata, actor })
		.execute();
	await tx
		.insertInto('sample_classes')
		.values(
			placed.map(({ checkId, stratum, rank, drawn }) => ({
				...{ sample_id: id, check_id: checkId, committee_id: committeeId, stratum, rank, drawn },
			})),
		)
		.execute();
	return id;
}

const one = (tx: Transaction, sampleId: string, checkId: string) =>
	tx.updateTable('sample_classes').where('sample_id', '=', sampleId).where('check_id', '=', checkId);

/** Says why a class is not asked, and who comes in its place. */
export async function saveReplacement(
	tx: Transaction,
	sampleId: string,
	{ checkId, reason, by }: { checkId: string; reason: string; by: string },
): Promise<void> {
	await one(tx, sampleId, checkId).set({ reason }).execute();
	await one(tx, sampleId, by).set({ replaces: checkId }).execute();
}

export const saveTask = (tx: Transaction, sampleId: string, checkId: string, taskId: string) =>
	one(tx, sampleId, checkId).set({ task_id: taskId }).execute();
