import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type postgres from 'postgres';
import { Refusal } from './refusal.ts';

type Migration = { name: string; text: string; checksum: string };

// One migrator at a time, also from several machines.
const migrationLock = 20261002;
const fileName = /^\d{4}-[a-z0-9-]+\.sql$/;

/**
 * Applies the migrations of a folder that the database does not have yet, in the order of their names, each in a
 * transaction of its own; returns the names of those applied.
 */
export async function migrate(sql: postgres.Sql, folder: string): Promise<string[]> {
	const connection = await sql.reserve();
	try {
		await connection`select pg_advisory_lock(${migrationLock})`;
		await connection`create table if not exists schema_migrations (
			name text constraint schema_migrations_pkey primary key,
			checksum text not null,
			at timestamptz not null default now()
		)`;
		const pending = pendingOf(readMigrations(folder), await listApplied(connection));
		for (const migration of pending) await apply(connection, migration);
		return pending.map((migration) => migration.name);
	} finally {
		await connection`select pg_advisory_unlock(${migrationLock})`.catch(() => {});
		connection.release();
	}
}

/** The names of the migrations that the database does not have yet, as far as this login can see; changes nothing. */
export async function listPending(sql: postgres.Sql, folder: string): Promise<string[]> {
	const [table] = await sql<{ readable: boolean }[]>`
		select coalesce(has_table_privilege(to_regclass('schema_migrations'), 'select'), false) as readable`;
	const applied = table?.readable ? await listApplied(sql) : new Map<string, string>();
	return pendingOf(readMigrations(folder), applied).map((migration) => migration.name);
}

export function readMigrations(folder: string): Migration[] {
	const names = readdirSync(folder)
		.filter((name) => name.endsWith('.sql'))
		.sort();
	const odd = names.find((name) => !fileName.test(name));
	if (odd) throw new Refusal(`db/migrations/${odd} is not named like 0001-what-it-does.sql: rename it.`);
	const twice = names.find((name, at) => name.slice(0, 4) === names[at + 1]?.slice(0, 4));
	if (twice)
		throw new Refusal(`Two migrations have the number ${twice.slice(0, 4)}: give one of them the next free number.`);
	return names.map((name) => {
		// The same file is the same migration, whichever line ends git wrote.
		const text = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
		return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
	});
}

/** Compares the files with what was applied. @param applied checksums by name */
export function pendingOf(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): Migration[] {
	const known = new Set(migrations.map((migration) => migration.name));
	const unknown = [...applied.keys()].find((name) => !known.has(name));
	if (unknown) {
		throw new Refusal(
			`The database has a migration that this Kambana does not know (${unknown}): start the newer Kambana that made it.`,
		);
	}
	const edited = migrations.find(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum);
	if (edited) {
		throw new Refusal(
			`db/migrations/${edited.name} was changed after it was applied: restore it and write the change as a new migration.`,
		);
	}
	return migrations.filter((migration) => !applied.has(migration.name));
}

async function listApplied(sql: postgres.Sql): Promise<Map<string, string>> {
	const rows = await sql<{ name: string; checksum: string }[]>`select name, checksum from schema_migrations`;
	return new Map(rows.map((row) => [row.name, row.checksum]));
}

async function apply(connection: postgres.Sql, migration: Migration): Promise<void> {
	await connection`begin`;
	try {
		// Row-level security holds the owner too: what a migration changes in records, it changes in all of them.
		await connection`select set_config('kambana.scope', 'installation', true)`;
		await connection.unsafe(migration.text).simple();
		await connection`insert into schema_migrations (name, checksum) values (${migration.name}, ${migration.checksum})`;
		await connection`commit`;
	} catch (fault) {
		await connection`rollback`;
		throw new Refusal(describe(migration, fault), { cause: fault });
	}
}

function describe({ name, text }: Migration, fault: unknown): string {
	const { message, position, detail, where } = fault as Partial<postgres.PostgresError>;
	const before = text.slice(0, Number(position ?? 1) - 1).split('\n');
	const place = position ? `, line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}` : '';
	const more = [detail, where].filter(Boolean).join('; ');
	return `Migration db/migrations/${name}${place} failed and was undone: ${message}${more ? ` (${more})` : ''}.`;
}
