import postgres from 'postgres';
import { expect, test } from 'vitest';
import { Problem, problemIn, staleOnly } from './problem.ts';

const fault = (code: string) =>
	Object.assign(new postgres.PostgresError('x'), { code }) as unknown as Error & { code: string };

test('what somebody else did meanwhile is known by what the database says; anything else is a bug', () => {
	expect(['23505', '23503', '40P01', '42601'].map((code) => problemIn(fault(code))?.code)).toEqual([
		'conflict',
		'stale',
		'stale',
		undefined,
	]);
	expect(problemIn(new Error('x'))).toBeUndefined();
	expect(problemIn(new Problem('frozen', 'x'))?.code).toBe('frozen');
});

test('a form keeps what was typed only when somebody else was faster', () => {
	expect(staleOnly(new Problem('stale', 'x'))).toBe('stale');
	expect(staleOnly(fault('23505'))).toBe('stale');
	expect(() => staleOnly(new Problem('frozen', 'x'))).toThrow(Problem);
});
