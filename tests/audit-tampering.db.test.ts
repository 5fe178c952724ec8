import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noteEvent, verifyAudit } from '#platform/audit.server.ts';
import type { Anchor, Finding } from '#platform/audit.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { bindAgain, Undone, undone } from './support/entries.ts';
import { makeScratch, type Scratch } from './support/scratch.ts';

/** What a superuser can do to the chain, a hundred times each: nothing is left that the application would notice by itself. */
const entries = 240;
/** Every fortieth head was printed or mailed; the last one vouches for everything up to it. */
const anchored = [40, 80, 120, 160, 200];
const times = 100;

let scratch: Scratch;
let anchors: Anchor[];

beforeAll(async () => {
	scratch = await makeScratch('audit_tampering');
	// Half of the entries are changes, half are notes.
	for (let number = 0; number < entries / 2; number += 1)
		await inTransaction({ kind: 'installation' }, async (tx) => {
			await sql`insert into installation_facts (name, fact) values (${`fact ${number}`}, '{}')`.execute(tx);
			await noteEvent(tx, 'test', { number });
		});
	const heads =
		await scratch.own`select seq, encode(hash, 'hex') as hash from audit_entries where seq = any(${anchored})`;
	anchors = heads.map(({ seq, hash }) => ({ seq: Number(seq), hash, source: 'a letter' }));
	expect(anchors).toHaveLength(anchored.length);
});
afterAll(() => scratch.drop());

/** The same numbers in every run. */
function lottery(seed: number): (from: number, to: number) => number {
	let state = seed;
	return (from, to) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return from + Math.floor((state / 2 ** 32) * (to - from + 1));
	};
}
type Draw = ReturnType<typeof lottery>;

/** What the verification finds after `tamper`; everything is undone. */
async function findingsAfter(tamper: (tx: Transaction) => Promise<unknown>): Promise<Finding[]> {
	let findings: Finding[] = [];
	await scratch
		.asSuperuser(async (tx) => {
			await sql`set local session_replication_role = replica`.execute(tx);
			await tamper(tx);
			({ findings } = await verifyAudit(tx, anchors));
			throw new Undone();
		})
		.catch(undone);
	return findings;
}

const rewriteContent = (tx: Transaction, row: number) =>
	sql`update audit_entries set content = regexp_replace(content, '"actor": "[a-z]+"', '"actor": "nobody"') where seq = ${row}`.execute(
		tx,
	);

/** Numbers the entries from `row` on anew, so that there is room for one, or a gap is closed. */
async function shift(tx: Transaction, row: number, by: 1 | -1): Promise<void> {
	await sql`update audit_entries set seq = -seq - ${by} where seq >= ${row}`.execute(tx);
	await sql`update audit_entries set seq = -seq where seq < 0`.execute(tx);
}

const invent = (tx: Transaction, seq: number | null) =>
	sql`insert into audit_entries (content, seq, prev, hash) overriding system value
		select content, ${seq}::bigint, case when ${seq}::bigint is not null then hash end, case when ${seq}::bigint is not null then hash end
		from audit_entries where seq = 7`.execute(tx);

const firstAnchor = (row: number): number => anchored.find((seq) => seq >= row) ?? Number.NaN;
const lastAnchor = anchored.at(-1) ?? 0;

