import { afterAll, describe, expect, test } from 'vitest';
import { listActivityEvents } from '#activities/events.server.ts';
import { getActivity } from '#activities/store.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { findReturn } from '#returns/store.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme, buildReturn } from '#tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '#tests/support/database.ts';
import { addPartner, addPartnerAlias, editPartner, mergePartners } from './actions.server.ts';
import { getPartner, insertPartnerAliases, listPartners, savePartnersMerged } from './store.server.ts';

afterAll(closeDatabase);

async function two(tx: Transaction) {
	const committee = await buildCommittee(tx);
	const kept = await buildPartner(tx, committee.id, 'Gruaja në Fokus', 'ngo');
	const gone = await buildPartner(tx, committee.id, 'Gruaja në Fokus, Durrës', 'ngo');
	return { committee, kept, gone };
}

describe('forbidden', () => {
	test('another committee neither sees, names nor merges our partners', () =>
		rolledBack(async (tx) => {
			const { kept, gone } = await two(tx);
			const other = await getCommittee(tx, { code: 'AL-11' });
			await become(tx, { kind: 'committee', committeeId: other.id });
			expect(await listPartners(tx, other.id)).toEqual([]);
			await expect(mergePartners(tx, 'desk', other, { kept, gone })).rejects.toMatchObject({ code: 'not_found' });
		}));

	test('the database itself merges nothing of another committee', () =>
		rolledBack(async (tx) => {
			const { kept, gone } = await two(tx);
			const other = await getCommittee(tx, { code: 'AL-11' });
			await become(tx, { kind: 'committee', committeeId: other.id });
			await expect(savePartnersMerged(tx, { kept, gone, actor: 'desk' })).rejects.toThrow(
				/no two partners of this committee/,
			);
		}));

	test('a name that another partner has, and merging with itself', () =>
		rolledBack(async (tx) => {
			const { committee, kept, gone } = await two(tx);
			const draft = { name: 'GRUAJA NE FOKUS', kind: 'ngo' as const, municipalityCode: null, perDay: null };
			expect(await addPartner(tx, committee, draft)).toMatchObject({
				ok: false,
				reason: 'name_taken',
				holder: { id: kept },
			});
			expect(await editPartner(tx, committee, gone, draft)).toMatchObject({ ok: false, holder: { id: kept } });
			expect(await addPartnerAlias(tx, committee, gone, 'gruaja në fokus')).toMatchObject({
				ok: false,
				holder: { id: kept },
			});
			await expect(mergePartners(tx, 'desk', committee, { kept, gone: kept })).rejects.toMatchObject({
				code: 'conflict',
			});
			await expect(getPartner(tx, committee.id, 'no-id')).rejects.toMatchObject({ code: 'not_found' });
		}));
});

test('merged, everything names the one that stays, once, and the other name is another spelling', () =>
	rolledBack(async (tx) => {
		const { committee, kept, gone } = await two(tx);
		await insertPartnerAliases(tx, committee.id, [{ partnerId: gone, alias: 'GF Durrës' }]);
		const programme = await buildProgramme(tx, committee.id);
		const [led = '', supported = '', both = ''] = await buildActivities(tx, programme, [
			{ number: 1, leadId: gone, supporterIds: [kept] },
			{ number: 2, leadId: kept, supporterIds: [gone] },
			{
				number: 3,
				leadId: await buildPartner(tx, committee.id, 'NJMF Durrës', 'child_protection_unit'),
				supporterIds: [kept, gone],
			},
		]);
		await buildReturn(tx, committee.id, both, { partnerIds: [kept, gone] });
		await buildReturn(tx, committee.id, supported, { partnerIds: [gone] });
		await become(tx, { kind: 'committee', committeeId: committee.id });
		await mergePartners(tx, 'desk', committee, { kept, gone });
		const activities = await Promise.all([1, 2, 3].map((number) => getActivity(tx, programme.id, number)));
		expect(activities.map(({ leadId, supporterIds }) => [leadId === kept, supporterIds])).toEqual([
			[true, []],
			[true, []],
			[false, [kept]],
		]);
		expect((await findReturn(tx, both))?.partnerIds).toEqual([kept]);
		expect((await findReturn(tx, supported))?.partnerIds).toEqual([kept]);
		expect((await getPartner(tx, committee.id, kept)).aliases.toSorted()).toEqual([
			'GF Durrës',
			'Gruaja në Fokus, Durrës',
		]);
		await expect(getPartner(tx, committee.id, gone)).rejects.toMatchObject({ code: 'not_found' });
		expect((await listActivityEvents(tx, led))[0]).toMatchObject({
			kind: 'edited',
			changes: { leadId: { from: 'Gruaja në Fokus, Durrës', to: 'Gruaja në Fokus' } },
		});
	}));

test('a name that was another spelling becomes the name', () =>
	rolledBack(async (tx) => {
		const { committee, kept } = await two(tx);
		expect(await addPartnerAlias(tx, committee, kept, 'GF')).toEqual({ ok: true });
		expect(
			await editPartner(tx, committee, kept, { name: 'GF', kind: 'ngo', municipalityCode: null, perDay: 2 }),
		).toEqual({
			ok: true,
		});
		expect(await getPartner(tx, committee.id, kept)).toMatchObject({ name: 'GF', aliases: [], confirmed: true });
	}));
