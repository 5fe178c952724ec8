import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distance, Likeness, nearest } from './near.ts';

test('one slip each: too many, too few, another, exchanged', () => {
	expect(distance('gruaja', 'gruja', 2)).toBe(1);
	expect(distance('fokus', 'foksu', 2)).toBe(1);
	expect(distance('durres', 'kruje', 2)).toBe(3);
});

test('distance is symmetric and zero only for equals', () => {
	const word = fc.stringMatching(/^[a-d]{0,7}$/);
	fc.assert(
		fc.property(word, word, (a, b) => {
			expect(distance(a, b, 8)).toBe(distance(b, a, 8));
			expect(distance(a, b, 8) === 0).toBe(a === b);
			expect(distance(a, b, 2)).toBe(Math.min(3, distance(a, b, 8)));
		}),
	);
});

test('what numbers or names of towns tell apart is never alike', () => {
	const likeness = new Likeness<string>(new Set(['has', 'mat', 'durres']));
	for (const name of ['gruaja ne fokus', 'shkolla nr 1 durres', 'zyra e punesimit has']) likeness.add(name, name);
	expect(likeness.find('gruja ne fokus')).toBe('gruaja ne fokus');
	expect(likeness.find('shkolla nr 2 durres')).toBeUndefined();
	expect(likeness.find('zyra e punesimit mat')).toBeUndefined();
	expect(likeness.find('zyra e punesimt has')).toBe('zyra e punesimit has');
	expect(likeness.find('gruja ne fokus', 'elsewhere')).toBeUndefined();
});

test('the nearest names come as a remedy', () => {
	expect(
		nearest('shiak', [
			{ form: 'shijak', name: 'Shijak' },
			{ form: 'durres', name: 'Durrës' },
		]),
	).toEqual(['Shijak']);
});
