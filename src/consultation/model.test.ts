import { describe, expect, test } from 'vitest';
import { parseAnswer } from './input.ts';
import { answeredIn, type GivenAnswer, isAskable, isUnasked, type SentLink, standingsOf } from './model.ts';

const today = '2026-10-10';
const now = new Date('2026-10-10T10:00:00Z');
const activity = { id: 'a', leadId: 'lead', supporterIds: ['help'], takesPlaceOn: '2026-10-20', startsAt: '10:00' };
const contact = (partnerId: string, validTo: string | null = null) => ({ partnerId, validFrom: '2026-01-01', validTo });
const link = (partnerId: string, sentAt: string, revokedAt: Date | null = null): SentLink => ({
	...{ id: `link-${partnerId}`, committeeId: 'c', activityId: 'a', partnerId, contactId: 'x', revokedAt },
	...{ sentAt: new Date(sentAt), expiresAt: new Date('2026-10-20T22:00:00Z') },
});
const said = (partnerId: string, more: Partial<GivenAnswer>): GivenAnswer => ({
	...{ activityId: 'a', partnerId, answer: 'yes', forDay: '2026-10-20', proposedDay: null, proposedHour: null },
	...{ reason: null, note: null, answeredAt: now, ...more },
});
const standing = (links: SentLink[], answers: GivenAnswer[], contacts = [contact('lead'), contact('help')]) =>
	standingsOf(activity, { contacts, links, answers }, { now, today });

describe('how institutions stand to an activity', () => {
	test('not asked, silent, answered', () => {
		const [lead, help] = standing([], []);
		expect([lead?.leads, help?.leads]).toEqual([true, false]);
		expect(lead && isUnasked(lead)).toBe(true);
		const [silent] = standing([link('lead', '2026-10-03T10:00:00Z')], []);
		expect(silent?.silentDays).toBe(7);
		expect(silent && isUnasked(silent)).toBe(false);
		const [yes] = standing([link('lead', '2026-10-03T10:00:00Z')], [said('lead', {})]);
		expect([yes?.agreed, yes?.silentDays]).toEqual([true, null]);
	});

	test('an answer about another day says nothing any more; a proposal that was taken up is a yes', () => {
		const links = [link('lead', '2026-10-03T10:00:00Z')];
		const [outdated] = standing(links, [said('lead', { forDay: '2026-10-18' })]);
		expect([outdated?.answer, outdated?.outdated, outdated && isUnasked(outdated)]).toEqual([null, true, true]);
		const proposal = { answer: 'other_day' as const, forDay: '2026-10-18', proposedDay: '2026-10-20' };
		const [taken] = standing(links, [said('lead', proposal)]);
		expect([taken?.agreed, taken?.outdated]).toEqual([true, false]);
	});

	test('a revoked link is no silence; a contact whose time is over is not reached', () => {
		const [revoked] = standing([link('lead', '2026-10-01T10:00:00Z', now)], []);
		expect([revoked?.living, revoked?.silentDays]).toEqual([false, null]);
		const [lead] = standing([], [], [contact('lead', '2026-10-09')]);
		expect(lead?.reachable).toBe(false);
	});

	test('the month is told the longest silence, a no and an open proposal', () => {
		const links = [link('lead', '2026-10-01T10:00:00Z'), link('help', '2026-10-05T10:00:00Z')];
		expect(answeredIn(standing(links, []))).toEqual({ declined: false, otherDay: false, silentDays: 9 });
		const no = said('help', { answer: 'no', reason: 'exams' });
		const other = said('lead', { answer: 'other_day', proposedDay: '2026-10-21' });
		expect(answeredIn(standing(links, [no, other]))).toEqual({ declined: true, otherDay: true, silentDays: 0 });
	});

	test.each([
		['proposed', '2026-10-10', true],
		['confirmed', '2026-10-11', true],
		['proposed', '2026-10-09', false],
		['proposed', null, false],
		['cancelled', '2026-10-20', false],
		['held', '2026-10-20', false],
	] as const)('%s on %s can be asked about: %s', (state, takesPlaceOn, askable) => {
		expect(isAskable({ state, takesPlaceOn }, today)).toBe(askable);
	});
});

describe('what a form says', () => {
	const asked = { activity, period: { from: '2026-10-01', to: '2026-10-31' }, today };
	const issues = (answer: 'other_day' | 'no', typed: Record<string, string[]>) => {
		const parsed = parseAnswer(answer, typed, asked);
		return parsed.ok ? [] : parsed.issues.map(({ message }) => message);
	};

	test('another day lies ahead, within the programme, and differs', () => {
		expect(issues('other_day', {})).toEqual(['issue.missing']);
		expect(issues('other_day', { day: ['2026-10-09'] })).toEqual(['issue.outside_period']);
		expect(issues('other_day', { day: ['2026-11-01'] })).toEqual(['issue.outside_period']);
		expect(issues('other_day', { day: ['2026-10-20'], hour: ['10:00'] })).toEqual(['issue.same_day']);
		expect(issues('other_day', { day: ['2026-10-20'], hour: ['25:00'] })).toEqual(['issue.not_an_hour']);
		expect(issues('other_day', { day: ['2026-10-20'], hour: ['11:00'] })).toEqual([]);
		expect(issues('other_day', { day: ['21.10.2026'] })).toEqual([]);
	});

	test('a no has a reason of the list, and a note that is short', () => {
		expect(issues('no', {})).toEqual(['issue.not_chosen']);
		expect(issues('no', { reason: ['because of somebody'] })).toEqual(['issue.not_in_list']);
		expect(issues('no', { reason: ['exams'], note: ['x'.repeat(201)] })).toEqual(['issue.too_long']);
		expect(issues('no', { reason: ['exams'] })).toEqual([]);
	});
});
