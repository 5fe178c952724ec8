import { afterAll, describe, expect, test } from 'vitest';
import { insertAccount } from '#people/store.server.ts';
import { closeDatabase, inTransaction, type Transaction } from '#platform/db.server.ts';
import { Authenticator, type Forgery } from '../../tests/support/authenticator.ts';
import { become, rolledBack } from '../../tests/support/database.ts';
import { accountOfPasskey, fixedOrigin, keepPasskey, optionsToAdd, optionsToEnter } from './passkeys.server.ts';

afterAll(closeDatabase);

const origin = fixedOrigin();
let number = 0;

async function person(tx: Transaction) {
	await become(tx, { kind: 'identity' });
	const email = `passkey.${(number += 1)}@test.example`;
	return { id: await insertAccount(tx, { email, name: 'Test', locale: 'sq' }), email, name: 'Test' };
}

/** Somebody with a passkey that is kept. */
async function holder(tx: Transaction) {
	const account = await person(tx);
	const device = new Authenticator(origin);
	const answer = device.create(await optionsToAdd(tx, account));
	const kept = await keepPasskey(tx, { accountId: account.id, name: 'Telefoni', text: answer });
	expect(kept).toBe(true);
	return { account, device, answer };
}

const forgeries: Record<string, Forgery> = {
	'another origin': { origin: 'https://kambana.example.org' },
	'another port': { origin: 'http://localhost:1' },
	'another relying party': { rpId: 'example.org' },
	'a challenge of its own': { challenge: Buffer.alloc(56, 7).toString('base64url') },
	'no challenge': { challenge: '' },
	'a person who was not verified': { verified: false },
};

describe('entering', () => {
	test.each(Object.entries(forgeries))('is refused with %s', (_, forged) =>
		rolledBack(async (tx) => {
			const { device, account } = await holder(tx);
			expect(await accountOfPasskey(tx, device.get(await optionsToEnter(), forged))).toBeNull();
			expect(await accountOfPasskey(tx, device.get(await optionsToEnter()))).toBe(account.id);
		}),
	);

	test('a hundred replays of one answer are refused', () =>
		rolledBack(async (tx) => {
			const { device, account } = await holder(tx);
			const answer = device.get(await optionsToEnter());
			expect(await accountOfPasskey(tx, answer)).toBe(account.id);
			let refused = 0;
			for (let n = 0; n < 100; n += 1) refused += (await accountOfPasskey(tx, answer)) === null ? 1 : 0;
			console.log(`passkeys: ${refused} of 100 replays refused`);
			expect(refused).toBe(100);
		}));

	test('a challenge is answered once, by whichever passkey', () =>
		rolledBack(async (tx) => {
			const [one, other] = [await holder(tx), await holder(tx)];
			const options = await optionsToEnter();
			expect(await accountOfPasskey(tx, one.device.get(options))).toBe(one.account.id);
			expect(await accountOfPasskey(tx, other.device.get(options))).toBeNull();
		}));

	test('a counter that goes back or stands still is refused: the passkey was copied', () =>
		rolledBack(async (tx) => {
			const { device, account } = await holder(tx);
			expect(await accountOfPasskey(tx, device.get(await optionsToEnter(), { counter: 9 }))).toBe(account.id);
			for (const counter of [8, 9, 0])
				expect(await accountOfPasskey(tx, device.get(await optionsToEnter(), { counter }))).toBeNull();
			expect(await accountOfPasskey(tx, device.get(await optionsToEnter(), { counter: 10 }))).toBe(account.id);
		}));

	test('a challenge for adding opens nothing, nor does one after five minutes', () =>
		rolledBack(async (tx) => {
			const { device, account } = await holder(tx);
			expect(await accountOfPasskey(tx, device.get(await optionsToAdd(tx, account)))).toBeNull();
			const options = await optionsToEnter();
			const now = Date.now;
			Date.now = () => now() + 5 * 60_000 + 1;
			try {
				expect(await accountOfPasskey(tx, device.get(options))).toBeNull();
			} finally {
				Date.now = now;
			}
		}));

	test('an unknown passkey, the account of another, a disabled account and nonsense are refused', () =>
		rolledBack(async (tx) => {
			const [one, other] = [await holder(tx), await holder(tx)];
			const stranger = new Authenticator(origin);
			expect(await accountOfPasskey(tx, stranger.get(await optionsToEnter()))).toBeNull();
			const userHandle = Buffer.from(other.account.id).toString('base64url');
			expect(await accountOfPasskey(tx, one.device.get(await optionsToEnter(), { userHandle }))).toBeNull();
			for (const text of ['', '{', '[]', 'null', '{"id":1}', JSON.stringify({ id: 'a', response: {} })])
				expect(await accountOfPasskey(tx, text)).toBeNull();
			await tx.updateTable('accounts').set({ disabled_at: new Date() }).where('id', '=', one.account.id).execute();
			expect(await accountOfPasskey(tx, one.device.get(await optionsToEnter()))).toBeNull();
		}));
});

describe('adding', () => {
	test.each(Object.entries(forgeries))('is refused with %s', (_, forged) =>
		rolledBack(async (tx) => {
			const account = await person(tx);
			const text = new Authenticator(origin).create(await optionsToAdd(tx, account), forged);
			expect(await keepPasskey(tx, { accountId: account.id, name: 'X', text })).toBe(false);
		}),
	);

	test('is refused with the challenge of another account, a second time, and one for entering', () =>
		rolledBack(async (tx) => {
			const { account, answer } = await holder(tx);
			const other = await person(tx);
			expect(await keepPasskey(tx, { accountId: account.id, name: 'X', text: answer })).toBe(false);
			const foreign = new Authenticator(origin).create(await optionsToAdd(tx, other));
			expect(await keepPasskey(tx, { accountId: account.id, name: 'X', text: foreign })).toBe(false);
			const { challenge } = JSON.parse(await optionsToEnter()) as { challenge: string };
			const entering = new Authenticator(origin).create(await optionsToAdd(tx, account), { challenge });
			expect(await keepPasskey(tx, { accountId: account.id, name: 'X', text: entering })).toBe(false);
		}));
});

test('showing the page writes nothing: a challenge is kept, hashed, when it is answered', () =>
	inTransaction({ kind: 'identity' }, async (tx) => {
		const count = () => tx.selectFrom('passkey_challenges').select('expires_at').execute();
		const before = (await count()).length;
		for (let n = 0; n < 50; n += 1) await optionsToEnter();
		expect((await count()).length).toBe(before);
	}));
