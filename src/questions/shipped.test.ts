import { describe, expect, test } from 'vitest';
import { markless } from '../../tests/support/marks.ts';
import { readFirst } from './first.server.ts';
import { parseVersion, versionTyped } from './input.ts';
import { levels, setSize, whyNotReady } from './model.ts';
import { equalOptions, findingsIn } from './rules.ts';

const bank = await Promise.all(levels.map(async (level) => ({ level, ...(await readFirst(level)) })));
const all = bank.flatMap(({ level, questions }) => questions.map((one) => ({ level, ...one })));
const refused = [{ digits: '192', number: '192', reason: 'foreign' as const }];

test('there are at least thirty, six to a level, for each of the five answers and of every kind', () => {
	expect(all.length).toBeGreaterThanOrEqual(30);
	for (const { questions } of bank) {
		expect(questions.length).toBeGreaterThanOrEqual(6);
		expect([...new Set(questions.map(({ answer }) => answer))].sort()).toEqual([1, 2, 3, 4, 5]);
	}
	expect([...new Set(all.map(({ kind }) => kind))].sort()).toEqual(['attitude', 'confidence', 'knowledge']);
	expect(new Set(all.map(({ level, code }) => `${level}/${code}`)).size).toBe(all.length);
});

describe.each(bank)('the set of $level', ({ set, questions }) => {
	const asked = set.map((code) => questions.find((one) => one.code === code));

	test('has six questions about all five answers, most of them of knowledge', () => {
		expect(asked).not.toContain(undefined);
		expect(set.length).toBe(6);
		expect(set.length).toBeLessThanOrEqual(setSize.most);
		expect(new Set(asked.map((one) => one?.answer)).size).toBe(5);
		expect(asked.filter((one) => one?.kind === 'knowledge').length).toBeGreaterThanOrEqual(4);
		expect(whyNotReady(asked.map((one) => ({ kind: one?.kind ?? 'attitude', state: 'to_be_reviewed' })))).toBeNull();
	});
});

test.each(all)('$level $code may be saved at the desk, and the program finds nothing in it', ({ kind, ...text }) => {
	const typed = versionTyped({ ...text, validFrom: '2026-10-01', validTo: null });
	const parsed = parseVersion(typed, { kind, refused, today: '2026-10-01' });
	expect(parsed).toEqual({ ok: true, value: expect.objectContaining({ options: text.options, right: text.right }) });
	expect(findingsIn(text, refused)).toEqual([]);
	for (const language of ['sq', 'en'] as const)
		expect(equalOptions(text.options.map((option) => option[language]))).toEqual([]);
	expect(text.source.length).toBeGreaterThan(5);
});

test('the right option stands in every place about as often, and is not the longest more often than chance makes it', () => {
	const known = all.filter(({ right }) => right !== null);
	const places = [0, 1, 2, 3].map((place) => known.filter(({ right }) => right === place).length);
	expect(Math.min(...places)).toBeGreaterThanOrEqual(Math.floor(known.length / 4) - 2);
	expect(Math.max(...places)).toBeLessThanOrEqual(Math.ceil(known.length / 4) + 2);
	for (const language of ['sq', 'en'] as const) {
		const longest = known.filter(({ options, right }) => {
			const lengths = options.map((option) => option[language].length);
			return lengths.indexOf(Math.max(...lengths)) === right;
		});
		expect(longest.length / known.length, language).toBeLessThan(0.35);
	}
});

test('nobody whose answers stand in one column would know more than chance', () => {
	for (const { level, set, questions } of bank)
		for (const place of [0, 1, 2, 3]) {
			const right = set.filter((code) => questions.find((one) => one.code === code)?.right === place);
			expect(right.length, `${level}, place ${place}`).toBeLessThanOrEqual(2);
		}
});

test('Albanian is written with its letters', () => {
	for (const { prompt, options, explanation } of all) {
		const text = [prompt.sq, ...options.map(({ sq }) => sq), explanation.sq].join(' ').toLowerCase();
		expect(text.match(/\p{L}+/gu)?.filter((word) => Object.hasOwn(markless, word))).toEqual([]);
	}
});

test('who recruits is known: no right answer speaks of a stranger, a kidnapping or a border', () => {
	const said = all.flatMap(({ options, right }) => (right === null ? [] : [options[right]?.en ?? '']));
	expect(said.filter((text) => /stranger|kidnap|abroad/i.test(text))).toEqual([]);
});
