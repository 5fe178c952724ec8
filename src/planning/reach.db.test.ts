import { afterAll, expect, test } from 'vitest';
import {
	buildActivities,
	buildCommittee,
	buildPartner,
	buildPlace,
	buildProgramme,
} from '../../tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '../../tests/support/database.ts';
import { getReachView } from './reach.server.ts';

afterAll(closeDatabase);

test('the page of coverage shows another county nothing, and ours by the rows asked for', () =>
	rolledBack(async (tx) => {
		const ours = await buildCommittee(tx);
		const theirs = await buildCommittee(tx, 'AL-11');
		const programme = await buildProgramme(tx, ours.id);
		const leadId = await buildPartner(tx, ours.id, 'Zyra arsimore', 'education_office');
		const placeId = await buildPlace(tx, ours.id, 'Shkolla "Prova"', 'school');
		await buildActivities(tx, programme, [
			{ ...{ number: 1, leadId, placeId, municipalityCode: 'AL121', unitCode: 'AL121-sukth' }, audiences: ['pupils'] },
			{ ...{ number: 2, leadId, municipalityCode: 'AL121', unitCode: 'AL121-sukth' }, audiences: ['parents'] },
		]);

		await become(tx, { kind: 'committee', committeeId: theirs.id });
		const hidden = await getReachView(tx, ours, programme.id, 'units');
		expect(hidden.grid.rows.every(({ planned }) => planned === 0)).toBe(true);
		expect(hidden.choices).toEqual(['municipalities', 'units']);

		await become(tx, { kind: 'installation' });
		await become(tx, { kind: 'committee', committeeId: ours.id });
		const units = await getReachView(tx, ours, programme.id, 'units');
		expect(units.grid.audiences).toEqual(['pupils', 'parents']);
		expect(units.grid.rows.find(({ code }) => code === 'AL121-sukth')).toMatchObject({ planned: 2 });
		expect(units.map?.dots).toHaveLength(16);
		expect(units.map?.outline).toMatch(/^M/);
		const schools = await getReachView(tx, ours, programme.id, 'school');
		expect([schools.by, schools.grid.rows, schools.outside]).toMatchObject([
			'school',
			[{ code: placeId, planned: 1 }],
			1,
		]);
		expect((await getReachView(tx, ours, programme.id, 'nonsense')).by).toBe('municipalities');
	}));
