import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { watchdog } from '#platform/postgres.server.ts';
import { environment, findPrograms } from '#platform/programs.server.ts';

/** A PostgreSQL as somebody else runs it: on a port, with passwords, and none of Kambana's roles. */
export type OwnPostgres = {
	/** The address of a database for a login; the password of each is `password of <login>`. */
	address(login: string, database: string): string;
	/** Runs statements as the superuser who looks after it. */
	asSuperuser(database: string, statements: string): Promise<void>;
	stop(): Promise<void>;
};

const passwordOf = (login: string): string => `password of ${login}`;
/** For `create role` and `alter role`. */
export const withPassword = (login: string): string => `login password '${passwordOf(login)}'`;

export async function startOwnPostgres(directory: string): Promise<OwnPostgres> {
	const programs = findPrograms();
	const files = join(directory, 'somebodys');
	const password = join(directory, 'password');
	writeFileSync(password, passwordOf('postgres'));
	mkdirSync(files, { mode: 0o700 });
	const { uid, gid } = programs.account;
	if (uid !== undefined && gid !== undefined)
		for (const path of [directory, password, files]) chownSync(path, uid, gid);
	const [initdb, ...making] = programs.command('initdb', [
		...['--pgdata', files, '--username', 'postgres', '--pwfile', password, '--encoding', 'UTF8', '--locale', 'C'],
		...['--auth-local', 'reject', '--auth-host', 'scram-sha-256', '--no-instructions', '--no-sync'],
	]);
	const made = spawnSync(initdb, making, { ...programs.account, env: environment, cwd: '/', encoding: 'utf8' });
	rmSync(password);
	if (made.status !== 0) throw new Error(`no cluster: ${made.stderr}`);
	const port = await freePort();
	const options = [
		'-D',
		files,
		'-p',
		String(port),
		'-c',
		'listen_addresses=127.0.0.1',
		'-c',
		'unix_socket_directories=',
		'-c',
		'fsync=off',
	];
	const server = spawn('/bin/sh', ['-c', watchdog, 'somebodys-postgres', ...programs.command('postgres', options)], {
		...programs.account,
		env: environment,
		cwd: '/',
		stdio: ['pipe', 'ignore', 'ignore'],
	});
	const ended = new Promise((resolve) => server.once('exit', resolve));
	const address = (login: string, database: string) =>
		`postgres://${login}:${encodeURIComponent(passwordOf(login))}@127.0.0.1:${port}/${database}`;
	await until(async () => {
		const sql = postgres(address('postgres', 'postgres'), { max: 1, onnotice: () => {} });
		try {
			await sql`select 1`;
		} finally {
			await sql.end({ timeout: 0 });
		}
	});
	return {
		address,
		async asSuperuser(database, statements) {
			const sql = postgres(address('postgres', database), { max: 1, onnotice: () => {} });
			try {
				await sql.unsafe(statements).simple();
			} finally {
				await sql.end({ timeout: 1 });
			}
		},
		async stop() {
			server.stdin?.end();
			await ended;
		},
	};
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const { port } = probe.address() as { port: number };
			probe.close(() => resolve(port));
		});
	});
}

async function until(works: () => Promise<void>): Promise<void> {
	for (const end = Date.now() + 30_000; ; await pause(50)) {
		try {
			return await works();
		} catch (fault) {
			if (Date.now() > end) throw fault;
		}
	}
}
