import { sql } from 'kysely';
import type { ActivityState } from '#activities/model.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { Check, CheckPhase, Counts, Mode, Way } from './model.ts';

const columns = (tx: Transaction) =>
	tx
		.selectFrom('checks')
		.select([
			'checks.id',
			'checks.committee_id as committeeId',
			'checks.activity_id as activityId',
			'checks.set_id as setId',
			'checks.mode',
			'checks.label',
			'checks.persons',
			'checks.title_sq as titleSq',
			'checks.title_en as titleEn',
			'checks.actor',
			'checks.made_at as madeAt',
		]);

type Row = Omit<Check, 'title' | 'mode'> & { mode: string; titleSq: string | null; titleEn: string | null };
const asCheck = ({ titleSq, titleEn, mode, ...row }: Row): Check => ({
	...row,
	mode: mode as Mode,
	title: titleSq !== null && titleEn !== null ? { sq: titleSq, en: titleEn } : null,
});

export async function insertCheck(tx: Transaction, check: Omit<Check, 'id' | 'madeAt'>): Promise<string> {
	const id = recordId();
	const { committeeId, activityId, setId, mode, label, persons, title, actor } = check;
	await tx
		.insertInto('checks')
		.values({
			...{ id, committee_id: committeeId, activity_id: activityId, set_id: setId, mode, label, persons, actor },
			...{ title_sq: title?.sq ?? null, title_en: title?.en ?? null },
		})
		.execute();
	return id;
}

export async function getCheck(tx: Transaction, id: string): Promise<Check> {
	const row = isId(id) ? await columns(tx).where('checks.id', '=', id).executeTakeFirst() : undefined;
	if (!row) throw new Problem('not_found', `no check ${id}`);
	return asCheck(row);
}

/** The checks of an activity, or without one those for the whole country; the earliest first. */
export async function listChecks(
	tx: Transaction,
	{ committeeId, activityId }: { committeeId: string; activityId: string | null },
): Promise<Check[]> {
	const rows = await columns(tx)
		.where('committee_id', '=', committeeId)
		.where('activity_id', activityId === null ? 'is' : '=', activityId)
		.orderBy('made_at')
		.orderBy('id')
		.execute();
	return rows.map(asCheck);
}

/** The checks of a month with the number and title of their activities, in the order of the activities. */
export async function listChecksOfMonth(
	tx: Transaction,
	programmeId: string,
): Promise<{ check: Check; number: number; title: string }[]> {
	const rows = await columns(tx)
		.innerJoin('activities', 'activities.id', 'activity_id')
		.select(['activities.number', 'activities.title'])
		.where('activities.programme_id', '=', programmeId)
		.orderBy('activities.number')
		.orderBy('checks.made_at')
		.execute();
	return rows.map(({ number, title, ...row }) => ({ check: asCheck(row), number, title }));
}

export const deleteCheck = (tx: Transaction, id: string) => tx.deleteFrom('checks').where('id', '=', id).execute();

export type NewPhase = Pick<CheckPhase, 'checkId' | 'phase' | 'code' | 'quota' | 'closesAt'> & {
	committeeId: string;
	actor: Actor;
	/** Of what was answered on paper: over as soon as it is known. */
	over?: boolean;
};

export async function insertPhase(tx: Transaction, { committeeId, actor, over, ...phase }: NewPhase): Promise<string> {
	const id = recordId();
	await tx
		.insertInto('check_phases')
		.values({
			...{ id, committee_id: committeeId, check_id: phase.checkId, phase: phase.phase, code: phase.code },
			...{ quota: phase.quota, closes_at: phase.closesAt, actor },
			...(over ? { state: 'closed', ended_at: phase.closesAt } : {}),
		})
		.execute();
	await tx.insertInto('check_tallies').values({ phase_id: id, committee_id: committeeId }).execute();
	return id;
}

const phaseColumns = (tx: Transaction) =>
	tx
		.selectFrom('check_phases')
		.innerJoin('check_tallies', 'phase_id', 'check_phases.id')
		.select([
			'check_phases.id',
			'check_id as checkId',
			'phase',
			'state',
			'code',
			'quota',
			'answered',
			'opened_at as openedAt',
			'closes_at as closesAt',
			'ended_at as endedAt',
			'reason',
		]);

