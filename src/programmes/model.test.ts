import { expect, test } from 'vitest';
import {
	changesBetween,
	isSubmitted,
	leavesOut,
	type ProgrammeEvent,
	type ProgrammeEventKind,
	type ProgrammeSituation,
	type ProgrammeState,
	type ProgrammeVerb,
	programmeStates,
	programmeVerbs,
	whyNot,
} from './model.ts';

const table: Record<ProgrammeVerb, ProgrammeState[]> = {
	submit: ['in_preparation', 'approved'],
	approve: ['in_preparation', 'approved'],
	send_back: ['in_preparation', 'approved'],
	reopen: ['approved'],
	close: ['approved'],
};
const easy = (verb: ProgrammeVerb, state: ProgrammeState): ProgrammeSituation => ({
	...{ state, activities: 25, submitted: verb === 'send_back', changes: state === 'approved' ? 2 : null },
	...{ questions: 0, accepted: false },
});

for (const verb of programmeVerbs) {
	for (const state of programmeStates) {
		const possible = table[verb].includes(state);
		test(`${state}: ${verb} is ${possible ? 'possible' : 'refused'}`, () => {
			expect(whyNot(verb, easy(verb, state))).toBe(possible ? null : 'wrong_state');
		});
	}
}

test('an empty plan is neither submitted nor approved', () => {
	for (const verb of ['submit', 'approve'] as const)
		expect(whyNot(verb, { ...easy(verb, 'in_preparation'), activities: 0 })).toBe('no_activities');
});

test('an approved programme is approved again only when it has changed; one of before versions, always', () => {
	expect(whyNot('approve', { ...easy('approve', 'approved'), changes: 0 })).toBe('no_changes');
	expect(whyNot('submit', { ...easy('submit', 'approved'), changes: 0 })).toBe('no_changes');
	expect(whyNot('approve', { ...easy('approve', 'approved'), changes: null })).toBeNull();
	// Taken back and approved as it was.
	expect(whyNot('approve', { ...easy('approve', 'in_preparation'), changes: 0 })).toBeNull();
});

test('with open questions only a deliberate yes approves', () => {
	const open = { ...easy('approve', 'in_preparation'), questions: 3 };
	expect(whyNot('approve', open)).toBe('open_questions');
	expect(whyNot('approve', { ...open, accepted: true })).toBeNull();
	expect(whyNot('submit', open)).toBeNull();
});

test('only what was submitted is sent back, and it is submitted once', () => {
	expect(whyNot('send_back', { ...easy('send_back', 'in_preparation'), submitted: false })).toBe('not_submitted');
	expect(whyNot('submit', { ...easy('submit', 'in_preparation'), submitted: true })).toBe('already_submitted');
});

test('a programme lies with the chair from being submitted until the next word', () => {
	const event = (kind: ProgrammeEventKind): ProgrammeEvent => ({
		...{ id: kind, kind, actor: 'desk', details: {}, at: new Date(0) },
	});
	const story = (...kinds: ProgrammeEventKind[]) => kinds.map(event).toReversed();
	expect(isSubmitted(story('created', 'submitted', 'edited', 'imported'))).toBe(true);
	for (const last of ['sent_back', 'approved', 'reopened'] as const)
		expect(isSubmitted(story('created', 'submitted', last, 'edited'))).toBe(false);
	expect(isSubmitted(story('created'))).toBe(false);
});

test('a period must hold its activities', () => {
	const period = { startsOn: '2026-10-05', endsOn: '2026-10-20' };
	expect(leavesOut(period, { activities: 0, first: null, last: null })).toBe(false);
	expect(leavesOut(period, { activities: 2, first: '2026-10-05', last: '2026-10-20' })).toBe(false);
	expect(leavesOut(period, { activities: 2, first: '2026-10-04', last: '2026-10-20' })).toBe(true);
	expect(leavesOut(period, { activities: 2, first: '2026-10-05', last: '2026-10-21' })).toBe(true);
});

test('an edit is told field by field; the order of targets says nothing', () => {
	const text = {
		titleSq: 'Tetor',
		titleEn: 'October',
		startsOn: '2026-10-01',
		endsOn: '2026-10-31',
		aimSq: '',
		aimEn: '',
	};
	const targets = [
		{ audience: 'pupils' as const, persons: 500 },
		{ audience: 'parents' as const, persons: 40 },
	];
	expect(changesBetween({ ...text, targets }, { ...text, targets: targets.toReversed() })).toEqual({});
	expect(Object.keys(changesBetween({ ...text, targets }, { ...text, titleEn: 'The month', targets: [] }))).toEqual([
		'titleEn',
		'targets',
	]);
});
