import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { getCommittee } from '#committees/store.server.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { buildCommittee, buildOffer } from '#tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '#tests/support/database.ts';
import {
	changeOffer,
	checkOffer,
	importOffers,
	linkOffer,
	previewOffers,
	submitOffer,
	submitPledge,
} from './actions.server.ts';
import { typedForOffer } from './input.ts';
import { checkItems } from './model.ts';
import { readOffers } from './reading.server.ts';
import { getOffer, insertOffer, listChecks, listOffers, listOpenOffers, listPledges } from './store.server.ts';

afterAll(closeDatabase);

const actor: Actor = 'secretary:0190a3f2-0000-7000-8000-000000000001';
const other: Actor = 'secretary:0190a3f2-0000-7000-8000-000000000002';
const now = new Date('2026-11-25T10:00:00Z');
const yes = Object.fromEntries(checkItems.map((item) => [item, ['yes']]));
const version = (n: number) => ({ version: [String(n)] });

async function scene(tx: Transaction) {
	const committee = await buildCommittee(tx);
	const neighbour = await getCommittee(tx, { code: 'AL-11' });
	const id = await insertOffer(tx, committee.id, { draft: buildOffer(), rowKey: null, actor });
	return { committee, neighbour, id };
}

/** Checked and listed: version 3. */
async function listed(tx: Transaction) {
	const all = await scene(tx);
	const { committee, id } = all;
	expect(await checkOffer(tx, actor, committee, { id, typed: { ...yes, ...version(1) }, now })).toEqual({ ok: true });
	expect(await changeOffer(tx, actor, committee, { id, verb: 'list', typed: version(2), now })).toEqual({ ok: true });
	return all;
}

const csv = (rows: string) => {
	const read = readOffers({
		bytes: new TextEncoder().encode(`Nr;Lloji;Titulli;Ofruesi;Afati;Kush mund të aplikojë;Paga\n${rows}`),
	});
	if (!read.ok) throw new Error(JSON.stringify(read.issues));
	return read.sheet.rows;
};
const two = '1;kurs;Rrobaqepësi;Qendra;1.12.2099;Nga 16;\n2;punë;Kuzhinier;Hotel;1.12.2099;Nga 18;45 000 lekë\n';

describe('forbidden', () => {
	test('another county sees and changes nothing; the public sees neither what waits nor the checklist', () =>
		rolledBack(async (tx) => {
			const { committee, neighbour, id } = await scene(tx);
			const days = { signed_on: ['2026-01-01'], valid_to: ['2099-01-01'] };
			const pledge = { employer: ['Hotel'], promises: ['no_fees'], ...days };
			expect(await submitPledge(tx, committee, pledge, null)).toMatchObject({ ok: true });
			await become(tx, { kind: 'committee', committeeId: neighbour.id });
			expect(await listOffers(tx, committee.id)).toEqual([]);
			expect(await listPledges(tx, committee.id)).toEqual([]);
			await expect(getOffer(tx, committee.id, id)).rejects.toMatchObject({ code: 'not_found' });
			const asked = { id, typed: version(1), now };
			await expect(changeOffer(tx, actor, neighbour, { ...asked, verb: 'withdraw' })).rejects.toMatchObject({
				code: 'not_found',
			});
			await become(tx, { kind: 'public' });
			expect(await listOffers(tx, committee.id)).toEqual([]);
			expect(await listPledges(tx, committee.id)).toEqual([]);
			expect(await listChecks(tx, id)).toEqual([]);
		}));

	test.each(['open', 'no'])('the database itself lists nothing with a statement that is "%s"', (answer) =>
		rolledBack(async (tx) => {
			const { committee, id } = await scene(tx);
			const answers = { ...yes, papers: [answer] };
			await checkOffer(tx, actor, committee, { id, typed: { ...answers, ...version(1) }, now });
			const refusal = await changeOffer(tx, actor, committee, { id, verb: 'list', typed: version(2), now });
			expect(refusal).toEqual({ ok: false, reason: answer === 'no' ? 'doubtful' : 'unchecked' });
			await expect(
				sql`update opportunities set state = 'listed', listed_on = '2026-11-25' where id = ${id}`.execute(tx),
			).rejects.toThrow(/every statement/);
		}),
	);

	test('an activity of another committee or setting is not found', () =>
		rolledBack(async (tx) => {
			const { committee, id } = await scene(tx);
			const typed = { ...version(1), activity: ['0190a3f2-0000-7000-8000-00000000000f'] };
			await expect(linkOffer(tx, actor, committee, { id, typed })).rejects.toMatchObject({ code: 'not_found' });
		}));
});