/** The phases of some checks, in the order in which they were opened. */
export async function listPhases(tx: Transaction, checkIds: readonly string[]): Promise<CheckPhase[]> {
	if (checkIds.length === 0) return [];
	const rows = await phaseColumns(tx)
		.where('check_id', 'in', checkIds)
		.orderBy('opened_at')
		.orderBy('check_phases.id')
		.execute();
	return rows as CheckPhase[];
}

/** The open phase of a code, whatever its minutes say; with what its check asks. */
export async function findByCode(tx: Transaction, code: string) {
	return tx
		.selectFrom('check_phases')
		.innerJoin('checks', 'checks.id', 'check_id')
		.select([
			'check_phases.id as phaseId',
			'check_id as checkId',
			'check_phases.committee_id as committeeId',
			'phase',
			'mode',
			'code',
			'quota',
			'closes_at as closesAt',
			'set_id as setId',
			'persons',
			'activity_id as activityId',
			'title_sq as titleSq',
			'title_en as titleEn',
		])
		.where('code', '=', code)
		.where('state', '=', 'open')
		.executeTakeFirst();
}

/** The state of the activity of a check; null for one that is open to the whole country. */
export async function findActivityState(tx: Transaction, activityId: string | null): Promise<ActivityState | null> {
	if (activityId === null) return null;
	const row = await tx.selectFrom('activities').select('state').where('id', '=', activityId).executeTakeFirst();
	return (row?.state ?? null) as ActivityState | null;
}

/** Holds a phase until the end of the transaction: no answer comes in meanwhile. */
export async function lockPhase(tx: Transaction, id: string): Promise<CheckPhase> {
	if (!isId(id)) throw new Problem('not_found', `no phase ${id}`);
	await tx.selectFrom('check_tallies').select('phase_id').where('phase_id', '=', id).forUpdate().execute();
	const phase = await phaseColumns(tx).where('check_phases.id', '=', id).executeTakeFirst();
	if (!phase) throw new Problem('not_found', `no phase ${id}`);
	return phase as CheckPhase;
}

/** Ends a phase; the hashes of its receipts go with that. Voided, its counters go too. */
export async function endPhase(
	tx: Transaction,
	id: string,
	{ state, reason = null, at }: { state: 'closed' | 'voided'; reason?: string | null; at: Date },
): Promise<void> {
	await tx.updateTable('check_phases').set({ state, reason, ended_at: at }).where('id', '=', id).execute();
	await tx.deleteFrom('check_receipts').where('phase_id', '=', id).execute();
	if (state === 'voided') await tx.deleteFrom('check_counts').where('phase_id', '=', id).execute();
}

/** Phases that are open beyond their minutes. */
export async function listOverdue(tx: Transaction, now: Date): Promise<{ id: string; committeeId: string }[]> {
	return tx
		.selectFrom('check_phases')
		.select(['id', 'committee_id as committeeId'])
		.where('state', '=', 'open')
		.where('closes_at', '<=', now)
		.orderBy('id')
		.execute();
}

/** Checks whose cards are still kept, though no phase has ended or begun since `before`: nobody comes to the second half any more. */
export async function deleteCardsOlderThan(tx: Transaction, before: Date): Promise<number> {
	const { rows } = await sql`delete from check_cards where not exists (select from check_phases
		where check_phases.check_id = check_cards.check_id and (state = 'open' or coalesce(ended_at, opened_at) > ${before}))
		returning check_id`.execute(tx);
	return rows.length;
}

export const deleteCards = (tx: Transaction, checkId: string) =>
	tx.deleteFrom('check_cards').where('check_id', '=', checkId).execute();

export const saveCards = (tx: Transaction, { id, committeeId }: Pick<Check, 'id' | 'committeeId'>, sealed: Buffer) =>
	tx.insertInto('check_cards').values({ check_id: id, committee_id: committeeId, sealed }).execute();

export async function findCards(tx: Transaction, checkId: string): Promise<Buffer | undefined> {
	const row = await tx.selectFrom('check_cards').select('sealed').where('check_id', '=', checkId).executeTakeFirst();
	return row?.sealed;
}

export type PhaseCounts = { phaseId: string; way: Way; counts: Counts };

