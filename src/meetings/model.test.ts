import { describe, expect, test } from 'vitest';
import {
	parseDecision,
	parseItem,
	parseMeeting,
	parseMeetingTask,
	parseNotes,
	parseReason,
	versionTyped,
} from './input.ts';
import {
	agendaOpen,
	byTime,
	changedFields,
	type MeetingPlan,
	meetingStates,
	moved,
	quorumOf,
	type Situation,
	stateAfter,
	tooManyVotes,
	type Verb,
	whyNot,
} from './model.ts';

const situation = (change: Partial<Situation> = {}): Situation => ({
	...{ state: 'planned', takesPlaceOn: '2026-10-12', today: '2026-10-01', items: 2, own: false },
	participants: [{ attendance: 'present' }],
	...change,
});

describe('a meeting', () => {
	test('is called off, convened and held only while it is planned; approved minutes are only corrected', () => {
		const verbs: Verb[] = ['plan', 'convene', 'cancel', 'hold', 'note', 'write', 'send_back', 'approve', 'reopen'];
		const possible = Object.fromEntries(
			meetingStates.map((state) => [
				state,
				verbs.filter((verb) => whyNot(verb, situation({ state, today: '2026-10-12' })) !== 'wrong_state'),
			]),
		);
		expect(possible).toEqual({
			planned: ['plan', 'convene', 'cancel', 'hold'],
			held: ['note', 'write'],
			written: ['send_back', 'approve'],
			approved: ['reopen'],
			cancelled: [],
		});
		expect(stateAfter.reopen).toBe('held');
	});

	test('says why not yet', () => {
		expect(whyNot('convene', situation({ items: 0 }))).toBe('no_items');
		expect(whyNot('convene', situation({ participants: [] }))).toBe('nobody');
		expect(whyNot('convene', situation({ today: '2026-10-13' }))).toBe('past');
		expect(whyNot('hold', situation())).toBe('ahead');
		expect(whyNot('hold', situation({ today: '2026-10-12' }))).toBeNull();
		expect(whyNot('write', situation({ state: 'held', participants: [{ attendance: null }] }))).toBe('attendance_open');
		expect(whyNot('approve', situation({ state: 'written', own: true }))).toBe('own');
		expect(whyNot('approve', situation({ state: 'written' }))).toBeNull();
	});

	test('changes its agenda until the minutes wait for the chair', () => {
		expect(meetingStates.filter(agendaOpen)).toEqual(['planned', 'held']);
		const items = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
		const order = (by: -1 | 1, id: string) =>
			moved(items, id, by)
				.map((item) => item.id)
				.join('');
		expect([order(1, 'a'), order(-1, 'c'), order(-1, 'a'), order(1, 'c'), order(1, 'x')]).toEqual([
			...['bac', 'acb', 'abc', 'abc', 'abc'],
		]);
	});

	test('lies ahead while it is planned for today or later', () => {
		const of = (takesPlaceOn: string, state: 'planned' | 'held') => ({ takesPlaceOn, startsAt: '10:00', state });
		const all = [
			of('2026-11-02', 'planned'),
			of('2026-10-20', 'planned'),
			of('2026-09-01', 'held'),
			of('2026-10-01', 'planned'),
		];
		const { ahead, behind } = byTime(all, '2026-10-20');
		expect(ahead.map(({ takesPlaceOn }) => takesPlaceOn)).toEqual(['2026-10-20', '2026-11-02']);
		expect(behind.map(({ takesPlaceOn }) => takesPlaceOn)).toEqual(['2026-10-01', '2026-09-01']);
	});

	test('knows what of its plan differs', () => {
		const plan: MeetingPlan = {
			...{
				kind: 'ordinary',
				takesPlaceOn: '2026-10-12',
				startsAt: '10:00',
				endsAt: null,
				online: false,
				place: 'Salla',
			},
		};
		expect(changedFields(plan, { ...plan, takesPlaceOn: '2026-10-13', online: true })).toEqual([
			'takesPlaceOn',
			'online',
		]);
	});
});

test('more than half of the members is a quorum, the chair among them; guests do not count', () => {
	const member = (attendance: 'present' | 'absent') => ({ standing: 'member' as const, attendance });
	const guest = { standing: 'invited' as const, attendance: 'present' as const };
	expect(quorumOf([member('present'), member('absent'), guest])).toEqual({ present: 2, members: 3, reached: true });
	expect(quorumOf([member('absent'), guest, guest])).toEqual({ present: 1, members: 2, reached: false });
	expect(tooManyVotes({ for: 2, against: 1, abstained: null }, 3)).toBe(false);
	expect(tooManyVotes({ for: 2, against: 1, abstained: 1 }, 3)).toBe(true);
});

