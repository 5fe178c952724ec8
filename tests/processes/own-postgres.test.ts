import { readFileSync } from 'node:fs';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { inspectExternal } from '#platform/external.server.ts';
import { type OwnPostgres, startOwnPostgres, withPassword } from '../support/own-postgres.ts';
import { makeDirectory, removeDirectory, run, runStart, stop, whenReady } from '../support/server.ts';

/** Kambana beside a PostgreSQL that somebody else looks after: passwords, an ordinary owner, and whatever can be wrong with it. */
const directory = makeDirectory();
let server: OwnPostgres;

beforeAll(async () => {
	server = await startOwnPostgres(directory);
});
afterAll(async () => {
	await server?.stop();
	removeDirectory(directory);
});

type Logins = { url: string; owner?: string };
const addresses = ({ url, owner }: Logins, database: string): Record<string, string> => ({
	DATABASE_URL: server.address(url, database),
	...(owner ? { DATABASE_OWNER_URL: server.address(owner, database) } : {}),
});

/** What a start says that ends by itself: one sentence, exit code 1. */
async function refusal(logins: Logins, database: string, env: Record<string, string> = {}): Promise<string> {
	const started = runStart(directory, { ...addresses(logins, database), ...env });
	expect({ code: await started.ended, said: started.said() }).toMatchObject({ code: 1 });
	const said = started.said().trim();
	expect(said.split('\n')).toHaveLength(1);
	expect(said).not.toContain('password of');
	return said;
}

/** The same sentence without a start: what is asked of the addresses before anything else. */
const inspected = ({ url, owner }: Logins, database: string): Promise<string> =>
	inspectExternal(server.address(url, database), owner && server.address(owner, database)).then(
		() => 'nothing is wrong',
		(fault: Error) => fault.message,
	);

/** Starts, looks at a page, stops. */
async function works(logins: Logins, database: string): Promise<void> {
	const ready = await whenReady(runStart(directory, addresses(logins, database)), directory);
	onTestFinished(async () => {
		await stop(ready);
	});
	const page = await fetch(`${ready.url}/sq/programmes`);
	expect(page.status).toBe(200);
	expect(await page.text()).toContain('Durrës');
}

async function kambana(command: string, logins: Logins, database: string): Promise<string> {
	const started = run(process.execPath, ['scripts/kambana.ts', command], {
		DATA_DIR: directory,
		...addresses(logins, database),
	});
	expect({ code: await started.ended, said: started.said() }).toMatchObject({ code: 0 });
	return started.said();
}

/** The statements that a refusal tells to run. */
const told = (sentence: string): string[] =>
	(/«(.+)»/.exec(sentence)?.[1] ?? '')
		.split(';')
		.map((text) => text.trim())
		.filter(Boolean);

