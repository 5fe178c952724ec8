import { afterAll, describe, expect, test } from 'vitest';
import { getCommittee } from '#committees/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { buildCommittee, buildPartner } from '#tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '#tests/support/database.ts';
import { endSeat, getMembers, getOwnSeat, submitOrder, submitSeat, submitValidity } from './actions.server.ts';
import { type Role, roles } from './model.ts';
import { insertAccount, insertOrder, insertSeat, listSeats } from './store.server.ts';

afterAll(closeDatabase);

const year = { validFrom: '2026-02-10', validTo: '2027-02-09' };
const form = (fields: Record<string, string>): Typed =>
	Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [value]]));

/** Durrës with an order, an institution and one seat of every role. */
async function durres(tx: Transaction) {
	const committee = await buildCommittee(tx);
	const partnerId = await buildPartner(tx, committee.id, 'Qendra «Në Fokus»', 'ngo');
	const orderId = await insertOrder(tx, { committeeId: committee.id, number: '12', datedOn: '2026-02-09', ...year });
	const seats = {} as Record<Role, string>;
	for (const role of ['chair', 'secretary', 'focal_point', 'facilitator', 'juror'] as const) {
		const accountId = await insertAccount(tx, { email: `${role}@durres.example`, name: `Emri ${role}`, locale: 'sq' });
		const of = { committeeId: committee.id, orderId, partnerId: role === 'focal_point' ? partnerId : null };
		seats[role] = await insertSeat(tx, { role, accountId, ...of, ...year });
	}
	const person = { name: 'Ana Hoxha', email: 'ana.hoxha@durres.example', locale: 'sq', from: '2026-03-01' };
	const focal = { ...person, role: 'focal_point', order: orderId, partner: partnerId };
	await become(tx, { kind: 'identity' });
	return { committee, partnerId, orderId, seats, person, focal };
}

describe('forbidden', () => {
	test('every role but the secretary and the administrator gives and takes no seat at all', () =>
		rolledBack(async (tx) => {
			const { committee, seats, focal } = await durres(tx);
			let refused = 0;
			for (const giver of roles.filter((role) => role !== 'secretary' && role !== 'administrator')) {
				const given = await submitSeat(tx, committee, giver, form(focal));
				expect(given).toMatchObject({ ok: false, issues: [{ field: 'role', message: 'issue.not_in_list' }] });
				for (const id of Object.values(seats)) {
					await expect(endSeat(tx, committee, giver, id)).rejects.toMatchObject({ code: 'forbidden' });
					refused++;
				}
			}
			expect(refused).toBe(25);
		}));

	test('a secretary neither seats, moves nor ends the chair or a secretary, least of all herself', () =>
		rolledBack(async (tx) => {
			const { committee, seats, person, orderId } = await durres(tx);
			for (const role of ['chair', 'secretary'] as const) {
				const given = await submitSeat(tx, committee, 'secretary', form({ ...person, role, order: orderId }));
				expect(given).toMatchObject({ ok: false, issues: [{ field: 'role' }] });
				const id = seats[role];
				const longer = { id, typed: form({ from: '2026-02-10', to: '2027-02-09' }) };
				await expect(submitValidity(tx, committee, 'secretary', longer)).rejects.toMatchObject({ code: 'forbidden' });
				await expect(endSeat(tx, committee, 'secretary', id)).rejects.toMatchObject({ code: 'forbidden' });
			}
			expect((await listSeats(tx, committee.id)).filter(({ endedAt }) => endedAt !== null)).toEqual([]);
		}));

	test('nobody reaches the seats, orders and institutions of another county', () =>
		rolledBack(async (tx) => {
			const { committee, seats, focal, orderId } = await durres(tx);
			const other = await getCommittee(tx, { code: 'AL-11' });
			await expect(endSeat(tx, other, 'administrator', seats.juror)).rejects.toMatchObject({ code: 'not_found' });
			await expect(getOwnSeat(tx, other, 'secretary', seats.juror)).rejects.toMatchObject({ code: 'not_found' });
			const given = await submitSeat(tx, other, 'secretary', form(focal));
			expect(given).toMatchObject({ ok: false, issues: [{ field: 'order' }, { field: 'partner' }] });
			expect(await getMembers(tx, other, 'secretary')).toEqual({ orders: [], seats: [] });
			await become(tx, { kind: 'committee', committeeId: other.id });
			expect(await listSeats(tx, committee.id)).toEqual([]);
			await expect(
				insertOrder(tx, { committeeId: committee.id, number: '13', datedOn: '2026-02-10', ...year }),
			).rejects.toThrow(/row-level security/);
			expect(orderId).toBeTruthy();
		}));

	test('a new order lengthens no seat that its writer could not give', () =>
		rolledBack(async (tx) => {
			const { committee, seats } = await durres(tx);
			await endSeat(tx, committee, 'secretary', seats.juror);
			const next = { number: '7', dated: '2027-02-01', from: '2027-02-10', to: '2028-02-09', copy: 'yes' };
			const written = await submitOrder(tx, committee, 'secretary', form(next));
			expect(written).toMatchObject({ ok: true, copied: 2 });
			const copied = (await listSeats(tx, committee.id)).filter(({ order }) => order?.number === '7');
			expect(copied.map(({ role, validFrom, validTo }) => [role, validFrom, validTo])).toEqual([
				['focal_point', '2027-02-10', '2028-02-09'],
				['facilitator', '2027-02-10', '2028-02-09'],
			]);
		}));

	test('an address that can be mistaken for another one, and one that is disabled', () =>
		rolledBack(async (tx) => {
			const { committee, focal } = await durres(tx);
			const alike = ['Juror@durres.example', 'JUROR@DURRES.EXAMPLE', 'juroR@durres.example'];
			for (const email of alike) {
				const given = await submitSeat(tx, committee, 'secretary', form({ ...focal, email }));
				expect(given).toMatchObject({ ok: false, issues: [{ field: 'email', message: 'issue.email_likeness' }] });
			}
			for (const email of ['ana.hoxhë@durres.example', 'ana.hoxhe\u0308@durres.example', 'ana@durrës.example', 'ana']) {
				const given = await submitSeat(tx, committee, 'secretary', form({ ...focal, email }));
				expect(given).toMatchObject({ ok: false, issues: [{ field: 'email', message: 'issue.not_an_email' }] });
			}
		}));
});

