import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { insertAccount } from '#people/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { isSealedNow, randomToken, seal } from '#platform/secrets.server.ts';
import { rolledBack } from '#tests/support/database.ts';
import { makeScratch, type Scratch } from '#tests/support/scratch.ts';
import { findTotp, saveTotp } from './factors.server.ts';
import { sealAnew, useTotp } from './totp.server.ts';

const [first, second] = [randomToken(), randomToken()];
// RFC 6238, appendix B: at second 59 the code is 94287082, of which six digits are shown.
const [secret, code, at] = [Buffer.from('12345678901234567890'), '287082', 59_000];

// Every app there is gets sealed anew: those of other test files would be among them.
let scratch: Scratch;
beforeAll(async () => {
	scratch = await makeScratch('totp');
});
beforeEach(() => vi.stubEnv('KAMBANA_SECRET', first).stubEnv('KAMBANA_SECRET_BEFORE', undefined));
afterEach(() => vi.unstubAllEnvs());
afterAll(() => scratch.drop());

async function withApp(tx: Transaction, email: string): Promise<string> {
	const accountId = await insertAccount(tx, { email, name: 'Ana', locale: 'sq' });
	await saveTotp(tx, accountId, seal('totp', accountId, secret), 0);
	return accountId;
}

test('another secret of the installation: every app is sealed anew, once, and its codes go on working', () =>
	rolledBack(
		async (tx) => {
			const ana = await withApp(tx, 'ana@test.example');
			vi.stubEnv('KAMBANA_SECRET', second).stubEnv('KAMBANA_SECRET_BEFORE', first);
			const ben = await withApp(tx, 'ben@test.example');
			expect(await sealAnew(tx)).toEqual({ all: 2, anew: 1 });
			expect(await sealAnew(tx)).toEqual({ all: 2, anew: 0 });
			vi.stubEnv('KAMBANA_SECRET_BEFORE', undefined);
			for (const id of [ana, ben]) {
				expect(isSealedNow((await findTotp(tx, id))?.sealed ?? Buffer.alloc(0))).toBe(true);
				expect(await useTotp(tx, id, code, at)).toBe(true);
			}
		},
		{ kind: 'identity' },
	));

test('an app that neither secret opens is named by a fault, not voided', () =>
	rolledBack(
		async (tx) => {
			await withApp(tx, 'ana@test.example');
			vi.stubEnv('KAMBANA_SECRET', second);
			await expect(sealAnew(tx)).rejects.toThrow('a secret that this installation does not have');
		},
		{ kind: 'identity' },
	));
