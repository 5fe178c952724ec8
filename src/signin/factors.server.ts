import { sql } from 'kysely';
import type { Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { sha256 } from '#platform/secrets.server.ts';

export type Passkey = { id: string; name: string; createdAt: Date; usedAt: Date | null };
export type Credential = {
	id: string;
	accountId: string;
	credentialId: Buffer;
	publicKey: Buffer;
	counter: number;
	transports: string[];
};

/** The passkeys of an account, the oldest first. */
export const listPasskeys = (tx: Transaction, accountId: string): Promise<Passkey[]> =>
	tx
		.selectFrom('passkeys')
		.select(['id', 'name', 'created_at as createdAt', 'used_at as usedAt'])
		.where('account_id', '=', accountId)
		.orderBy('id')
		.execute();

export async function listCredentials(
	tx: Transaction,
	by: { accountId: string } | { credentialId: Buffer },
): Promise<Credential[]> {
	const rows = await tx
		.selectFrom('passkeys')
		.innerJoin('accounts', 'accounts.id', 'account_id')
		.select([
			'passkeys.id',
			'account_id as accountId',
			'credential_id as credentialId',
			'public_key as publicKey',
			'counter',
			'transports',
		])
		.where('disabled_at', 'is', null)
		.$if('accountId' in by, (query) => query.where('account_id', '=', (by as { accountId: string }).accountId))
		.$if('credentialId' in by, (query) =>
			query.where('credential_id', '=', (by as { credentialId: Buffer }).credentialId),
		)
		.forUpdate('passkeys')
		.execute();
	return rows.map((row) => ({ ...row, counter: Number(row.counter) }));
}

export async function insertPasskey(
	tx: Transaction,
	{ counter, name, ...key }: Omit<Credential, 'id'> & { name: string },
): Promise<boolean> {
	const done = await tx
		.insertInto('passkeys')
		.values({
			...{ id: recordId(), account_id: key.accountId, name, counter: String(counter), transports: key.transports },
			...{ credential_id: key.credentialId, public_key: key.publicKey },
		})
		.onConflict((on) => on.doNothing())
		.executeTakeFirst();
	return done.numInsertedOrUpdatedRows === 1n;
}

/** Notes that a passkey was used; its counter only grows. */
export const savePasskeyUse = (tx: Transaction, id: string, counter: number) =>
	tx
		.updateTable('passkeys')
		.set({ counter: String(counter), used_at: sql`now()` })
		.where('id', '=', id)
		.execute();

export const deletePasskey = (tx: Transaction, accountId: string, id: string) =>
	tx.deleteFrom('passkeys').where('account_id', '=', accountId).where('id', '=', id).execute();

/** Remembers a challenge that was answered; false when it was answered before. */
export async function useChallenge(
	tx: Transaction,
	challenge: string,
	accountId: string,
	until: Date,
): Promise<boolean> {
	const done = await tx
		.insertInto('passkey_challenges')
		.values({ challenge_hash: sha256(challenge), account_id: accountId, expires_at: until })
		.onConflict((on) => on.doNothing())
		.executeTakeFirst();
	return done.numInsertedOrUpdatedRows === 1n;
}

export const findTotp = (tx: Transaction, accountId: string) =>
	tx
		.selectFrom('totp_factors')
		.select(['sealed_secret as sealed', 'last_step as lastStep'])
		.where('account_id', '=', accountId)
		.where('confirmed_at', 'is not', null)
		.forUpdate()
		.executeTakeFirst();

export const saveTotp = (tx: Transaction, accountId: string, sealed: Buffer, lastStep: number) =>
	tx
		.insertInto('totp_factors')
		.values({ account_id: accountId, sealed_secret: sealed, confirmed_at: sql`now()`, last_step: String(lastStep) })
		.onConflict((on) =>
			on
				.column('account_id')
				.doUpdateSet({ sealed_secret: sealed, confirmed_at: sql`now()`, last_step: String(lastStep) }),
		)
		.execute();

/** The sealed secrets of all authenticator apps, locked until the end of the transaction. */
export const listSealed = (tx: Transaction) =>
	tx
		.selectFrom('totp_factors')
		.select(['account_id as accountId', 'sealed_secret as sealed'])
		.orderBy('account_id')
		.forUpdate()
		.execute();

export const saveSealed = (tx: Transaction, accountId: string, sealed: Buffer) =>
	tx.updateTable('totp_factors').set({ sealed_secret: sealed }).where('account_id', '=', accountId).execute();

/** Takes a step of the authenticator app; false when it or a later one was taken before. */
export async function takeStep(tx: Transaction, accountId: string, step: number): Promise<boolean> {
	const done = await tx
		.updateTable('totp_factors')
		.set({ last_step: String(step) })
		.where('account_id', '=', accountId)
		.where('last_step', '<', String(step))
		.executeTakeFirst();
	return done.numUpdatedRows === 1n;
}

/** Puts new recovery codes in the place of all earlier ones. */
export async function replaceRecoveryCodes(
	tx: Transaction,
	accountId: string,
	hashes: readonly Buffer[],
): Promise<void> {
	await tx.deleteFrom('recovery_codes').where('account_id', '=', accountId).execute();
	const rows = hashes.map((code_hash) => ({ id: recordId(), account_id: accountId, code_hash }));
	await tx.insertInto('recovery_codes').values(rows).execute();
}

/** Uses a recovery code up; false when the account has no such code any more. */
export async function useRecoveryCode(tx: Transaction, accountId: string, hash: Buffer): Promise<boolean> {
	const done = await tx
		.updateTable('recovery_codes')
		.set({ used_at: sql`now()` })
		.where('account_id', '=', accountId)
		.where('code_hash', '=', hash)
		.where('used_at', 'is', null)
		.executeTakeFirst();
	return done.numUpdatedRows === 1n;
}

/** What an account can prove itself with. */
export type FactorCounts = { passkeys: number; totp: boolean; recovery: number };

export async function countFactors(tx: Transaction, accountId: string): Promise<FactorCounts> {
	const { rows } = await sql<FactorCounts>`select
		(select count(*)::int from passkeys where account_id = ${accountId}) as passkeys,
		exists (select from totp_factors where account_id = ${accountId} and confirmed_at is not null) as totp,
		(select count(*)::int from recovery_codes where account_id = ${accountId} and used_at is null) as recovery`.execute(
		tx,
	);
	return rows[0] ?? { passkeys: 0, totp: false, recovery: 0 };
}

/** Whether anybody but the people of the demonstration has ever chosen a factor. */
export async function canAnybodySignIn(tx: Transaction): Promise<boolean> {
	const { rows } = await sql<{
		can: boolean;
	}>`select exists (select from accounts where not demonstration and disabled_at is null
		and (exists (select from passkeys where account_id = accounts.id)
			or exists (select from totp_factors where account_id = accounts.id and confirmed_at is not null))) as can`.execute(
		tx,
	);
	return rows[0]?.can ?? false;
}

export const deleteTotp = (tx: Transaction, accountId: string) =>
	tx.deleteFrom('totp_factors').where('account_id', '=', accountId).execute();
