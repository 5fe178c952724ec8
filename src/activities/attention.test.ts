import { expect, test } from 'vitest';
import { attentionOf, attentionReasons } from './attention.ts';
import type { ActivityState, Readiness } from './model.ts';

const today = '2026-10-20';
let next = 0;
const activity = (state: ActivityState, takesPlaceOn: string | null) => ({
	id: `id-${++next}`,
	number: next,
	state,
	takesPlaceOn,
});
const reasonOf = (state: ActivityState, day: string | null, readiness: Readiness = {}) => {
	const one = activity(state, day);
	return attentionOf([one], new Map([[one.id, readiness]]), today)[0]?.reason;
};

test.each([
	['held', '2026-10-13', 'no_return'],
	['confirmed', '2026-10-19', 'not_held'],
	['ready', '2026-10-19', 'not_held'],
	['proposed', '2026-10-19', 'unconfirmed_late'],
	['confirmed', '2026-10-23', 'not_ready'],
	['confirmed', '2026-10-24', undefined],
	['ready', '2026-10-21', undefined],
	['proposed', '2026-10-20', 'unconfirmed_soon'],
	['proposed', '2026-10-24', undefined],
	['proposed', null, 'no_date'],
	['postponed', null, 'no_new_day'],
	['postponed', '2026-10-19', 'no_new_day'],
	['postponed', '2026-10-28', undefined],
	['returned', '2026-10-13', undefined],
	['accepted', '2026-10-13', undefined],
	['cancelled', '2026-10-13', undefined],
] as const)('%s on %s: %s', (state, day, reason) => {
	expect(reasonOf(state, day)).toBe(reason);
});

test('a help line tested long before the day is told, however far the day', () => {
	expect(reasonOf('ready', '2026-10-28', { line_tested: '2026-09-27' })).toBe('line_test_old');
	expect(reasonOf('ready', '2026-10-28', { line_tested: '2026-09-28' })).toBeUndefined();
});

test('the most urgent first, then by day; missing lines of the gate are named', () => {
	const lines = attentionOf(
		[
			activity('proposed', null),
			activity('confirmed', '2026-10-22'),
			activity('held', '2026-10-14'),
			activity('held', '2026-10-12'),
		],
		new Map(),
		today,
	);
	expect(lines.map(({ reason }) => reason)).toEqual(['no_return', 'no_return', 'not_ready', 'no_date']);
	expect(lines.map(({ days }) => days)).toEqual([8, 6, 2, 0]);
	expect(lines[2]?.missing).toHaveLength(6);
	expect(attentionReasons).toHaveLength(12);
});

test.each([
	['proposed', '2026-10-28', { declined: true, otherDay: true, silentDays: 9 }, 'declined'],
	['confirmed', '2026-10-21', { declined: false, otherDay: true, silentDays: 0 }, 'other_day'],
	['proposed', '2026-10-28', { declined: false, otherDay: false, silentDays: 7 }, 'silent'],
	['proposed', '2026-10-28', { declined: false, otherDay: false, silentDays: 6 }, undefined],
	['proposed', '2026-10-21', { declined: false, otherDay: false, silentDays: 30 }, 'unconfirmed_soon'],
	['held', '2026-10-19', { declined: true, otherDay: true, silentDays: 30 }, 'no_return'],
	['cancelled', '2026-10-28', { declined: true, otherDay: true, silentDays: 30 }, undefined],
] as const)('what institutions say of one %s on %s: %o is %s', (state, day, said, reason) => {
	const one = activity(state, day);
	const [line] = attentionOf([one], new Map(), today, new Map([[one.id, said]]));
	expect(line?.reason).toBe(reason);
	if (reason === 'silent') expect(line?.days).toBe(said.silentDays);
});
