import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longestFrom, nextPath, type Scene, sceneAt } from './model.ts';
import { readStory } from './story.ts';

const head =
	'# title: P\n# about: A.\n# audience: adults\n# answers: 1\n# minutes: 20\n# content_note: N.\n# question: Q?\n# note: N.\n\n';

/** Stories as an author may draw them: scene n leads to later ones only; those without choices are endings. */
const drawn = fc.integer({ min: 2, max: 9 }).chain((n) =>
	fc.tuple(
		...Array.from({ length: n }, (_, from) =>
			fc.uniqueArray(fc.integer({ min: Math.min(from + 1, n - 1), max: n - 1 }), {
				minLength: from === n - 1 ? 0 : from === 0 ? 1 : 0,
				maxLength: from === n - 1 ? 0 : 3,
			}),
		),
	),
);

const written = (ways: readonly number[][]): string =>
	`-> s0\n${ways
		.map((to, n) =>
			to.length === 0
				? `=== s${n} ===\n# helps: Fol ${n}.\nFundi ${n}.\n-> END\n`
				: `=== s${n} ===\nSkena ${n}.\n${to.map((other, at) => `* [Zgjedhja ${at}] -> s${other}\n`).join('')}`,
		)
		.join('')}`;

const reached = (ways: readonly number[][]): Set<number> => {
	const found = new Set([0]);
	for (const at of found) for (const to of ways[at] ?? []) found.add(to);
	return found;
};

/** Every way from a scene, as the letters of its choices. */
function endings(scenes: readonly Scene[], path = 'start', at = 0): string[] {
	const choices = scenes[at]?.choices ?? [];
	if (choices.length === 0) return [path];
	return choices.flatMap(({ to }, index) => endings(scenes, nextPath(path, index), to));
}

test('of whatever story: every way ends with help, every scene can be reached, and what cannot be is said', () => {
	let stories = 0;
	let ways = 0;
	fc.assert(
		fc.property(drawn, (plan) => {
			const read = readStory({ source: head + written(plan) });
			const missed = plan.map((_, n) => n).filter((n) => !reached(plan).has(n));
			if (missed.length > 0) {
				expect(read.ok).toBe(false);
				const named = read.ok ? [] : read.mistakes.map(({ code, words }) => `${code} ${words?.text}`);
				expect(named.toSorted()).toEqual(missed.map((n) => `unreachable s${n}`).toSorted());
				return;
			}
			if (!read.ok) throw new Error(JSON.stringify(read.mistakes));
			const { scenes } = read.story;
			stories++;
			const all = endings(scenes);
			ways += all.length;
			for (const path of all) {
				const standing = sceneAt({ scenes }, path);
				expect(standing?.scene.helps.length).toBeGreaterThan(0);
				expect(standing?.left).toBe(0);
				expect(standing?.made).toBeLessThanOrEqual(longestFrom(scenes, 0));
			}
			const found = new Set([0]);
			for (const at of found) for (const { to } of scenes[at]?.choices ?? []) found.add(to);
			expect(found.size).toBe(scenes.length);
			expect(scenes.length).toBe(plan.length);
		}),
		{ numRuns: 80 },
	);
	console.info(`cases: ${stories} stories drawn by chance, ${ways} ways, each to an ending with help`);
	expect(stories).toBeGreaterThan(10);
});
