import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activityStates } from '#activities/model.ts';
import { audiences } from '#programmes/model.ts';
import { type CoverageSources, type CoveringActivity, coverageOf } from './coverage.ts';

const activity = (more: Partial<CoveringActivity>): CoveringActivity => ({
	...{
		state: 'accepted',
		placeId: 'p1',
		municipalityCode: 'm1',
		unitCode: 'u1',
		national: false,
		audiences: ['pupils'],
		plannedPersons: 10,
	},
	...more,
});
const place = (id: string) => ({
	id,
	name: id,
	kind: 'school' as const,
	municipalityCode: 'm1',
	unitCode: 'u1',
	confirmed: true,
});
const sources: CoverageSources = {
	places: ['p1', 'p2', 'p3'].map(place),
	municipalities: ['m1', 'm2'].map((code) => ({ code, name: code })),
	units: ['u1', 'u2'].map((code) => ({ code, name: code, municipalityCode: 'm1' })),
	activities: [],
	targets: [],
	counted: {},
};

test('what is cancelled reaches nobody, what is only planned is not reached yet', () => {
	const activities = [
		activity({}),
		activity({ placeId: 'p2', unitCode: 'u2', state: 'confirmed' }),
		activity({ placeId: 'p3', state: 'cancelled' }),
	];
	const { kinds, units } = coverageOf({ ...sources, activities });
	expect(kinds[0]).toMatchObject({ kind: 'school', all: 3, planned: 2, reached: 1, missing: [{ id: 'p3' }] });
	expect(units).toMatchObject({ all: 2, planned: 2, reached: 1, missing: [] });
});

test('targets of the Roma and Egyptian communities are one line, an activity for both counts once', () => {
	const targets = [
		{ audience: 'roma_community' as const, persons: 40 },
		{ audience: 'egyptian_community' as const, persons: 20 },
	];
	const activities = [activity({ audiences: ['roma_community', 'egyptian_community'], plannedPersons: 35 })];
	expect(coverageOf({ ...sources, activities, targets, counted: { community_members: 31 } }).targets).toEqual([
		{ audiences: ['roma_community', 'egyptian_community'], target: 60, planned: 35, counted: 31 },
	]);
});

test('planned and missing are all there is', () => {
	const some = fc.array(
		fc.record({
			state: fc.constantFrom(...activityStates),
			placeId: fc.constantFrom('p1', 'p2', null),
			municipalityCode: fc.constantFrom('m1', 'm2', 'm9', null),
			unitCode: fc.constantFrom('u1', 'u2', null),
			national: fc.boolean(),
			audiences: fc.subarray([...audiences], { minLength: 1 }),
			plannedPersons: fc.option(fc.nat(99)),
		}),
	);
	fc.assert(
		fc.property(some, (activities) => {
			const { kinds, units, audiences: named, missingAudiences } = coverageOf({ ...sources, activities });
			for (const { all, planned, reached, missing } of [...kinds, units]) {
				expect(planned + missing.length).toBe(all);
				expect(reached).toBeLessThanOrEqual(planned);
			}
			for (const audience of missingAudiences) expect(named).not.toContain(audience);
			expect(named.length + missingAudiences.length).toBe(audiences.length);
		}),
	);
});
