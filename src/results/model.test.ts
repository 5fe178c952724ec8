import { describe, expect, test } from 'vitest';
import type { Check, CheckPhase, Counts, Mode, Phase } from '#checks/model.ts';
import { newcombe, pairedInterval } from '#checks/statistics.ts';
import type { QuestionSet, SetQuestion } from '#questions/model.ts';
import { isPaired, type Measured, resultOf } from './model.ts';

const words = { sq: 'fjalë', en: 'words' };
const question = (kind: SetQuestion['kind'], right: number | null, versionId = 'v1'): SetQuestion => ({
	...{ versionId, questionId: `q-${versionId}`, answer: 1, kind, prompt: words, options: [words, words, words] },
	...{ right, explanation: words, state: 'approved', validTo: null },
});
const knowledge = question('knowledge', 1);
const scale = question('confidence', null, 'v2');

/** A class with these counts of options for each question (the last is "I do not know"), before and after. */
function built(
	mode: Mode,
	questions: SetQuestion[],
	by: Partial<Record<Phase, number[][]>>,
	pairs: Measured['pairs'] = [],
): Measured {
	const phases = Object.keys(by).map((phase) => ({ id: phase, checkId: 'c', phase, state: 'closed' }) as CheckPhase);
	const countsOf = (rows: number[][]): Counts =>
		rows.flatMap((row, at) => row.map((n, option) => ({ question: at, option, n })).filter(({ n }) => n > 0));
	return {
		check: { id: 'c', mode } as Check,
		set: { questions } as QuestionSet,
		phases,
		counts: Object.entries(by).map(([phaseId, rows]) => ({
			phaseId,
			way: 'phone' as const,
			counts: countsOf(rows ?? []),
		})),
		pairs,
	};
}

describe('a class', () => {
	test('of cards: who gained and lost, by the exact test; who came late is not among them', () => {
		const pairs = [
			{ question: 0, rightBefore: true, rightAfter: true, n: 9 },
			{ question: 0, rightBefore: true, rightAfter: false, n: 1 },
			{ question: 0, rightBefore: false, rightAfter: true, n: 9 },
			{ question: 0, rightBefore: false, rightAfter: false, n: 6 },
		];
		const result = resultOf(built('paired', [knowledge], { before: [[10, 10, 0, 5]], after: [[5, 20, 0, 2]] }, pairs));
		const [one] = result.questions;
		expect(result.matched).toBe(25);
		expect(result.answered.map(({ phase, n }) => [phase, n])).toEqual([
			['before', 25],
			['after', 27],
		]);
		expect(one?.change).toMatchObject({
			gained: 9,
			lost: 1,
			before: { count: 10, n: 25 },
			after: { count: 18, n: 25 },
		});
		expect(one?.change && isPaired(one.change) ? one.change.p : null).toBeCloseTo(0.0215, 3);
		expect(one?.change?.interval).toEqual(pairedInterval({ both: 9, gained: 9, lost: 1, neither: 6 }));
		expect(one?.after).toMatchObject({ count: 20, n: 27 });
	});

	test('of hands: bounds, and an interval that says it is too wide', () => {
		const result = resultOf(built('group', [knowledge], { before: [[15, 10, 0, 0]], after: [[5, 20, 0, 0]] }));
		expect(result.questions[0]?.change).toMatchObject({
			asUnpaired: true,
			bounds: { gained: { least: 10, most: 15 }, lost: { least: 0, most: 5 } },
			interval: newcombe({ count: 10, n: 25 }, { count: 20, n: 25 }),
		});
		expect(result.matched).toBeNull();
	});

	test('asked only at the end has no change; of fewer than ten answers nothing is shown', () => {
		const result = resultOf(built('after', [knowledge], { after: [[1, 7, 0, 1]] }));
		expect(result).toMatchObject({
			isShown: false,
			questions: [{ before: null, change: null, after: { count: 7, n: 9, share: null } }],
		});
	});

	test('asked at the end about now and before reads the second half of its sheet as before', () => {
		const result = resultOf(
			built('retrospective', [knowledge, scale], {
				after: [
					[2, 3, 15, 0],
					[12, 5, 3, 0],
				],
			}),
		);
		expect(result.questions).toHaveLength(1);
		expect(result.questions[0]).toMatchObject({ before: { count: 3, n: 20 }, after: { count: 15, n: 20 } });
	});

	test('who left a question out did not answer it; who does not know did', () => {
		const measured = built('after', [knowledge], { after: [[5, 10, 0, 5]] });
		measured.counts[0]?.counts.push({ question: 0, option: -1, n: 4 });
		const [one] = resultOf(measured).questions;
		expect(one?.after).toMatchObject({ count: 10, n: 20, share: 0.5 });
		expect(one?.tallies.after).toMatchObject({ asked: 24, unknown: 5, leftOut: 4 });
	});
});
