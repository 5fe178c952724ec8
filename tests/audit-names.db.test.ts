import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stateText } from '#audit/naming.ts';
import { noteEvent } from '#platform/audit.server.ts';
import { entriesOf, Undone, undone } from './support/entries.ts';
import { unaudited } from './support/house.ts';
import { makeScratch, type Scratch } from './support/scratch.ts';

let scratch: Scratch;
beforeAll(async () => {
	scratch = await makeScratch('audit_names');
});
afterAll(() => scratch.drop());

/** Columns whose change alone says nothing; each with its reason. */
const ignored: Record<string, string> = {
	'sessions.seen_at': 'that somebody looked at a page',
	'accounts.seen_on': 'the same, by the day',
	'passkeys.counter': 'that a passkey was used is a session',
	'passkeys.used_at': 'the same',
	'totp_factors.last_step': 'the same',
	'mails.tries': 'a server that is away is tried again and again',
	'mails.last_error': 'what the other server said',
	'files.kept_at': 'the same content came once more',
	'video_sizes.percent': 'how far a job is',
	'video_sizes.changed_at': 'the same',
	'drafts.step': 'how far a job is',
	'drafts.percent': 'the same',
	'drafts.gap': 'the same',
	'drafts.changed_at': 'the same',
};

test('every table is recorded, or the house says why not; no trigger has missed a new column', async () => {
	const tables =
		await scratch.own`select relname as name, exists (select from pg_trigger where tgrelid = c.oid and tgname = 'audit_insert') as recorded
		from pg_class c where relkind = 'r' and relnamespace = 'public'::regnamespace`;
	const silent = tables.filter(({ recorded }) => !recorded).map(({ name }) => name as string);
	expect(silent.filter((name) => !(name in unaudited))).toEqual([]);
	const recorded = tables.filter((table) => table.recorded);
	expect(recorded.length).toBeGreaterThan(20);
	const forgotten = await scratch.own`select relname || '.' || attname as column_name from pg_class c
		join pg_attribute a on a.attrelid = c.oid and attnum > 0 and not attisdropped
		join pg_trigger t on t.tgrelid = c.oid and t.tgname = 'audit_update'
		join pg_proc p on p.oid = t.tgfoid
		where p.prosrc !~ ('o\\."?' || attname || '\\M')`;
	expect(forgotten.map(({ column_name }) => column_name).filter((column) => !(column in ignored))).toEqual([]);
});

test('every state a recorded table can have is named in both languages', async () => {
	const rules = await scratch.own`select relname as name, pg_get_constraintdef(k.oid) as rule from pg_constraint k
		join pg_class c on c.oid = k.conrelid
		join pg_trigger t on t.tgrelid = c.oid and t.tgname = 'audit_update'
		where k.conname = relname || '_state_check'`;
	expect(rules.length).toBeGreaterThan(15);
	const states = rules.flatMap(({ name, rule }) =>
		[...(rule as string).matchAll(/'(\w+)'::text/g)].map(([, state = '']): [string, string] => [name as string, state]),
	);
	expect(states).toContainEqual(['meetings', 'written']);
	const unnamed = states.filter(([name, state]) => !(stateText('sq', name, state) && stateText('en', name, state)));
	expect(unnamed).toEqual([]);
});

