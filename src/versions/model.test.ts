import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settings } from '#activities/model.ts';
import { audiences } from '#programmes/model.ts';
import {
	type Change,
	canonical,
	changeKinds,
	changesSince,
	facets,
	fieldsOf,
	type Line,
	openTo,
	toldFacets,
	withMerged,
	withPartner,
} from './model.ts';

const line = (changes: Partial<Line> = {}): Line => ({
	...{ activityId: 'a', number: 1, title: 'Stendë', setting: 'public', off: null, pencilled: false },
	...{ visibility: 'public', takesPlaceOn: '2026-10-04', startsAt: '10:00', endsAt: null },
	...{ placeId: 'sheshi', placeName: 'Sheshi', municipalityCode: 'd', municipalityName: 'Durrës', unitCode: null },
	...{ national: false, leadId: 'bashkia', leadName: 'Bashkia', supporters: [], audiences: ['general_public'] },
	...{ methods: [], plannedPersons: 40 },
	...changes,
});
const kindsOf = (before: Partial<Line>, after: Partial<Line>) =>
	changesSince([line(before)], [line(after)]).map(({ kind, facets: differ }) => [kind, ...differ]);

test('each change has its name, the gravest first', () => {
	expect(kindsOf({}, {})).toEqual([]);
	expect(kindsOf({}, { takesPlaceOn: '2026-10-05' })).toEqual([['moved', 'day']]);
	expect(kindsOf({}, { endsAt: '12:00' })).toEqual([['moved', 'hours']]);
	expect(kindsOf({}, { placeId: 'salla', title: 'Tryezë' })).toEqual([['moved', 'place', 'title']]);
	expect(kindsOf({}, { leadId: 'zvap' })).toEqual([['changed', 'lead']]);
	expect(kindsOf({}, { off: 'cancelled', takesPlaceOn: '2026-10-05' })).toEqual([['cancelled', 'off', 'day']]);
	expect(kindsOf({}, { off: 'postponed' })).toEqual([['postponed', 'off']]);
	expect(kindsOf({ off: 'postponed' }, { off: 'cancelled' })).toEqual([['cancelled', 'off']]);
	expect(kindsOf({ off: 'postponed' }, { takesPlaceOn: '2026-10-09' })).toEqual([['restored', 'off', 'day']]);
	expect(changesSince([], [line()])).toMatchObject([{ kind: 'added' }]);
	expect(changesSince([], [line({ off: 'cancelled' })])).toMatchObject([{ kind: 'cancelled' }]);
	expect(changesSince([line()], [])).toMatchObject([{ kind: 'removed', after: null }]);
});

test('another spelling, another order, and agreement are no changes', () => {
	const two = [
		{ id: 'p', name: 'Policia' },
		{ id: 'q', name: 'CSDS' },
	];
	expect(kindsOf({}, { leadName: 'Bashkia Durrës', placeName: 'Sheshi "Liria"' })).toEqual([]);
	expect(kindsOf({ supporters: two }, { supporters: two.toReversed() })).toEqual([]);
	expect(kindsOf({ pencilled: true }, { pencilled: false })).toEqual([]);
});

test('the public is told of what is open to it, without what pages do not show', () => {
	const lines = [line(), line({ activityId: 'b', visibility: 'closed' }), line({ activityId: 'c', pencilled: true })];
	expect(openTo(lines).map(({ activityId }) => activityId)).toEqual(['a']);
	expect(changesSince([line()], [line({ plannedPersons: 500, methods: ['talk'] })], toldFacets)).toEqual([]);
	// What was agreed since is new to the public; what was taken back is gone.
	expect(changesSince(openTo([line({ pencilled: true })]), openTo([line()]))).toMatchObject([{ kind: 'added' }]);
	expect(changesSince(openTo([line()]), openTo([line({ pencilled: true })]))).toMatchObject([{ kind: 'removed' }]);
});

test('an institution is told when it came in and when it was let go', () => {
	const then = [line({ supporters: [{ id: 'csds', name: 'CSDS' }] })];
	const now = [line({ supporters: [{ id: 'njmf', name: 'NJMF' }] })];
	const told = (id: string) => changesSince(withPartner(then, id), withPartner(now, id)).map(({ kind }) => kind);
	expect([told('csds'), told('njmf'), told('bashkia'), told('zvap')]).toEqual([
		['removed'],
		['added'],
		['changed'],
		[],
	]);
});

