import { describe, expect, test } from 'vitest';
import { edited, type Paragraph, redrawn, type Verb, whyNot } from './model.ts';

const situation = { state: 'draft' as const, draftExists: true, held: 3, programme: 'approved' as const };
const paragraph = (key: Paragraph['key'], sq: string, edited = false): Paragraph => ({ key, sq, en: sq, edited });

describe('who may do what when', () => {
	test('a verb starts only from its states', () => {
		const possible = (state: 'draft' | 'approved' | 'published' | 'withdrawn' | null) =>
			(['refresh', 'save', 'approve', 'publish', 'renew', 'withdraw'] as Verb[]).filter(
				(verb) => whyNot(verb, { ...situation, state, draftExists: state === 'draft' }) === null,
			);
		expect(possible(null)).toEqual(['refresh']);
		expect(possible('draft')).toEqual(['refresh', 'save', 'approve']);
		expect(possible('approved')).toEqual(['publish', 'renew']);
		expect(possible('published')).toEqual(['renew', 'withdraw']);
		expect(possible('withdrawn')).toEqual(['renew']);
	});

	test('nothing is approved before something was held, nor published before its programme, nor renewed twice', () => {
		expect(whyNot('approve', { ...situation, held: 0 })).toBe('nothing_held');
		expect(whyNot('publish', { ...situation, state: 'approved', programme: 'in_preparation' })).toBe(
			'programme_not_approved',
		);
		expect(whyNot('renew', { ...situation, state: 'published' })).toBe('wrong_state');
	});
});

describe('drawing again', () => {
	test('keeps what a person edited, replaces the rest, lets go of what is handed back', () => {
		const kept = [paragraph('title', 'imi', true), paragraph('who', 'i vjetër'), paragraph('addition', 'shtesë', true)];
		const drawn = [paragraph('title', 'i ri'), paragraph('who', 'i ri')];
		expect(redrawn(kept, drawn).map(({ key, sq }) => [key, sq])).toEqual([
			['title', 'imi'],
			['who', 'i ri'],
			['addition', 'shtesë'],
		]);
		expect(redrawn(kept, drawn, ['title'])[0]?.sq).toBe('i ri');
	});

	test('a paragraph whose text changed is the person’s from then on; an untouched one is not', () => {
		const stood = [paragraph('title', 'a'), paragraph('who', 'b')];
		const typed = [
			{ key: 'title' as const, sq: 'a', en: 'a' },
			{ key: 'who' as const, sq: 'b', en: 'c' },
			{ key: 'march' as const, sq: '', en: '' },
		];
		expect(edited(stood, typed).map(({ key, edited }) => [key, edited])).toEqual([
			['title', false],
			['who', true],
		]);
	});
});
