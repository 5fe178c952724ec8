import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeDirectory, processesWith, removeDirectory, runStart } from '../support/server.ts';

/** One sentence, exit code 1, nothing left running. */
async function refusal(directory: string, env: Record<string, string>): Promise<string> {
	const started = runStart(directory, env);
	expect(await started.ended).toBe(1);
	expect(started.said().trim().split('\n')).toHaveLength(1);
	await vi.waitFor(() => expect(processesWith(directory)).toEqual([]), { timeout: 30_000, interval: 20 });
	return started.said();
}

describe('a start that cannot be says why and what to do', () => {
	const directory = makeDirectory();
	let busy: Server;
	let port = '';
	beforeAll(async () => {
		busy = createServer((socket) => socket.destroy());
		await new Promise<void>((done) => busy.listen(0, '127.0.0.1', done));
		port = String((busy.address() as { port: number }).port);
		writeFileSync(join(directory, 'file'), '');
	});
	afterAll(() => {
		busy.close();
		removeDirectory(directory);
	});

	it.each(['abc', '-1', '70000', '3000x', '1.5'])('PORT=%s', async (text) => {
		expect(await refusal(directory, { PORT: text })).toContain(`PORT is "${text}", which is no port`);
	});

	it.each(['one@example.org', 'a@example.org,a@example.org', 'a@example.org,b'])('AUDIT_MAIL=%s', async (text) => {
		expect(await refusal(directory, { AUDIT_MAIL: text })).toContain('AUDIT_MAIL is not two addresses');
	});

	it('the port is in use', async () => {
		expect(await refusal(directory, { PORT: port })).toBe(
			`Port ${port} on 127.0.0.1 is in use: stop the program that uses it, or set PORT to another number.\n`,
		);
	});

	it('HOST is not ours', async () => {
		expect(await refusal(directory, { HOST: '192.0.2.1', PUBLIC_URL: 'https://kambana.example' })).toContain(
			'HOST is "192.0.2.1", which is no address of this machine',
		);
	});

	it('DATA_DIR is a file', async () => {
		expect(await refusal(directory, { DATA_DIR: join(directory, 'file') })).toContain('is not a folder');
	});

	it('DATA_DIR is where nobody can write, not even root', async () => {
		expect(await refusal(directory, { DATA_DIR: '/proc/kambana' })).toContain('cannot be written to');
	});

	it('DATA_DIR is too long for a socket', async () => {
		expect(await refusal(directory, { DATA_DIR: join(directory, 'x'.repeat(100)) })).toMatch(
			/is \d+ bytes too long for a socket/,
		);
	});

	const mail = { MAIL_FROM: 'Kambana <kambana@durres.example>', PUBLIC_URL: 'https://kambana.example' };
	it.each([
		[
			'SMTP_URL is no address',
			{ ...mail, SMTP_URL: 'mail.example:587 secret' },
			'SMTP_URL is no address of a mail server',
		],
		[
			'MAIL_FROM is missing',
			{ ...mail, SMTP_URL: 'smtp://u:secret@mail.example', MAIL_FROM: '' },
			'SMTP_URL needs MAIL_FROM',
		],
		[
			'MAIL_FROM is two',
			{ ...mail, SMTP_URL: 'smtp://u:secret@mail.example', MAIL_FROM: 'a@b.example, c@d.example' },
			'needs MAIL_FROM',
		],
		[
			'PUBLIC_URL is missing',
			{ ...mail, SMTP_URL: 'smtp://u:secret@mail.example', PUBLIC_URL: '' },
			'SMTP_URL needs PUBLIC_URL',
		],
		[
			'PUBLIC_URL has a path',
			{ PUBLIC_URL: 'https://kambana.example/desk' },
			'PUBLIC_URL is "https://kambana.example/desk"',
		],
	])('%s, and no password is told', async (_, env, sentence) => {
		const said = await refusal(directory, env);
		expect(said).toContain(sentence);
		expect(said).not.toContain('secret');
	});

	it.each(['nonsense', 'http://localhost/kambana', 'postgres://'])('DATABASE_URL=%s', async (address) => {
		expect(await refusal(directory, { DATABASE_URL: address })).toContain('DATABASE_URL is no address of a PostgreSQL');
	});

	it('nobody answers at DATABASE_URL, and the password stays out of the message', async () => {
		const said = await refusal(directory, { DATABASE_URL: 'postgres://someone:secret@127.0.0.1:9/kambana' });
		expect(said).toBe('No PostgreSQL answers at 127.0.0.1:9/kambana: start it or check DATABASE_URL.\n');
	});

	it('what answers at DATABASE_URL is no PostgreSQL', async () => {
		const said = await refusal(directory, { DATABASE_URL: `postgres://someone:secret@127.0.0.1:${port}/kambana` });
		expect(said).toContain(`127.0.0.1:${port}/kambana`);
		expect(said).not.toContain('secret');
	});
});
