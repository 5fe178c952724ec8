import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getCommittee } from '#committees/store.server.ts';
import { insertAccount, insertSeat } from '#people/store.server.ts';
import { addDays, dayAt } from '#platform/dates.ts';
import { closeDatabase, inTransaction, type Transaction } from '#platform/db.server.ts';
import { openSession } from '#signin/actions.server.ts';
import { sessionCookie } from '#signin/model.ts';
import { makeDirectory, type RunningServer, removeDirectory, startServer, stop } from '../support/server.ts';
import { ask } from '../support/wire.ts';

// Access follows the seat, day by day and at once: asked of a running server, one request after the other.
const directory = makeDirectory();
const page = '/sq/desk/durres/members';
const today = dayAt(new Date());
const year = { validFrom: addDays(today, -100), validTo: addDays(today, 200) };
let server: RunningServer;
let next = 0;

beforeAll(async () => {
	server = await startServer(directory);
	process.env.KAMBANA_SOCKET = join(directory, 'run');
});
afterAll(async () => {
	await closeDatabase();
	if (server) await stop(server);
	removeDirectory(directory);
});

const write = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => inTransaction({ kind: 'identity' }, work);
type Term = { validFrom: string; validTo: string | null };

/** A secretary of Durrës by a seat of these days, with the cookie of an open session; and the substitute's. */
async function seated({ validFrom, validTo }: Term) {
	const n = next++;
	return write(async (tx) => {
		const committee = await getCommittee(tx, { code: 'AL-02' });
		const person = (who: string) => insertAccount(tx, { email: `${who}${n}@test.example`, name: who, locale: 'sq' });
		const [accountId, substituteId] = [await person('holder'), await person('substitute')];
		const seat = { role: 'secretary', committeeId: committee.id, accountId, substituteId, validFrom, validTo } as const;
		const seatId = await insertSeat(tx, seat);
		const open = async (id: string) =>
			`${sessionCookie}=${await openSession(tx, { accountId: id, userAgent: 'Firefox/140.0 Linux' })}`;
		return {
			seatId,
			ids: [accountId, substituteId],
			cookies: [await open(accountId), await open(substituteId)] as const,
		};
	});
}

/** Whoever lost a seat is out, and whoever signs in anew has nothing to see. */
async function expectOut({ ids, cookies }: Awaited<ReturnType<typeof seated>>) {
	for (const cookie of cookies) expect(await status(cookie)).toBe(401);
	for (const accountId of ids) {
		const token = await write((tx) => openSession(tx, { accountId, userAgent: 'Firefox/140.0 Linux' }));
		expect(await status(`${sessionCookie}=${token}`)).toBe(404);
	}
}

const status = async (cookie: string, path = page) => (await ask(server.url, path, { headers: { cookie } })).status;
const post = (cookie: string, path: string, body = '') =>
	ask(server.url, path, {
		method: 'POST',
		headers: { cookie, origin: server.url, 'content-type': 'application/x-www-form-urlencoded' },
		body,
	});

describe('refused', () => {
	it.each([
		['a seat that ended yesterday', { validFrom: addDays(today, -100), validTo: addDays(today, -1) }],
		['a seat that begins tomorrow', { validFrom: addDays(today, 1), validTo: addDays(today, 100) }],
	])('%s, the substitute too', async (_, days) => {
		const { cookies } = await seated(days);
		for (const cookie of cookies) expect(await status(cookie)).toBe(404);
	});

	it('a seat that is ended while sessions are open: the next request is refused, the substitute’s too', async () => {
		const people = await seated(year);
		for (const cookie of people.cookies) expect(await status(cookie)).toBe(200);
		await write((tx) => sql`update seats set ended_at = now() where id = ${people.seatId}`.execute(tx));
		await expectOut(people);
	});

	it('a seat whose last day is set to yesterday while sessions are open', async () => {
		const people = await seated({ validFrom: year.validFrom, validTo: null });
		for (const cookie of people.cookies) expect(await status(cookie)).toBe(200);
		await write((tx) => sql`update seats set valid_to = ${addDays(today, -1)} where id = ${people.seatId}`.execute(tx));
		await expectOut(people);
	});
});

describe('let in', () => {
	it.each([
		['on its last day', { validFrom: addDays(today, -100), validTo: today }],
		['on its first day', { validFrom: today, validTo: null }],
	])('%s', async (_, days) => {
		const { cookies } = await seated(days);
		for (const cookie of cookies) expect(await status(cookie)).toBe(200);
	});
});

describe('ended in the browser', () => {
	it('ends what is open: 401 on the next request', async () => {
		const [secretary] = (await seated(year)).cookies;
		const focal = {
			role: 'juror',
			name: 'Ana Hoxha',
			email: 'ana@test.example',
			locale: 'sq',
			...{ from: year.validFrom, to: year.validTo, substitute_name: '', substitute_email: '' },
		};
		const added = await post(secretary, `${page}/new`, new URLSearchParams(focal).toString());
		expect(added.headers.location).toBe(`${page}?done=invited`);
		const html = (await ask(server.url, page, { headers: { cookie: secretary } })).body;
		expect(html).toContain('Ana Hoxha');
		const { seatId, cookie } = await write(async (tx) => {
			const { rows } = await sql<{ id: string; account: string }>`select seats.id, account_id as account from seats
				join accounts on accounts.id = account_id where email = 'ana@test.example'`.execute(tx);
			const [row] = rows;
			if (!row) throw new Error('nobody was seated');
			return {
				seatId: row.id,
				cookie: `${sessionCookie}=${await openSession(tx, { accountId: row.account, userAgent: 'Firefox/140.0 Linux' })}`,
			};
		});
		expect(await status(cookie, '/sq/desk?all')).toBe(200);
		const confirm = (await ask(server.url, `${page}/${seatId}?ending`, { headers: { cookie: secretary } })).body;
		expect(confirm).toContain('action="?/end"');
		expect((await post(secretary, `${page}/${seatId}?/end`)).headers.location).toBe(`${page}?done=ended`);
		expect(await status(cookie, '/sq/desk?all')).toBe(401);
		expect(await status(secretary)).toBe(200);
	});
});
