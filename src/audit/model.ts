import type { AuditEntry, AuditRecords, FindingKind, Head } from '#platform/audit.ts';

/** How many entries a page shows. */
export const pageSize = 50;

/** What was done at once: the entries of one transaction that a page shows. */
export type Act = { tx: string; at: Date; actor: string; entries: AuditEntry[] };

/** Entries, the latest first, as acts: the latest act first, in each the entries in the order they were made. */
export function actsOf(entries: readonly AuditEntry[]): Act[] {
	const acts: Act[] = [];
	for (const entry of entries) {
		const last = acts.at(-1);
		if (last && last.tx === entry.tx) last.entries.unshift(entry);
		else acts.push({ tx: entry.tx, at: new Date(entry.at), actor: entry.actor, entries: [entry] });
	}
	return acts.map((act) => ({ ...act, entries: joined(act.entries) }));
}

/** Statements of one act that did the same to the same table are one line: a month is imported by the thousand. */
function joined(entries: readonly AuditEntry[]): AuditEntry[] {
	const lines: AuditEntry[] = [];
	for (const entry of entries) {
		const same = lines.findIndex(
			(line) => 'table' in line && 'table' in entry && line.table === entry.table && line.verb === entry.verb,
		);
		const before = lines[same];
		if (before && 'table' in before && 'table' in entry)
			lines[same] = { ...before, records: [...(before.records ?? []), ...(entry.records ?? [])] };
		else lines.push(entry);
	}
	return lines;
}

export const rowsOf = (records: readonly AuditRecords[] = []): number =>
	records.reduce((sum, { rows }) => sum + rows, 0);

/** From which state to which, and how many records did. */
export type Move = { from?: string; to?: string; rows: number };

/** Records that moved none are left out. */
export function movesOf(records: readonly AuditRecords[] = []): Move[] {
	const moves = new Map<string, Move>();
	for (const { from, to, rows } of records) {
		if (from === undefined && to === undefined) continue;
		const key = `${from} ${to}`;
		const move = moves.get(key) ?? { ...(from && { from }), ...(to && { to }), rows: 0 };
		moves.set(key, { ...move, rows: move.rows + rows });
	}
	return [...moves.values()];
}

/** What the last verification said. */
export type Verification = { at: Date; entries: number; finding: { kind: FindingKind; row: number } | null };

/** How the chain stands, as the page shows it. */
export type Standing = { head: Head; verification: Verification | null };
