import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listEntries } from '#audit/store.server.ts';
import { insertPartners } from '#partners/store.server.ts';
import { noteEvent } from '#platform/audit.server.ts';
import { inTransaction, type Scope } from '#platform/db.server.ts';
import { saveProgrammeState } from '#programmes/store.server.ts';
import { buildCommittee, buildProgramme } from './support/builders.ts';
import { entriesOf } from './support/entries.ts';
import { makeScratch, type Scratch } from './support/scratch.ts';

const installation: Scope = { kind: 'installation' };
let scratch: Scratch;
let durres: string;
let tirana: string;

beforeAll(async () => {
	scratch = await makeScratch('audit_entries');
	await inTransaction(installation, async (tx) => {
		durres = (await buildCommittee(tx)).id;
		tirana = (await buildCommittee(tx, 'AL-11')).id;
	});
});
afterAll(() => scratch.drop());

describe('the application only adds', () => {
	test.each([
		`insert into audit_entries (content) values ('{}')`,
		`update audit_entries set content = content`,
		`update audit_entries set seq = null, prev = null, hash = null`,
		`delete from audit_entries`,
		`truncate audit_entries`,
		`insert into audit_head (seq, hash) values (1, '')`,
		`update audit_head set seq = seq + 1`,
		`delete from audit_head`,
		`truncate audit_head`,
		`select audit_append('{}', null)`,
		`select audit_write('partners', 'insert', array[row(null, 'x', null, null, null)::audit_touch])`,
		`select audit_table('audit_entries')`,
		`alter table partners disable trigger audit_insert`,
		`drop trigger audit_insert on partners`,
		`set session_replication_role = replica`,
	])('%s', async (statement) => {
		await expect(inTransaction(installation, (tx) => sql.raw(statement).execute(tx))).rejects.toThrow(
			/permission denied|must be owner/,
		);
	});

	test.each([
		`update audit_entries set content = content where seq is not null`,
		`delete from audit_entries`,
		`truncate audit_entries`,
		`update audit_head set seq = seq - 1`,
		`delete from audit_head`,
		`truncate audit_head`,
	])('not even its owner does, unless it switches the guards off: %s', async (statement) => {
		await expect(scratch.own.unsafe(statement)).rejects.toThrow(/only added to/);
	});

	test('nobody makes a trigger of it for a table of his own', async () => {
		const forge = inTransaction(installation, async (tx) => {
			await sql`create temporary table partners_of_mine (id uuid)`.execute(tx);
			await sql`create trigger forged after insert on partners_of_mine referencing new table as new_rows
				for each statement execute function audit_of_partners()`.execute(tx);
		});
		await expect(forge).rejects.toThrow(
			/permission denied (for function audit_of_partners|to create temporary tables)/,
		);
	});

	test('a committee reads its own entries, the national office those of the committee it looks at, nobody else any', async () => {
		await inTransaction({ kind: 'committee', committeeId: durres }, (tx) =>
			insertPartners(tx, durres, [{ name: 'Qendra për të rinjtë', kind: 'ngo' }]),
		);
		const seen = (scope: string, committee: string) =>
			inTransaction(installation, async (tx) => {
				await sql`select set_config('kambana.scope', ${scope}, true), set_config('kambana.committee', ${committee}, true)`.execute(
					tx,
				);
				return (await listEntries(tx, durres, { limit: 50 })).length;
			});
		expect(await seen('committee', durres)).toBeGreaterThan(0);
		expect(await seen('oversight', durres)).toBeGreaterThan(0);
		// An administrator looks at any committee.
		expect(await seen('identity', '')).toBeGreaterThan(0);
		for (const scope of ['committee', 'oversight']) expect(await seen(scope, tirana)).toBe(0);
		for (const scope of ['public', 'partner', 'activity', '']) expect(await seen(scope, durres)).toBe(0);
	});
});

