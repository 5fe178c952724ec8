import { sql } from 'kysely';
import type { AuditEntry } from '#platform/audit.ts';
import type { Transaction } from '#platform/db.server.ts';

/** The entries of a committee, the latest first: those of a month (UTC), those before the one numbered `before`. */
export async function listEntries(
	tx: Transaction,
	committeeId: string,
	wish: { month?: string; before?: number; limit: number },
): Promise<AuditEntry[]> {
	let query = tx
		.selectFrom('audit_entries')
		.select(['seq', 'content'])
		.where('committee_id', '=', committeeId)
		.where('seq', 'is not', null)
		.orderBy('seq', 'desc')
		.limit(wish.limit);
	if (wish.before !== undefined) query = query.where('seq', '<', String(wish.before));
	if (wish.month !== undefined) query = query.where(monthOf, '=', wish.month);
	const rows = await query.execute();
	return rows.map(({ seq, content }) => ({ ...(JSON.parse(content) as AuditEntry), seq: Number(seq) }));
}

/** The months in which a committee has entries, the latest first. */
export async function listAuditMonths(tx: Transaction, committeeId: string): Promise<string[]> {
	const rows = await tx
		.selectFrom('audit_entries')
		.select(monthOf.as('month'))
		.distinct()
		.where('committee_id', '=', committeeId)
		.where('seq', 'is not', null)
		.orderBy('month', 'desc')
		.execute();
	return rows.map(({ month }) => month);
}

const monthOf = sql<string>`left(at, 7)`;
