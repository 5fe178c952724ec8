import { expect, test } from 'vitest';
import { parseEntered, writeSheets } from './input.ts';

const asked = { before: [3, 3], after: [3, 3] };
const parse = (typed: Record<string, string>, of: { before: number[] | null; after: number[] | null } = asked) =>
	parseEntered(Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, [value]])), of);

test('the form carries sheets from one to the next, and the present one', () => {
	const sheets = [
		{ before: [0, -1], after: [3, 2] },
		{ before: null, after: [1, 1] },
	];
	expect(writeSheets(sheets)).toBe('0-|32 |11');
	expect(parse({ sheets: '0-|32 |11', before0: '2', after1: '3' })).toEqual({
		ok: true,
		value: { sheets, current: { before: [2, -1], after: [-1, 3] } },
	});
	expect(parse({})).toEqual({ ok: true, value: { sheets: [], current: null } });
});

test('what is no sheet is refused: too long, an option that there is not, a half that nobody asked for, too many', () => {
	for (const sheets of ['012|', '04|', '0|', '|', 'ab|', '01|9x', '00000000000000|1'])
		expect(parse({ sheets }).ok, sheets).toBe(false);
	expect(parse({ sheets: '01|' }, { before: null, after: [3, 3] }).ok).toBe(false);
	expect(parse({ before0: '7' })).toMatchObject({ ok: false, issues: [{ field: 'before0' }] });
	expect(parse({ sheets: Array(481).fill('01|01').join(' ') }).ok).toBe(false);
});
