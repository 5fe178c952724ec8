import { expect, test } from 'vitest';
import { anonymousId, isId, recordId } from './ids.ts';

test('ids of records are ordered, however many are made in a millisecond', () => {
	const ids = Array.from({ length: 20_000 }, recordId);
	expect(ids.every(isId)).toBe(true);
	expect(ids.toSorted()).toEqual(ids);
	expect(new Set(ids).size).toBe(ids.length);
});

test('anonymous ids tell no order', () => {
	expect(isId(anonymousId())).toBe(true);
	expect(anonymousId()[14]).toBe('4');
});