describe('an offer', () => {
	test('is listed for the public until its deadline, withdrawn and reopened', () =>
		rolledBack(async (tx) => {
			const { committee, id } = await listed(tx);
			const checks = await listChecks(tx, id);
			expect(checks.map(({ actor: who, at }) => [who, at.toISOString()])).toEqual(
				checkItems.map(() => [actor, now.toISOString()]),
			);
			await become(tx, { kind: 'public' });
			const open = async (today: string) => (await listOpenOffers(tx, committee.id, today)).map((one) => one.id);
			expect(await open('2099-12-31')).toEqual([id]);
			expect(await open('2100-01-01')).toEqual([]);
			await become(tx, { kind: 'committee', committeeId: committee.id });
			const step = (verb: 'withdraw' | 'reopen' | 'list', n: number) =>
				changeOffer(tx, actor, committee, { id, verb, typed: version(n), now });
			expect(await step('withdraw', 2)).toEqual({ ok: false, reason: 'stale' });
			for (const [n, verb] of (['withdraw', 'reopen', 'list'] as const).entries())
				expect(await step(verb, n + 3)).toEqual({ ok: true });
			expect(await getOffer(tx, committee.id, id)).toMatchObject({ state: 'listed', version: 6 });
		}));

	test('leaves the list when a statement turns out wrong; who said the rest stays written down', () =>
		rolledBack(async (tx) => {
			const { committee, id } = await listed(tx);
			const typed = { ...yes, contact: ['no'], ...version(3) };
			expect(await checkOffer(tx, other, committee, { id, typed, now })).toEqual({ ok: true });
			expect(await getOffer(tx, committee.id, id)).toMatchObject({ state: 'proposed' });
			const said = Object.fromEntries((await listChecks(tx, id)).map(({ item, actor: who }) => [item, who]));
			expect([said.contact, said.pay]).toEqual([other, actor]);
		}));

	test('that becomes another offer is checked anew; a moved deadline is not', () =>
		rolledBack(async (tx) => {
			const { committee, id } = await listed(tx);
			const submit = (draft: object, n: number) =>
				submitOffer(tx, actor, committee, {
					typed: { ...typedForOffer({ ...buildOffer(), ...draft }), ...version(n) },
					...{ id, municipalities: [] },
				});
			expect(await submit({ deadline: '2099-11-30' }, 3)).toMatchObject({ ok: true });
			expect(await getOffer(tx, committee.id, id)).toMatchObject({ state: 'listed' });
			expect(await submit({ pay: '900 euro' }, 3)).toMatchObject({ ok: false, issues: [{ message: 'form.stale' }] });
			expect(await submit({ pay: '900 euro' }, 4)).toMatchObject({ ok: true });
			expect(await getOffer(tx, committee.id, id)).toMatchObject({ state: 'proposed' });
			expect(await listChecks(tx, id)).toEqual([]);
		}));
});

describe('an import', () => {
	test('is all or nothing', () =>
		rolledBack(async (tx) => {
			const { committee } = await scene(tx);
			const rows = csv(`${two}3;punë;Roje;Firma;40.13.2099;Nga 18;\n`);
			const { comparison } = await previewOffers(tx, committee, rows, 'provë');
			expect(comparison.counts).toEqual({ new: 2, changed: 0, same: 0, error: 1 });
			expect(await importOffers(tx, actor, committee, { comparison })).toEqual({ ok: false, reason: 'errors' });
			expect(await listOffers(tx, committee.id)).toHaveLength(1);
		}));

	test('of the same file twice changes nothing; a changed row takes its offer off the list', () =>
		rolledBack(async (tx) => {
			const { committee } = await scene(tx);
			const bring = async (text: string) => {
				const { comparison } = await previewOffers(tx, committee, csv(text), 'provë');
				return importOffers(tx, actor, committee, { comparison });
			};
			expect(await bring(two)).toEqual({ ok: true, added: 2, changed: 0, same: 0 });
			const job = (await listOffers(tx, committee.id)).find(({ title }) => title === 'Kuzhinier');
			const id = job?.id ?? '';
			await checkOffer(tx, actor, committee, { id, typed: { ...yes, ...version(1) }, now });
			await changeOffer(tx, actor, committee, { id, verb: 'list', typed: version(2), now });
			const before = await listOffers(tx, committee.id);
			expect(await bring(two)).toEqual({ ok: true, added: 0, changed: 0, same: 2 });
			expect(await listOffers(tx, committee.id)).toEqual(before);
			expect(await bring(two.replace('45 000', '145 000'))).toMatchObject({ added: 0, changed: 1, same: 1 });
			expect(await getOffer(tx, committee.id, id)).toMatchObject({ state: 'proposed', pay: '145 000 lekë' });
			console.info('opportunities: the same sheet twice: 2 new, then 0 new, 0 changed, 2 the same');
		}));
});
