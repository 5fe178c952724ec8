import { describe, expect, test } from 'vitest';
import { buildTexts } from '#tests/support/materials.ts';
import { findingsIn, meanSentence } from './checklist.ts';
import {
	checkItemsOf,
	isSuperseded,
	obstacleOf,
	possibleVerbs,
	type Situation,
	type VersionState,
	versionStates,
	versionVerbs,
	whyNot,
	whyNotCheck,
	whyNotPrint,
} from './model.ts';

const author = 'secretary:0190a3f2-0000-7000-8000-000000000001';
const second = 'chair:0190a3f2-0000-7000-8000-000000000002';
const yes = checkItemsOf('leaflet').map((item) => ({ item, answer: 'yes' as const }));
const situation = (change: Partial<Situation> & { state?: VersionState } = {}): Situation => ({
	...{ kind: 'leaflet', contentFault: null },
	version: { state: change.state ?? 'in_review', made: 'written', reviewer: null, writers: [author] },
	...{ expiresOn: '2027-01-01', checks: yes, deadNumbers: [], actor: second, today: '2026-11-20' },
	...change,
});

describe('forbidden', () => {
	test('a file is not approved before somebody has looked at its pictures, numbers and names too', () => {
		expect(whyNot('approve', situation({ kind: 'slides' }))).toEqual({
			...{ reason: 'unanswered', items: ['readable', 'no_names', 'no_child_picture', 'numbers_seen'] },
		});
		for (const contentFault of ['no_file', 'asks_names'] as const)
			for (const verb of ['submit', 'approve'] as const)
				expect(
					whyNot(verb, situation({ kind: 'register', contentFault, state: verb === 'submit' ? 'draft' : 'in_review' })),
				).toEqual({ reason: contentFault });
	});
	test('nobody approves or checks what they wrote, whatever seat they act from', () => {
		const same = author.replace('secretary', 'chair');
		expect(whyNot('approve', situation({ actor: same }))).toEqual({ reason: 'own_work' });
		expect(whyNotCheck(situation().version, same)).toEqual({ reason: 'own_work' });
		expect(whyNotCheck(situation().version, second)).toBeNull();
	});
	test('not with an open item, not with a "no": each is named', () => {
		expect(whyNot('approve', situation({ checks: yes.slice(2) }))).toEqual({
			reason: 'unanswered',
			items: checkItemsOf('leaflet').slice(0, 2),
		});
		const no = yes.map((check) => (check.item === 'no_shame' ? { ...check, answer: 'no' as const } : check));
		expect(whyNot('approve', situation({ checks: no }))).toEqual({ reason: 'answered_no', items: ['no_shame'] });
	});
	test('a dead number stops review and approval; withdrawing stays possible', () => {
		const dead = { deadNumbers: ['0800 1212'] };
		expect(whyNot('submit', situation({ ...dead, state: 'draft' }))).toMatchObject({ reason: 'dead_number' });
		expect(whyNot('approve', situation(dead))).toMatchObject({ reason: 'dead_number', numbers: ['0800 1212'] });
		expect(whyNot('withdraw', situation({ ...dead, reason: 'numri' }))).toBeNull();
	});
	test('a translation without a named reader, and what has expired', () => {
		const { version } = situation();
		expect(whyNot('approve', situation({ version: { ...version, made: 'translated' } }))).toEqual({
			reason: 'no_reviewer',
		});
		const read = { ...version, made: 'translated' as const, reviewer: 'Mësuese' };
		expect(whyNot('approve', situation({ version: read }))).toBeNull();
		expect(whyNot('approve', situation({ expiresOn: '2026-11-19' }))).toEqual({ reason: 'expired' });
	});
	test('sending back and withdrawing want a reason; undefined asks whether it would be possible', () => {
		for (const verb of ['send_back', 'withdraw'] as const) {
			expect(whyNot(verb, situation({ reason: ' ' }))).toEqual({ reason: 'no_reason' });
			expect(whyNot(verb, situation())).toBeNull();
		}
	});
});

