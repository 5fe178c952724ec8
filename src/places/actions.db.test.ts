import { afterAll, describe, expect, test } from 'vitest';
import { listActivityEvents } from '#activities/events.server.ts';
import { getActivity } from '#activities/store.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildPlace, buildProgramme } from '#tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '#tests/support/database.ts';
import { addPlace, addPlaceAlias, editPlace, mergePlaces } from './actions.server.ts';
import { getPlace, listPlaces, savePlacesMerged } from './store.server.ts';

afterAll(closeDatabase);

async function two(tx: Transaction) {
	const committee = await buildCommittee(tx);
	const kept = await buildPlace(tx, committee.id, 'Shkolla "Isuf Ferra"', 'school', {
		municipalityCode: 'AL121',
		unitCode: 'AL121-durres',
	});
	const gone = await buildPlace(tx, committee.id, 'Isuf Ferra', 'other', {});
	return { committee, kept, gone };
}

describe('forbidden', () => {
	test('another committee neither sees nor merges our places, by action or by the database', () =>
		rolledBack(async (tx) => {
			const { kept, gone } = await two(tx);
			const other = await getCommittee(tx, { code: 'AL-11' });
			await become(tx, { kind: 'committee', committeeId: other.id });
			expect(await listPlaces(tx, other.id)).toEqual([]);
			await expect(mergePlaces(tx, 'desk', other, { kept, gone })).rejects.toMatchObject({ code: 'not_found' });
			await expect(savePlacesMerged(tx, { kept, gone, actor: 'desk' })).rejects.toThrow(
				/no two places of this committee/,
			);
		}));

	test('a name that another place of the municipality has; elsewhere the same name is another place', () =>
		rolledBack(async (tx) => {
			const { committee, kept, gone } = await two(tx);
			const draft = {
				name: 'Shkolla Isuf Ferra',
				kind: 'school' as const,
				municipalityCode: 'AL121',
				unitCode: null,
				validTo: null,
			};
			expect(await addPlace(tx, committee, draft)).toMatchObject({
				ok: false,
				reason: 'name_taken',
				holder: { id: kept },
			});
			expect(await editPlace(tx, committee, gone, draft)).toMatchObject({ ok: false, holder: { id: kept } });
			expect(await addPlace(tx, committee, { ...draft, municipalityCode: 'AL123' })).toMatchObject({ ok: true });
			expect(await addPlaceAlias(tx, committee, kept, '9-vjeçarja e Porto Romanos')).toEqual({ ok: true });
			expect(await addPlaceAlias(tx, committee, gone, '9-vjecarja e Porto Romanos')).toMatchObject({
				ok: false,
				holder: { id: kept },
			});
		}));
});

test('merged, activities lie where the place that stays lies, and say so in their history', () =>
	rolledBack(async (tx) => {
		const { committee, kept, gone } = await two(tx);
		const programme = await buildProgramme(tx, committee.id);
		const leadId = await buildPartner(tx, committee.id, 'ZVAP Durrës', 'education_office');
		const [activityId = ''] = await buildActivities(tx, programme, [{ number: 1, leadId, placeId: gone }]);
		await become(tx, { kind: 'committee', committeeId: committee.id });
		await mergePlaces(tx, 'desk', committee, { kept, gone });
		expect(await getActivity(tx, programme.id, 1)).toMatchObject({
			placeId: kept,
			municipalityCode: 'AL121',
			unitCode: 'AL121-durres',
			version: 2,
		});
		expect((await getPlace(tx, committee.id, kept)).aliases).toEqual(['Isuf Ferra']);
		expect((await listActivityEvents(tx, activityId))[0]).toMatchObject({
			kind: 'edited',
			changes: { placeId: { from: 'Isuf Ferra', to: 'Shkolla "Isuf Ferra"' } },
		});
	}));
