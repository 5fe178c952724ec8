import { queueMail } from '#mail/actions.server.ts';
import { getAccount } from '#people/store.server.ts';
import { noteRefusal } from '#platform/audit.server.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { attempt, forgiveAttempts } from '#platform/limits.server.ts';
import { sha256 } from '#platform/secrets.server.ts';
import { type Opened, type Visitor, welcome } from './actions.server.ts';
import { countFactors, type FactorCounts } from './factors.server.ts';
import { type SecurityNews, securityLetter } from './letters.ts';
import type { Session } from './model.ts';
import { accountOfPasskey } from './passkeys.server.ts';
import { findHalf, proveSession } from './store.server.ts';
import { useRecovery, useTotp } from './totp.server.ts';

const inIdentity = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => inTransaction({ kind: 'identity' }, work);

/** Why somebody is not let in: the code is wrong; this way is over and has to begin again; too many codes for this account. */
export type WhyNot = 'wrong' | 'over' | 'too_many';

/** Lets whoever holds a passkey in, without another factor: the device has verified the person. Null when it is none of ours. */
export const enterByPasskey = (text: string, field: boolean, visitor: Visitor): Promise<Opened | null> =>
	inIdentity(async (tx) => {
		const accountId = await accountOfPasskey(tx, text);
		if (accountId) return welcome(tx, { accountId, by: 'passkey', kind: field ? 'field' : 'desk' }, visitor);
		noteRefusal({ actor: 'guest', route: '/[lang=lang]/desk/enter', verb: '?/passkey', code: 'passkey' });
		return null;
	});

/** What can be proven after the mail; null when there is no half session any more. */
export const readHalf = (half: string | undefined): Promise<FactorCounts | null> =>
	inIdentity(async (tx) => {
		const found = half ? await findHalf(tx, sha256(half), 'second_factor') : undefined;
		return found ? countFactors(tx, found.accountId) : null;
	});

type Second = { code: string; recovery: string };

/** The second proof: a code of the authenticator app, or a recovery code. */
export const enterBySecondFactor = (
	half: string | undefined,
	typed: Second,
	visitor: Visitor,
): Promise<Opened | WhyNot> =>
	inIdentity(async (tx) => {
		const found = half ? await findHalf(tx, sha256(half), 'second_factor', { tried: true }) : undefined;
		if (!found) return 'over';
		const { accountId, field } = found;
		const by = await proofOf(tx, accountId, typed);
		if (by !== 'totp' && by !== 'recovery') {
			refused(accountId, '/[lang=lang]/desk/enter/factor', by);
			return by;
		}
		if (by === 'recovery') await tellOwner(tx, accountId, 'recovery');
		return welcome(tx, { accountId, by, kind: field ? 'field' : 'desk' }, visitor);
	});

/** What was proven; codes of one account are counted, from wherever they come. */
async function proofOf(tx: Transaction, accountId: string, { code, recovery }: Second) {
	if (attempt('code', accountId) > 0) return 'too_many' as const;
	const right = recovery ? await useRecovery(tx, accountId, recovery) : await useTotp(tx, accountId, code);
	if (!right) return 'wrong' as const;
	forgiveAttempts('code', accountId);
	return recovery ? ('recovery' as const) : ('totp' as const);
}

const refused = (accountId: string, route: string, code: string): void =>
	noteRefusal({ actor: `guest:${accountId}`, route, verb: 'POST', code });

/** Proves again who sits before a session: what changes factors asks for it, and a field phone for everything. */
export const proveAgain = (session: Session, typed: Second & { passkey: string }): Promise<'proven' | WhyNot> =>
	inIdentity(async (tx) => {
		const accountId = session.account.id;
		const by = typed.passkey
			? (await accountOfPasskey(tx, typed.passkey)) === accountId
				? 'passkey'
				: 'wrong'
			: await proofOf(tx, accountId, typed);
		if (by === 'wrong' || by === 'too_many') {
			refused(accountId, '/[lang=lang]/desk/enter/again', by);
			return by;
		}
		if (by === 'recovery') await tellOwner(tx, accountId, 'recovery');
		await proveSession(tx, session.id);
		return 'proven';
	});

/** Writes to the owner of an account what happened to it: whoever did it, the owner learns of it. */
export async function tellOwner(tx: Transaction, accountId: string, news: SecurityNews): Promise<void> {
	const { email, locale, name, demonstration } = await getAccount(tx, accountId);
	if (demonstration) return;
	const mail = securityLetter(locale, name, news);
	await queueMail(tx, { to: email, kind: 'security', mail, committeeId: null, accountId });
}
