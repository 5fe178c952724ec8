import { dayAt } from '#platform/dates.ts';
import type { Transaction } from '#platform/db.server.ts';
import { type KeptMode, type KnownMode, knownOf, tablesOf, type Waits } from './published.ts';
import { getPeriod, insertKept, type KeptRow, listCountedClasses, listKept, listNumbers } from './store.server.ts';

/** What was published of a month, what would be with the next approval, and what was measured at all. */
export type MonthTables = { kept: KeptRow[]; fresh: KeptMode[]; measured: KeptMode[]; waits: Waits | null };

/**
 * The tables of a month as of a moment. What is kept stays as it is; a mode has one table, and a class that was in one is in no other, so what was measured
 * after the tables were made is not published at all (docs/decisions/0040).
 */
export async function tablesOfMonth(tx: Transaction, programmeId: string, asOf: Date): Promise<MonthTables> {
	const [stored, classes, { endsOn, isOpen }] = await Promise.all([
		listKept(tx, programmeId),
		listCountedClasses(tx, programmeId),
		getPeriod(tx, programmeId),
	]);
	const told = new Set(stored.flatMap(({ checks }) => checks));
	const numbers = await listNumbers(tx, [...told]);
	const kept = stored.map((one) => ({ ...one, activities: numbersOf(one.checks, numbers) }));
	const measured = tablesOf(classes.filter(({ id }) => !told.has(id)));
	const waits = dayAt(asOf) <= endsOn ? 'period' : isOpen ? 'phases' : null;
	const fresh = waits ? [] : measured.filter(({ mode }) => kept.every((one) => one.mode !== mode));
	return { kept, fresh, measured, waits };
}

const numbersOf = (checks: readonly string[], numbers: Map<string, number>): number[] =>
	[...new Set(checks.flatMap((id) => numbers.get(id) ?? []))].sort((one, other) => one - other);

/** Keeps, with a version of the announcement that was just approved, what is published for the first time. */
export async function keepTables(
	tx: Transaction,
	programmeId: string,
	approved: { committeeId: string; announcementId: string; version: number; at: Date },
): Promise<void> {
	const { fresh } = await tablesOfMonth(tx, programmeId, approved.at);
	for (const mode of fresh) await insertKept(tx, approved, mode);
}

/** What people learned in a month, as everybody may read it. */
export type PublicKnowledge = {
	modes: KnownMode[];
	/** When the tables were made; null where there are none, or where they would be made now. */
	madeOn: string | null;
	waits: Waits | null;
};

/** As it stands with a version that was approved. */
export async function publicKnowledge(tx: Transaction, programmeId: string, version: number): Promise<PublicKnowledge> {
	const kept = await listKept(tx, programmeId, version);
	const latest = kept
		.map(({ madeAt }) => dayAt(madeAt))
		.sort()
		.at(-1);
	return { modes: kept.map(withoutVersion), madeOn: latest ?? null, waits: null };
}

/** As it would stand if a draft were approved now. */
export async function previewKnowledge(tx: Transaction, programmeId: string, now: Date): Promise<PublicKnowledge> {
	const { kept, fresh, waits } = await tablesOfMonth(tx, programmeId, now);
	return { modes: [...kept.map(withoutVersion), ...fresh.map(knownOf)], madeOn: null, waits };
}

const withoutVersion = ({ version: _, madeAt: __, ...mode }: KeptRow): KnownMode => knownOf(mode);
