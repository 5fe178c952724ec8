import { sql } from 'kysely';
import { getCommittee } from '#committees/store.server.ts';
import type { Role } from '#people/model.ts';
import { insertAccount, insertFacilitators, insertOrder, insertSeat } from '#people/store.server.ts';
import { addDays, dayAt } from '#platform/dates.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { openSession } from '#signin/actions.server.ts';
import { sessionCookie } from '#signin/model.ts';
import type { Canaries, Viewer } from './canaries.ts';

/** Who looks, with the cookie of their session; none for the public. */
export type Looking = { viewer: Viewer; cookie: string };

/** Where canaries are planted: the county, and its viewers by role. */
export type Plot = {
	tx: Transaction;
	canaries: Canaries;
	committeeId: string;
	at: (...roles: (Role | `${Role} of others`)[]) => Viewer[];
	/** The contact of the institution that leads the public and the proposed activity. */
	mailbox: Viewer;
};

const valid = { validFrom: '2026-01-01', validTo: null };
/** The secretariat and the chair. */
export const committee = ['secretary', 'chair'] as const;

const daysFromNow = (days: number): string => addDays(dayAt(new Date()), days);

/** A secretary who does nothing here but be named; the account's id. */
export async function plantPeople({ tx, canaries, committeeId, at }: Plot): Promise<string> {
	const accountId = await insertAccount(tx, {
		email: canaries.email('accounts.email', 'of a secretary', at(...committee, 'administrator')),
		name: canaries.word('accounts.name', 'of a secretary', at(...committee, 'national', 'administrator')),
		locale: 'sq',
	});
	const orderId = await insertOrder(tx, {
		// An order holds for two years at most.
		...{ committeeId, datedOn: daysFromNow(-300), validFrom: daysFromNow(-300), validTo: daysFromNow(400) },
		number: canaries.word(
			'committee_orders.number',
			'of the yearly order',
			at(...committee, 'national', 'administrator'),
		),
	});
	await insertSeat(tx, { role: 'secretary', committeeId, orderId, accountId, ...valid });
	await plantSecrets(tx, canaries, accountId);
	return accountId;
}

/** What opens a door is nobody's to see, not even in another form. */
async function plantSecrets(tx: Transaction, canaries: Canaries, account_id: string): Promise<void> {
	const whose = 'of a secretary';
	const later = sql<Date>`now() + interval '1 hour'`;
	const secret = (where: string) => canaries.secret(where, whose);
	const device = canaries.word('sessions.device', whose, []);
	await tx
		.insertInto('sessions')
		.values({
			id: recordId(),
			account_id,
			token_hash: secret('sessions.token_hash'),
			kind: 'desk',
			device,
			expires_at: later,
		})
		.execute();
	await tx
		.insertInto('passkeys')
		.values({
			...{
				id: recordId(),
				account_id,
				credential_id: secret('passkeys.credential_id'),
				public_key: secret('passkeys.public_key'),
			},
			name: canaries.word('passkeys.name', whose, []),
		})
		.execute();
	await tx
		.insertInto('totp_factors')
		.values({ account_id, sealed_secret: secret('totp_factors.sealed_secret') })
		.execute();
	await tx
		.insertInto('recovery_codes')
		.values({ id: recordId(), account_id, code_hash: secret('recovery_codes.code_hash') })
		.execute();
	await tx
		.insertInto('sign_in_requests')
		.values({
			...{ id: recordId(), account_id, token_hash: secret('sign_in_requests.token_hash') },
			...{ browser_hash: secret('sign_in_requests.browser_hash'), expires_at: later },
		})
		.execute();
	await tx
		.insertInto('invitations')
		.values({ id: recordId(), account_id, token_hash: secret('invitations.token_hash'), expires_at: later })
		.execute();
	await tx
		.insertInto('half_sessions')
		.values({ account_id, token_hash: secret('half_sessions.token_hash'), purpose: 'enrol', expires_at: later })
		.execute();
	await tx
		.insertInto('passkey_challenges')
		.values({ account_id, challenge_hash: secret('passkey_challenges.challenge_hash'), expires_at: later })
		.execute();
}

type Seats = { partner: string; otherPartner: string; closed: string };

/** One of each role at this county, and of focal points and facilitators one more who has nothing to do with the closed activity. */
export async function seatEverybody(
	{ tx, committeeId, at }: Plot,
	{ partner, otherPartner, closed }: Seats,
): Promise<Looking[]> {
	const looking: Looking[] = [];
	const add = async (role: Role, more: { partnerId?: string; activityIds?: string[]; ofOthers?: boolean } = {}) => {
		const [viewer = 'public'] = at(more.ofOthers ? `${role} of others` : role);
		const email = `${viewer.toLowerCase().replaceAll(' ', '.')}@looking.example`;
		const accountId = await insertAccount(tx, { email, name: `Shikues ${viewer}`, locale: 'sq' });
		await insertSeat(tx, { role, committeeId, partnerId: more.partnerId ?? null, accountId, ...valid });
		if (more.activityIds) await insertFacilitators(tx, committeeId, accountId, more.activityIds);
		looking.push({ viewer, cookie: await cookieOf(tx, accountId) });
	};
	for (const role of ['secretary', 'chair', 'juror'] as const) await add(role);
	await add('focal_point', { partnerId: partner });
	await add('focal_point', { partnerId: otherPartner, ofOthers: true });
	await add('facilitator', { activityIds: [closed] });
	await add('facilitator', { ofOthers: true });
	return looking;
}

/** Those whose seat is in no county. */
export function seatOverseers(): Promise<Looking[]> {
	return inTransaction({ kind: 'installation' }, async (tx) => {
		const looking: Looking[] = [];
		const office = (await getCommittee(tx, { code: 'AL' })).id;
		for (const [role, committeeId] of [
			['national', office],
			['administrator', null],
		] as const) {
			const accountId = await insertAccount(tx, {
				email: `${role}@looking.example`,
				name: `Shikues ${role}`,
				locale: 'sq',
			});
			await insertSeat(tx, { role, committeeId, accountId, ...valid });
			looking.push({ viewer: role, cookie: await cookieOf(tx, accountId) });
		}
		return looking;
	});
}

const cookieOf = async (tx: Transaction, accountId: string): Promise<string> =>
	`${sessionCookie}=${await openSession(tx, { accountId, userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' })}`;
