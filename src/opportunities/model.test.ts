import { describe, expect, test } from 'vitest';
import { buildOffer } from '#tests/support/builders.ts';
import { parseChecks, parseOffer, parsePledge, typedForOffer } from './input.ts';
import { checkItems, isInForce, isOpen, needsNewChecks, openItems, rowKeyOf, stateAfter, verbsOf } from './model.ts';

const today = '2026-11-25';
const all = checkItems.map((item) => ({ item, holds: true }));
const but = (item: string) => all.filter((check) => check.item !== item);
const proposed = { state: 'proposed', deadline: '2026-12-01' } as const;

describe('listing', () => {
	test.each(checkItems)('is refused while “%s” is open, and when it does not hold', (item) => {
		expect(stateAfter('list', proposed, but(item), today)).toEqual({ ok: false, reason: 'unchecked' });
		const failed = [...but(item), { item, holds: false }];
		expect(stateAfter('list', proposed, failed, today)).toEqual({ ok: false, reason: 'doubtful' });
		expect(openItems(failed)).toEqual({ open: [], failed: [item] });
	});

	test('is refused after the deadline and from any other state, and is allowed on its last day', () => {
		expect(stateAfter('list', { ...proposed, deadline: '2026-11-24' }, all, today)).toMatchObject({ reason: 'past' });
		expect(stateAfter('list', { ...proposed, state: 'withdrawn' }, all, today)).toMatchObject({ reason: 'state' });
		expect(stateAfter('list', { ...proposed, deadline: today }, all, today)).toEqual({ ok: true, state: 'listed' });
	});

	test('can be undone, and the undoing too', () => {
		expect(stateAfter('withdraw', { ...proposed, state: 'listed' }, [], today)).toEqual({
			ok: true,
			state: 'withdrawn',
		});
		expect(stateAfter('reopen', { ...proposed, state: 'withdrawn' }, [], today)).toEqual({
			ok: true,
			state: 'proposed',
		});
		expect(verbsOf('listed')).toEqual(['withdraw']);
	});

	test('ends by itself with the deadline', () => {
		expect(isOpen({ state: 'listed', deadline: today }, today)).toBe(true);
		expect(isOpen({ state: 'listed', deadline: '2026-11-24' }, today)).toBe(false);
		expect(isOpen({ state: 'proposed', deadline: today }, today)).toBe(false);
	});
});

describe('what an offer says', () => {
	test('a job that costs something is refused, and so is a course that pays', () => {
		const job = parseOffer(typedForOffer(buildOffer({ cost: '200 euro' })), []);
		expect(job).toMatchObject({ ok: false, issues: [{ field: 'cost', message: 'issue.job_costs' }] });
		const course = parseOffer(typedForOffer(buildOffer({ kind: 'course' })), []);
		expect(course).toMatchObject({ ok: false, issues: [{ field: 'pay', message: 'issue.course_pays' }] });
	});

	test('comes back from its form as it was; what is missing is named', () => {
		expect(parseOffer(typedForOffer(buildOffer()), [])).toEqual({ ok: true, value: buildOffer() });
		const empty = parseOffer({}, []);
		expect(!empty.ok && empty.issues.map(({ field }) => field)).toEqual([
			...['kind', 'title', 'provider', 'deadline', 'eligibility', 'source'],
		]);
		const late = parseOffer(typedForOffer(buildOffer({ startsOn: '2026-01-01' })), []);
		expect(late).toMatchObject({ ok: false, issues: [{ field: 'starts_on' }] });
	});

	test('changed pay asks for new checks, a moved day does not', () => {
		expect(needsNewChecks(['pay'])).toBe(true);
		expect(needsNewChecks(['deadline', 'startsOn'])).toBe(false);
	});

	test('the key of a row is the number of the office, else the words without marks', () => {
		expect(rowKeyOf('K-1', buildOffer())).toBe('nr|k 1');
		expect(rowKeyOf('', buildOffer())).toBe(rowKeyOf(' ', buildOffer({ title: 'QEPËSE', pay: null })));
	});

	test('answers that no form of ours sends count as open', () =>
		expect(parseChecks({ pay: ['perhaps'], papers: ['no'], other: ['yes'] })).toEqual([
			{ item: 'papers', holds: false },
		]));
});

describe('a pledge', () => {
	const typed = { employer: ['Hotel'], promises: ['no_fees'], signed_on: ['2026-01-01'], valid_to: ['2026-12-31'] };

	test('needs an employer, a promise of the list, and an end after its start', () => {
		expect(parsePledge({ ...typed, promises: ['gold'] })).toMatchObject({ ok: false });
		expect(parsePledge({ ...typed, valid_to: ['2025-12-31'] })).toMatchObject({ issues: [{ field: 'valid_to' }] });
		expect(parsePledge(typed)).toMatchObject({ ok: true, value: { employer: 'Hotel', shown: false } });
	});

	test('is in force from its first to its last day', () => {
		const pledge = { signedOn: '2026-01-01', validTo: today };
		expect(isInForce(pledge, today)).toBe(true);
		expect(isInForce(pledge, '2026-11-26')).toBe(false);
	});
});
