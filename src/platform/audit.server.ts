import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Anchor, AuditEntry, Finding, Head, Verdict } from './audit.ts';
import { inTransaction, json, type Transaction } from './db.server.ts';

/** Codes and numbers only: the database refuses what looks like an address. */
type Details = Record<string, string | number | boolean>;

/** Records something that is no change of a table, in the transaction it belongs to: an export taken, a head mailed. */
export async function noteEvent(tx: Transaction, what: string, details: Details): Promise<void> {
	await sql`select audit_note(${what}, ${json(details)})`.execute(tx);
}

/** A refused attempt: the route as the table of access names it (no address), the verb, and the code of the problem. */
export type Refused = { actor: string; committeeId?: string | undefined; route: string; verb: string; code: string };

/** Of one account so many are written at once in a minute; what goes beyond is counted, and the count is written after it. */
const atOnce = 60;
/** So many kinds of attempts are told apart in a count; the rest are one more. */
const kindsCounted = 20;
const minute = 60_000;
const anything = { route: '*', verb: '*', code: '*', committeeId: undefined };
type Burst = { written: number; counted: Map<string, { refused: Refused; times: number }> };
const bursts = new Map<string, Burst>();
const writing = new Set<Promise<void>>();

/**
 * Records a refused attempt in a transaction of its own. It does not make the answer wait: a refusal that takes longer than
 * "not found" would tell what exists. However often somebody tries, a minute of one account is at most 81 entries, and a minute of
 * all strangers together, who are only counted, 21.
 */
export function noteRefusal(refused: Refused): void {
	let burst = bursts.get(refused.actor);
	if (!burst) {
		burst = { written: 0, counted: new Map() };
		bursts.set(refused.actor, burst);
		setTimeout(endBurst, minute, refused.actor).unref();
	}
	if (refused.actor.includes(':') && burst.written < atOnce) {
		burst.written += 1;
		writeRefusal(refused, 1);
		return;
	}
	const kind = (one: Refused) => [one.committeeId, one.route, one.verb, one.code].join(' ');
	const told = burst.counted.has(kind(refused)) || burst.counted.size < kindsCounted;
	const counting = told ? refused : { ...anything, actor: refused.actor };
	const key = kind(counting);
	const counted = burst.counted.get(key) ?? { refused: counting, times: 0 };
	counted.times += 1;
	burst.counted.set(key, counted);
}

function endBurst(actor: string): void {
	const burst = bursts.get(actor);
	bursts.delete(actor);
	for (const { refused, times } of burst?.counted.values() ?? []) writeRefusal(refused, times);
}

function writeRefusal({ actor, committeeId, route, verb, code }: Refused, times: number): void {
	const written = inTransaction({ kind: 'installation' }, async (tx) => {
		await sql`select set_config('kambana.actor', ${actor}, true),
			set_config('kambana.committee', ${committeeId ?? ''}, true)`.execute(tx);
		await noteEvent(tx, 'refused', { route, verb, code, times });
	})
		.catch((fault: unknown) => console.error('a refused attempt could not be recorded:', { route, verb, code }, fault))
		.finally(() => writing.delete(written));
	writing.add(written);
}

/** Writes what is still counted, and waits until everything is recorded: before the end of the process. */
export async function settleRefusals(): Promise<void> {
	for (const actor of [...bursts.keys()]) endBurst(actor);
	await Promise.all(writing);
}

/** The head of the chain as the last commit left it; what this transaction does is not in it yet. */
export async function readHead(tx: Transaction): Promise<Head> {
	const { seq, hash } = await tx.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirstOrThrow();
	return { seq: Number(seq), hash: hash.toString('hex') };
}

/** What one person did, the earliest first: codes and ids, as everywhere in the chain. */
export async function listEntriesBy(tx: Transaction, accountId: string): Promise<AuditEntry[]> {
	const { rows } = await sql<{ seq: string; content: string }>`select seq, content from audit_entries
		where content::jsonb ->> 'actor' like '%:' || ${accountId}::uuid::text and seq is not null order by seq`.execute(
		tx,
	);
	return rows.map(({ seq, content }) => ({ seq: Number(seq), ...JSON.parse(content) }) as AuditEntry);
}

const chunk = 5_000;
const origin = Buffer.alloc(32);

/**
 * Walks the whole chain and compares it with its head and with the heads that others hold. Needs the scope of the
 * installation: every other sees a part.
 */
