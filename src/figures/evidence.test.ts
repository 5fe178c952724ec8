import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evidenceOf, wildProgramme } from '#tests/support/facts.ts';
import { recordsOf, valueOf } from './evidence.ts';
import { divisionsOf, figures, wholes } from './model.ts';

const programmes = wildProgramme(12);

describe('for any programme', () => {
	test('the value of a figure is the sum of its records, and no record stands twice', () => {
		fc.assert(
			fc.property(programmes, (programme) => {
				const evidence = evidenceOf(programme);
				for (const { key } of figures) {
					const records = recordsOf(evidence, key);
					expect(valueOf(evidence, key)).toBe(records.reduce((sum, { value }) => sum + value, 0));
					expect(new Set(records.map(({ of }) => of)).size).toBe(records.length);
					expect(records.every(({ value }) => value > 0)).toBe(true);
				}
			}),
		);
	});

	test('parts add up to their whole, whichever way a figure is divided', () => {
		fc.assert(
			fc.property(programmes, (programme) => {
				const evidence = evidenceOf(programme);
				for (const figure of figures) {
					for (const parts of divisionsOf(figure)) {
						expect([figure.key, parts.reduce((sum, { key }) => sum + valueOf(evidence, key), 0)]).toEqual([
							figure.key,
							valueOf(evidence, figure.key),
						]);
					}
				}
			}),
		);
	});

	test('a share is never more than its whole: held ≤ planned, reached ≤ registered', () => {
		fc.assert(
			fc.property(programmes, (programme) => {
				const evidence = evidenceOf(programme);
				for (const [part, whole] of Object.entries(wholes)) {
					for (const { key } of figures.filter(({ family }) => family === part)) {
						expect(valueOf(evidence, key)).toBeLessThanOrEqual(valueOf(evidence, key.replace(part, whole)));
					}
				}
				expect(valueOf(evidence, 'returned') + valueOf(evidence, 'unreturned')).toBe(valueOf(evidence, 'held'));
			}),
		);
	});
});

test('every figure has a key of its own that can stand in an address and in a token', () => {
	expect(new Set(figures.map(({ key }) => key)).size).toBe(figures.length);
	expect(figures.filter(({ key }) => !/^[a-z0-9_.]+$/.test(key))).toEqual([]);
});

test('persons divide by group, by method of counting, by sex and by age, and each group by method', () => {
	const persons = figures.find(({ key }) => key === 'persons');
	const pupils = figures.find(({ key }) => key === 'persons.group.pupils');
	expect(persons && divisionsOf(persons).map((parts) => parts[0]?.key)).toEqual([
		'persons.group.pupils',
		'persons.method.register',
		'persons.sex.female',
		'persons.age.under_12',
	]);
	expect(pupils && divisionsOf(pupils).map((parts) => parts.map(({ key }) => key))).toEqual([
		['persons.group.pupils.register', 'persons.group.pupils.counted', 'persons.group.pupils.estimate'],
	]);
});