/** The counters of phases, by the way in which answers came. */
export async function listCounts(tx: Transaction, phaseIds: readonly string[]): Promise<PhaseCounts[]> {
	if (phaseIds.length === 0) return [];
	const rows = await tx
		.selectFrom('check_counts')
		.select(['phase_id as phaseId', 'way', 'question', 'option', 'n'])
		.where('phase_id', 'in', phaseIds)
		.orderBy('phase_id')
		.orderBy('way')
		.orderBy('question')
		.orderBy('option')
		.execute();
	return [...Map.groupBy(rows, ({ phaseId, way }) => `${phaseId} ${way}`).values()].map((of) => ({
		phaseId: of[0]?.phaseId as string,
		way: of[0]?.way as Way,
		counts: of.map(({ question, option, n }) => ({ question, option, n })),
	}));
}

/** Replaces what was counted of a phase in one way: hands and sheets are counted by a person, and corrected by one. */
export async function saveCounted(
	tx: Transaction,
	{ committeeId, phaseId, way }: { committeeId: string; phaseId: string; way: 'hands' | 'paper' },
	counts: Counts,
): Promise<void> {
	await tx.deleteFrom('check_counts').where('phase_id', '=', phaseId).where('way', '=', way).execute();
	if (counts.length > 0)
		await tx
			.insertInto('check_counts')
			.values(counts.map((one) => ({ ...one, phase_id: phaseId, way, committee_id: committeeId })))
			.execute();
	// Every question has one number for everybody who answered, be it that it was left out: one question tells how many there were.
	await sql`update check_tallies set answered = (select coalesce(sum(n), 0) from check_counts
		where phase_id = ${phaseId} and question = 0) where phase_id = ${phaseId}`.execute(tx);
}

/** Adds what a class answered on paper to the counters of a phase. */
export async function addSheets(
	tx: Transaction,
	{ committeeId, phaseId, answered }: { committeeId: string; phaseId: string; answered: number },
	counts: Counts,
): Promise<void> {
	await tx
		.insertInto('check_counts')
		.values(counts.map((one) => ({ ...one, phase_id: phaseId, way: 'paper', committee_id: committeeId })))
		.execute();
	await sql`update check_tallies set answered = answered + ${answered} where phase_id = ${phaseId}`.execute(tx);
}

/** Holds a check until the end of the transaction, so that two who enter its sheets come one after the other. */
export const lockCheck = async (tx: Transaction, id: string): Promise<void> => {
	await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 1))`.execute(tx);
};

export type Pair = { checkId: string; question: number; rightBefore: boolean; rightAfter: boolean; n: number };

/** Adds pairs of a check to those there are: of cards when a phase closes, of sheets when they are entered. */
export const addPairs = async (
	tx: Transaction,
	check: Pick<Check, 'id' | 'committeeId'>,
	pairs: readonly Pair[],
): Promise<void> => {
	if (pairs.length === 0) return;
	const all = [...(await listPairs(tx, [check.id])), ...pairs];
	const alike = Map.groupBy(all, ({ question, rightBefore, rightAfter }) => `${question} ${rightBefore} ${rightAfter}`);
	await deletePairs(tx, check.id);
	const rows = [...alike.values()].flatMap(([one, ...more]) => {
		if (!one) return [];
		const n = more.reduce((sum, other) => sum + other.n, one.n);
		return [
			{
				...{ check_id: check.id, committee_id: check.committeeId, question: one.question, n },
				...{ right_before: one.rightBefore, right_after: one.rightAfter },
			},
		];
	});
	await tx.insertInto('check_pairs').values(rows).execute();
};

export const deletePairs = (tx: Transaction, checkId: string) =>
	tx.deleteFrom('check_pairs').where('check_id', '=', checkId).execute();

/** What cards said before and after, of some checks. */
export async function listPairs(tx: Transaction, checkIds: readonly string[]): Promise<Pair[]> {
	if (checkIds.length === 0) return [];
	return tx
		.selectFrom('check_pairs')
		.select(['check_id as checkId', 'question', 'right_before as rightBefore', 'right_after as rightAfter', 'n'])
		.where('check_id', 'in', checkIds)
		.orderBy('check_id')
		.orderBy('question')
		.execute();
}

/**
 * Counts anew what pages of figures read of checks (`check_results`, and by a trigger `check_sums`): in the transaction that ends or voids a
 * phase or enters sheets, after everything else.
 */
export async function recountChecks(tx: Transaction, checkIds: readonly string[]): Promise<void> {
	if (checkIds.length === 0) return;
	// Two who change one check come one after the other, and the second counts what the first has written.
	for (const id of [...checkIds].sort()) await lockCheck(tx, id);
	await sql`select recount_checks(${checkIds}::uuid[])`.execute(tx);
}
