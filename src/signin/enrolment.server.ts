import { queueMail } from '#mail/actions.server.ts';
import { getAccount } from '#people/store.server.ts';
import { noteRefusal } from '#platform/audit.server.ts';
import { actAs, inTransaction, type Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import { deriveToken, randomToken, sha256 } from '#platform/secrets.server.ts';
import { endSessionsOf, type Opened, type Visitor, welcome } from './actions.server.ts';
import { tellOwner, type WhyNot } from './entering.server.ts';
import { deletePasskey, deleteTotp, listPasskeys } from './factors.server.ts';
import { invitationLetter, invitationPath } from './letters.ts';
import { invitationHours } from './model.ts';
import { keepPasskey, optionsToAdd } from './passkeys.server.ts';
import { findHalf, findInvited, insertHalf, insertInvitation } from './store.server.ts';
import { confirmTotp, makeRecoveryCodes, offerTotp, type TotpOffer } from './totp.server.ts';

const inIdentity = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => inTransaction({ kind: 'identity' }, work);

/**
 * Invites a person to choose how to sign in: mails a link that works once, for 24 hours; earlier ones are void. For somebody
 * who lost every factor too: those chosen now take the place of all earlier ones. Runs in the scope `identity` or `installation`.
 * @returns the path of the link, for a terminal
 */
export async function invite(tx: Transaction, accountId: string): Promise<string> {
	const account = await getAccount(tx, accountId);
	if (account.demonstration || account.disabledAt)
		throw new Problem('conflict', 'nobody can sign in with this account');
	const id = recordId();
	const token = deriveToken('invitation', id);
	await insertInvitation(tx, id, accountId, sha256(token));
	await queueMail(tx, {
		...{ to: account.email, kind: 'invitation', committeeId: null, accountId },
		mail: invitationLetter(account.locale, account.name, id),
		sendBefore: new Date(Date.now() + invitationHours * 3_600_000),
	});
	return invitationPath(account.locale, token);
}

/** Whom an invitation greets; null when it is used up, too old or was never made. Looking changes nothing. */
export const readInvitation = (token: string): Promise<{ name: string } | null> =>
	inIdentity(async (tx) => {
		const invited = await findInvited(tx, sha256(token));
		return invited ? { name: invited.name } : null;
	});

/** Uses an invitation up; the token of a half session in which a factor is chosen, or null. */
export const acceptInvitation = (token: string): Promise<string | null> =>
	inIdentity(async (tx) => {
		const invited = await findInvited(tx, sha256(token), { use: true });
		if (!invited) {
			const route = '/[lang=lang]/desk/enter/invitation/[token]';
			noteRefusal({ actor: 'guest', route, verb: 'POST', code: 'invitation' });
			return null;
		}
		await actAs(tx, `guest:${invited.accountId}`);
		const half = randomToken();
		await insertHalf(tx, {
			...{ tokenHash: sha256(half), accountId: invited.accountId },
			...{ purpose: 'enrol', field: false },
		});
		return half;
	});

/** What the page shows that lets choose a factor. */
export type Enrolment = { name: string; totp: TotpOffer; passkey: string };

/** Null when there is no half session for it any more. */
export const readEnrolment = (half: string | undefined): Promise<Enrolment | null> =>
	inIdentity(async (tx) => {
		const found = half ? await findHalf(tx, sha256(half), 'enrol') : undefined;
		if (!found) return null;
		const account = await getAccount(tx, found.accountId);
		return {
			...{ name: account.name, totp: offerTotp(account.id, account.email) },
			passkey: await optionsToAdd(tx, account),
		};
	});

/** A factor that a person chose: what a passkey answered with the name to give it, or an app's offer and code. */
export type Choice = { passkey: string; name: string } | { sealed: string; code: string };

/** Keeps the first factor, makes recovery codes and lets the person in. */
export const enrol = (
	half: string | undefined,
	choice: Choice,
	visitor: Visitor,
): Promise<{ opened: Opened; codes: string[] } | WhyNot> =>
	inIdentity(async (tx) => {
		const found = half ? await findHalf(tx, sha256(half), 'enrol', { tried: true }) : undefined;
		if (!found) return 'over';
		const { accountId } = found;
		await actAs(tx, `guest:${accountId}`);
		const earlier = await listPasskeys(tx, accountId);
		const kept = await keepFactor(tx, accountId, choice);
		if (kept !== 'kept') {
			noteRefusal({ actor: `guest:${accountId}`, route: '/[lang=lang]/desk/enter/enrol', verb: 'POST', code: kept });
			return kept;
		}
		for (const { id } of earlier) await deletePasskey(tx, accountId, id);
		if ('passkey' in choice) await deleteTotp(tx, accountId);
		const codes = await makeRecoveryCodes(tx, accountId);
		await endSessionsOf(tx, accountId);
		await tellOwner(tx, accountId, 'enrolled');
		return { opened: await welcome(tx, { accountId, by: 'enrolment', kind: 'desk' }, visitor), codes };
	});

/** Keeps a factor that proved to work. */
export async function keepFactor(
	tx: Transaction,
	accountId: string,
	choice: Choice,
): Promise<'kept' | 'wrong' | 'over'> {
	if ('sealed' in choice) return confirmTotp(tx, accountId, choice);
	const kept = await keepPasskey(tx, { accountId, name: choice.name, text: choice.passkey });
	return kept ? 'kept' : 'wrong';
}
