import { setTimeout } from 'node:timers/promises';
import { TOTP } from 'otpauth';
import { getCommittee } from '#committees/store.server.ts';
import { insertAccount, insertSeat } from '#people/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import { acceptInvitation, enrol, invite, readEnrolment } from '#signin/enrolment.server.ts';

export const visitor = { userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0', before: undefined };

/** Somebody who chose an authenticator app: with the app, the recovery codes and the token of the session. */
export type Newcomer = {
	id: string;
	email: string;
	app: TOTP;
	codes: string[];
	session: string;
	/** A code of a step that was not used yet; codes are for one minute and a half, so three to a person. */
	nextCode(): string;
};

let number = 0;

/** An address that no other test has. */
export const freeAddress = (name: string): string => `${name}.${process.pid}.${(number += 1)}@newcomer.example`;

/** Makes an account with the seat of Durrës' secretary; the path of its invitation. */
export const inviteNewcomer = (email: string): Promise<{ id: string; path: string }> =>
	inTransaction({ kind: 'installation', actor: 'command' }, async (tx) => {
		const id = await insertAccount(tx, { email, name: 'Blerta Provë', locale: 'sq' });
		const committeeId = (await getCommittee(tx, { code: 'AL-02' })).id;
		await insertSeat(tx, { role: 'secretary', committeeId, accountId: id, validFrom: '2026-01-01', validTo: null });
		return { id, path: await invite(tx, id) };
	});

/** Somebody who has accepted an invitation. */
export async function newcomer(name = 'person'): Promise<Newcomer> {
	const email = freeAddress(name);
	const { id, path } = await inviteNewcomer(email);
	const half = (await acceptInvitation(path.split('/').at(-1) ?? '')) ?? undefined;
	const enrolment = await readEnrolment(half);
	if (!enrolment) throw new Error('no enrolment');
	const app = new TOTP({ secret: enrolment.totp.secret.replaceAll(' ', '') });
	await farFromNextStep();
	let steps = -1;
	const nextCode = () => app.generate({ timestamp: Date.now() + 30_000 * steps++ });
	const outcome = await enrol(half, { sealed: enrolment.totp.sealed, code: nextCode() }, visitor);
	if (typeof outcome === 'string') throw new Error(`not enrolled: ${outcome}`);
	return { id, email, app, codes: outcome.codes, session: outcome.opened.token, nextCode };
}

/** The first code is one step old: between making it and sending it no step may end, or it is two steps old and refused. */
async function farFromNextStep(): Promise<void> {
	const left = 30_000 - (Date.now() % 30_000);
	if (left < 10_000) await setTimeout(left);
}

/** Takes away everybody whom `freeAddress` named, with their seats and mails. */
export const removeNewcomers = (): Promise<void> =>
	inTransaction({ kind: 'installation' }, async (tx) => {
		const ours = tx.selectFrom('accounts').select('id').where('email', 'like', '%@newcomer.example');
		await tx.deleteFrom('seats').where('account_id', 'in', ours).execute();
		await tx.deleteFrom('mails').where('to_address', 'like', '%@newcomer.example').execute();
		await tx.deleteFrom('accounts').where('email', 'like', '%@newcomer.example').execute();
	});
