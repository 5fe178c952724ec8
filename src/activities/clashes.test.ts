import { expect, test } from 'vitest';
import { hintsFor } from './clashes.ts';

const one = {
	id: '1',
	number: 1,
	title: 'Orë informuese',
	state: 'proposed' as const,
	takesPlaceOn: '2026-10-13',
	startsAt: '10:00',
	endsAt: '11:30',
	placeId: 'school',
	leadId: 'zvap',
	slug: '2026-10',
};
const other = { ...one, id: '2', number: 2, title: 'Konkursi', leadId: 'bashkia' };
const kinds = (activity: typeof one, sameDay: readonly (typeof one)[]) =>
	hintsFor(activity, sameDay).map(({ kind }) => kind);

test('the same place at overlapping hours is told, at following hours it is not', () => {
	expect(kinds(one, [one, other])).toEqual(['same_place']);
	expect(kinds(one, [{ ...other, startsAt: '11:30', endsAt: '12:00' }])).toEqual([]);
	expect(kinds(one, [{ ...other, takesPlaceOn: '2026-10-14' }])).toEqual([]);
});

test('the same institution elsewhere at the same hour is told too', () => {
	expect(kinds(one, [{ ...one, id: '3', placeId: 'elsewhere' }])).toEqual(['same_lead']);
});

test('without an end an hour is assumed, without a start nothing is said', () => {
	expect(kinds(one, [{ ...other, startsAt: '09:30', endsAt: null } as never])).toEqual(['same_place']);
	expect(kinds(one, [{ ...other, startsAt: '09:00', endsAt: null } as never])).toEqual([]);
	expect(kinds(one, [{ ...other, startsAt: null, endsAt: null } as never])).toEqual([]);
});

test('what was cancelled or postponed is in nobody’s way', () => {
	expect(kinds(one, [{ ...other, state: 'cancelled' } as never, { ...other, state: 'postponed' } as never])).toEqual(
		[],
	);
	expect(kinds({ ...one, state: 'cancelled' } as never, [other])).toEqual([]);
});

test('Sundays and holidays of a fixed date are told', () => {
	expect(kinds({ ...one, takesPlaceOn: '2026-10-18' }, [])).toEqual(['sunday']);
	expect(hintsFor({ ...one, takesPlaceOn: '2026-11-28' }, [])).toEqual([{ kind: 'holiday', holiday: '11_28' }]);
});
