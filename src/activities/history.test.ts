import { expect, test } from 'vitest';
import { changesBetween, namedIn, type Plan } from './changes.ts';
import { changeText, eventText } from './history.ts';

const plan: Plan = {
	number: 1,
	title: 'Orë informuese',
	setting: 'school',
	leadId: 'a',
	supporterIds: ['b', 'c'],
	placeId: null,
	municipalityCode: null,
	unitCode: null,
	national: false,
	audiences: ['pupils'],
	methods: ['video'],
	takesPlaceOn: '2026-10-13',
	startsAt: null,
	endsAt: null,
	plannedPersons: 50,
	visibility: 'closed',
};

test('only what differs is a change; the order of lists says nothing', () => {
	expect(changesBetween(plan, { ...plan, supporterIds: ['c', 'b'] })).toEqual({});
	expect(changesBetween(plan, { ...plan, takesPlaceOn: null, plannedPersons: 60 })).toEqual({
		takesPlaceOn: { from: '2026-10-13', to: null },
		plannedPersons: { from: 50, to: 60 },
	});
});

test('changes read as sentences in both languages, ids by their names', () => {
	const [change] = [
		changesBetween(plan, { ...plan, leadId: 'z', audiences: ['pupils', 'parents'], takesPlaceOn: null }),
	];
	const names = { a: 'ZVAP Durrës', z: 'ZVAP Krujë' };
	expect(namedIn([change])).toContain('z');
	const said = (locale: 'sq' | 'en') =>
		Object.entries(change).map(([field, values]) => changeText(locale, field, values, names));
	expect(said('sq')).toEqual([
		'Nën kujdesin e: ZVAP Durrës → ZVAP Krujë',
		'Grupet e synuara: nxënës → nxënës dhe prindër',
		'Data: 13 tetor 2026 → asgjë',
	]);
	expect(said('en')).toEqual([
		'In the care of: ZVAP Durrës → ZVAP Krujë',
		'Audiences: pupils → pupils and parents',
		'Date: 13 October 2026 → nothing',
	]);
	expect(changeText('sq', 'line_tested', { from: null, to: '2026-10-01' }, {})).toBe(
		'Të paktën një numër ndihme u provua: asgjë → 1 tetor 2026',
	);
	expect(changeText('sq', 'something_later', { from: false, to: 1200 }, {})).toBe(
		'something_later: jo → 1 200'.replace(' 200', '\u00a0200'),
	);
});

test('events read as what happened', () => {
	expect(eventText('sq', { kind: 'reopened', to: 'proposed', changes: {} })).toBe('U kthye te «propozuar»');
	expect(
		eventText('en', { kind: 'proposed', to: 'proposed', changes: { copiedFrom: { from: null, to: '2026-10' } } }),
	).toBe('Proposed, copied from the plan of October 2026');
});
