import { describe, expect, test } from 'vitest';
import type { ListedActivity } from '#activities/model.ts';
import { type Followed, followUp, type Months, narrowed } from './following.ts';
import { parseFollowQuestion, parseReminderRules, shownDays } from './input.ts';
import type { GivenAnswer, Standing } from './model.ts';
import { dueBefore, dueForSilence, isWorkingHour, type ReminderRules } from './reminding.ts';

const today = '2026-11-10';
const activity = (number: number, more: Partial<ListedActivity> = {}) =>
	({
		...{ id: `a${number}`, number, title: `V${number}`, leadId: 'p1', supporterIds: [], state: 'proposed' },
		...{ takesPlaceOn: '2026-11-20', version: 1, ...more },
	}) as ListedActivity;
const standing = (partnerId: string, more: Partial<Standing> = {}): Standing => ({
	...{ partnerId, leads: true, reachable: true, askedAt: new Date('2026-11-02T09:00:00Z'), living: true },
	...{ answer: null, agreed: false, outdated: false, silentDays: 8, ...more },
});
const said = (answer: GivenAnswer['answer']) => ({ answer, reason: 'day', proposedDay: null }) as GivenAnswer;
const answered = (answer: GivenAnswer['answer'], agreed = false) => ({
	...{ answer: said(answer), agreed, silentDays: null },
});
const line = (state: 'asked' | 'confirmed') =>
	({ activityId: 'a1', partnerId: 'p1', kind: 'projector', state }) as Months['lines'][number];
const month = (more: Partial<Months>): Months => ({
	...{ asked: [], activities: [], contacts: [], lines: [], lateTasks: [], reminders: [] },
	...{ names: { p1: 'ZVAP', p2: 'Bashkia', p3: 'CSDS' }, ...more },
});
const whats = (all: readonly Followed[]) => all.map(({ name, matters }) => [name, ...matters.map(({ what }) => what)]);

describe('who is waited for', () => {
	test.each([
		['declined', answered('no')],
		['other_day', answered('other_day')],
		['agreed', answered('yes', true)],
		['no_contact', { reachable: false, silentDays: null, askedAt: null }],
		['no_contact', { reachable: false }],
		['silent', {}],
		['not_asked', { askedAt: null, living: false, silentDays: null }],
		['not_asked', { living: false, silentDays: null }],
	] as const)('%s', (what, more) => {
		const asked = [{ activity: activity(1), standings: [standing('p1', more)] }];
		expect(whats(followUp(month({ asked }), today))).toEqual([['ZVAP', what]]);
	});

	test('who agreed and has not said what it brings; a confirmed activity nobody was asked about waits for nobody', () => {
		const yes = [{ activity: activity(1), standings: [standing('p1', answered('yes', true))] }];
		expect(whats(followUp(month({ asked: yes, lines: [line('asked')] }), today))).toEqual([['ZVAP', 'contribution']]);
		expect(whats(followUp(month({ asked: yes, lines: [line('confirmed')] }), today))).toEqual([['ZVAP', 'agreed']]);
		const unasked = standing('p1', { askedAt: null, living: false, silentDays: null });
		const asked = [{ activity: activity(1, { state: 'confirmed' }), standings: [unasked] }];
		expect(whats(followUp(month({ asked }), today))).toEqual([['ZVAP']]);
	});

	test('a return that is late is the lead’s; telephones only of contacts that have one and are in force', () => {
		const contact = { id: 'c', partnerId: 'p1', name: 'Arta', email: 'a@b.al', locale: 'sq' as const };
		const valid = { validFrom: '2026-01-01', validTo: null };
		const contacts = [
			{ ...contact, ...valid, phone: '067 000 0001' },
			{ ...contact, ...valid, phone: null },
			{ ...contact, ...valid, phone: '067 000 0002', validTo: '2026-11-09' },
		];
		const activities = [activity(1, { state: 'held', takesPlaceOn: '2026-11-06' })];
		const [one] = followUp(month({ activities, contacts }), today);
		expect([one?.matters[0]?.what, one?.matters[0]?.days, one?.phones]).toEqual([
			...['late_return', 4],
			[{ name: 'Arta', phone: '067 000 0001' }],
		]);
	});

	test('the list is narrowed and ordered as its address asks', () => {
		const asked = [
			{ activity: activity(1), standings: [standing('p1', { silentDays: 3 }), standing('p2', answered('no'))] },
			{ activity: activity(2), standings: [standing('p3', { silentDays: 9 }), standing('p2', answered('yes', true))] },
		];
		const all = followUp(month({ asked }), today);
		const names = (view: 'open' | 'silent' | 'all', sort: 'urgent' | 'silence' | 'name') =>
			narrowed(all, { view, sort }).map(({ name }) => name);
		expect(names('open', 'urgent')).toEqual(['Bashkia', 'CSDS', 'ZVAP']);
		expect(names('open', 'silence')).toEqual(['CSDS', 'ZVAP', 'Bashkia']);
		expect(names('silent', 'name')).toEqual(['CSDS', 'ZVAP']);
		expect(narrowed(all, { view: 'open', sort: 'name' })[0]?.matters).toHaveLength(1);
		expect(narrowed(all, { view: 'all', sort: 'name' })[0]?.matters).toHaveLength(2);
		expect(parseFollowQuestion(new URLSearchParams('show=toString&sort=x'))).toEqual({ view: 'open', sort: 'urgent' });
	});
});