test('the national office reads who sits where, without addresses', () =>
	rolledBack(async (tx) => {
		const { committee } = await durres(tx);
		const read = await getMembers(tx, committee, 'national');
		expect(read.seats).toHaveLength(5);
		expect(JSON.stringify(read)).not.toContain('@');
		expect(JSON.stringify(await getMembers(tx, committee, 'chair'))).toContain('juror@durres.example');
	}));

test('a seat lies within its order, and takes its end where none is written', () =>
	rolledBack(async (tx) => {
		const { committee, focal } = await durres(tx);
		const early = await submitSeat(tx, committee, 'secretary', form({ ...focal, from: '2026-02-01' }));
		expect(early).toMatchObject({ ok: false, issues: [{ field: 'from', message: 'issue.outside_order' }] });
		const late = await submitSeat(tx, committee, 'secretary', form({ ...focal, to: '2027-02-10' }));
		expect(late).toMatchObject({ ok: false, issues: [{ field: 'to', message: 'issue.outside_order' }] });
		const loose = { ...focal, role: 'juror', order: '', partner: '' };
		const endless = await submitSeat(tx, committee, 'secretary', form(loose));
		expect(endless).toMatchObject({ ok: false, issues: [{ field: 'to', message: 'issue.end_needed' }] });
		const given = await submitSeat(tx, committee, 'secretary', form(focal));
		if (!given.ok) throw new Error(JSON.stringify(given.issues));
		const seat = await getOwnSeat(tx, committee, 'secretary', given.id);
		expect(seat).toMatchObject({ validFrom: '2026-03-01', validTo: '2027-02-09', person: { name: 'Ana Hoxha' } });
	}));

test('a person who has an account keeps it; the substitute gets one too', () =>
	rolledBack(async (tx) => {
		const { committee, focal } = await durres(tx);
		const substitute = {
			substitute_name: 'Besa Kola',
			substitute_email: 'besa.kola@durres.example',
			substitute_locale: 'en',
		};
		const wish = { ...focal, email: 'juror@durres.example', ...substitute };
		const given = await submitSeat(tx, committee, 'secretary', form(wish));
		if (!given.ok) throw new Error(JSON.stringify(given.issues));
		expect(given.accountIds).toHaveLength(2);
		expect(given.added).toHaveLength(1);
		const seat = await getOwnSeat(tx, committee, 'secretary', given.id);
		expect(seat.person.name).toBe('Emri juror');
		expect(seat.substitute).toMatchObject({ name: 'Besa Kola', locale: 'en' });
	}));
