import { describe, expect, test } from 'vitest';
import { parseTask, parseTaskQuestion } from './input.ts';
import { isIn, isLate, stateAfter, taskStates, taskVerbs } from './model.ts';

const today = '2026-11-10';

describe('the life of a task', () => {
	test('no verb starts where it says nothing, and every end can be undone', () => {
		expect(stateAfter('done', 'cancelled')).toBe(undefined);
		expect(stateAfter('cancel', 'done')).toBe(undefined);
		expect(stateAfter('undo', 'open')).toBe(undefined);
		for (const verb of taskVerbs)
			for (const from of taskStates) {
				const to = stateAfter(verb, from);
				if (to && to !== 'open') expect([verb, stateAfter('undo', to)]).toEqual([verb, 'open']);
			}
	});

	test('late is open after its day, and not on it', () => {
		expect(isLate({ state: 'open', dueOn: '2026-11-09' }, today)).toBe(true);
		expect(isLate({ state: 'open', dueOn: today }, today)).toBe(false);
		expect(isLate({ state: 'done', dueOn: '2026-11-09' }, today)).toBe(false);
		expect(isIn({ state: 'open', dueOn: '2026-11-09' }, 'open', today)).toBe(true);
		expect(isIn({ state: 'cancelled', dueOn: '2026-11-09' }, 'late', today)).toBe(false);
	});
});

describe('the form of a task', () => {
	const choices = { partners: [{ id: 'p1' }], programmes: [{ id: 'x', slug: '2026-11' }] };
	test('names what is missing and what is not to be chosen', () => {
		const parsed = parseTask({ owner: ['p2'], due_on: ['31.11.2026'], month: ['2026-10'] }, choices);
		expect(parsed.ok || parsed.issues.map(({ field, message }) => [field, message])).toEqual([
			['title', 'issue.missing'],
			['due_on', 'issue.not_a_day'],
			['owner', 'issue.not_in_list'],
			['month', 'issue.not_in_list'],
		]);
	});

	test('takes a task of the secretariat, its title in one line', () => {
		const typed = { title: ['Të porositen\nfletët'], due_on: ['12.11.2026'], owner: [''], month: ['2026-11'] };
		expect(parseTask(typed, choices)).toEqual({
			ok: true,
			value: { title: 'Të porositen fletët', dueOn: '2026-11-12', partnerId: null, month: '2026-11' },
		});
	});
});

test('a list that is asked for nothing shows what is open', () => {
	expect(parseTaskQuestion(new URLSearchParams('state=__proto__'))).toEqual({ view: 'open', partnerId: '' });
	expect(parseTaskQuestion(new URLSearchParams('state=late&partner=none'))).toEqual({
		view: 'late',
		partnerId: 'none',
	});
});
