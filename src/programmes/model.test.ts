import { expect, test } from 'vitest';
import {
	changesBetween,
	leavesOut,
	type ProgrammeState,
	type ProgrammeVerb,
	programmeStates,
	programmeVerbs,
	stateAfter,
	whyNot,
} from './model.ts';

const table: Record<ProgrammeVerb, ProgrammeState> = {
	approve: 'in_preparation',
	reopen: 'approved',
	close: 'approved',
};

for (const verb of programmeVerbs) {
	for (const state of programmeStates) {
		test(`${state}: ${verb} is ${table[verb] === state ? 'possible' : 'refused'}`, () => {
			expect(whyNot(verb, { state, activities: 25 })).toBe(table[verb] === state ? null : 'wrong_state');
		});
	}
}

test('an empty plan is not approved; closing leads to an end', () => {
	expect(whyNot('approve', { state: 'in_preparation', activities: 0 })).toBe('no_activities');
	expect(
		programmeVerbs.every((verb) => whyNot(verb, { state: stateAfter.close, activities: 25 }) === 'wrong_state'),
	).toBe(true);
});

test('a period must hold its activities', () => {
	const period = { startsOn: '2026-10-05', endsOn: '2026-10-20' };
	expect(leavesOut(period, { activities: 0, first: null, last: null })).toBe(false);
	expect(leavesOut(period, { activities: 2, first: '2026-10-05', last: '2026-10-20' })).toBe(false);
	expect(leavesOut(period, { activities: 2, first: '2026-10-04', last: '2026-10-20' })).toBe(true);
	expect(leavesOut(period, { activities: 2, first: '2026-10-05', last: '2026-10-21' })).toBe(true);
});

test('an edit is told field by field; the order of targets says nothing', () => {
	const text = {
		titleSq: 'Tetor',
		titleEn: 'October',
		startsOn: '2026-10-01',
		endsOn: '2026-10-31',
		aimSq: '',
		aimEn: '',
	};
	const targets = [
		{ audience: 'pupils' as const, persons: 500 },
		{ audience: 'parents' as const, persons: 40 },
	];
	expect(changesBetween({ ...text, targets }, { ...text, targets: targets.toReversed() })).toEqual({});
	expect(Object.keys(changesBetween({ ...text, targets }, { ...text, titleEn: 'The month', targets: [] }))).toEqual([
		'titleEn',
		'targets',
	]);
});
