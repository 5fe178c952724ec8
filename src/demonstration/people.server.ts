import { getCommittee } from '#committees/store.server.ts';
import { listPartners } from '#partners/store.server.ts';
import type { Role } from '#people/model.ts';
import {
	findAccount,
	insertAccount,
	insertFacilitators,
	insertOrder,
	insertSeat,
	listPersonas,
} from '#people/store.server.ts';
import { addDays, dayAt } from '#platform/dates.ts';
import type { Transaction } from '#platform/db.server.ts';
import { people } from './wording.ts';

/** Who an invented person is; `partner` names the institution of a focal point. */
type Seated = { role: Role; committee: string | null; partner?: string };

const seats: Record<keyof typeof people, Seated> = {
	secretary: { role: 'secretary', committee: 'AL-02' },
	chair: { role: 'chair', committee: 'AL-02' },
	focalPoint: { role: 'focal_point', committee: 'AL-02', partner: 'ZVAP Durrës' },
	facilitator: { role: 'facilitator', committee: 'AL-02' },
	juror: { role: 'juror', committee: 'AL-02' },
	neighbour: { role: 'secretary', committee: 'AL-11' },
	national: { role: 'national', committee: 'AL' },
	administrator: { role: 'administrator', committee: null },
};

type Key = keyof typeof people;
export type Accounts = ReadonlyMap<Key, string>;

/** The accounts of the invented people, before anything happens: whoever approves has to be somebody. */
export async function loadAccounts(tx: Transaction): Promise<Accounts> {
	const accounts = new Map<Key, string>();
	for (const [key, person] of Object.entries(people)) {
		const known = await findAccount(tx, { email: person.email });
		const id = known?.id ?? (await insertAccount(tx, { ...person, locale: 'sq', demonstration: true }));
		accounts.set(key as Key, id);
	}
	return accounts;
}

/**
 * The invented people of the demonstration, one to a role, by yearly orders in force on `now`. They have no factor and no address
 * that receives mail: only the switch between personas lets anybody be one of them.
 */
export async function loadPeople(
	tx: Transaction,
	accounts: Accounts,
	activityIds: readonly string[],
	now: Date,
): Promise<void> {
	if ((await listPersonas(tx)).length > 0) return;
	const today = dayAt(now);
	const validFrom = addDays(today, -120);
	const validTo = addDays(validFrom, 730);
	const orders = new Map<string, string>();
	for (const [key, { role, committee: code, partner }] of Object.entries(seats)) {
		const accountId = accounts.get(key as Key) ?? '';
		const committee = code ? await getCommittee(tx, { code }) : null;
		const partners = committee && partner ? await listPartners(tx, committee.id) : [];
		const partnerId = partners.find(({ name }) => name === partner)?.id ?? null;
		if (partner && !partnerId) continue;
		if (committee && !orders.has(committee.id)) {
			const order = { committeeId: committee.id, number: 'D-1', datedOn: validFrom, validFrom, validTo };
			orders.set(committee.id, await insertOrder(tx, { ...order, demonstration: true }));
		}
		const committeeId = committee?.id ?? null;
		const orderId = orders.get(committeeId ?? '') ?? null;
		await insertSeat(tx, { role, committeeId, orderId, partnerId, accountId, validFrom, validTo, demonstration: true });
		if (role === 'facilitator' && committeeId) await insertFacilitators(tx, committeeId, accountId, activityIds);
	}
}