describe('forms', () => {
	const partners = [{ id: 'p1' }, { id: 'p2' }];
	const issues = (parsed: { ok: true } | { ok: false; issues: { field: string; message: string }[] }) =>
		parsed.ok || parsed.issues.map(({ field, message }) => [field, message]);

	test('of a meeting say what is missing and what cannot be', () => {
		expect(
			issues(parseMeeting({ kind: ['secret'], from: ['10:00'], to: ['09:00'], as_p1: ['boss'] }, partners)),
		).toEqual([
			['kind', 'issue.not_in_list'],
			['day', 'issue.missing'],
			['to', 'issue.meeting_ends_early'],
			['place', 'issue.missing'],
			['as_p1', 'issue.not_in_list'],
		]);
		expect(issues(parseMeeting({}, partners))).toContainEqual(['from', 'issue.missing']);
	});

	test('of a meeting take whom they call; online it needs no place', () => {
		const typed = {
			kind: ['ordinary'],
			day: ['12.10.2026'],
			from: ['9.30'],
			online: ['yes'],
			as_p1: ['member'],
			as_p2: [''],
		};
		expect(parseMeeting(typed, partners)).toEqual({
			ok: true,
			value: {
				plan: {
					kind: 'ordinary',
					takesPlaceOn: '2026-10-12',
					startsAt: '09:30',
					endsAt: null,
					online: true,
					place: null,
				},
				invited: [{ partnerId: 'p1', standing: 'member' }],
			},
		});
	});

	test('of a point take an office or an institution, a month or an activity', () => {
		const choices = {
			partners,
			programmes: [{ id: 'm', slug: '2026-10' }],
			activities: [{ id: 'a', programmeId: 'm', key: '2026-10/4' }],
		};
		const read = (typed: Record<string, string[]>) => {
			const parsed = parseItem({ title: ['Kalendari\ni tetorit'], ...typed }, choices);
			return parsed.ok ? parsed.value : parsed.issues;
		};
		expect(read({ presenter: ['chair'], subject: ['2026-10/4'] })).toEqual({
			...{ title: 'Kalendari i tetorit', note: null, presenterOffice: 'chair', presenterId: null },
			...{ programmeId: 'm', activityId: 'a' },
		});
		expect(read({ presenter: ['p2'], subject: ['2026-10'] })).toMatchObject({
			...{ presenterOffice: null, presenterId: 'p2', programmeId: 'm', activityId: null },
		});
		expect(read({ presenter: ['p9'], subject: ['2026-11'] })).toMatchObject([
			{ field: 'presenter', message: 'issue.not_in_list' },
			{ field: 'subject', message: 'issue.not_in_list' },
		]);
	});

	test('of a decision count votes or leave them out; of a task want a day', () => {
		expect(parseDecision({ text: ['Miratohet.'], votes_for: ['9'] })).toEqual({
			ok: true,
			value: { text: 'Miratohet.', votes: { for: 9, against: null, abstained: null } },
		});
		expect(issues(parseDecision({ votes_against: ['-1'] }))).toEqual([
			['text', 'issue.missing'],
			['votes_against', 'issue.not_a_number'],
		]);
		expect(issues(parseMeetingTask({ task_title: ['x'], of_decision: ['d9'] }, { partners, decisions: [] }))).toEqual([
			['due_on', 'issue.missing'],
			['of_decision', 'issue.not_in_list'],
		]);
	});

	test('of notes take each institution and each point, and nothing else', () => {
		const meeting = { startsAt: '10:00' } as MeetingPlan;
		const participants = [{ partnerId: 'p1', name: 'x', standing: 'member' as const, attendance: null }];
		const parsed = parseNotes(
			{ led_by: ['substitute'], was_p1: ['excused'], was_p2: ['present'], said_i1: ['U diskutua.'], to: ['09:00'] },
			{ meeting, participants, items: [{ id: 'i1' }] },
		);
		expect(issues(parsed)).toEqual([['to', 'issue.meeting_ends_early']]);
		expect(issues(parseNotes({}, { meeting, participants, items: [] }))).toEqual([['led_by', 'issue.not_chosen']]);
	});

	test('want a reason, and carry the version they were made from', () => {
		expect(issues(parseReason({}))).toEqual([['reason', 'issue.missing']]);
		expect([versionTyped({ version: ['12'] }), versionTyped({ version: ['1e3'] }), versionTyped({})]).toEqual([
			12, 0, 0,
		]);
	});
});