describe('the first start, by whoever only has a superuser', () => {
	it('is refused with three statements, and works after them', async () => {
		await server.asSuperuser('postgres', 'create database first');
		const said = await refusal({ url: 'postgres' }, 'first');
		expect(said).toMatch(/^DATABASE_URL signs in as postgres, a superuser, /);
		expect(told(said)).toEqual([
			`create role kambana_owner login password '…'`,
			`create role kambana_app login password '…' admin kambana_owner`,
			'alter database first owner to kambana_owner',
		]);
		expect(said).toMatch(/set DATABASE_URL to the login kambana_app and DATABASE_OWNER_URL to kambana_owner\.$/);
		// The README says the same, and makes the role for backups besides.
		const recommended = told(
			`«${/```sql\n([^`]+)```/.exec(readFileSync('README.md', 'utf8'))?.[1]?.replaceAll('\n', ' ')}»`,
		);
		expect(recommended).toEqual(expect.arrayContaining(told(said).slice(0, 2)));
		for (const statement of [...recommended, ...told(said).slice(2)]) {
			const role = /role (\w+)/.exec(statement)?.[1] ?? '';
			await server.asSuperuser('first', statement.replace(`login password '…'`, withPassword(role)));
		}
		await works({ url: 'kambana_app', owner: 'kambana_owner' }, 'first');
	});

	it('lets the backup read everything and write nothing', async () => {
		const backup = postgres(server.address('kambana_backup', 'first'), { max: 1, onnotice: () => {} });
		try {
			await backup`set row_security = off`;
			const [row] = await backup<{ n: number }[]>`select count(*)::int as n from activities`;
			expect(row?.n).toBeGreaterThan(25);
			await expect(backup`delete from activities`).rejects.toThrow(/permission denied|read-only/);
		} finally {
			await backup.end({ timeout: 1 });
		}
	});
});

describe('with the roles there', () => {
	beforeAll(async () => {
		await server.asSuperuser('postgres', `create role jane ${withPassword('jane')}`);
	});

	it('nothing is migrated without the owner, and the application says so', async () => {
		expect(await refusal({ url: 'kambana_app' }, 'kambana')).toMatch(
			/^The database lacks \d+ migrations of this release: set DATABASE_OWNER_URL .+ npm run kambana -- migrate\.$/,
		);
		expect(await kambana('migrate', { url: 'kambana_app', owner: 'kambana_owner' }, 'kambana')).toContain(
			'applied 0001',
		);
	});

	it('once that is done it works without the owner', async () => {
		await works({ url: 'kambana_app' }, 'kambana');
		expect(await kambana('doctor', { url: 'kambana_app' }, 'kambana')).toContain('Nothing is wrong.');
	});

	it('the application does not sign in as the owner, nor as a superuser, nor as anybody else', async () => {
		expect(await refusal({ url: 'kambana_owner' }, 'kambana')).toBe(
			'DATABASE_URL signs in as kambana_owner, the owner, but row-level security can hold only the login kambana_app: run as a superuser ' +
				`«alter role kambana_app login password '…'; grant kambana_app to kambana_owner with admin option;», then set DATABASE_URL to the ` +
				'login kambana_app and DATABASE_OWNER_URL to kambana_owner.',
		);
		expect(await inspected({ url: 'postgres', owner: 'kambana_owner' }, 'kambana')).toBe(
			'DATABASE_URL signs in as postgres, a superuser, but row-level security can hold only the login kambana_app: set DATABASE_URL to the ' +
				'login kambana_app.',
		);
		expect(await inspected({ url: 'jane', owner: 'kambana_owner' }, 'kambana')).toContain(
			'signs in as jane, but row-level',
		);
	});

	it('the owner is who owns the database and may give rights to the application', async () => {
		const app = 'kambana_app';
		expect(await inspected({ url: app, owner: app }, 'kambana')).toContain(
			'DATABASE_OWNER_URL signs in as kambana_app',
		);
		expect(await inspected({ url: app, owner: 'jane' }, 'kambana')).toBe(
			'DATABASE_OWNER_URL signs in as jane, which does not own the database: alter database kambana owner to jane.',
		);
		await server.asSuperuser('postgres', 'create database janes owner jane');
		expect(await inspected({ url: app, owner: 'jane' }, 'janes')).toBe(
			'DATABASE_OWNER_URL signs in as jane, which may not give rights to kambana_app: grant kambana_app to jane with admin option.',
		);
		const elsewhere = server.address('kambana_owner', 'first');
		await expect(inspectExternal(server.address(app, 'kambana'), elsewhere)).rejects.toThrow(/lead to two databases/);
		const wrong = server.address('kambana_owner', 'kambana').replace('password', 'wrong');
		await expect(inspectExternal(server.address(app, 'kambana'), wrong)).rejects.toThrow(
			/refused the user or the password: check DATABASE_OWNER_URL\.$/,
		);
		expect(await inspected({ url: app, owner: 'kambana_owner' }, 'kambana')).toBe('nothing is wrong');
	});

	it.each([
		['superuser', 'alter role kambana_app superuser', 'alter role kambana_app nosuperuser'],
		['bypassrls', 'alter role kambana_app bypassrls', 'alter role kambana_app nobypassrls'],
		[
			'owner of a table',
			'alter table partners owner to kambana_app',
			// The rights that were granted to it became the owner's with the table.
			'alter table partners owner to kambana_owner; grant select, insert, update, delete on partners to kambana_app',
		],
		['truncate', 'grant truncate on returns to kambana_app', 'revoke truncate on returns from kambana_app'],
		[
			'row-level security off',
			'alter table returns disable row level security',
			'alter table returns enable row level security',
		],
		['not forced', 'alter table mails no force row level security', 'alter table mails force row level security'],
		[
			'a view of the owner',
			'alter view reporting.counts reset (security_invoker)',
			'alter view reporting.counts set (security_invoker = true)',
		],
		['a table of somebody', 'create table notes (text text)', 'drop table notes'],
	])('is refused: %s', async (_, breaking, mending) => {
		await server.asSuperuser('kambana', breaking);
		const said = await refusal({ url: 'kambana_app' }, 'kambana');
		await server.asSuperuser('kambana', mending);
		expect(said).toMatch(/^(The role kambana_app|Row-level security|The view reporting\.counts) .+: .+\.$/);
	});

	it('is refused: a secret that is short, and one that others know', async () => {
		const app = { url: 'kambana_app' };
		expect(await refusal(app, 'kambana', { KAMBANA_SECRET: 'too short' })).toMatch(
			/^The secret has 9 characters and could be guessed/,
		);
		const known = { KAMBANA_SECRET: 'please-change-me-please-change-me-please' };
		expect(await refusal(app, 'kambana', known)).toMatch(/^The secret is one that others know/);
	});

	it('works again when everything is mended', () => works({ url: 'kambana_app' }, 'kambana'));
});
