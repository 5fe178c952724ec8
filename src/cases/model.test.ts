import { describe, expect, test } from 'vitest';
import {
	addressOf,
	isPath,
	nextPath,
	partingOf,
	pathBefore,
	type Scene,
	sceneAt,
	verbs,
	versionStates,
	whyNot,
} from './model.ts';

const scene = (...to: number[]): Scene => ({
	paragraphs: ['x'],
	discuss: null,
	choices: to.map((one, index) => ({ text: String(index), to: one })),
	helps: to.length === 0 ? ['h'] : [],
});
const story = { scenes: [scene(1, 2), scene(3), scene(3), scene()] };

describe('what may be done with a version', () => {
	const author = 'secretary:019a0000-0000-7000-8000-000000000001';
	const other = 'chair:019a0000-0000-7000-8000-000000000002';

	test('nobody approves what they wrote, in whatever role', () => {
		const ask = (actor: string) => whyNot('approve', { state: 'to_be_reviewed', author, actor, draftExists: false });
		expect(ask(author)).toBe('own_version');
		expect(ask(author.replace('secretary', 'chair'))).toBe('own_version');
		// Whoever nobody knows cannot be told apart from the author.
		expect(ask('desk')).toBe('own_version');
		expect(ask(other)).toBeNull();
	});

	test('each verb leads from its states only', () => {
		const possible = versionStates.map((state) => [
			state,
			verbs.filter((verb) => whyNot(verb, { state, author, actor: other, draftExists: false }) === null),
		]);
		expect(Object.fromEntries(possible)).toEqual({
			draft: ['send'],
			to_be_reviewed: ['approve', 'withdraw'],
			approved: ['withdraw'],
			withdrawn: ['reopen'],
		});
		expect(whyNot('reopen', { state: 'withdrawn', author, actor: other, draftExists: true })).toBe('draft_exists');
	});
});

describe('the address of a scene', () => {
	test('is the letters of the choices', () => {
		expect(sceneAt(story, 'start')).toMatchObject({ number: 0, made: 0, left: 2 });
		expect(sceneAt(story, 'b-a')).toMatchObject({ number: 3, made: 2, left: 0 });
		expect([nextPath('start', 1), nextPath('b', 0), pathBefore('b-a'), pathBefore('b'), pathBefore('start')]).toEqual([
			...['b', 'b-a', 'b', 'start', null],
		]);
	});

	test('that no choice leads to is none', () => {
		expect(['c', 'a-b', 'a-a-a', 'start-a'].map((path) => sceneAt(story, path))).toEqual([...Array(4).fill(undefined)]);
		expect(['', 'A', 'f', 'a-', 'class', 'print', 'a--b', `a${'-a'.repeat(40)}`].filter(isPath)).toEqual([]);
	});
});

test('where two languages part is found, and only there', () => {
	expect(partingOf(story, story)).toBeNull();
	// The same ways over fewer scenes are the same story.
	expect(partingOf(story, { scenes: [scene(1, 1), scene(2), scene()] })).toBeNull();
	const other = { scenes: [scene(1, 2), scene(3), scene(3, 3), scene()] };
	expect(partingOf(story, other)).toEqual({ path: 'b', here: 1, there: 2 });
});

test('a county’s address begins with the county', () => {
	expect(addressOf('Puna e verës!', { level: 'national', slug: 'al' })).toBe('puna-e-veres');
	expect(addressOf('Çfarë ndodhi?', { level: 'county', slug: 'durres' })).toBe('durres-cfare-ndodhi');
});