/** Ways to tamper; each answers what has to be found first. */
type Way = (tx: Transaction, draw: Draw) => Promise<Pick<Finding, 'kind' | 'row'>>;
const kinds: Record<string, Way[]> = {
	edit: [
		async (tx, draw) => {
			const row = draw(1, entries);
			await rewriteContent(tx, row);
			return { kind: 'content', row };
		},
		async (tx, draw) => {
			const row = draw(1, entries - 1);
			await rewriteContent(tx, row);
			await bindAgain(tx, row, row);
			return { kind: 'link', row: row + 1 };
		},
		async (tx) => {
			await rewriteContent(tx, entries);
			await bindAgain(tx, entries, entries);
			return { kind: 'head', row: entries };
		},
		async (tx, draw) => {
			const row = draw(1, entries);
			await sql`update audit_entries set hash = sha256(hash) where seq = ${row}`.execute(tx);
			return { kind: 'content', row };
		},
		async (tx, draw) => {
			// Two entries change places.
			const row = draw(1, entries - 1);
			await sql`update audit_entries set seq = case seq when ${row} then -${row + 1}::bigint else -${row}::bigint end
				where seq in (${row}, ${row + 1})`.execute(tx);
			await sql`update audit_entries set seq = -seq where seq < 0`.execute(tx);
			return { kind: 'link', row };
		},
		async (tx, draw) => {
			// Hidden from its committee's page without changing what it says.
			const row = draw(1, entries);
			await sql`alter table audit_entries alter column committee_id drop expression`.execute(tx);
			await sql`update audit_entries set committee_id = gen_random_uuid() where seq = ${row}`.execute(tx);
			return { kind: 'content', row };
		},
	],
	delete: [
		async (tx, draw) => {
			const row = draw(1, entries - 1);
			await sql`delete from audit_entries where seq = ${row}`.execute(tx);
			return { kind: 'missing', row };
		},
		async (tx, draw) => {
			const row = draw(1, entries - 1);
			await sql`delete from audit_entries where seq = ${row}`.execute(tx);
			await shift(tx, row + 1, -1);
			return { kind: 'link', row };
		},
		async (tx, draw) => {
			// The gap is closed and everything after it bound again: only the heads that others hold tell.
			const row = draw(1, lastAnchor);
			await sql`delete from audit_entries where seq = ${row}`.execute(tx);
			await shift(tx, row + 1, -1);
			await bindAgain(tx, row, 'head');
			return { kind: 'anchor', row: firstAnchor(row) };
		},
	],
	truncate: [
		async (tx, draw) => {
			const row = draw(1, entries);
			await sql`delete from audit_entries where seq >= ${row}`.execute(tx);
			return { kind: 'truncated', row };
		},
		async (tx, draw) => {
			const row = draw(2, lastAnchor);
			await sql`delete from audit_entries where seq >= ${row}`.execute(tx);
			await bindAgain(tx, row - 1, 'head');
			return { kind: 'anchor', row: firstAnchor(row) };
		},
		async (tx) => {
			await sql`truncate audit_entries`.execute(tx);
			return { kind: 'truncated', row: 1 };
		},
		async (tx) => {
			await sql`delete from audit_head`.execute(tx);
			return { kind: 'log_longer', row: 1 };
		},
	],
	rewrite: [
		async (tx, draw) => {
			const row = draw(1, lastAnchor);
			await rewriteContent(tx, row);
			await bindAgain(tx, row, 'head');
			return { kind: 'anchor', row: firstAnchor(row) };
		},
		async (tx) => {
			await sql`update audit_entries set content = regexp_replace(content, '"actor": "[a-z]+"', '"actor": "nobody"')`.execute(
				tx,
			);
			await bindAgain(tx, 1, 'head');
			return { kind: 'anchor', row: firstAnchor(1) };
		},
		async (tx, draw) => {
			// Bound again without the head.
			const row = draw(1, entries);
			await rewriteContent(tx, row);
			await bindAgain(tx, row, entries);
			return { kind: 'head', row: entries };
		},
	],
	insert: [
		async (tx) => {
			await invent(tx, null);
			const { rows } = await sql<{ id: number }>`select max(id) as id from audit_entries`.execute(tx);
			return { kind: 'unchained', row: rows[0]?.id ?? 0 };
		},
		async (tx) => {
			await invent(tx, entries + 1);
			await bindAgain(tx, entries + 1, entries + 1);
			return { kind: 'log_longer', row: entries + 1 };
		},
		async (tx, draw) => {
			const row = draw(1, entries);
			await shift(tx, row, 1);
			await invent(tx, row);
			await bindAgain(tx, row, row);
			return { kind: 'link', row: row + 1 };
		},
		async (tx, draw) => {
			const row = draw(1, lastAnchor);
			await shift(tx, row, 1);
			await invent(tx, row);
			await bindAgain(tx, row, 'head');
			return { kind: 'anchor', row: firstAnchor(row) };
		},
	],
};

test('the chain is whole before anybody touches it', async () => {
	const verdict = await inTransaction({ kind: 'installation' }, (tx) => verifyAudit(tx, anchors));
	expect(verdict).toMatchObject({ findings: [], entries, anchors: anchors.length, head: { seq: entries } });
	expect(await findingsAfter(async () => {})).toEqual([]);
});

describe('a superuser tampers', () => {
	test.each(Object.entries(kinds))('%s: every time it is found, and the first bad row named', async (kind, ways) => {
		const draw = lottery(kind.length * 7919);
		const missed: unknown[] = [];
		for (let time = 0; time < times; time += 1) {
			const way = ways[time % ways.length] as Way;
			let expected: Pick<Finding, 'kind' | 'row'> | undefined;
			const findings = await findingsAfter(async (tx) => {
				expected = await way(tx, draw);
			});
			const [first] = findings;
			if (first?.kind !== expected?.kind || first?.row !== expected?.row) missed.push({ time, expected, findings });
		}
		console.log(`audit chain, ${kind}: ${times - missed.length} of ${times} found (${ways.length} ways)`);
		expect(missed).toEqual([]);
	});

	test('what no head vouches for yet can be rewritten unseen: the next head that leaves the house ends that', async () => {
		const row = lastAnchor + 10;
		const rewritten = async (tx: Transaction) => {
			await rewriteContent(tx, row);
			await bindAgain(tx, row, 'head');
		};
		expect(await findingsAfter(rewritten)).toEqual([]);
		const [head] = await scratch.own`select seq, encode(hash, 'hex') as hash from audit_head`;
		anchors.push({ seq: Number(head?.seq), hash: head?.hash, source: 'this week' });
		const findings = await findingsAfter(rewritten);
		anchors.pop();
		expect(findings).toEqual([{ kind: 'anchor', row: entries, source: 'this week', since: lastAnchor }]);
	});
});
