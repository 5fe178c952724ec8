import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activityStates } from '#activities/model.ts';
import { audiences } from '#programmes/model.ts';
import type { CoveringActivity } from './coverage.ts';
import { gridOf, oftenFrom } from './grid.ts';

const areas = ['durres', 'kruje', 'shijak'].map((code) => ({ code, name: code }));
const activity = (municipalityCode: string | null, more: Partial<CoveringActivity> = {}): CoveringActivity => ({
	...{ state: 'confirmed', placeId: null, municipalityCode, unitCode: null, national: false },
	...{ audiences: ['pupils'], plannedPersons: null },
	...more,
});
const of = ({ municipalityCode }: CoveringActivity) => municipalityCode;

test('a group met often in one place and not at all in another is told, with the places that wait', () => {
	const plan = [activity('durres'), activity('durres'), activity('durres', { state: 'held' }), activity('shijak')];
	const { rows, imbalances } = gridOf(areas, plan, of, ['pupils', 'parents']);
	expect(rows.map(({ cells: [pupils] }) => [pupils?.planned, pupils?.held, pupils?.reach])).toEqual([
		[3, 1, 'often'],
		[0, 0, 'none'],
		[1, 0, 'once'],
	]);
	expect(imbalances).toEqual([
		{
			audience: 'pupils',
			often: [{ code: 'durres', name: 'durres', planned: 3 }],
			none: [{ code: 'kruje', name: 'kruje' }],
		},
	]);
});

test('often is no reproach where nobody waits, and a group that is met nowhere is no imbalance', () => {
	const plan = areas.flatMap(({ code }) => [activity(code), activity(code), activity(code)]);
	const { rows, imbalances } = gridOf(areas, plan, of, ['pupils', 'parents']);
	expect(rows.map(({ cells: [pupils] }) => pupils?.reach)).toEqual(['several', 'several', 'several']);
	expect(imbalances).toEqual([]);
});

test('what is cancelled meets nobody; an activity for several groups counts once in its row', () => {
	const plan = [activity('kruje', { state: 'cancelled' }), activity('kruje', { audiences: ['pupils', 'parents'] })];
	const { rows } = gridOf(areas, plan, of, ['pupils', 'parents']);
	expect(rows[1]).toMatchObject({ planned: 1, cells: [{ planned: 1 }, { planned: 1 }] });
});

test('every cell is what counting the activities one by one says, whatever the plan', () => {
	const plans = fc.array(
		fc.record({
			...{
				state: fc.constantFrom(...activityStates),
				municipalityCode: fc.constantFrom('durres', 'kruje', 'far', null),
			},
			audiences: fc.subarray([...audiences], { minLength: 1 }),
		}),
		{ maxLength: 40 },
	);
	fc.assert(
		fc.property(plans, (plan) => {
			const activities = plan.map(({ municipalityCode, ...more }) => activity(municipalityCode, more));
			const { rows, imbalances } = gridOf(areas, activities, of, audiences);
			for (const row of rows)
				for (const { audience, planned, held, reach } of row.cells) {
					const own = activities.filter(
						(one) => one.municipalityCode === row.code && one.state !== 'cancelled' && one.audiences.includes(audience),
					);
					expect(planned).toBe(own.length);
					expect(held).toBe(own.filter(({ state }) => ['held', 'returned', 'accepted'].includes(state)).length);
					expect(reach === 'none').toBe(planned === 0);
					if (reach === 'often') expect(planned).toBeGreaterThanOrEqual(oftenFrom);
				}
			for (const { often, none } of imbalances) expect(often.length * none.length).toBeGreaterThan(0);
		}),
	);
});
