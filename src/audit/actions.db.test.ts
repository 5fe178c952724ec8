import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { isMessageKey } from '#i18n/t.ts';
import { noteEvent, readHead } from '#platform/audit.server.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { buildCommittee } from '#tests/support/builders.ts';
import { bindAgain, Undone, undone } from '#tests/support/entries.ts';
import { makeScratch, type Scratch } from '#tests/support/scratch.ts';
import { getStanding, verifyAndKeep, verifyChain } from './actions.server.ts';
import { auditTasks } from './jobs.server.ts';
import { listAuditMonths, listEntries } from './store.server.ts';

const installation = { kind: 'installation' } as const;
const keepers = ['ruajtesi@example.org', 'keeper@example.com'];
const turn = { attempt: 1, last: false, signal: new AbortController().signal };
let scratch: Scratch;
let durres: string;

beforeAll(async () => {
	scratch = await makeScratch('audit_actions');
	durres = await inTransaction(installation, async (tx) => (await buildCommittee(tx)).id);
});
afterAll(() => scratch.drop());

const mails = () =>
	scratch.own`select to_address as to, subject, text_body as text from mails where kind = 'audit_head' order by id`;
const run = (task: string) => auditTasks(keepers)[task]?.({}, turn);

/** An entry that somebody unknown made, with others before it. */
const somewhere = async (): Promise<number> => {
	const [found] = await scratch.own`select min(seq)::int as seq from audit_entries
		where seq > 2 and content like '%"actor": "unknown"%'`;
	return found?.seq as number;
};
const forge = (tx: Transaction, row: number, from: string, to: string) =>
	sql`update audit_entries set content = replace(content, ${`"actor": "${from}"`}, ${`"actor": "${to}"`}) where seq = ${row}`.execute(
		tx,
	);

/** Verifies after what a superuser did; everything is undone. */
async function verifiedAfter(tamper: (tx: Transaction) => Promise<unknown>) {
	let verdict: Awaited<ReturnType<typeof verifyChain>> | undefined;
	await scratch
		.asSuperuser(async (tx) => {
			await sql`set local session_replication_role = replica`.execute(tx);
			await tamper(tx);
			verdict = await verifyChain(tx);
			throw new Undone();
		})
		.catch(undone);
	return verdict;
}

test('before the first night nobody has verified it; after it the desk says what came of it', async () => {
	expect((await inTransaction(installation, getStanding)).verification).toBeNull();
	await run('audit_verify');
	const { verification, head } = await inTransaction({ kind: 'committee', committeeId: durres }, getStanding);
	expect(verification).toMatchObject({ finding: null });
	// What the verification itself wrote came after it.
	expect(verification?.entries).toBe(head.seq - 1);
});

test('the head goes to everybody who keeps it, and what was sent is an anchor from then on', async () => {
	const sent = await inTransaction(installation, readHead);
	await run('audit_head');
	const [first, second] = await mails();
	expect([first?.to, second?.to]).toEqual(keepers);
	expect(first?.subject).toBe(`Regjistri i veprimeve, nr. ${sent.seq}`);
	expect(first?.text).toContain(sent.hash);
	expect(first?.text).toContain(`--anchor ${sent.seq}:${sent.hash}`);
	expect(first?.text).toContain('regjistri është i plotë dhe i pandryshuar');
	const verdict = await inTransaction(installation, (tx) => verifyChain(tx));
	expect(verdict).toMatchObject({ findings: [], anchors: 1 });
});

test('a night that finds something is told once, to everybody who keeps the heads', async () => {
	const before = (await mails()).length;
	const row = await somewhere();
	await scratch.asSuperuser(async (tx) => {
		await sql`set local session_replication_role = replica`.execute(tx);
		await forge(tx, row, 'unknown', 'nobody');
	});
	const log = vi.spyOn(console, 'error').mockImplementation(() => {});
	await run('audit_verify');
	await run('audit_verify');
	expect(log.mock.calls.map(([line]) => line)).toEqual(Array(2).fill(expect.stringContaining(`(content, row ${row})`)));
	log.mockRestore();
	const told = (await mails()).slice(before);
	expect(told.map(({ to }) => to)).toEqual(keepers);
	expect(told[0]?.subject).toBe('Regjistri i veprimeve nuk është i plotë');
	expect(told[0]?.text).toContain(`Shënimi nr. ${row} nuk është ai që u regjistrua.`);
	const standing = await inTransaction({ kind: 'oversight', committeeId: durres }, getStanding);
	expect(standing.verification?.finding).toEqual({ kind: 'content', row });
	await scratch.asSuperuser(async (tx) => {
		await sql`set local session_replication_role = replica`.execute(tx);
		await forge(tx, row, 'nobody', 'unknown');
	});
	expect(await inTransaction(installation, (tx) => verifyAndKeep(tx))).toMatchObject({ finding: null });
});

test('what was mailed is held against a chain that was written anew', async () => {
	const row = await somewhere();
	const verdict = await verifiedAfter(async (tx) => {
		await forge(tx, row, 'unknown', 'nobody');
		await bindAgain(tx, row, 'head');
	});
	const [finding] = verdict?.findings ?? [];
	expect(finding).toMatchObject({ kind: 'anchor', source: expect.stringMatching(/^entry \d+$/), since: 0 });
	expect(finding?.row).toBeGreaterThan(row);
});

test('a page of entries, the months there are, and nothing of another committee', async () => {
	const desk = { kind: 'committee', committeeId: durres } as const;
	for (let number = 0; number < 7; number += 1) await inTransaction(desk, (tx) => noteEvent(tx, 'test', { number }));
	const [all, months] = await inTransaction(desk, async (tx) => [
		await listEntries(tx, durres, { limit: 5 }),
		await listAuditMonths(tx, durres),
	]);
	expect(all.map((entry) => ('what' in entry ? entry.details.number : null))).toEqual([6, 5, 4, 3, 2]);
	const [month = ''] = months;
	expect(month).toBe(new Date().toISOString().slice(0, 7));
	const more = await inTransaction(desk, (tx) =>
		listEntries(tx, durres, { limit: 5, before: all.at(-1)?.seq ?? 0, month }),
	);
	expect(more.map((entry) => ('what' in entry ? entry.details.number : null))).toEqual([1, 0]);
	expect(await inTransaction(desk, (tx) => listEntries(tx, durres, { limit: 5, month: '2020-01' }))).toEqual([]);
	const other = await inTransaction(installation, async (tx) => (await buildCommittee(tx, 'AL-11')).id);
	const foreign = { kind: 'committee', committeeId: other } as const;
	expect(await inTransaction(foreign, (tx) => listEntries(tx, durres, { limit: 5 }))).toEqual([]);
});

test('every table of a committee has a name that people read', async () => {
	const tables =
		await scratch.own`select relname as name from pg_class c join pg_trigger t on t.tgrelid = c.oid and t.tgname = 'audit_insert'
		where exists (select from pg_attribute where attrelid = c.oid and attname = 'committee_id' and not attisdropped)`;
	expect(tables.length).toBeGreaterThan(15);
	expect(tables.map(({ name }) => name).filter((name) => !isMessageKey(`audit.table.${name}`))).toEqual([]);
});
