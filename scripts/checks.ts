import { existsSync, readdirSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type postgres from 'postgres';
import { tryToWrite } from '#platform/cluster.server.ts';
import { connect } from '#platform/db.server.ts';
import { whyUnsafe } from '#platform/external.server.ts';
import { listPending } from '#platform/migrations.server.ts';
import { codeOf, Refusal } from '#platform/refusal.ts';
import { openDatabase } from './database.ts';
import { migrations, root, type Settings } from './settings.ts';

/** What `doctor` looks at, in this order. A check answers what it found, or throws what is wrong and what to do. */
export const checks: Record<string, (settings: Settings) => string | Promise<string>> = {
	Node: () => {
		const [major = 0] = process.versions.node.split('.').map(Number);
		if (major < 24)
			throw new Refusal(`${process.version} runs, 24 is wanted: delete node_modules and run the command again.`);
		return process.version;
	},
	'folder of the data': ({ dataDirectory }) => {
		try {
			tryToWrite(dataDirectory);
			return dataDirectory;
		} catch (fault) {
			throw new Refusal(`${dataDirectory} cannot be written to (${codeOf(fault)}): change its owner or set DATA_DIR.`, {
				cause: fault,
			});
		}
	},
	disk: ({ dataDirectory }) => {
		const { bavail, bsize } = statfsSync(existsSync(dataDirectory) ? dataDirectory : root);
		const free = Math.round((bavail * bsize) / 1_000_000);
		if (free < 500)
			throw new Refusal(`only ${free} MB free: PostgreSQL stops when the disk is full, free at least 500 MB.`);
		return `${free} MB free`;
	},
	port: async ({ host, port }) => {
		if (await isFree(host, port)) return `${port} on ${host} is free`;
		const answer = await fetch(`http://${host}:${port}/healthz`, { signal: AbortSignal.timeout(2_000) }).catch(
			() => null,
		);
		const said = await answer?.text().catch(() => '');
		if (said === 'ok\n') return `Kambana answers at ${host}:${port}`;
		throw new Refusal(`${port} on ${host} is used by another program: stop it or set PORT.`);
	},
	database: async (settings) => {
		await openDatabase(settings, 'borrow');
		return withConnection(async (sql) => {
			const [row] =
				await sql`select current_setting('server_version_num')::int as number, current_setting('server_version') as version`;
			const tooOld = whyUnsafe(row?.number);
			if (tooOld) throw new Refusal(tooOld);
			return `PostgreSQL ${row?.version}${settings.databaseUrl ? ' at DATABASE_URL' : ', embedded'}`;
		});
	},
	migrations: () =>
		withConnection(async (sql) => {
			const pending = await listPending(sql, migrations);
			if (pending.length > 0)
				throw new Refusal(`${pending.length} not applied (${pending.join(', ')}): npm run kambana -- migrate`);
			return 'all applied';
		}),
	'separation of the counties': () =>
		withConnection(async (sql) => {
			const open = await sql<{ name: string }[]>`
				select relname as name from pg_class join pg_attribute on attrelid = pg_class.oid
				where relnamespace = 'public'::regnamespace and relkind = 'r' and attname = 'committee_id'
					and not (relrowsecurity and relforcerowsecurity) order by relname`;
			if (open.length > 0) {
				throw new Refusal(
					`no row-level security on ${open.map((table) => table.name).join(', ')}: restore it, or restore the database.`,
				);
			}
			const [role] = await sql`select rolsuper or rolbypassrls as mighty from pg_roles where rolname = 'kambana_app'`;
			if (!role) throw new Refusal('the role kambana_app is missing: npm run kambana -- migrate');
			if (role.mighty)
				throw new Refusal(
					'the role kambana_app may bypass row-level security: alter role kambana_app nosuperuser nobypassrls',
				);
			return 'row-level security holds on every table of a committee';
		}),
	fonts: () => {
		const folder = join(root, 'src/platform/fonts');
		const fonts = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ttf')) : [];
		if (fonts.length === 0)
			throw new Refusal(`no fonts in ${folder}: PDF would come out in another typeface; restore the checkout.`);
		return fonts.join(', ');
	},
};

async function withConnection<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
	const sql = connect();
	try {
		return await work(sql);
	} finally {
		await sql.end({ timeout: 1 });
	}
}

function isFree(host: string, port: number): Promise<boolean> {
	return new Promise((decide) => {
		const attempt = createServer();
		attempt.once('error', () => decide(false));
		attempt.listen(port, host, () => attempt.close(() => decide(true)));
	});
}
