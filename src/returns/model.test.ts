import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differences } from './comparison.ts';
import { parseReturn, typedForReturn } from './input.ts';
import {
	ageBands,
	type Count,
	countGroups,
	countMethods,
	groupsOf,
	linesOf,
	persons,
	sexes,
	units,
	whyNot,
} from './model.ts';

const counts = fc
	.uniqueArray(
		fc.record({
			audience: fc.constantFrom(...countGroups),
			sex: fc.constantFrom(...sexes),
			ageBand: fc.constantFrom(...ageBands),
			unit: fc.constantFrom(...units),
			method: fc.constantFrom(...countMethods),
			value: fc.nat(500),
		}),
		{ selector: ({ audience, sex, ageBand, unit }) => `${audience} ${sex} ${ageBand} ${unit}`, maxLength: 40 },
	)
	.map((all): Count[] => all);

describe('a total', () => {
	test('is the sum over any partition', () => {
		const by = { audience: countGroups, sex: sexes, ageBand: ageBands, method: countMethods } as const;
		fc.assert(
			fc.property(counts, fc.constantFrom(...(Object.keys(by) as (keyof typeof by)[])), (all, key) => {
				const parts = by[key].map((value) => persons(all.filter((count) => count[key] === value)));
				expect(parts.reduce((sum, part) => sum + part, 0)).toBe(persons(all));
			}),
		);
	});

	test('is the sum of the lines people read, and contacts are never among persons', () => {
		fc.assert(
			fc.property(counts, (all) => {
				const heads = linesOf(all).filter(({ unit }) => unit === 'persons');
				expect(heads.reduce((sum, { total }) => sum + total, 0)).toBe(persons(all));
				for (const { bySex, total } of linesOf(all)) expect(bySex.female + bySex.male + bySex.not_recorded).toBe(total);
			}),
		);
	});
});

test('a return put into its form and read again says the same', () => {
	const oneUnit = counts.map((all) =>
		// The form has one unit for all and one way of counting for each group.
		all
			.filter(({ value }) => value > 0)
			.map(
				(count): Count => ({
					...count,
					unit: 'persons',
					method: countMethods[countGroups.indexOf(count.audience) % 3] ?? 'counted',
				}),
			),
	);
	const unique = oneUnit.map((all) =>
		all.filter(
			(count, index) =>
				all.findIndex(
					(other) => other.audience === count.audience && other.sex === count.sex && other.ageBand === count.ageBand,
				) === index,
		),
	);
	fc.assert(
		fc.property(unique, (all) => {
			fc.pre(all.length > 0);
			const told = {
				heldOn: '2026-10-05',
				methods: ['video' as const],
				answers: [1 as const, 3 as const],
				counts: all,
				partnerIds: [],
				materials: [{ kind: 'leaflet' as const, language: 'rom' as const, quantity: 12 }],
			};
			const read = parseReturn(typedForReturn(told), {
				partners: [],
				contacts: false,
				periodStart: '2026-10-01',
				today: '2026-11-23',
			});
			expect(read.ok && differences(told, read.value)).toEqual([]);
		}),
	);
});

test('whoever came from the Roma or Egyptian community is counted in one group', () => {
	expect(groupsOf(['egyptian_community', 'parents', 'roma_community'])).toEqual(['parents', 'community_members']);
});

test('a return is written once, after its day, and corrected until the programme is closed', () => {
	const today = '2026-10-10';
	const held = { state: 'confirmed' as const, takesPlaceOn: '2026-10-10' };
	expect(whyNot('record', { activity: held, programmeClosed: false, written: false, today })).toBeNull();
	expect(
		whyNot('record', {
			activity: { ...held, takesPlaceOn: '2026-10-11' },
			programmeClosed: false,
			written: false,
			today,
		}),
	).toBe('not_yet');
	expect(
		whyNot('record', { activity: { ...held, state: 'proposed' }, programmeClosed: false, written: false, today }),
	).toBe('wrong_state');
	expect(
		whyNot('record', { activity: { ...held, state: 'returned' }, programmeClosed: false, written: true, today }),
	).toBe('written');
	expect(
		whyNot('correct', { activity: { ...held, state: 'accepted' }, programmeClosed: false, written: true, today }),
	).toBeNull();
	expect(
		whyNot('correct', { activity: { ...held, state: 'accepted' }, programmeClosed: true, written: true, today }),
	).toBe('programme_closed');
});
