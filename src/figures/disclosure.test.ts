import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evidenceOf, wildProgramme } from '#tests/support/facts.ts';
import { leastShown, mergeSmall, publicLines } from './disclosure.ts';
import { recordsOf, valueOf } from './evidence.ts';
import { figures } from './model.ts';

describe('merging small counts', () => {
	const counts = fc.array(
		fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 500 })).map((value) => ({ value })),
		{ maxLength: 30 },
	);

	test('loses nothing, shows no small count, and hides none alone or in a small sum', () => {
		fc.assert(
			fc.property(counts, (rows) => {
				const { shown, merged } = mergeSmall(rows);
				const sum = (some: readonly { value: number }[]) => some.reduce((total, { value }) => total + value, 0);
				expect(shown.length + merged.length).toBe(rows.length);
				expect(sum(shown) + sum(merged)).toBe(sum(rows));
				expect(shown.every(({ value }) => value >= leastShown)).toBe(true);
				if (merged.length === 0) return;
				// Only where there is nothing left to merge with may the sum be of one, or small.
				if (shown.length > 0) {
					expect(merged.length).toBeGreaterThanOrEqual(2);
					expect(sum(merged)).toBeGreaterThanOrEqual(leastShown);
				}
			}),
		);
	});

	test('takes the next smallest when one small count would stand alone', () => {
		const rows = [40, 6, 12, 55].map((value) => ({ value }));
		expect(mergeSmall(rows)).toEqual({ shown: [{ value: 40 }, { value: 55 }], merged: [{ value: 6 }, { value: 12 }] });
	});

	test('takes the next smallest when the small ones together are still few', () => {
		const rows = [2, 30, 3].map((value) => ({ value }));
		expect(mergeSmall(rows)).toEqual({ shown: [], merged: [{ value: 2 }, { value: 3 }, { value: 30 }] });
	});
});

describe('the public lines of any figure of any programme', () => {
	const programmes = wildProgramme(14);

	test('add up to the figure', () => {
		fc.assert(
			fc.property(programmes, (programme) => {
				const evidence = evidenceOf(programme);
				for (const figure of figures) {
					const lines = publicLines(evidence, figure);
					expect([figure.key, lines.reduce((sum, { value }) => sum + value, 0)]).toEqual([
						figure.key,
						valueOf(evidence, figure.key),
					]);
				}
			}),
		);
	});

	test('name no closed activity and show people one activity at a time only in the undivided number, and never few', () => {
		fc.assert(
			fc.property(programmes, (programme) => {
				const evidence = evidenceOf(programme);
				for (const figure of figures) {
					for (const line of publicLines(evidence, figure)) {
						if (line.kind === 'open') {
							const activity = evidence.activities.find(({ number }) => number === line.number);
							expect(activity?.visibility).toBe('public');
						}
						if (figure.unit !== 'persons' && figure.unit !== 'contacts') continue;
						if (line.kind === 'together') continue;
						expect(['persons', 'contacts']).toContain(figure.key);
						expect(line.value).toBeGreaterThanOrEqual(leastShown);
					}
				}
			}),
		);
	});

	test('of many activities are gathered by setting, municipality and week, and still add up', () => {
		const activity = {
			setting: 'school' as const,
			state: 'returned' as const,
			visibility: 'closed' as const,
			national: false,
			place: null,
			municipality: 1,
			lead: 0,
			supporters: [],
			audiences: ['pupils' as const],
			returns: [],
		};
		const evidence = evidenceOf({
			partners: ['education_office'],
			places: [],
			activities: Array.from({ length: 2500 }, (_, index) => ({ ...activity, day: (index % 31) + 1 })),
		});
		const held = figures.find(({ key }) => key === 'held');
		const lines = held ? publicLines(evidence, held) : [];
		expect(recordsOf(evidence, 'held')).toHaveLength(2500);
		expect(lines).toHaveLength(5);
		expect(lines.reduce((sum, { value }) => sum + value, 0)).toBe(2500);
	});
});
