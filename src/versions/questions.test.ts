import { expect, test } from 'vitest';
import type { ListedActivity } from '#activities/model.ts';
import { countQuestions, openQuestions } from './questions.ts';

const activity = (number: number, changes: Partial<ListedActivity> = {}): ListedActivity => ({
	...{ id: `a${number}`, programmeId: 'p', number, title: `Veprimtaria ${number}`, setting: 'school', leadId: 'zvap' },
	...{ supporterIds: [], placeId: 'shkolla', municipalityCode: null, unitCode: null, national: false },
	...{ audiences: ['pupils'], methods: [], takesPlaceOn: '2026-10-05', startsAt: null, endsAt: null },
	...{ plannedPersons: null, visibility: 'closed', state: 'confirmed', version: 1, leadName: 'ZVAP' },
	...{ leadKind: 'education_office', placeName: 'Shkolla', municipalityName: null },
	...changes,
});
const quiet = { declined: false, otherDay: false, unanswered: false };

test('what is open is named by kind, with the activities it is about', () => {
	const activities = [
		activity(1),
		activity(2, { state: 'proposed', takesPlaceOn: null, placeId: null }),
		activity(3),
		activity(4, { state: 'cancelled', takesPlaceOn: null }),
		activity(5, { state: 'returned', placeId: null }),
		activity(6, { placeId: null, national: true }),
	];
	const said = new Map([
		['a1', { ...quiet, declined: true, unanswered: true }],
		['a3', { ...quiet, otherDay: true }],
		['a5', { ...quiet, declined: true }],
	]);
	const questions = openQuestions({ activities, said, clashing: new Set(['a3', 'a4']), submitted: false });
	expect(questions.map(({ kind, about }) => [kind, ...about.map(({ number }) => number)])).toEqual([
		['not_submitted'],
		['declined', 1],
		['other_day', 3],
		['unanswered', 1],
		['unconfirmed', 2],
		['no_day', 2],
		['no_place', 2],
		['clash', 3],
	]);
	expect(countQuestions(questions)).toBe(8);
});

test('a plan that is agreed and submitted leaves nothing open', () => {
	const agreed = {
		activities: [activity(1), activity(2, { state: 'ready' })],
		said: new Map(),
		clashing: new Set<string>(),
	};
	expect(openQuestions({ ...agreed, submitted: true })).toEqual([]);
	expect(countQuestions([])).toBe(0);
});
