import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { queueMail } from '#mail/actions.server.ts';
import { composeMail } from '#mail/compose.ts';
import { closeDatabase, inTransaction } from '#platform/db.server.ts';
import { startMailServer, type TestMailServer } from '../support/mail-server.ts';
import { makeDirectory, type RunningServer, removeDirectory, run, startServer, stop } from '../support/server.ts';

// The whole application with a mail server, and without one.
const directory = makeDirectory();
let mailServer: TestMailServer;
let server: RunningServer;
let settings: Record<string, string>;
const soon = { timeout: 30_000, interval: 50 };

const queue = (subject: string) =>
	inTransaction({ kind: 'installation' }, (tx) =>
		queueMail(tx, {
			to: 'zyra@policia.example',
			kind: 'reminder',
			committeeId: null,
			mail: composeMail('sq', {
				subject,
				paragraphs: ['Nesër.'],
				actions: [{ label: 'Shihni', href: '/sq/durres' }],
			}),
		}),
	);
const kambana = async (command: string, env: Record<string, string> = settings) => {
	const asked = run(process.execPath, ['scripts/kambana.ts', command], { DATA_DIR: directory, PORT: '0', ...env });
	return { code: await asked.ended, said: asked.said() };
};
const subjects = () => mailServer.mails.map(({ subject }) => subject);

beforeAll(async () => {
	mailServer = await startMailServer();
	settings = {
		SMTP_URL: mailServer.url,
		MAIL_FROM: 'Kambana <kambana@durres.example>',
		PUBLIC_URL: 'https://kambana.example',
	};
	server = await startServer(directory, settings);
	process.env.KAMBANA_SOCKET = join(directory, 'run');
});
afterAll(async () => {
	await closeDatabase();
	if (server) await stop(server);
	await mailServer?.close();
	removeDirectory(directory);
});

describe('with a mail server', () => {
	it('what a request queues goes out, with links to the address that people type', async () => {
		await queue('E para');
		await vi.waitFor(() => expect(subjects()).toEqual(['E para']), soon);
		expect(mailServer.mails[0]?.text).toContain('https://kambana.example/sq/durres');
	});

	it('mails go on when PostgreSQL was killed, and none goes out twice', async () => {
		const postmaster = () => Number(readFileSync(join(directory, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
		const before = postmaster();
		// In the moment between the mail server's word and ours no sender of mails can know whether it went out.
		await vi.waitFor(async () => expect((await kambana('mails')).said).toMatch(/ 1 sent\./), soon);
		process.kill(before, 'SIGKILL');
		await vi.waitFor(async () => {
			expect(postmaster()).not.toBe(before);
			expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
		}, soon);
		await closeDatabase();
		await vi.waitFor(() => queue('E dyta'), soon);
		await vi.waitFor(() => expect(subjects()).toEqual(['E para', 'E dyta']), soon);
	});

	it('the doctor greets it, and says when nobody answers', async () => {
		expect((await kambana('doctor')).said).toMatch(/^ok {7}mail: 127\.0\.0\.1 answers and would take mails from /m);
		const gone = await kambana('doctor', { ...settings, SMTP_URL: 'smtp://127.0.0.1:9' });
		expect(gone.said).toMatch(
			/^problem {2}mail: the mail server 127\.0\.0\.1 does not take our mails \(.*ECONNREFUSED/m,
		);
		expect(gone.code).toBe(1);
	});

	it('the process stays small', () => {
		const status = readFileSync(`/proc/${server.process.pid}/status`, 'utf8');
		const megabytes = Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
		console.log(`memory of the application with jobs running and mails sent: ${megabytes} MB`);
		expect(megabytes).toBeLessThanOrEqual(250);
	});
});

describe('without one', () => {
	it('mails are kept and told in the terminal, by the server and by the command', async () => {
		await stop(server);
		await closeDatabase();
		server = await startServer(directory);
		await queue('E mbajtur');
		await vi.waitFor(() => expect(server.said()).toContain('mail to zyra@policia.example: E mbajtur'), soon);
		expect(server.said()).toContain(`${server.url.replace('127.0.0.1', 'localhost')}/sq/durres`);
		const { said } = await kambana('mails', { PORT: new URL(server.url).port });
		expect(said).toMatch(/^0 waiting, 0 failed, 1 kept, 2 sent\.\n/);
		expect(said).toContain('mail to zyra@policia.example: E mbajtur\n    http://localhost:');
		expect(subjects()).toEqual(['E para', 'E dyta']);
	});
});