test('institutions and places that were merged since are the same', () => {
	const then = line({
		leadId: 'gruja',
		supporters: [
			{ id: 'x', name: 'X' },
			{ id: 'y', name: 'Y' },
		],
	});
	const merged = new Map([
		['gruja', 'gruaja'],
		['x', 'y'],
		['sheshi', 'sheshi liria'],
	]);
	const now = line({ leadId: 'gruaja', placeId: 'sheshi liria', supporters: [{ id: 'y', name: 'Y' }] });
	expect(changesSince(withMerged([then], merged), [now])).toEqual([]);
	// Who supported is the lead now, and not both.
	const both = line({ supporters: [{ id: 'gruja', name: 'Gruja' }] });
	expect(withMerged([both], new Map([['gruja', 'bashkia']]))).toMatchObject([{ leadId: 'bashkia', supporters: [] }]);
});

const names = ['a', 'b', 'c'];
const anyLine = (activityId: string): fc.Arbitrary<Line> =>
	fc.record({
		activityId: fc.constant(activityId),
		number: fc.integer({ min: 1, max: 9 }),
		title: fc.constantFrom('Orë informuese', 'Takim'),
		setting: fc.constantFrom(...settings),
		off: fc.constantFrom(null, 'postponed', 'cancelled'),
		pencilled: fc.constant(false),
		visibility: fc.constantFrom('public', 'closed'),
		takesPlaceOn: fc.constantFrom(null, '2026-10-01', '2026-10-02'),
		startsAt: fc.constantFrom(null, '10:00'),
		endsAt: fc.constantFrom(null, '12:00'),
		placeId: fc.constantFrom(null, ...names),
		placeName: fc.constant('Salla'),
		municipalityCode: fc.constantFrom(null, 'd'),
		municipalityName: fc.constant('Durrës'),
		unitCode: fc.constantFrom(null, 'u'),
		national: fc.boolean(),
		leadId: fc.constantFrom(...names),
		leadName: fc.constant('Bashkia'),
		supporters: fc.subarray(names).map((ids) => ids.map((id) => ({ id, name: id }))),
		audiences: fc.subarray([...audiences], { minLength: 1 }),
		methods: fc.subarray(['video', 'talk'] as Line['methods']),
		plannedPersons: fc.constantFrom(null, 20),
	});
const anyPlan = fc
	.array(fc.constantFrom('1', '2', '3', '4', '5', '6'), { maxLength: 6 })
	.chain((ids) => fc.tuple(...[...new Set(ids)].map(anyLine)));

/** A version brought to the present by the changes alone: of what differs only the facets that a change names. */
function apply(lines: readonly Line[], changes: readonly Change[]): Line[] {
	const by = new Map(changes.map((change) => [change.activityId, change]));
	const kept = lines.flatMap((before) => {
		const change = by.get(before.activityId);
		if (!change) return [before];
		const { after } = change;
		if (!after) return [];
		return [
			{ ...before, ...Object.fromEntries(change.facets.flatMap(fieldsOf).map((field) => [field, after[field]])) },
		];
	});
	return [...kept, ...changes.flatMap(({ before, after }) => (before || !after ? [] : [after]))];
}
const byId = (lines: readonly Line[]) => lines.toSorted((a, b) => a.activityId.localeCompare(b.activityId));

test('a version and its changes give the present, whatever was done', () => {
	fc.assert(
		fc.property(anyPlan, anyPlan, (then, now) => {
			const changes = changesSince(then, now);
			expect(byId(apply(then, changes))).toEqual(byId(now));
			expect(new Set(changes.map(({ activityId }) => activityId)).size).toBe(changes.length);
			expect(changesSince(now, now)).toEqual([]);
			const ranks = changes.map(({ kind }) => changeKinds.indexOf(kind));
			expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
		}),
	);
});

test('the canonical form is the same however the parts were ordered, and differs with any field', () => {
	const text = {
		titleSq: 'T',
		titleEn: 'M',
		startsOn: '2026-10-01',
		endsOn: '2026-10-31',
		aimSq: '',
		aimEn: '',
		targets: [],
	};
	fc.assert(
		fc.property(anyPlan, (lines) => {
			const shuffled = lines.toReversed().map((one) => Object.fromEntries(Object.entries(one).reverse()) as Line);
			expect(canonical(text, shuffled)).toBe(canonical(text, lines));
		}),
	);
	for (const facet of facets) {
		const [field] = fieldsOf(facet);
		if (field)
			expect(canonical(text, [{ ...line(), [field]: [{ id: 'other', name: '' }] }])).not.toBe(
				canonical(text, [line()]),
			);
	}
});
