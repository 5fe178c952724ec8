import { describe, expect, test } from 'vitest';
import { instantOf } from '#platform/dates.ts';
import type { Typed } from '#platform/forms.ts';
import { parseLine, parseOffice, parseTest } from './input.ts';

const refused = new Set(['8001212', '192']);
const line: Typed = {
	number: ['116-006'],
	purpose: ['trafficking'],
	operator: ['Policia'],
	hours: ['always'],
	cost: ['free'],
	languages: ['sq, rom'],
	source: ['https://example.al'],
};
const fieldsOf = (outcome: { ok: boolean; issues?: readonly { field: string; message: string }[] }) =>
	outcome.ok ? 'fine' : outcome.issues?.map(({ field, message }) => `${field} ${message}`);

test('a line: its number as people read it, its languages, and what is missing by field', () => {
	expect(parseLine(line, refused)).toMatchObject({
		ok: true,
		value: { number: '116 006', digits: '116006', languages: ['sq', 'rom'], rank: 100, opensAt: null },
	});
	expect(fieldsOf(parseLine({ ...line, number: ['0800 12-12'] }, refused))).toEqual(['number issue.refused_number']);
	expect(fieldsOf(parseLine({ ...line, number: ['thirrni'] }, refused))).toEqual(['number issue.not_a_phone']);
	expect(fieldsOf(parseLine({ ...line, hours: ['part'] }, refused))).toEqual([
		'opens_at issue.missing',
		'closes_at issue.missing',
	]);
	expect(fieldsOf(parseLine({ ...line, languages: ['shqip gegërisht!'] }, refused))).toEqual([
		'languages issue.not_a_language',
	]);
	expect(fieldsOf(parseLine({}, refused))).toEqual([
		'number issue.missing',
		'purpose issue.not_chosen',
		'operator issue.missing',
		'hours issue.not_chosen',
		'cost issue.not_chosen',
		'source issue.missing',
	]);
});

describe('where people are sheltered', () => {
	const office: Typed = {
		kind: ['police'],
		name_sq: ['Komisariati nr. 1'],
		address: ['Rruga e Dëshmorëve 3'],
		source: ['x'],
	};
	const land = [{ code: 'AL121' }];

	test('a public office has an address', () => {
		expect(fieldsOf(parseOffice({ ...office, municipality: ['AL121'] }, land, refused))).toBe('fine');
	});

	test('has none, whatever it is called', () => {
		const address = ['address issue.shelter_address'];
		expect(fieldsOf(parseOffice({ ...office, kind: ['shelter'] }, land, refused))).toEqual(address);
		for (const name of ['Strehëza e qytetit', 'Qendra pritëse', 'Women’s shelter'])
			expect(
				fieldsOf(parseOffice({ ...office, kind: ['organisation'], name_sq: [name] }, land, refused)),
				name,
			).toEqual(address);
		expect(fieldsOf(parseOffice({ ...office, address: ['pranë strehëzës'] }, land, refused))).toEqual(address);
		const unsaid = { kind: ['shelter'], name_sq: ['Rrjeti i strehimit'], source: ['x'] };
		expect(fieldsOf(parseOffice(unsaid, land, refused))).toBe('fine');
		expect(fieldsOf(parseOffice({ ...unsaid, municipality: ['AL121'] }, land, refused))).toEqual([
			'municipality issue.shelter_address',
		]);
	});
});

test('a test call: now unless told, never in the future', () => {
	const now = instantOf('2026-11-24', '09:00');
	const at = (typed: Typed) => parseTest({ outcome: ['answered'], ...typed }, now);
	expect(at({})).toEqual({ ok: true, value: { outcome: 'answered', at: now } });
	expect(at({ tested_on: ['2026-11-24'] })).toMatchObject({ value: { at: now } });
	expect(at({ tested_on: ['23.11.2026'], tested_at: ['8.30'] })).toMatchObject({
		value: { at: instantOf('2026-11-23', '08:30') },
	});
	expect(fieldsOf(at({ tested_on: ['2026-11-24'], tested_at: ['10:00'] }))).toEqual(['tested_on issue.in_the_future']);
	// In the afternoon too: what was written down before it today is older.
	const later = instantOf('2026-11-24', '17:30');
	expect(parseTest({ outcome: ['no_answer'], tested_on: ['2026-11-24'] }, later)).toMatchObject({
		value: { at: later },
	});
	expect(at({ tested_on: ['23.11.2026'] })).toMatchObject({ value: { at: instantOf('2026-11-23', '12:00') } });
	expect(fieldsOf(parseTest({}, now))).toEqual(['outcome issue.not_chosen']);
});
