import { describe, expect, test } from 'vitest';
import {
	type ActivityState,
	activityStates,
	gateOf,
	mayReturn,
	needsDay,
	possibleVerbs,
	type Readiness,
	type Situation,
	stateAfter,
	usualVisibility,
	type Verb,
	verbs,
	whyNot,
} from './model.ts';

const full: Readiness = {
	safeguarding_contact: '2026-10-01',
	referral_card: '2026-10-01',
	facilitator_briefed: '2026-10-01',
	quiet_place: '2026-10-01',
	line_tested: '2026-10-01',
	materials_approved: '2026-10-01',
};

const situation = (
	state: ActivityState,
	more: Partial<Situation['activity']> & Partial<Omit<Situation, 'activity'>> = {},
): Situation => {
	const {
		readiness = full,
		programmeClosed = false,
		today = '2026-10-20',
		reason = 'Shkolla ka provim.',
		...activity
	} = more;
	return {
		activity: { state, takesPlaceOn: '2026-10-13', placeId: 'place', national: false, ...activity },
		readiness,
		programmeClosed,
		today,
		reason,
	};
};

const table: Record<Verb, Partial<Record<ActivityState, ActivityState>>> = {
	confirm: { proposed: 'confirmed', postponed: 'confirmed' },
	ready: { confirmed: 'ready' },
	hold: { confirmed: 'held', ready: 'held' },
	accept: { returned: 'accepted' },
	postpone: { proposed: 'postponed', confirmed: 'postponed', ready: 'postponed' },
	cancel: { proposed: 'cancelled', confirmed: 'cancelled', ready: 'cancelled', postponed: 'cancelled' },
	reopen: {
		cancelled: 'proposed',
		postponed: 'proposed',
		confirmed: 'proposed',
		ready: 'confirmed',
		held: 'confirmed',
		accepted: 'returned',
	},
};

describe('every state and every verb', () => {
	for (const verb of verbs) {
		for (const state of activityStates) {
			const to = table[verb][state];
			test(`${state}: ${verb} ${to ? `leads to ${to}` : 'is refused'}`, () => {
				expect(whyNot(verb, situation(state))).toBe(to ? null : 'wrong_state');
				expect(stateAfter(verb, state)).toBe(to);
				expect(whyNot(verb, situation(state, { programmeClosed: true }))).toBe('programme_closed');
			});
		}
	}
});

describe('what stands in the way', () => {
	test('nothing is confirmed, ready or held without a day', () => {
		for (const [verb, state] of [
			['confirm', 'proposed'],
			['ready', 'confirmed'],
			['hold', 'confirmed'],
		] as const) {
			expect(whyNot(verb, situation(state, { takesPlaceOn: null }))).toBe('no_date');
		}
	});
	test('a county activity needs a place, a national one does not', () => {
		expect(whyNot('confirm', situation('proposed', { placeId: null }))).toBe('no_place');
		expect(whyNot('confirm', situation('proposed', { placeId: null, national: true }))).toBeNull();
	});
	test('ready is a gate of six', () => {
		for (const item of Object.keys(full)) {
			const { [item as 'quiet_place']: _, ...rest } = full;
			expect(whyNot('ready', situation('confirmed', { readiness: rest }))).toBe('not_ready');
		}
	});
	test('the line was tested at most thirty days from the day', () => {
		const tested = (line_tested: string) =>
			whyNot('ready', situation('confirmed', { readiness: { ...full, line_tested } }));
		expect(tested('2026-09-13')).toBeNull();
		expect(tested('2026-09-12')).toBe('line_test_old');
	});
	test('whether a line was tested is told by its calls until the activity is held, and then stays', () => {
		const proof = { on: '2026-10-12' };
		expect(gateOf({ state: 'confirmed' }, full, proof).line_tested).toBe('2026-10-12');
		expect(gateOf({ state: 'ready' }, full, null)).not.toHaveProperty('line_tested');
		expect(gateOf({ state: 'held' }, full, proof)).toEqual(full);
	});
	test('nothing is held before its day', () => {
		expect(whyNot('hold', situation('ready', { today: '2026-10-12' }))).toBe('not_yet');
		expect(whyNot('hold', situation('ready', { today: '2026-10-13' }))).toBeNull();
	});
	test('postponing and cancelling want a reason; asking whether they are possible does not', () => {
		for (const verb of ['postpone', 'cancel'] as const) {
			expect(whyNot(verb, situation('confirmed', { reason: '  ' }))).toBe('no_reason');
			expect(whyNot(verb, situation('confirmed', { reason: null }))).toBe('no_reason');
			const { reason: _, ...asked } = situation('confirmed');
			expect(whyNot(verb, asked)).toBeNull();
		}
	});
	test('a page offers the verbs of the state only, with what stands in their way', () => {
		expect(possibleVerbs(situation('confirmed', { today: '2026-10-01', readiness: {} }))).toEqual([
			{ verb: 'ready', why: 'not_ready' },
			{ verb: 'hold', why: 'not_yet' },
			{ verb: 'postpone', why: null },
			{ verb: 'cancel', why: null },
			{ verb: 'reopen', why: null },
		]);
	});
});

test('only what is public by nature is public by default', () => {
	expect((['school', 'community', 'company', 'health', 'public'] as const).map(usualVisibility)).toEqual([
		'closed',
		'closed',
		'closed',
		'closed',
		'public',
	]);
});

test('only intentions go without a day', () => {
	expect(activityStates.filter(needsDay)).toEqual(['confirmed', 'ready', 'held', 'returned', 'accepted']);
});

test('a return is written from the day on', () => {
	expect(mayReturn('confirmed', '2026-10-13', '2026-10-12')).toBe(false);
	expect(mayReturn('confirmed', '2026-10-13', '2026-10-13')).toBe(true);
	expect(mayReturn('cancelled', '2026-10-13', '2026-10-14')).toBe(false);
});
