import { describe, expect, test } from 'vitest';
import { parseBases, parseNumber, parseQuestion, parseText } from './input.ts';
import {
	countUnconfirmed,
	inOrder,
	isAsked,
	type Letter,
	letterStates,
	letterVerbs,
	whyNot,
	yearsOf,
} from './model.ts';

const letter = (more: Partial<Letter> = {}): Letter => ({
	...{ id: 'a', programmeId: 'p', month: '2026-10', activityId: null, kind: 'invitation', partnerId: 'x' },
	...{ locale: 'sq', state: 'draft', protocolNumber: null, datedOn: null, facts: null, signedAt: null },
	...{ withdrawnAt: null, withdrawnReason: null, version: 1, changedAt: new Date('2026-09-01') },
	...{ addressee: 'ZVAP Durrës', subject: 'Ftesë', opening: 'Të nderuar,', grounds: '', points: '', closing: '' },
	...{ replyTo: '', place: 'Durrës', signatory: 'Prefekti i Qarkut Durrës' },
	...more,
});
const numbered = (protocolNumber: string, datedOn: string) => letter({ state: 'numbered', protocolNumber, datedOn });
const listed = { activities: [{}] as never[] };

describe('what is not possible', () => {
	test('each verb leaves only the states it belongs to', () => {
		const possible = letterVerbs.map((verb) =>
			letterStates.filter((state) => whyNot(verb, letter({ state }), listed) === null).join(' '),
		);
		expect(possible).toEqual(['draft', 'numbered', 'numbered signed', 'draft']);
	});

	test('no number for what says nothing or lists nothing', () => {
		expect(whyNot('number', letter({ subject: ' ' }), listed)).toBe('incomplete');
		expect(whyNot('number', letter(), { activities: [] })).toBe('nothing_listed');
		expect(whyNot('number', letter({ kind: 'order' }), listed)).toBe('incomplete');
		expect(whyNot('number', letter({ kind: 'order', grounds: 'a', points: 'b' }), listed)).toBeNull();
	});

	test('a number that is none, a day to come, and marks that nobody has owned up to', () => {
		const asked = { today: '2026-10-01', unconfirmed: 0 };
		for (const text of ['', '0', '12a', '214/0', '1234567', '1/2/3', '-4']) {
			const parsed = parseNumber({ protocol_number: [text], dated_on: ['2026-10-01'] }, asked);
			expect([text, parsed.ok]).toEqual([text, false]);
		}
		expect(parseNumber({ protocol_number: ['214'], dated_on: ['2026-10-02'] }, asked)).toMatchObject({
			issues: [{ field: 'dated_on', message: 'letter.issue.future' }],
		});
		const typed = { protocol_number: [' 214 / 1'], dated_on: ['1.10.2026'] };
		expect(parseNumber(typed, asked)).toEqual({ ok: true, value: { protocolNumber: '214/1', datedOn: '2026-10-01' } });
		expect(parseNumber(typed, { ...asked, unconfirmed: 1 })).toMatchObject({ issues: [{ field: 'unconfirmed' }] });
		expect(parseNumber({ ...typed, unconfirmed: ['yes'] }, { ...asked, unconfirmed: 1 }).ok).toBe(true);
	});

	test('a text without what its kind needs; fields of the other kind are not read', () => {
		expect(parseText({}, 'order')).toMatchObject({
			issues: ['subject', 'grounds', 'points', 'place', 'signatory'].map((field) => ({ field })),
		});
		const parsed = parseText(
			{ addressee: ['A'], subject: ['B'], opening: ['C'], points: ['D'], place: ['E'], signatory: ['F'] },
			'invitation',
		);
		expect(parsed).toMatchObject({ ok: true, value: { addressee: 'A', points: '' } });
	});
});

test('marks are counted wherever they stand', () => {
	expect(countUnconfirmed(letter({ grounds: 'a {?}\nb {?}', closing: '{?}' }))).toBe(3);
});

test('the register has drafts first, then years and numbers as registers count, the latest first', () => {
	const all = [
		numbered('9', '2026-03-01'),
		numbered('214', '2026-09-29'),
		numbered('214/2', '2026-09-30'),
		numbered('214/10', '2026-09-30'),
		numbered('300', '2025-11-01'),
		letter(),
	];
	expect(inOrder(all).map((one) => one.protocolNumber)).toEqual([null, '214/10', '214/2', '214', '9', '300']);
	expect(yearsOf(all)).toEqual([2026, 2025]);
});

test('it is searched without marks, and narrowed by year, kind, state and month', () => {
	const question = (address: string) => parseQuestion(new URLSearchParams(address));
	const one = numbered('214/1', '2026-09-30');
	for (const fits of ['', 'search=durres', 'search=214/1', 'year=2026&kind=invitation', 'month=2026-10&state=numbered'])
		expect([fits, isAsked(one, question(fits))]).toEqual([fits, true]);
	for (const not of ['search=Vlore', 'year=2025', 'kind=order', 'state=draft', 'month=2026-11'])
		expect([not, isAsked(one, question(not))]).toEqual([not, false]);
	expect(question('year=abcd&kind=x&state=y')).toEqual({ search: '', kind: null, state: null, year: null, month: '' });
});

test('a country pack without a source is refused', () => {
	expect(() => parseBases('code,text_sq,text_en,source,rank\na,b,c,,1')).toThrow();
	expect(parseBases('code,text_sq,text_en,source,rank\na,b,c,d,1')[0]).toMatchObject({ code: 'a', rank: 1 });
});
