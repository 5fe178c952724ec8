import { expect, test } from 'vitest';
import { parseBoardQuestion } from './board.ts';
import { daysOf } from './days.ts';

const period = { from: '2026-10-01', to: '2026-11-03' };
const on = (...days: (string | null)[]) => days.map((takesPlaceOn) => ({ takesPlaceOn }));

test('whole weeks from Monday on; days outside the programme hold nothing', () => {
	const { weeks } = daysOf(on('2026-10-01', '2026-09-30'), period, []);
	expect(weeks).toHaveLength(6);
	expect(weeks.flat().filter(({ within }) => within)).toHaveLength(34);
	expect(weeks[0]?.map(({ day, within }) => within && day).filter(Boolean)).toEqual([
		...['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04'],
	]);
	expect(weeks[0]?.map(({ total }) => total)).toEqual([0, 0, 0, 1, 0, 0, 0]);
	expect(weeks.every((week) => week.findIndex(({ sunday }) => sunday) === 6)).toBe(true);
});

test('a day shows some and counts all; what has no day, or another one, is apart', () => {
	const day = '2026-10-13';
	const board = daysOf(on(day, day, day, null, '2026-12-01'), period, [], 2);
	const cell = board.weeks.flat().find((one) => one.day === day);
	expect(cell).toMatchObject({ more: 1, total: 3 });
	expect(cell?.activities).toHaveLength(2);
	expect(board.undated).toEqual(on(null, '2026-12-01'));
	expect(board.moreUndated).toBe(0);
});

test('feasts and school holidays stand on each of their days', () => {
	const told = (kind: 'public_holiday' | 'school_holiday', from: string, to: string) => ({
		...{ kind, from, to, nameSq: 'Dita', nameEn: 'The day', confirmed: true },
	});
	const calendar = [
		told('public_holiday', '2026-10-05', '2026-10-05'),
		told('school_holiday', '2026-10-05', '2026-10-06'),
	];
	const days = daysOf([], period, calendar).weeks.flat();
	expect(days.filter(({ feast }) => feast).map(({ day }) => day)).toEqual(['2026-10-05']);
	expect(days.filter(({ holidays }) => holidays).map(({ day }) => day)).toEqual(['2026-10-05', '2026-10-06']);
});

test.each([
	['', { view: 'weeks' }],
	['view=days&moved=12.3', { view: 'days', moved: { number: 12, version: 3 } }],
	['undone=7', { view: 'weeks', undone: 7 }],
	['view=x&moved=12&undone=abc', { view: 'weeks' }],
])('the address “%s” asks for %o', (address, question) => {
	expect(parseBoardQuestion(new URLSearchParams(address))).toEqual(question);
});