export async function verifyAudit(tx: Transaction, anchors: readonly Anchor[] = []): Promise<Verdict> {
	const now = await standing(tx);
	if (!now.whole) throw new Error('the audit is verified in the scope of the installation');
	const walk = await walkChain(tx, now.last);
	const findings: Finding[] = [];
	if (walk.finding) findings.push(walk.finding);
	if (now.last > now.head.seq) findings.push({ kind: 'log_longer', row: now.head.seq + 1 });
	else if (now.last < now.head.seq) findings.push({ kind: 'truncated', row: now.last + 1 });
	else if (!walk.finding && walk.hash !== now.head.hash) findings.push({ kind: 'head', row: now.last });
	if (now.unchained !== null) findings.push({ kind: 'unchained', row: now.unchained });
	const all = [...anchors, ...walk.claims];
	const contradicted = await firstContradiction(tx, all);
	if (contradicted) findings.push(contradicted);
	return { findings, entries: now.last, anchors: all.length, head: now.head };
}

/** Head, last entry and what is not bound, in one statement: while others commit, these three fit together. */
async function standing(tx: Transaction) {
	const { rows } = await sql<{
		seq: string;
		hash: Buffer;
		last: string;
		unchained: string | null;
		whole: boolean;
	}>`select
			coalesce(head.seq, 0) as seq, coalesce(head.hash, '') as hash, (select coalesce(max(seq), 0) from audit_entries) as last,
			(select min(id) from audit_entries where seq is null
				and tx is distinct from pg_current_xact_id_if_assigned()::text) as unchained,
			in_scope('installation') or not row_security_active('audit_entries') as whole
		from (select) as one left join audit_head head on true`.execute(tx);
	const [row] = rows;
	if (!row) throw new Error('no answer about the audit');
	const { seq, hash, last, unchained, whole } = row;
	return {
		head: { seq: Number(seq), hash: hash.toString('hex') },
		last: Number(last),
		unchained: unchained === null ? null : Number(unchained),
		whole,
	};
}

/** From the first entry to the one numbered `last`, until one is wrong. What is appended meanwhile is left for next time. */
async function walkChain(tx: Transaction, last: number) {
	const claims: Anchor[] = [];
	let previous: Buffer = origin;
	let seq = 0;
	const end = (finding: Finding | null) => ({ finding, hash: previous.toString('hex'), claims });
	while (seq < last) {
		const rows = await tx
			.selectFrom('audit_entries')
			.select(['seq', 'content', 'prev', 'hash', 'committee_id', 'at', 'tx'])
			.where('seq', '>', String(seq))
			.where('seq', '<=', String(last))
			.orderBy('seq')
			.limit(chunk)
			.execute();
		if (rows.length === 0) return end({ kind: 'missing', row: seq + 1 });
		for (const row of rows) {
			const number = Number(row.seq);
			if (number !== seq + 1) return end({ kind: 'missing', row: seq + 1 });
			if (!row.prev?.equals(previous)) return end({ kind: 'link', row: number });
			const hash = createHash('sha256').update(previous).update(row.content).digest();
			if (!row.hash?.equals(hash) || !filedRight(row)) return end({ kind: 'content', row: number });
			const claim = claimIn(row.content, number);
			if (claim) claims.push(claim);
			previous = hash;
			seq = number;
		}
	}
	return end(null);
}

/** The columns by which entries are found say what the entry says: else one could be hidden without changing it. */
function filedRight(row: {
	content: string;
	committee_id: string | null;
	at: string | null;
	tx: string | null;
}): boolean {
	const said = JSON.parse(row.content) as Partial<AuditEntry>;
	return (said.committee ?? null) === row.committee_id && said.at === row.at && said.tx === row.tx;
}

/** The note that a head was handed out (`noteHead`) is an anchor too. */
function claimIn(content: string, row: number): Anchor | null {
	if (!content.includes('"audit.head"')) return null;
	const entry = JSON.parse(content) as AuditEntry;
	if (!('what' in entry) || entry.what !== 'audit.head') return null;
	return { seq: Number(entry.details.seq), hash: String(entry.details.hash), source: `entry ${row}` };
}

/** Records that a head left the house, to whom it may concern. */
export const noteHead = (tx: Transaction, { seq, hash }: Head): Promise<void> =>
	noteEvent(tx, 'audit.head', { seq, hash });

/** The first anchor that the entries as they are now contradict, and the last one before it that they confirm. */
async function firstContradiction(tx: Transaction, anchors: readonly Anchor[]): Promise<Finding | null> {
	const asked = anchors.filter(({ seq }) => seq > 0).sort((one, other) => one.seq - other.seq);
	if (asked.length === 0) return null;
	const rows = await tx
		.selectFrom('audit_entries')
		.select(['seq', 'hash'])
		.where('seq', 'in', [...new Set(asked.map(({ seq }) => String(seq)))])
		.execute();
	const hashes = new Map(rows.map(({ seq, hash }) => [Number(seq), hash?.toString('hex') ?? '']));
	let since = 0;
	for (const { seq, hash, source } of asked) {
		if (!hashes.get(seq)?.startsWith(hash)) return { kind: 'anchor', row: seq, source, since };
		since = seq;
	}
	return null;
}
