import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { startJobs } from '#platform/jobs.server.ts';
import { deriveCode, deriveToken } from '#platform/secrets.server.ts';
import { buildCommittee } from '#tests/support/builders.ts';
import { become, rolledBack } from '#tests/support/database.ts';
import { refusal, startMailServer, type TestMailServer } from '#tests/support/mail-server.ts';
import { makeScratch, type Scratch } from '#tests/support/scratch.ts';
import { type MailToQueue, queueMail, sendAgain } from './actions.server.ts';
import { composeMail } from './compose.ts';
import { mailTasks } from './jobs.server.ts';
import { codePlace, tokenPlace } from './model.ts';

const installation = { kind: 'installation' } as const;
const home = 'https://kambana.example';
const from = { name: 'Kambana', address: 'kambana@durres.example' };
const soon = { timeout: 60_000, interval: 10 };

// Of its own: what it sends, others must not find, nor it what they left.
let scratch: Scratch;
beforeAll(async () => {
	scratch = await makeScratch('mail_queue');
	process.env.KAMBANA_SECRET ??= randomBytes(32).toString('base64url');
	vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() =>
	inTransaction(installation, async (tx) => {
		await sql`delete from mails`.execute(tx);
		await sql`delete from graphile_worker._private_jobs where key like 'mail:%'`.execute(tx);
	}),
);
afterAll(() => scratch?.drop());

const wish = (changes: Partial<MailToQueue> = {}): MailToQueue => ({
	to: 'zyra@policia.example',
	kind: 'reminder',
	mail: composeMail('sq', { subject: 'Kujtesë', paragraphs: ['Nesër është dita.'] }),
	committeeId: null,
	...changes,
});
const queue = (changes: Partial<MailToQueue> = {}) => inTransaction(installation, (tx) => queueMail(tx, wish(changes)));
const stateOf = (id: string) =>
	inTransaction(installation, (tx) =>
		tx.selectFrom('mails').select(['state', 'tries', 'last_error as error']).where('id', '=', id).executeTakeFirst(),
	);
const jobs = () =>
	inTransaction(installation, async (tx) => {
		const { rows } = await sql<{
			n: number;
		}>`select count(*) as n from graphile_worker.jobs where task_identifier = 'mail'`.execute(tx);
		return rows[0]?.n;
	});
/** What waits for its next try need not wait as long as it would. */
const hurry = () =>
	inTransaction(installation, (tx) =>
		sql`select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs where task_identifier = 'mail' and locked_at is null), now())`.execute(
			tx,
		),
	);

async function mailServer(wishes: Parameters<typeof startMailServer>[0] = {}): Promise<TestMailServer> {
	const server = await startMailServer(wishes);
	onTestFinished(server.close);
	return server;
}
/** A process of ours that sends, until the test is over. */
function sending(url: string | null, say?: (text: string) => void): void {
	const working = startJobs({ tasks: mailTasks({ server: url === null ? null : { url, from }, home, say }) });
	onTestFinished(() => working.stop());
}

describe('who sees a mail', () => {
	const seen = async (tx: Transaction) => (await tx.selectFrom('mails').select('to_address').execute()).length;

	test('its committee and the installation; no other committee, not the public, sign-in only what belongs to none', () =>
		rolledBack(async (tx) => {
			const ours = await buildCommittee(tx, 'AL-02');
			const theirs = await buildCommittee(tx, 'AL-11');
			await become(tx, { kind: 'committee', committeeId: ours.id });
			const id = await queueMail(tx, wish({ committeeId: ours.id }));
			expect(await seen(tx)).toBe(1);
			await become(tx, { kind: 'committee', committeeId: theirs.id });
			expect(await seen(tx)).toBe(0);
			expect(await sendAgain(tx, id)).toBe(false);
			await become(tx, { kind: 'public' });
			expect(await seen(tx)).toBe(0);
			await become(tx, { kind: 'identity' });
			expect(await seen(tx)).toBe(0);
			await queueMail(tx, wish({ kind: 'sign_in' }));
			expect(await seen(tx)).toBe(1);
			await become(tx, installation);
			expect(await seen(tx)).toBe(2);
		}));

	test.each([
		['another committee', 'committee'],
		['sign-in, for a committee', 'identity'],
		['the national office', 'oversight'],
		['an institution of another committee', 'partner'],
		['an answer of another committee', 'activity'],
		['the public', 'public'],
	])('nobody else writes one: %s', (_, scope) =>
		rolledBack(async (tx) => {
			const ours = await buildCommittee(tx, 'AL-02');
			const theirs = await buildCommittee(tx, 'AL-11');
			await become(tx, { kind: 'committee', committeeId: theirs.id });
			await sql`select set_config('kambana.scope', ${scope}, true)`.execute(tx);
			await expect(queueMail(tx, wish({ committeeId: ours.id }))).rejects.toThrow(/row-level security/);
		}),
	);

	test('an institution and an answer by link cause mails of their committee, and read none', () =>
		rolledBack(async (tx) => {
			const { id: committeeId } = await buildCommittee(tx);
			for (const scope of [
				{ kind: 'partner', committeeId, partnerId: committeeId },
				{ kind: 'activity', committeeId, activityIds: [] },
			] as const) {
				await become(tx, scope);
				await queueMail(tx, wish({ committeeId }));
				expect(await seen(tx)).toBe(0);
			}
			await become(tx, { kind: 'oversight', committeeId });
			expect(await seen(tx)).toBe(0);
			await become(tx, { kind: 'committee', committeeId });
			expect(await seen(tx)).toBe(2);
		}));

	test('an address that would be two, or a header, is refused by the database too', async () => {
		for (const to of ['a@b.example, c@d.example', 'a@b.example\nBcc: c@d.example', 'a b@c.example', 'a@b@c', '<a@b>'])
			await expect(queue({ to })).rejects.toThrow(/mails_to_address_check/);
	});
});

describe('queueing', () => {
	test('rolled back leaves no mail and no job', async () => {
		let id = '';
		await rolledBack(async (tx) => {
			id = await queueMail(tx, wish());
		});
		expect(id).not.toBe('');
		expect(await stateOf(id)).toBeUndefined();
		expect(await jobs()).toBe(0);
	});

	test('keeps no token and no code; they are in what is sent, and nowhere else', async () => {
		const [token, code] = [deriveToken('sign_in', 'attempt-1'), deriveCode('sign_in', 'attempt-1')];
		const mail = composeMail('sq', {
			subject: 'Hyni',
			paragraphs: ['Shtypni lidhjen.'],
			code: codePlace('sign_in', 'attempt-1'),
			actions: [{ label: 'Hyni', href: `/sq/enter/${tokenPlace('sign_in', 'attempt-1')}` }],
			unsubscribe: { label: 'Jo më', href: `/sq/stop/${tokenPlace('sign_in', 'attempt-1')}` },
		});
		const id = await queue({ kind: 'sign_in', mail });
		const dump = () =>
			inTransaction(installation, async (tx) => {
				const kept = await sql`select mails::text as text from mails`.execute(tx);
				const work = await sql`select to_json(jobs)::text as text from graphile_worker.jobs`.execute(tx);
				return JSON.stringify([kept.rows, work.rows]);
			});
		expect(await dump()).toContain('⟦token:sign_in:attempt-1⟧');
		expect(await dump()).not.toMatch(new RegExp(`${token}|${code}`));
		const { url, mails } = await mailServer();
		sending(url);
		await vi.waitFor(async () => expect((await stateOf(id))?.state).toBe('sent'), soon);
		expect(mails[0]?.text).toContain(`${home}/sq/enter/${token}`);
		expect(mails[0]?.text).toContain(`    ${code}`);
		expect(mails[0]?.html).toContain(`href="${home}/sq/enter/${token}"`);
		expect(mails[0]?.headers.get('list')).toMatchObject({ unsubscribe: { url: `${home}/sq/stop/${token}` } });
		expect(await dump()).not.toMatch(new RegExp(`${token}|${code}`));
	});
});

describe('sending', () => {
	test('200 mails through two processes at once: each arrives once', async () => {
		const { url, mails } = await mailServer();
		const ids = await inTransaction(installation, (tx) =>
			Promise.all(Array.from({ length: 200 }, (_, n) => queueMail(tx, wish({ to: `zyra${n}@policia.example` })))),
		);
		const began = performance.now();
		sending(url);
		sending(url);
		await vi.waitFor(async () => expect(await jobs()).toBe(0), { timeout: 120_000, interval: 20 });
		const seconds = ((performance.now() - began) / 1000).toFixed(1);
		const states = await Promise.all(ids.map(stateOf));
		expect(states).toEqual(ids.map(() => ({ state: 'sent', tries: 1, error: null })));
		const messageIds = mails.map(({ messageId }) => messageId);
		console.log(`mails: 200 queued, ${mails.length} arrived, ${new Set(messageIds).size} different, ${seconds} s`);
		expect(messageIds.sort()).toEqual(ids.map((id) => `<${id}@durres.example>`).sort());
	});

	test('a server that says "not now" is asked again, until it takes the mail', async () => {
		let asked = 0;
		const { url, mails } = await mailServer({
			recipient: () => {
				if (++asked <= 2) throw refusal(450, 'kutia është e zënë');
			},
		});
		const id = await queue();
		sending(url);
		await vi.waitFor(async () => expect(await stateOf(id)).toMatchObject({ state: 'waiting', tries: 1 }), soon);
		expect((await stateOf(id))?.error).toContain('450');
		await vi.waitFor(async () => {
			await hurry();
			expect((await stateOf(id))?.state).toBe('sent');
		}, soon);
		expect([await stateOf(id), asked, mails.length]).toEqual([{ state: 'sent', tries: 3, error: null }, 3, 1]);
	});

	test('a server that is down gets the mail when it is up again', async () => {
		const gone = await startMailServer();
		await gone.close();
		const id = await queue();
		sending(gone.url);
		await vi.waitFor(async () => expect((await stateOf(id))?.error).toContain('ECONNREFUSED'), soon);
		const { mails } = await mailServer({ port: Number(new URL(gone.url).port) });
		await vi.waitFor(async () => {
			await hurry();
			expect((await stateOf(id))?.state).toBe('sent');
		}, soon);
		expect(mails).toHaveLength(1);
	});

	test('what a server refuses for good is given up at once, says why, and can be sent again by a person', async () => {
		let refuses = true;
		const { url, mails } = await mailServer({
			recipient: () => {
				if (refuses) throw refusal(550, 'kutia nuk ekziston');
			},
		});
		const id = await queue();
		sending(url);
		await vi.waitFor(async () => expect((await stateOf(id))?.state).toBe('failed'), soon);
		expect(await stateOf(id)).toMatchObject({ tries: 1, error: expect.stringContaining('550 kutia nuk ekziston') });
		expect(await jobs()).toBe(0);
		refuses = false;
		expect(await inTransaction(installation, (tx) => sendAgain(tx, id))).toBe(true);
		await vi.waitFor(async () => expect((await stateOf(id))?.state).toBe('sent'), soon);
		expect(mails).toHaveLength(1);
		expect(await inTransaction(installation, (tx) => sendAgain(tx, id))).toBe(false);
	});

	test('after the last try it is given up, and the job with it', async () => {
		const { url } = await mailServer({
			recipient: () => {
				throw refusal(450, 'jo sot');
			},
		});
		const id = await queue();
		await inTransaction(installation, (tx) =>
			sql`update graphile_worker._private_jobs set attempts = max_attempts - 1 where key = ${`mail:${id}`}`.execute(tx),
		);
		sending(url);
		await vi.waitFor(async () => expect((await stateOf(id))?.state).toBe('failed'), soon);
		await vi.waitFor(async () => expect(await jobs()).toBe(0), soon);
	});

	test('a mail nobody can use any more is not sent', async () => {
		const { url, mails } = await mailServer();
		const id = await queue({ sendBefore: new Date(Date.now() - 1_000) });
		sending(url);
		await vi.waitFor(async () => expect(await stateOf(id)).toMatchObject({ state: 'failed', error: 'too_late' }), soon);
		expect(mails).toEqual([]);
	});

	test('without a server it is kept, and the terminal is told what it opens', async () => {
		const mail = composeMail('sq', {
			subject: 'Ftesë',
			paragraphs: ['Ju ftojmë.'],
			code: codePlace('invitation', 'i1'),
			actions: [{ label: 'Pranoni', href: `/sq/join/${tokenPlace('invitation', 'i1')}` }],
		});
		const id = await queue({ kind: 'invitation', mail });
		const said: string[] = [];
		sending(null, (text) => said.push(text));
		await vi.waitFor(async () => expect((await stateOf(id))?.state).toBe('kept'), soon);
		const [token, code] = [deriveToken('invitation', 'i1'), deriveCode('invitation', 'i1')];
		expect(said).toEqual([`mail to zyra@policia.example: Ftesë\n    ${code}\n    ${home}/sq/join/${token}`]);
	});
});

describe('when a process is killed', () => {
	function worker(url: string): ChildProcess {
		const child = spawn(process.execPath, ['tests/support/mail-worker.ts'], {
			env: { ...process.env, SMTP_URL: url },
			stdio: 'ignore',
		});
		onTestFinished(() => void child.kill('SIGKILL'));
		return child;
	}

	test('while it talks to the server, another sends the mail, once', async () => {
		const reached = Promise.withResolvers<void>();
		let first = true;
		const { url, mails } = await mailServer({
			recipient: async () => {
				if (!first) return;
				first = false;
				reached.resolve();
				// The one that asked is killed: it never hears the answer.
				await new Promise(() => {});
			},
		});
		const id = await queue();
		const killed = worker(url);
		await reached.promise;
		killed.kill('SIGKILL');
		await vi.waitFor(() => expect(killed.exitCode ?? killed.signalCode).toBe('SIGKILL'), soon);
		worker(url);
		await vi.waitFor(async () => expect((await stateOf(id))?.state).toBe('sent'), soon);
		await vi.waitFor(async () => expect(await jobs()).toBe(0), soon);
		expect(mails).toHaveLength(1);
	});

	test('after the mail was marked and before the job was, the job finds nothing to do', async () => {
		const { url, mails } = await mailServer();
		const id = await queue();
		await inTransaction(installation, (tx) =>
			sql`update mails set state = 'sent', sent_at = now(), tries = 1 where id = ${id}`.execute(tx),
		);
		sending(url);
		await vi.waitFor(async () => expect(await jobs()).toBe(0), soon);
		expect([mails.length, await stateOf(id)]).toEqual([0, { state: 'sent', tries: 1, error: null }]);
	});

	test('every time, the mail is given up for a person to look at, not for ever waiting', async () => {
		const [lost, waiting] = [await queue(), await queue()];
		await inTransaction(installation, (tx) =>
			sql`update graphile_worker._private_jobs set attempts = max_attempts where key = ${`mail:${lost}`}`.execute(tx),
		);
		const turn = { attempt: 1, last: true, signal: new AbortController().signal };
		await mailTasks({ server: null, home }).mail_interrupted?.({}, turn);
		expect(await stateOf(lost)).toEqual({ state: 'failed', tries: 0, error: 'interrupted' });
		expect(await stateOf(waiting)).toMatchObject({ state: 'waiting' });
	});
});
