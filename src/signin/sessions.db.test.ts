import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { insertAccount } from '#people/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Transaction } from '#platform/db.server.ts';
import { sha256 } from '#platform/secrets.server.ts';
import { closeDatabase, rolledBack } from '#tests/support/database.ts';
import { openSession } from './actions.server.ts';
import { deskHours, fieldDays, idleMinutes, type SessionKind } from './model.ts';
import { findSession } from './store.server.ts';

afterAll(closeDatabase);

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

async function opened(tx: Transaction, kind: SessionKind) {
	const accountId = await insertAccount(tx, { email: `${kind}@test.example`, name: 'Ana', locale: 'sq' });
	const token = sha256(await openSession(tx, { accountId, userAgent: 'Firefox', kind }));
	return {
		/** Lets time pass for this session, without a request. */
		wait: (seconds: number) =>
			sql`update sessions set seen_at = seen_at - make_interval(secs => ${seconds}),
				expires_at = expires_at - make_interval(secs => ${seconds}) where token_hash = ${token}`.execute(tx),
		/** A request: whether the session is still known. */
		asks: async () => (await findSession(tx, token, dayAt(new Date()))) !== undefined,
	};
}
const asIdentity = (work: (tx: Transaction) => Promise<void>) => rolledBack(work, { kind: 'identity' });

test('a desk that nobody uses is closed after half an hour, not before', () =>
	asIdentity(async (tx) => {
		const { wait, asks } = await opened(tx, 'desk');
		for (let n = 0; n < 3; n++) {
			await wait(idleMinutes * minute - 10);
			expect(await asks()).toBe(true);
		}
		await wait(idleMinutes * minute + 1);
		expect(await asks()).toBe(false);
	}));

test('a desk in use is closed after twelve hours', () =>
	asIdentity(async (tx) => {
		const { wait, asks } = await opened(tx, 'desk');
		for (let gone = 20 * minute; gone < deskHours * hour; gone += 20 * minute) {
			await wait(20 * minute);
			expect([gone / hour, await asks()]).toEqual([gone / hour, true]);
		}
		await wait(20 * minute);
		expect(await asks()).toBe(false);
	}));

test('a field phone is known for thirty days, used or not', () =>
	asIdentity(async (tx) => {
		const { wait, asks } = await opened(tx, 'field');
		await wait(fieldDays * day - minute);
		expect(await asks()).toBe(true);
		await wait(2 * minute);
		expect(await asks()).toBe(false);
	}));
