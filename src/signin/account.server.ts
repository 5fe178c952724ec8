import { isLocale, type Locale } from '#i18n/locales.ts';
import { getAccount, saveAccountName } from '#people/store.server.ts';
import { inTransaction, type Scope, type Transaction } from '#platform/db.server.ts';
import { first, Reader, type Typed } from '#platform/forms.ts';
import { isId } from '#platform/ids.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { type Choice, keepFactor } from './enrolment.server.ts';
import { tellOwner } from './entering.server.ts';
import {
	countFactors,
	deletePasskey,
	type FactorCounts,
	listCredentials,
	listPasskeys,
	type Passkey,
} from './factors.server.ts';
import { isFresh, type Session } from './model.ts';
import { optionsToAdd } from './passkeys.server.ts';
import {
	deleteHalvesOf,
	deleteSessionById,
	deleteSessionsOf,
	type ListedSession,
	listSessions,
} from './store.server.ts';
import { makeRecoveryCodes, offerTotp, type TotpOffer } from './totp.server.ts';

/** Who asks about themselves: what the hooks leave on a page with the rule `signed_in`. */
type Self = { scope: Scope; session: Session };

export const selfOf = ({ scope, session }: Pick<App.Locals, 'scope' | 'session'>): Self => {
	if (!session) throw new Problem('desk_closed', 'no session on a page about oneself');
	return { scope, session };
};

export type OwnAccount = {
	name: string;
	email: string;
	locale: Locale;
	sessions: (ListedSession & { current: boolean })[];
	passkeys: Passkey[];
	factors: FactorCounts;
	/** What adding a factor needs; null until a factor was proven within the last minutes. */
	adding: { passkey: string; totp: TotpOffer } | null;
	/** The people of the demonstration have no factors. */
	persona: boolean;
};

export const readOwnAccount = ({ scope, session }: Self): Promise<OwnAccount> =>
	inTransaction(scope, async (tx) => {
		const account = await getAccount(tx, session.account.id);
		const sessions = await listSessions(tx, account.id);
		const mayAdd = !session.persona && isFresh(session, new Date());
		return {
			...{ name: account.name, email: account.email, locale: account.locale, persona: session.persona },
			sessions: sessions
				.filter(({ id }) => !session.persona || id === session.id)
				.map((one) => ({ ...one, current: one.id === session.id })),
			passkeys: await listPasskeys(tx, account.id),
			factors: await countFactors(tx, account.id),
			adding: mayAdd ? { passkey: await optionsToAdd(tx, account), totp: offerTotp(account.id, account.email) } : null,
		};
	});

/** Saves name and language; the issues of the form, none when it is saved. */
export async function saveOwnName({ scope, session }: Self, typed: Typed): Promise<Issue[]> {
	const reader = new Reader(typed);
	const name = reader.text('name', 120, { required: true });
	const locale = first(typed, 'locale');
	if (!isLocale(locale)) reader.issue('locale', 'issue.not_chosen');
	if (session.persona) reader.issue('name', 'signin.account.persona');
	if (name === null || !isLocale(locale) || reader.issues.length > 0) return reader.issues;
	await inTransaction(scope, (tx) => saveAccountName(tx, session.account.id, { name, locale }));
	return [];
}

/** Ends one of one's own sessions, or all but this one. */
export const endOwnSessions = ({ scope, session }: Self, which: string): Promise<void> =>
	inTransaction(scope, async (tx) => {
		// A person of the demonstration is whoever tries it: the other sessions are somebody else's.
		if (session.persona) return;
		if (which === 'others') await deleteSessionsOf(tx, session.account.id, session.id);
		else if (isId(which)) await deleteSessionById(tx, session.account.id, which);
	});

/** `again`: a factor has to be proven first. */
export type Changed = 'done' | 'again' | 'wrong' | 'over' | 'last';

/** Changes a factor: only soon after one was proven; every other session ends at once, and the owner is told. */
const changeFactors = (
	{ scope, session }: Self,
	change: (tx: Transaction, accountId: string) => Promise<Changed>,
): Promise<Changed> =>
	inTransaction(scope, async (tx) => {
		const accountId = session.account.id;
		if (session.persona) throw new Problem('forbidden', 'the people of the demonstration have no factors');
		if (!isFresh(session, new Date())) return 'again';
		const changed = await change(tx, accountId);
		if (changed !== 'done') return changed;
		await deleteSessionsOf(tx, accountId, session.id);
		await deleteHalvesOf(tx, accountId);
		await tellOwner(tx, accountId, 'factors');
		return 'done';
	});

export const addFactor = (self: Self, choice: Choice): Promise<Changed> =>
	changeFactors(self, async (tx, accountId) => {
		const kept = await keepFactor(tx, accountId, choice);
		return kept === 'kept' ? 'done' : kept;
	});

/** The last factor stays: without one nobody comes in again. */
export const removePasskey = (self: Self, id: string): Promise<Changed> =>
	changeFactors(self, async (tx, accountId) => {
		// Locked: of two removals at once the second counts what the first left.
		await listCredentials(tx, { accountId });
		const { passkeys, totp } = await countFactors(tx, accountId);
		if (passkeys <= 1 && !totp) return 'last';
		if (isId(id)) await deletePasskey(tx, accountId, id);
		return 'done';
	});

/** New recovery codes; the earlier ones are void. */
export async function renewRecoveryCodes(self: Self): Promise<{ codes: string[] } | { why: Changed }> {
	let codes: string[] = [];
	const why = await changeFactors(self, async (tx, accountId) => {
		codes = await makeRecoveryCodes(tx, accountId);
		return 'done';
	});
	return why === 'done' ? { codes } : { why };
}
