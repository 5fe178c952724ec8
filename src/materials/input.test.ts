import { describe, expect, test } from 'vitest';
import { buildTexts } from '#tests/support/materials.ts';
import { parseMaterial, parseMovement, parseVersion } from './input.ts';
import { typedTexts } from './texts.ts';

const typed = { language: ['sq'], made: ['written'], ...typedTexts(buildTexts()) };
const messages = (read: ReturnType<typeof parseVersion>) =>
	read.ok ? [] : read.issues.map(({ field, message }) => `${field} ${message}`);

describe('a version', () => {
	test('made by a machine is refused, with why', () => {
		expect(messages(parseVersion({ ...typed, made: ['machine'] }, { content: 'texts' }))).toEqual([
			'made material.issue.machine_made',
		]);
	});
	test('is read as it is shown', () => {
		const read = parseVersion(typed, { content: 'texts' });
		expect(read).toMatchObject({ ok: true, value: { texts: buildTexts(), keptAt: null } });
	});
	test('has a language by its code, with script and variant', () => {
		const tag = (language: string) => {
			const read = parseVersion({ ...typed, language: [language] }, { content: 'texts' });
			return read.ok ? read.value.language : messages(read)[0];
		};
		expect(tag('ROM-latn')).toBe('rom-Latn');
		expect(tag('sq_al')).toBe('sq-AL');
		expect(tag('romani')).toBe('language material.issue.no_language');
	});
	test('of a video says where the file is', () => {
		expect(messages(parseVersion({ language: ['sq'], made: ['written'] }, { content: 'place' }))).toEqual([
			'kept_at issue.missing',
		]);
	});
	test('that is a file may say where its original lies, and need not', () => {
		const read = parseVersion({ language: ['sq'], made: ['written'], kept_at: [''] }, { content: 'file' });
		expect(read).toMatchObject({ ok: true, value: { texts: null, keptAt: null } });
	});
	test('names every field that is missing or too long', () => {
		const long = parseVersion(
			{ ...typed, lead: ['x'.repeat(301)], a3_short: [''], footer: [''] },
			{ content: 'texts' },
		);
		expect(messages(long)).toEqual(['a3_short issue.missing', 'lead material.issue.long_line']);
	});
});

test('a material wants everything, and a day that is not over', () => {
	const read = parseMaterial({ expires_on: ['2026-01-01'] }, '2026-11-20');
	expect(read.ok ? [] : read.issues.map(({ field }) => field)).toEqual([
		...['kind', 'title_sq', 'title_en', 'audience', 'licence', 'owner', 'source', 'expires_on'],
	]);
});

test('what is given or brought back names the place', () => {
	const movement = { kind: ['given'], quantity: ['5'], method: ['counted'], moved_on: ['2026-11-20'] };
	const read = parseMovement(movement, ['a']);
	expect(read.ok ? [] : read.issues).toMatchObject([{ field: 'place', message: 'material.issue.place_needed' }]);
	expect(parseMovement({ ...movement, kind: ['destroyed'] }, ['a'])).toMatchObject({
		ok: true,
		value: { placeId: null },
	});
});
