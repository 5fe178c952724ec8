import { expect, test } from 'vitest';
import { summedProportion } from '#checks/clusters.ts';
import { answerLines, countyRows, lineWanted, monthOf, type StoredSum, yearOf } from './years.ts';

/** So many classes of 20 with 12 right each, 6 before. */
const sum = (month: string, classes: number, more: Partial<StoredSum> = {}): StoredSum => ({
	...{ committeeId: 'durres', month, answer: 1, classes, people: classes * 20 },
	...{ c: classes * 12, n: classes * 20, cc: classes * 144, cn: classes * 240, nn: classes * 400 },
	...{ beforePeople: classes * 20, beforeC: classes * 6, beforeN: classes * 20 },
	...more,
});

test('a county has a place for each month, the country one for each year: sums are added, never shares', () => {
	const sums = [sum('2025-03', 2), sum('2024-10', 4, { c: 4 }), sum('2025-10', 6), sum('2025-10', 1, { answer: 4 })];
	const [what, number] = answerLines(sums, monthOf);
	expect(what?.points.map(({ at, classes }) => [at, classes])).toEqual([
		['2024-10', 4],
		['2025-03', 2],
		['2025-10', 6],
	]);
	expect(number).toMatchObject({ answer: 4, points: [{ at: '2025-10', classes: 1 }] });
	const [years] = answerLines(sums, yearOf);
	expect(years?.points[0]).toMatchObject({ at: '2024', after: { count: 4, n: 80, share: 0.05, interval: null } });
	expect(years?.points[1]).toMatchObject({
		at: '2025',
		classes: 8,
		before: 0.3,
		after: { count: 96, n: 160, share: 0.6 },
	});
	const eight = { classes: 8, c: 96, n: 160, cc: 1152, cn: 1920, nn: 3200 };
	expect(years?.points[1]?.after).toEqual(summedProportion(eight));
});

test('of fewer than ten people no share is said, however many answers they gave', () => {
	const few = sum('2025-10', 1, { people: 7, n: 21, c: 10, beforePeople: 7 });
	const [line] = answerLines([few], monthOf);
	expect(line?.points[0]).toMatchObject({ isFew: true, before: null, after: { n: 21, share: null, interval: null } });
});

test('counties stand side by side in one year, also those that measured nothing', () => {
	const sums = [sum('2025-10', 5), sum('2025-03', 1), sum('2024-10', 9), sum('2025-10', 2, { committeeId: 'fier' })];
	const rows = countyRows([{ id: 'berat' }, { id: 'durres' }, { id: 'fier' }], sums, '2025');
	expect(rows.map(({ county, classes }) => [county.id, classes])).toEqual([
		['berat', 0],
		['durres', 6],
		['fier', 2],
	]);
	expect(rows[0]?.answers).toEqual([null, null, null, null, null]);
	expect(rows[1]?.answers[0]).toMatchObject({ classes: 6, after: { n: 120 } });
});

test('the line that is asked for is shown, or the one with most answers', () => {
	const lines = [
		{ mode: 'unpaired', level: '15_18', n: 90 },
		{ mode: 'group', level: 'adults', n: 10 },
	] as const;
	expect(lineWanted(lines, 'group.adults')).toBe(lines[1]);
	expect(lineWanted(lines, 'group.15_18')).toBe(lines[0]);
	expect(lineWanted([], null)).toBeNull();
});
