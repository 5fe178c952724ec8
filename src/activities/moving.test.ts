import { describe, expect, test } from 'vitest';
import { activityStates } from './model.ts';
import { isMove, movedEnd, movedTo, parseMove, placeBefore, whyNotMove } from './moving.ts';

const programme = { state: 'approved', startsOn: '2026-10-01', endsOn: '2026-10-31' } as const;

test('what was held, or is cancelled, stays; the rest moves within the programme until that is closed', () => {
	const stays = activityStates.filter((state) => whyNotMove({ state }, programme) !== null);
	expect(stays).toEqual(['held', 'returned', 'accepted', 'cancelled']);
	expect(whyNotMove({ state: 'held' }, programme)).toBe('held');
	expect(whyNotMove({ state: 'cancelled' }, programme)).toBe('cancelled');
	expect(whyNotMove({ state: 'proposed' }, { ...programme, state: 'closed' })).toBe('programme_closed');
	expect(whyNotMove({ state: 'proposed' }, programme, '2026-11-01')).toBe('outside_period');
	expect(whyNotMove({ state: 'proposed' }, programme, '2026-10-31')).toBeNull();
});

test.each([
	['10:00', '11:30', '14:15', '15:45'],
	['10:00', '11:30', '23:00', null],
	['10:00', null, '14:00', null],
] as const)('from %s to %s, moved to %s, it ends at %s', (startsAt, endsAt, hour, end) => {
	expect(movedEnd({ startsAt, endsAt }, hour)).toBe(end);
});

test('a move of the day keeps the hours, one of the hour keeps the length, and an hour can be taken away', () => {
	const at = { takesPlaceOn: '2026-10-13', startsAt: '10:00', endsAt: '11:30' };
	const day = '2026-10-14';
	expect(movedTo(at, { day })).toEqual({ ...at, takesPlaceOn: day });
	expect(movedTo(at, { day, startsAt: '12:00' })).toEqual({ takesPlaceOn: day, startsAt: '12:00', endsAt: '13:30' });
	expect(movedTo(at, { day, startsAt: null })).toEqual({ takesPlaceOn: day, startsAt: null, endsAt: null });
});

test('the form of a move: a day, and an hour only where it asks for one', () => {
	expect(parseMove({ day: ['14.10.2026'] })).toEqual({ ok: true, value: { day: '2026-10-14' } });
	expect(parseMove({ day: ['2026-10-14'], from: ['9.30'] })).toMatchObject({ value: { startsAt: '09:30' } });
	expect(parseMove({ day: ['2026-10-14'], from: [''] })).toMatchObject({ value: { startsAt: null } });
	expect(parseMove({})).toMatchObject({ ok: false, issues: [{ field: 'day', message: 'issue.missing' }] });
	expect(parseMove({ day: ['31 tetor'], from: ['25:00'] })).toMatchObject({
		issues: [{ field: 'day' }, { field: 'from' }],
	});
});

describe('the last move', () => {
	const change = (from: unknown, to: unknown) => ({ from, to });
	const now = { takesPlaceOn: '2026-10-14', startsAt: '10:00', endsAt: '11:30' };
	const move = { kind: 'edited' as const, changes: { takesPlaceOn: change('2026-10-13', '2026-10-14') } };

	test('is an edit of day and hours alone', () => {
		expect(isMove(move)).toBe(true);
		expect(isMove({ kind: 'edited', changes: { ...move.changes, startsAt: change(null, '10:00') } })).toBe(true);
		expect(isMove({ kind: 'edited', changes: { ...move.changes, title: change('a', 'b') } })).toBe(false);
		expect(isMove({ kind: 'edited', changes: { startsAt: change(null, '10:00') } })).toBe(false);
	});

	test('can be gone back on while nothing else changed the plan', () => {
		expect(placeBefore([move], now)).toEqual({ ...now, takesPlaceOn: '2026-10-13' });
		const asked = { kind: 'answers_asked' as const, changes: {} };
		expect(placeBefore([asked, move], now)).toMatchObject({ takesPlaceOn: '2026-10-13' });
		expect(placeBefore([{ kind: 'confirmed', changes: {} }, move], now)).toBeUndefined();
		expect(placeBefore([], now)).toBeUndefined();
		const first = { kind: 'edited' as const, changes: { takesPlaceOn: change(null, '2026-10-14') } };
		expect(placeBefore([first], now)).toMatchObject({ takesPlaceOn: null });
	});
});
