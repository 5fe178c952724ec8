import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from '#platform/dates.ts';
import { boardOf, boardWeeks, planReach, statesSince, stripOf } from './board.ts';
import { activityStates, settings } from './model.ts';

const october = { from: '2026-10-01', to: '2026-10-31' };

describe('the weeks of the board', () => {
	test('October 2026 reads 1–4, 5–11, 12–18, 19–25, 26–31', () => {
		expect(boardWeeks(october).map(({ from, to }) => `${from.slice(8)}-${to.slice(8)}`)).toEqual([
			'01-04',
			'05-11',
			'12-18',
			'19-25',
			'26-31',
		]);
	});
	test('a lone Sunday and a lone Monday join their neighbours', () => {
		expect(
			boardWeeks({ from: '2026-11-01', to: '2026-11-30' }).map(({ from, to }) => `${from.slice(8)}-${to.slice(8)}`),
		).toEqual(['01-08', '09-15', '16-22', '23-30']);
	});
	test('whatever the period, every day is in exactly one column', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 92 }), (start, length) => {
				const from = addDays('2024-01-01', start);
				const to = addDays(from, length);
				const weeks = boardWeeks({ from, to });
				expect(weeks[0]?.from).toBe(from);
				expect(weeks.at(-1)?.to).toBe(to);
				for (const [index, week] of weeks.entries()) {
					expect(daysBetween(week.from, week.to)).toBeGreaterThanOrEqual(0);
					if (index > 0) expect(week.from).toBe(addDays(weeks[index - 1]?.to ?? '', 1));
				}
			}),
		);
	});
});

const anActivity = fc.record({
	setting: fc.constantFrom(...settings),
	takesPlaceOn: fc.option(fc.integer({ min: -10, max: 40 }).map((days) => addDays('2026-10-01', days))),
	state: fc.constantFrom(...activityStates),
});

describe('the board', () => {
	test('loses no activity and shows none twice', () => {
		fc.assert(
			fc.property(fc.array(anActivity, { maxLength: 80 }), fc.integer({ min: 1, max: 5 }), (activities, most) => {
				const { rows } = boardOf(activities, october, most);
				const cells = rows.flatMap(({ cells: weeks, undated }) => [...weeks, undated]);
				expect(cells.reduce((sum, cell) => sum + cell.activities.length + cell.more, 0)).toBe(activities.length);
				expect(new Set(cells.flatMap((cell) => cell.activities)).size).toBe(
					cells.flatMap((cell) => cell.activities).length,
				);
				expect(cells.every((cell) => cell.activities.length <= most)).toBe(true);
			}),
		);
	});
	test('what has no day stands apart', () => {
		const board = boardOf([{ setting: 'company' as const, takesPlaceOn: null }], october);
		expect(board.hasUndated).toBe(true);
		expect(board.rows.find(({ setting }) => setting === 'company')?.undated.activities).toHaveLength(1);
		expect(boardOf([{ setting: 'company' as const, takesPlaceOn: '2026-10-31' }], october).hasUndated).toBe(false);
	});
});

describe('the strip', () => {
	test('each stage holds the next', () => {
		fc.assert(
			fc.property(fc.array(anActivity), (activities) => {
				const { planned, confirmed, held, returned } = stripOf(activities);
				expect(planned).toBeGreaterThanOrEqual(confirmed);
				expect(confirmed).toBeGreaterThanOrEqual(held);
				expect(held).toBeGreaterThanOrEqual(returned);
				expect(planned).toBe(activities.filter(({ state }) => statesSince.planned.includes(state)).length);
			}),
		);
	});
	test('cancelled activities are neither planned nor anywhere', () => {
		expect(stripOf([{ state: 'cancelled' }, { state: 'held' }])).toEqual({
			planned: 1,
			confirmed: 1,
			held: 1,
			returned: 0,
		});
		const reach = planReach([
			{ state: 'cancelled', municipalityCode: 'a', unitCode: 'a1' },
			{ state: 'proposed', municipalityCode: 'b', unitCode: null },
		]);
		expect([...reach.municipalities]).toEqual(['b']);
		expect([...reach.units]).toEqual([]);
	});
});