describe('what is recorded', () => {
	test('who, when, whose, which, and from which state to which', async () => {
		const ids: string[] = [];
		const [made, approved] = await entriesOf(
			async (tx) => {
				await sql`select set_config('kambana.actor', 'chair:01a20e6a-8935-75d5-bcd2-8956afa5d329', true)`.execute(tx);
				const { id } = await buildProgramme(tx, durres, { slug: '2027-10', approved: false });
				ids.push(id);
				await saveProgrammeState(tx, id, 'approved');
			},
			{ kind: 'committee', committeeId: durres },
		);
		const who = { actor: 'chair:01a20e6a-8935-75d5-bcd2-8956afa5d329', scope: 'committee', committee: durres };
		expect(made).toMatchObject({
			...who,
			table: 'programmes',
			verb: 'insert',
			records: [{ rows: 1, ids, to: 'in_preparation' }],
		});
		expect(approved).toMatchObject({
			...who,
			table: 'programmes',
			verb: 'update',
			columns: ['state'],
			records: [{ rows: 1, ids, from: 'in_preparation', to: 'approved' }],
		});
		expect(made?.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
	});

	test('one entry to a statement and committee; of more than a hundred records a hash of their ids', async () => {
		const names = Array.from({ length: 101 }, (_, number) => ({
			name: `Institucioni ${number}`,
			kind: 'ngo' as const,
		}));
		const made = await entriesOf(async (tx) => {
			await insertPartners(tx, durres, names);
			await insertPartners(tx, tirana, names.slice(0, 100));
			await sql`update partners set confirmed = not confirmed where name like 'Institucioni%'`.execute(tx);
			await sql`delete from partners where name like 'Institucioni%'`.execute(tx);
		});
		const summary = made.map((entry) =>
			'table' in entry
				? [
						entry.verb,
						entry.committee,
						entry.records?.map(({ rows, ids }) => [rows, typeof ids === 'string' ? ids.slice(0, 7) : ids.length]),
					]
				: entry,
		);
		const many = [[101, 'sha256:']];
		const hundred = [[100, 100]];
		const both = (verb: string) => [
			[verb, durres, many],
			[verb, tirana, hundred],
		];
		const sorted = (list: unknown[]) => list.map((one) => JSON.stringify(one)).sort();
		expect(sorted(summary)).toEqual(sorted([...both('insert'), ...both('update'), ...both('delete')]));
	});

	test('what changes nothing is no entry; what a cascade takes along is one', async () => {
		const made = await entriesOf(async (tx) => {
			await sql`update counties set name = name`.execute(tx);
			await sql`delete from partners where false`.execute(tx);
			const { id } = await buildProgramme(tx, durres, { slug: '2027-10', approved: false });
			await sql`insert into programme_targets (committee_id, programme_id, audience, persons)
				values (${durres}, ${id}, 'pupils', 1), (${durres}, ${id}, 'parents', 1)`.execute(tx);
			await sql`delete from programmes where id = ${id}`.execute(tx);
		});
		expect(
			made.map((entry) => ('table' in entry ? `${entry.verb} ${entry.table} ${entry.records?.[0]?.rows}` : '')),
		).toEqual([
			'insert programmes 1',
			'insert programme_targets 2',
			'delete programmes 1',
			'delete programme_targets 2',
		]);
	});

	test('emptying a table is an entry too, though only its owner can', async () => {
		const last = await scratch.asSuperuser(async (tx) => {
			await sql`truncate import_previews`.execute(tx);
			const { rows } = await sql<{
				content: string;
			}>`select content from audit_entries order by id desc limit 1`.execute(tx);
			return JSON.parse(rows[0]?.content ?? '{}');
		});
		expect(last).toMatchObject({ table: 'import_previews', verb: 'truncate', actor: 'unknown', scope: 'none' });
	});

	test('a note holds codes and numbers', async () => {
		const note = (what: string, details: Record<string, string>) => entriesOf((tx) => noteEvent(tx, what, details));
		await expect(note('Sign in', {})).rejects.toThrow(/codes and numbers/);
		await expect(note('sign_in.failed', { who: 'arta@example.org' })).rejects.toThrow(/codes and numbers/);
		await expect(note('sign_in.failed', { much: 'x'.repeat(2_001) })).rejects.toThrow(/codes and numbers/);
		expect(await note('sign_in.failed', { factor: 'totp' })).toMatchObject([
			{ what: 'sign_in.failed', details: { factor: 'totp' } },
		]);
	});
});
