import { describe, expect, test } from 'vitest';
import { classesChange, classesProportion } from '#checks/clusters.ts';
import type { Mode } from '#checks/model.ts';
import { type Division, divide } from './division.ts';
import { type ModeSize, poolQuestion, type StoredClass, type StoredQuestion, underModes } from './month.ts';

const poolQuestions = (sizes: readonly ModeSize[], questions: readonly StoredQuestion[]) =>
	underModes(sizes, questions.map(poolQuestion));

const words = { sq: 'fjalë', en: 'words' };
const asked = {
	what: { answer: 1, kind: 'knowledge' },
	'what too': { answer: 1, kind: 'knowledge' },
	number: { answer: 4, kind: 'knowledge' },
	sure: { answer: 4, kind: 'confidence' },
} as const;
/** A question to classes of 25, of whom so many were right; before, six in each. */
const asked25 = (rights: readonly number[], mode: Mode = 'unpaired'): StoredQuestion => ({
	...{ mode, question: { versionId: 'what', ...asked.what, prompt: words } },
	classes: rights.map((count) => ({ before: { count: 6, n: 25 }, after: { count, n: 25 } })),
});
type Wish = Partial<StoredClass> & {
	right?: number;
	n?: number;
	before?: number | null;
	versions?: (keyof typeof asked)[];
};
/** A class of `n` of whom so many were right, before and after, each time in each question. */
function built({ right = 12, n = 20, before = 6, versions = ['what'], ...more }: Wish = {}): StoredClass {
	return {
		...{ mode: 'unpaired', audiences: ['pupils'] },
		...{ municipalityCode: 'DR', municipalityName: 'Durrës', answered: n },
		results: versions.map((versionId) => ({
			...{
				...asked[versionId],
				after: { count: right, n },
				before: before === null ? null : { count: before, n },
			},
		})),
		...more,
	};
}
const keys = (classes: StoredClass[], by: Exclude<Division, 'question' | 'class'>) =>
	divide(classes, by).map(({ group, modes }) => [group.key, modes.map(({ classes: n }) => n)]);

describe('classes of a month', () => {
	test('by question add counts, and keep modes apart', () => {
		const sizes = [
			{ mode: 'unpaired' as Mode, classes: 2, answered: 50 },
			{ mode: 'group' as Mode, classes: 1, answered: 25 },
		];
		const pooled = poolQuestions(sizes, [asked25([10, 20]), asked25([16], 'group')]);
		expect(pooled.map(({ mode, classes, answered }) => [mode, classes, answered])).toEqual([
			['unpaired', 2, 50],
			['group', 1, 25],
		]);
		expect(pooled[0]?.questions[0]).toMatchObject({
			after: { count: 30, n: 50, share: 0.6 },
			change: { before: { count: 12, n: 50 } },
		});
	});

	test('below five give a range, from five on an interval', () => {
		const rights = [10, 12, 14, 16, 18, 20];
		const pooled = (classes: number) =>
			poolQuestions([{ mode: 'unpaired', classes, answered: 25 * classes }], [asked25(rights.slice(0, classes))])[0]
				?.questions[0];
		expect(pooled(4)?.after).toMatchObject({ interval: null, range: { low: 0.4, high: 0.64 } });
		const six = pooled(6)?.after;
		expect(six?.interval?.low).toBeGreaterThan(0.3);
		expect(six?.interval?.high).toBeLessThan(0.9);
	});

	test('are each in one group: several audiences are a group of their own, and communities are not told apart', () => {
		const classes = [
			built({ audiences: ['parents', 'pupils'] }),
			built({ audiences: ['roma_community'] }),
			built({ audiences: ['egyptian_community', 'roma_community'] }),
			built({ audiences: [] }),
			built(),
			built({ mode: 'group' }),
		];
		expect(keys(classes, 'audience')).toEqual([
			['pupils', [1, 1]],
			['community_members', [2]],
			['several', [1]],
			['unsaid', [1]],
		]);
		const places = [
			built({ municipalityCode: null, municipalityName: null }),
			built({ municipalityCode: 'SH', municipalityName: 'Shijak' }),
			built(),
		];
		expect(keys(places, 'municipality')).toEqual([
			['DR', [1]],
			['SH', [1]],
			['none', [1]],
		]);
		expect(keys(classes, 'mode')).toEqual([['all', [5, 1]]]);
	});

	test('add counts of their questions of knowledge about one answer, whatever their sizes, and no scales', () => {
		const classes = [
			built({ right: 2, n: 10, before: 1, versions: ['what', 'what too', 'sure'] }),
			...[9, 12, 15, 18].map((right) => built({ right, n: 30 })),
		];
		const [group] = divide(classes, 'mode');
		const [one] = group?.modes[0]?.answers ?? [];
		const parts = [{ count: 4, n: 20 }, ...[9, 12, 15, 18].map((count) => ({ count, n: 30 }))];
		const befores = [{ count: 2, n: 20 }, ...[6, 6, 6, 6].map((count) => ({ count, n: 30 }))];
		expect(group?.modes[0]?.answers).toHaveLength(1);
		expect(one).toMatchObject({ answer: 1, classes: 5, people: 130, isFew: false });
		expect(one?.after).toEqual(classesProportion(parts));
		expect(one?.before).toEqual(classesProportion(befores));
		expect(one?.change).toEqual(
			classesChange(parts.map((after, at) => ({ after, before: befores[at] ?? { count: 0, n: 0 } }))),
		);
		expect(group?.modes[0]?.whole).toMatchObject({ before: { count: 26, n: 140 }, after: { count: 58, n: 140 } });
	});

	test('of fewer than ten people say nothing in hundredths, however many questions they were asked', () => {
		const small = built({ right: 3, n: 4, before: 1, versions: ['what', 'what too'] });
		const of = (classes: StoredClass[]) => divide(classes, 'mode')[0]?.modes[0];
		expect(of([small, small])).toMatchObject({
			answers: [
				{ people: 8, isFew: true, after: { n: 16, share: null, range: null }, before: { share: null }, change: null },
			],
			whole: { before: null, isFew: true },
		});
		// The range leaves out the class of four: it would be the lowest.
		expect(
			of([built({ right: 1, n: 4, before: 0, versions: ['what', 'what too'] }), built()])?.answers[0],
		).toMatchObject({
			isFew: false,
			after: { range: { low: 0.6, high: 0.6 } },
		});
	});

	test('that were asked at the end only have no before, and stand beside those that were', () => {
		const only = built({ mode: 'after', before: null });
		expect(divide([only], 'mode')[0]?.modes[0]).toMatchObject({
			answers: [{ before: null, change: null, after: { share: 0.6 } }],
			whole: { before: null, after: { count: 12, n: 20 }, isFew: false },
		});
		const mixed = divide([built(), built({ before: null, right: 20 })], 'mode')[0]?.modes[0];
		expect(mixed?.answers[0]).toMatchObject({
			classes: 2,
			after: { count: 32, n: 40 },
			change: { after: { count: 12, n: 20 } },
		});
		expect(mixed?.whole).toMatchObject({ before: { count: 6, n: 20 }, after: { count: 12, n: 20 } });
	});

	test('that were asked scales only are not among the five answers', () => {
		expect(divide([built({ versions: ['sure'] })], 'mode')).toEqual([]);
	});
});