describe('when reminders are due', () => {
	const rules: ReminderRules = { enabled: true, firstAfter: 5, thenEvery: 3, atMost: 2, daysBefore: 2 };
	const silence = (on: string, sentOn: string[] = []) => dueForSilence(rules, { askedOn: '2026-11-02', sentOn }, on);

	test('after so many days, then every so many, and not more than so often', () => {
		expect(silence('2026-11-06')).toBe(null);
		expect(silence('2026-11-07')).toBe('2026-11-07');
		expect(silence('2026-11-09', ['2026-11-07'])).toBe(null);
		expect(silence('2026-11-10', ['2026-11-07'])).toBe('2026-11-10');
		expect(silence('2026-11-30', ['2026-11-07', '2026-11-10'])).toBe(null);
	});

	test('what was missed is one; what the desk sent counts; asked again it begins anew', () => {
		expect(silence('2026-11-20')).toBe('2026-11-10');
		expect(silence('2026-11-08', ['2026-11-08'])).toBe(null);
		expect(silence('2026-11-07', ['2026-10-20', '2026-10-25'])).toBe('2026-11-07');
	});

	test('of a coming activity on a working day before, also when it was missed, never on the day itself', () => {
		const free = (day: string) => day === '2026-11-27';
		const ahead = (on: string, takesPlaceOn: string) => dueBefore(rules, takesPlaceOn, on, free);
		expect(ahead('2026-11-17', '2026-11-20')).toBe(null);
		expect(ahead('2026-11-18', '2026-11-20')).toBe('2026-11-18');
		expect(ahead('2026-11-19', '2026-11-20')).toBe('2026-11-18');
		expect(ahead('2026-11-20', '2026-11-20')).toBe(null);
		// Two days before Monday 30 is a Saturday, and Friday 27 a holiday.
		expect(ahead('2026-11-26', '2026-11-30')).toBe('2026-11-26');
		expect(dueBefore({ ...rules, daysBefore: 0 }, '2026-11-20', '2026-11-19', free)).toBe(null);
	});

	test.each([
		['2026-11-10T06:59:00Z', false],
		['2026-11-10T07:00:00Z', true],
		['2026-11-10T14:59:00Z', true],
		['2026-11-10T15:00:00Z', false],
		['2026-11-14T10:00:00Z', false],
		['2026-11-11T10:00:00Z', false],
		['2026-07-10T06:00:00Z', true],
	])('%s is a working hour in Albania: %s', (moment, works) => {
		expect(isWorkingHour(new Date(moment), (day) => day === '2026-11-11')).toBe(works);
	});

	test('the rules are numbers that make sense', () => {
		const typed = { first_after: ['0'], then_every: ['5'], at_most: ['x'], days_before: ['0'] };
		const parsed = parseReminderRules(typed);
		expect(parsed.ok || parsed.issues.map(({ field }) => field)).toEqual(['first_after', 'at_most']);
		expect(parseReminderRules({ ...typed, enabled: ['yes'], first_after: ['5'], at_most: ['2'] })).toEqual({
			ok: true,
			value: { enabled: true, firstAfter: 5, thenEvery: 5, atMost: 2, daysBefore: 0 },
		});
	});
});

test('a page of several activities tells the day of each', () => {
	expect([...shownDays({ for_day_3: ['2026-11-20'], for_day_x: ['1'], for_day: ['2'] })]).toEqual([[3, '2026-11-20']]);
});
