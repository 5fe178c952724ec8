import type postgres from 'postgres';

/** Something with rows of committees: a table or a view, as the catalogue knows it. */
export type Rows = { name: string; kind: 'table' | 'view' /** Settings: a committee has one row. */; single: boolean };

/** Every table and view that has a committee's rows; found in the catalogue, so that none is forgotten. */
export const listCommitteeRows = (sql: postgres.Sql): Promise<Rows[]> =>
	sql<Rows[]>`select c.oid::regclass::text as name, case c.relkind when 'v' then 'view' else 'table' end as kind,
			exists (select from pg_constraint where conrelid = c.oid and contype = 'p' and conkey = array[a.attnum]) as single
		from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'committee_id' and not a.attisdropped
		where c.relkind in ('r', 'p', 'v') and c.relnamespace::regnamespace::text in ('public', 'reporting') order by name`;

/** A value of each type, another one in every row. */
const values: Record<string, string> = {
	uuid: 'gen_random_uuid()',
	text: `'x' || md5(random()::text)`,
	'text[]': `array['x' || md5(random()::text)]`,
	'uuid[]': 'array[gen_random_uuid()]',
	integer: '(random() * 2e9)::int',
	smallint: '(random() * 3e4)::int',
	bigint: '(random() * 9e15)::bigint',
	'smallint[]': 'array[1]',
	'integer[]': 'array[1]',
	'double precision': 'random()',
	numeric: 'random()',
	boolean: 'false',
	date: `date '2026-10-01' + (random() * 30)::int`,
	'time without time zone': `time '10:00'`,
	'timestamp with time zone': 'now()',
	jsonb: `'{}'::jsonb`,
	json: `'{}'::json`,
	bytea: 'uuid_send(gen_random_uuid())',
};

/** Where the committee of a row is computed from another column: what that column has to hold. */
const computedFrom: Record<string, string> = {
	'audit_entries.content': `jsonb_build_object('committee', of_committee, 'id', gen_random_uuid())::text`,
};

/** What refers to another table without a foreign key: a trigger asks once for many rows (migration 0212). */
const asked: Record<string, { references: string; referenced: string }> = {
	'check_receipts.phase_id': { references: 'check_phases', referenced: 'id' },
};

type Column = { column: string; type: string; references: string | null; referenced: string; options: string | null };

const columnsOf = async (sql: postgres.ReservedSql, table: string): Promise<Column[]> => {
	const columns = await sql<Column[]>`select a.attname as column, format_type(a.atttypid, a.atttypmod) as type,
			f.confrelid::regclass::text as references, r.attname as referenced,
			(select (regexp_match(pg_get_constraintdef(c.oid), '= ANY \\(\\(?(ARRAY\\[[^]]*\\])'))[1] from pg_constraint c
				where c.conrelid = a.attrelid and c.contype = 'c' and c.conkey = array[a.attnum] limit 1) as options
		from pg_attribute a
		left join pg_constraint f on f.conrelid = a.attrelid and f.contype = 'f' and f.conkey = array[a.attnum]
		left join pg_attribute r on r.attrelid = f.confrelid and r.attnum = f.confkey[1]
		where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
		order by a.attnum`;
	return columns.map((one) => ({ ...one, ...asked[`${table}.${one.column}`] }));
};

/**
 * Puts rows of each committee into every table of committees: row n refers to row n of the same committee elsewhere, states and kinds
 * take turns, everything else is chance. No rule between columns is asked, only whose rows they are matters. `sql` is a superuser's,
 * in a database that is thrown away.
 */
export async function strewRows(sql: postgres.ReservedSql, committees: readonly string[], each: number): Promise<void> {
	const waiting = new Map<string, Column[]>();
	const singles = new Set<string>();
	for (const { name, kind, single } of await listCommitteeRows(sql)) {
		if (kind === 'table') waiting.set(name, await columnsOf(sql, name));
		if (single) singles.add(name);
	}
	const fenced = new Set(waiting.keys());
	await sql`set session_replication_role = replica`;
	const rules = await sql<{ table: string; name: string }[]>`select conrelid::regclass::text as table, conname as name
		from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace`;
	for (const rule of rules) await sql.unsafe(`alter table ${rule.table} drop constraint ${rule.name}`);
	while (waiting.size > 0) {
		const next = [...waiting].find(([name, columns]) =>
			columns.every(({ references }) => !references || references === name || !waiting.has(references)),
		);
		if (!next) throw new Error(`these refer to each other: ${[...waiting.keys()].join(', ')}`);
		const [name, columns] = next;
		waiting.delete(name);
		const filled = columns.map((column) => valueOf(name, column, fenced));
		await sql.unsafe(`insert into ${name} (${columns.map(({ column }) => column).join(', ')})
			select ${filled.join(', ')} from unnest(array[${committees.map((id) => `'${id}'::uuid`)}]) as of_committee,
				generate_series(0, ${singles.has(name) ? 0 : each - 1}) as n`);
	}
	await sql`set session_replication_role = default`;
}

function valueOf(
	table: string,
	{ column, type, references, referenced, options }: Column,
	fenced: Set<string>,
): string {
	if (column === 'committee_id') return 'of_committee';
	const value = computedFrom[`${table}.${column}`] ?? values[type.replace(/\(.*\)/, '')];
	if (!value) throw new Error(`no value for ${table}.${column} of type ${type}`);
	if (references) {
		const whose = fenced.has(references) ? 'where there.committee_id = of_committee' : '';
		return `coalesce((select there.${referenced} from ${references} there ${whose}
			order by there.${referenced} offset n limit 1), ${value})`;
	}
	if (options && !type.endsWith('[]')) return `(${options}::${type}[])[1 + n % cardinality(${options})]`;
	return value;
}