describe('states', () => {
	test('every verb starts from the states written here and no others', () => {
		const starts = versionVerbs.map((verb) => [
			verb,
			versionStates.filter((state) => whyNot(verb, situation({ state, reason: 'x' }))?.reason !== 'wrong_state'),
		]);
		expect(Object.fromEntries(starts)).toEqual({
			submit: ['draft'],
			send_back: ['in_review'],
			approve: ['in_review'],
			withdraw: ['in_review', 'approved'],
		});
		expect(possibleVerbs(situation({ state: 'withdrawn' }))).toEqual([]);
	});
	test('only the latest approved version is printed, with at least one proven number', () => {
		const version = { language: 'sq', number: 1, state: 'approved' as const, file: null };
		const asked = {
			dead: false,
			material: { kind: 'leaflet' as const, expiresOn: '2027-01-01' },
			version,
			today: '2026-11-20',
		};
		expect(whyNotPrint({ ...asked, versions: [version], lines: 1 })).toBeNull();
		expect(whyNotPrint({ ...asked, versions: [version], lines: 0 })).toBe('no_numbers');
		const later = { ...version, number: 2 };
		expect(isSuperseded(version, [version, { ...later, state: 'draft' }])).toBe(false);
		expect(whyNotPrint({ ...asked, versions: [version, later], lines: 1 })).toBe('superseded');
		expect(whyNotPrint({ ...asked, version: { ...version, state: 'in_review' }, versions: [], lines: 1 })).toBe(
			'not_approved',
		);
		expect(whyNotPrint({ ...asked, material: { ...asked.material, kind: 'video' }, versions: [], lines: 1 })).toBe(
			'not_typeset',
		);
	});
	test('a file is given on without a line that answers, but not with a number that died, nor when it is missing', () => {
		const version = { language: 'sq', number: 1, state: 'approved' as const, file: {} };
		const material = { kind: 'register' as const, expiresOn: '2027-01-01' };
		const asked = { material, version, versions: [version], lines: 0, dead: false, today: '2026-11-20' };
		expect(whyNotPrint(asked)).toBeNull();
		expect(whyNotPrint({ ...asked, dead: true })).toBe('dead_number');
		expect(whyNotPrint({ ...asked, version: { ...version, file: null } })).toBe('no_file');
		expect(whyNotPrint({ ...asked, versions: [version, { ...version, number: 2 }] })).toBe('superseded');
	});
	test('what stands in the way of an activity', () => {
		const good = { state: 'approved' as const, expiresOn: '2027-01-01', recalled: false };
		expect(obstacleOf(good, '2026-11-20')).toBeNull();
		expect(obstacleOf({ ...good, recalled: true }, '2026-11-20')).toBe('recalled');
		expect(obstacleOf(good, '2027-01-02')).toBe('expired');
		expect(obstacleOf({ ...good, state: null }, '2026-11-20')).toBe('not_approved');
		expect(obstacleOf({ ...good, state: 'withdrawn' }, '2026-11-20')).toBe('withdrawn');
	});
});

describe('what the program finds', () => {
	const refused = [{ digits: '8001212', number: '0800 1212', reason: 'retired' as const }];
	const withSentence = (sentence: string) => findingsIn(buildTexts({ lead: [sentence] }), refused, ['116111', '129']);

	test('nothing in calm words', () => {
		expect(withSentence('Telefononi 116 111 ose 129, në çdo orë.')).toEqual([]);
		expect(meanSentence(buildTexts({ lead: ['Një dy tre. Katër pesë.'] }))).toBeLessThan(5);
	});
	test('a refused number however it is spelled, also in a heading', () => {
		expect(withSentence('Merrni 0800-12.12!')).toEqual([{ what: 'dead_number', refusal: true, found: ['0800 1212'] }]);
		const title = findingsIn(buildTexts({ title: 'Thirr 08001212' }), refused, []);
		expect(title).toMatchObject([{ what: 'dead_number' }]);
	});
	test('hints: figures without a source, shelters, long sentences, what is to be confirmed', () => {
		expect(withSentence('77 % e tyre i njihnin.')).toMatchObject([{ what: 'figures' }]);
		expect(withSentence('Mbi 9 800 njerëz.')).toMatchObject([{ what: 'figures' }]);
		expect(withSentence('Strehëza është afër.')).toMatchObject([{ what: 'shelter' }]);
		expect(withSentence('Ligji e mbron{?}.')).toMatchObject([{ what: 'unconfirmed' }]);
		const long = Array.from({ length: 2000 }, () => 'fjalë').join(' ');
		expect(withSentence(long)).toMatchObject([{ what: 'long_sentences', refusal: false }]);
	});
});
