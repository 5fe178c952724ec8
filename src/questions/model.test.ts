import { describe, expect, test } from 'vitest';
import {
	askedVersion,
	dontKnow,
	moved,
	nextOf,
	type QuestionSet,
	type SetQuestion,
	type Version,
	verbs,
	versionStates,
	whyNot,
	whyNotAsk,
	whyNotReady,
} from './model.ts';

const one = 'secretary:018f3a4e-0000-7000-8000-000000000001';
const other = 'chair:018f3a4e-0000-7000-8000-000000000002';
const words = { sq: 'po', en: 'yes' };
const question = (changed: Partial<SetQuestion> = {}): SetQuestion => ({
	...{
		versionId: 'v1',
		questionId: 'q1',
		answer: 1,
		kind: 'knowledge',
		prompt: words,
		options: [words, words, words],
	},
	...{ right: 0, explanation: words, state: 'approved', validTo: null },
	...changed,
});
const version = (changed: Partial<Version> = {}): Version => ({
	...{ id: 'v1', questionId: 'q1', number: 1, prompt: words, options: [words, words, words], right: 0 },
	...{ explanation: words, source: 'x', validFrom: '2026-01-01', validTo: null, writers: [one], state: 'approved' },
	...{ reviewer: null, reviewedOn: null, revision: 1, madeAt: new Date(0) },
	...changed,
});
const setOf = (questions: SetQuestion[], state: QuestionSet['state'] = 'ready'): QuestionSet => ({
	...{ id: 's', committeeId: 'c', national: true, level: 'adults', title: words, number: 1, replacesId: null },
	...{ author: one, readyOn: null, state, questions },
});

describe('a version', () => {
	const situation = {
		state: 'to_be_reviewed',
		writers: [one],
		actor: other,
		inSet: false,
		draftExists: false,
	} as const;

	test('is approved by nobody who wrote on it, whatever the seat, and by nobody who cannot be told apart', () => {
		expect(whyNot('approve', { ...situation, actor: one })).toBe('own_version');
		expect(whyNot('approve', { ...situation, actor: one.replace('secretary', 'chair') })).toBe('own_version');
		expect(whyNot('approve', { ...situation, writers: [other, one], actor: one })).toBe('own_version');
		expect(whyNot('approve', { ...situation, actor: 'desk' })).toBe('own_version');
		expect(whyNot('approve', situation)).toBeNull();
		expect(whyNot('approve', { ...situation, writers: ['project'] })).toBeNull();
	});

	test('goes only where its state leads', () => {
		const possible = versionStates.map((state) =>
			verbs.filter((verb) => whyNot(verb, { ...situation, state }) === null),
		);
		expect(possible).toEqual([['send'], ['approve', 'send_back', 'withdraw'], ['withdraw'], []]);
	});

	test('is no draft again while it stands in a set, or while there is another draft', () => {
		expect(whyNot('send_back', { ...situation, inSet: true })).toBe('in_set');
		expect(whyNot('send_back', { ...situation, draftExists: true })).toBe('draft_exists');
	});

	test('is asked today when it is the newest approved one in force, else the newest that waits', () => {
		const today = '2026-10-10';
		const all = [
			version({ id: 'v1' }),
			version({ id: 'v2', number: 2 }),
			version({ id: 'v3', number: 3, state: 'to_be_reviewed' }),
			version({ id: 'v4', number: 4, state: 'draft' }),
		];
		expect(askedVersion(all, today)?.id).toBe('v2');
		expect(askedVersion([version({ validTo: '2026-10-09' })], today)).toBeUndefined();
		expect(askedVersion([version({ validFrom: '2026-10-11' })], today)).toBeUndefined();
		expect(askedVersion(all.slice(2), today)?.id).toBe('v3');
		expect(askedVersion(all.slice(3), today)).toBeUndefined();
	});
});

describe('a set', () => {
	test('is finished with three to ten questions, one of knowledge, none withdrawn', () => {
		const many = (length: number) => Array.from({ length }, () => question());
		expect(whyNotReady(many(2))).toBe('few_questions');
		expect(whyNotReady(many(11))).toBe('many_questions');
		const confident = (n: number) => many(n).map((each) => ({ ...each, kind: 'confidence' as const }));
		expect(whyNotReady([...many(2), ...confident(6)])).toBe('many_confidence');
		expect(whyNotReady([...many(2), ...confident(5)])).toBeNull();
		expect(whyNotReady(many(3).map((each) => ({ ...each, kind: 'attitude' })))).toBe('no_knowledge');
		expect(whyNotReady([...many(2), question({ state: 'withdrawn' })])).toBe('withdrawn_question');
		expect(whyNotReady([...many(2), question({ state: 'to_be_reviewed' })])).toBeNull();
		expect(whyNotReady(many(10))).toBeNull();
	});

	test('is asked when it is ready and nothing in it was withdrawn or has ended', () => {
		expect(whyNotAsk(setOf([question()], 'draft'), '2026-10-10')).toBe('not_ready');
		expect(whyNotAsk(setOf([question()], 'withdrawn'), '2026-10-10')).toBe('not_ready');
		expect(whyNotAsk(setOf([question({ state: 'withdrawn' })]), '2026-10-10')).toBe('withdrawn_question');
		expect(whyNotAsk(setOf([question({ validTo: '2026-10-09' })]), '2026-10-10')).toBe('expired_question');
		expect(whyNotAsk(setOf([question({ validTo: '2026-10-10', state: 'to_be_reviewed' })]), '2026-10-10')).toBeNull();
	});

	test('has a next version of the newest words; what is in force no more is left out', () => {
		const bank = (versions: Version[]) => [
			{ id: 'q1', committeeId: 'c', national: true, answer: 1, kind: 'knowledge', level: 'adults', versions } as const,
		];
		const set = setOf([question()]);
		expect(nextOf(set, bank([version()]), '2026-10-10').differs).toBe(false);
		const renewed = nextOf(set, bank([version(), version({ id: 'v2', number: 2 })]), '2026-10-10');
		expect([renewed.differs, renewed.changes[0]?.now?.id]).toEqual([true, 'v2']);
		const gone = nextOf(set, bank([version({ state: 'withdrawn' })]), '2026-10-10');
		expect([gone.differs, gone.changes[0]?.now]).toEqual([true, null]);
	});

	test('moves a question by one place, and not over the ends', () => {
		expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
		expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b']);
		expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
		expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
	});

	test('says "I do not know" with the number after its last option', () => expect(dontKnow(question())).toBe(3));
});