describe('nobody is named', () => {
	const canary = 'Arta Kanarina arta.kanarina@example.org';

	test('who acts is a code; a name in its place is not kept', async () => {
		const actors = [
			'Arta Kanarina',
			'arta@example.org',
			'secretary:arta',
			'secretary:01a20e6a-8935-75d5-bcd2-8956afa5d329',
			'job',
		];
		const kept = await entriesOf(async (tx) => {
			for (const actor of actors) {
				await sql`select set_config('kambana.actor', ${actor}, true)`.execute(tx);
				await noteEvent(tx, 'test', {});
			}
		});
		expect(kept.map(({ actor }) => actor)).toEqual(['unknown', 'unknown', 'unknown', actors[3], 'job']);
	});

	test('text that names a record or a state in an entry is held to a list, or comes with the release', async () => {
		// Territory and refused numbers come from the country packs, facts of the installation from the code, hashes of files from SHA-256.
		const ours = [
			'calendar_days.code',
			'counties.code',
			'municipalities.code',
			'units.code',
			'installation_facts.name',
			'refused_numbers.digits',
			'files.sha256',
		];
		const free = await scratch.own`select relname || '.' || attname as column_name from pg_class c
			join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.atttypid = 'text'::regtype
			join pg_trigger t on t.tgrelid = c.oid and t.tgname = 'audit_insert'
			join pg_proc p on p.oid = t.tgfoid
			where (attname = 'state' or substring(p.prosrc from 'concat_ws\\([^)]*\\)') ~ ('n\\.' || attname || '\\M'))
				and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
					and pg_get_constraintdef(k.oid) like '%= ANY (ARRAY[%')`;
		expect(free.map(({ column_name }) => column_name).sort()).toEqual(ours.sort());
	});

	test('a name in every text of every table, written, changed and deleted: none reaches an entry', async () => {
		let planted = 0;
		const written: string[] = [];
		await scratch
			.asSuperuser(async (tx) => {
				const { rows: tables } = await sql<{ name: string }>`select relname as name from pg_class c
					join pg_trigger t on t.tgrelid = c.oid and t.tgname = 'audit_insert'`.execute(tx);
				// Nothing keeps a name out of a column any more.
				const { rows: fences } = await sql<{
					drop: string;
				}>`select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop
					from pg_constraint where contype in ('c', 'f') and connamespace = 'public'::regnamespace and conrelid <> 0`.execute(
					tx,
				);
				for (const { drop } of fences) await sql.raw(drop).execute(tx);
				for (const { name } of tables) {
					const { rows: columns } = await sql<{
						column: string;
						type: string;
						key: boolean;
					}>`select attname as column, atttypid::regtype::text as type,
						attname = 'state' or (select substring(prosrc from 'concat_ws\\([^)]*\\)') ~ ('n\\.' || attname || '\\M') from pg_proc
							where proname = ${`audit_of_${name}`}) as key
						from pg_attribute where attrelid = ${name}::regclass and attnum > 0 and not attisdropped and attgenerated = ''`.execute(
						tx,
					);
					planted += columns.filter(({ type, key }) => !key && values[type]?.includes(canary)).length;
					const value = ({ type, key }: (typeof columns)[number]) =>
						key && type === 'text' ? `'code'` : (values[type] ?? `'1'`);
					const set = columns.filter(({ key }) => !key).map((one) => `${one.column} = ${value(one)}`);
					await sql.raw(`alter table ${name} disable trigger user`).execute(tx);
					await sql.raw(`delete from ${name}`).execute(tx);
					for (const event of ['insert', 'update', 'delete'])
						await sql.raw(`alter table ${name} enable trigger audit_${event}`).execute(tx);
					await sql
						.raw(
							`insert into ${name} (${columns.map((one) => one.column).join()}) values (${columns.map(value).join()})`,
						)
						.execute(tx);
					await sql.raw(`update ${name} set ${set.join()}`).execute(tx);
					await sql.raw(`delete from ${name}`).execute(tx);
				}
				const { rows } = await sql<{ content: string }>`select content from audit_entries where seq is null`.execute(
					tx,
				);
				written.push(...rows.map(({ content }) => content));
				throw new Undone();
			})
			.catch(undone);
		const telling = written.filter((content) => /arta|kanarina|@/i.test(content));
		console.log(`audit chain: a name in ${planted} columns, ${telling.length} of ${written.length} entries tell it`);
		expect(planted).toBeGreaterThan(50);
		expect(written.length).toBeGreaterThan(60);
		expect(telling).toEqual([]);
	});

	const values: Record<string, string> = {
		text: `'${canary}'`,
		jsonb: `'{"${canary}": "${canary}"}'`,
		'text[]': `array['${canary}']`,
		bytea: `convert_to('${canary}', 'UTF8')`,
		uuid: 'gen_random_uuid()',
		boolean: 'true',
		date: 'current_date',
		'timestamp with time zone': 'now()',
		'time without time zone': `'10:00'`,
		'smallint[]': `'{1}'`,
		'integer[]': `'{1}'`,
		'uuid[]': `'{}'`,
	};
});
