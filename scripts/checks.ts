import { existsSync, readdirSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type postgres from 'postgres';
import { checkMailServer } from '#mail/smtp.server.ts';
import { tryToWrite } from '#platform/cluster.server.ts';
import { connect, connectAsOwner, inTransaction, mayConnectAsOwner } from '#platform/db.server.ts';
import { whyUnsafe } from '#platform/external.server.ts';
import { filesFolder, filesQuota, verifyFiles } from '#platform/files.server.ts';
import { isolation } from '#platform/isolation.server.ts';
import { listPending } from '#platform/migrations.server.ts';
import { codeOf, Refusal } from '#platform/refusal.ts';
import { openSecret } from '#platform/secrets.server.ts';
import { findTools } from '#videos/ffmpeg.server.ts';
import { reachDatabase, using } from './database.ts';
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
	secret: ({ dataDirectory }) => {
		const where = process.env.KAMBANA_SECRET ? 'in KAMBANA_SECRET' : `in ${join(dataDirectory, 'secret')}`;
		openSecret(dataDirectory);
		return `long and random, ${where}`;
	},
	database: async (settings) => {
		await reachDatabase(settings, 'borrow');
		return using(connect(), async (sql) => {
			const [row] =
				await sql`select current_setting('server_version_num')::int as number, current_setting('server_version') as version`;
			const tooOld = whyUnsafe(row?.number);
			if (tooOld) throw new Refusal(tooOld);
			return `PostgreSQL ${row?.version}${settings.databaseUrl ? ' at DATABASE_URL' : ', embedded'}`;
		});
	},
	migrations: () =>
		using(mayConnectAsOwner() ? connectAsOwner() : connect(), async (sql) => {
			const pending = await listPending(sql, migrations);
			if (pending.length > 0)
				throw new Refusal(`${pending.length} not applied (${pending.join(', ')}): npm run kambana -- migrate`);
			return 'all applied';
		}),
	...Object.fromEntries(
		Object.entries(isolation).map(([name, side]) => [name, () => using(connect(), (sql) => look(side, sql))]),
	),
	jobs: () =>
		using(connect(), async (sql) => {
			const [tables] = await sql`select to_regclass('graphile_worker.jobs') is not null as there`;
			if (!tables?.there) throw new Refusal('their tables are missing: npm run kambana -- migrate');
			const given = await sql<{ task: string; n: number }[]>`select task_identifier as task, count(*)::int as n
				from graphile_worker.jobs where attempts >= max_attempts and locked_at is null group by 1 order by 1`;
			const [row] = await sql`select count(*)::int as n from graphile_worker.jobs where attempts < max_attempts`;
			if (given.length === 0) return `${row?.n} waiting, none given up`;
			const list = given.map(({ task, n }) => `${n} of ${task}`).join(', ');
			throw new Refusal(`given up after their last try: ${list}: look into the log for "job".`);
		}),
	files: () =>
		inTransaction({ kind: 'installation' }, async (tx) => {
			const { bytes, changed, files, missing } = await verifyFiles(tx);
			if (missing.length > 0 || changed.length > 0) {
				const one = [...missing, ...changed][0];
				throw new Refusal(
					`of ${files} files ${missing.length} are missing and ${changed.length} are not what they were (${one}): bring them back from the backup into ${filesFolder()}.`,
				);
			}
			const [used, quota] = [bytes, filesQuota()].map((n) => (n / 1e9).toFixed(2));
			return `${files}, each as its address says; ${used} of ${quota} GB in ${filesFolder()}`;
		}),
	FFmpeg: () => {
		const tools = findTools();
		return tools ? tools.ffmpeg : 'none: videos are shown as they were uploaded (apt install ffmpeg)';
	},
	mail: async ({ mailServer }) => {
		if (!mailServer) return 'no SMTP_URL: mails are kept and shown (npm run kambana -- mails)';
		const { hostname } = new URL(mailServer.url);
		try {
			await checkMailServer(mailServer);
		} catch (fault) {
			const said = fault instanceof Error ? fault.message : String(fault);
			throw new Refusal(`the mail server ${hostname} does not take our mails (${said}): check SMTP_URL.`, {
				cause: fault,
			});
		}
		return `${hostname} answers and would take mails from ${mailServer.from.address}`;
	},
	fonts: () => {
		const folder = join(root, 'src/platform/fonts');
		const fonts = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ttf')) : [];
		if (fonts.length === 0)
			throw new Refusal(`no fonts in ${folder}: PDF would come out in another typeface; restore the checkout.`);
		return fonts.join(', ');
	},
};

async function look({ holds, gap }: (typeof isolation)[string], sql: postgres.Sql): Promise<string> {
	const sentence = await gap(sql);
	if (sentence) throw new Refusal(sentence);
	return holds;
}

function isFree(host: string, port: number): Promise<boolean> {
	return new Promise((decide) => {
		const attempt = createServer();
		attempt.once('error', () => decide(false));
		attempt.listen(port, host, () => attempt.close(() => decide(true)));
	});
}
