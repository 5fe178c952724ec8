import { describe, expect, test } from 'vitest';
import { parseCorrectionReason, parseReturn } from './input.ts';

const limits = { partners: [{ id: 'a' }], contacts: false, periodStart: '2026-10-01', today: '2026-10-31' };
const typed = { held_on: ['2026-10-05'], counted: ['register'], n_pupils_female: ['14'], n_pupils_male: ['12'] };
const issues = (form: Record<string, string[]>, more = {}) => {
	const read = parseReturn(form, { ...limits, ...more });
	return read.ok ? [] : read.issues.map(({ field, message }) => `${field} ${message}`);
};

describe('the form of a return', () => {
	test('reads numbers by sex, each counted as said', () => {
		const read = parseReturn(
			{ ...typed, n_teachers_not_recorded: ['3'], counted_teachers: ['counted'], answers: ['4', '1'], partners: ['a'] },
			limits,
		);
		expect(read.ok && read.value).toEqual({
			heldOn: '2026-10-05',
			methods: [],
			answers: [1, 4],
			partnerIds: ['a'],
			materials: [],
			counts: [
				{ audience: 'pupils', sex: 'female', ageBand: 'not_recorded', unit: 'persons', method: 'register', value: 14 },
				{ audience: 'pupils', sex: 'male', ageBand: 'not_recorded', unit: 'persons', method: 'register', value: 12 },
				{
					audience: 'teachers',
					sex: 'not_recorded',
					ageBand: 'not_recorded',
					unit: 'persons',
					method: 'counted',
					value: 3,
				},
			],
		});
	});

	test('keeps ages within the number of their sex', () => {
		const read = parseReturn({ ...typed, n_pupils_female_12_14: ['10'] }, limits);
		expect(
			read.ok && read.value.counts.filter(({ sex }) => sex === 'female').map(({ ageBand, value }) => [ageBand, value]),
		).toEqual([
			['12_14', 10],
			['not_recorded', 4],
		]);
		const alone = parseReturn(
			{ held_on: ['2026-10-05'], counted: ['counted'], n_pupils_male_12_14: ['7'], n_pupils_male_15_18: ['2'] },
			limits,
		);
		expect(alone.ok && alone.value.counts.reduce((sum, { value }) => sum + value, 0)).toBe(9);
		expect(issues({ ...typed, n_pupils_female_12_14: ['10'], n_pupils_female_15_18: ['5'] })).toEqual([
			'n_pupils_female return.issue.ages_exceed',
		]);
	});

	test('names what is wrong, each at its field', () => {
		expect(issues({ held_on: ['2026-10-05'] })).toEqual(['counts return.issue.no_counts']);
		expect(issues({ ...typed, counted: [] })).toEqual(['counted return.issue.how_counted']);
		expect(issues({ ...typed, held_on: ['2026-11-01'] })).toEqual(['held_on return.issue.future']);
		expect(issues({ ...typed, held_on: ['2025-10-05'] })).toEqual(['held_on return.issue.before_programme']);
		expect(issues({ ...typed, n_pupils_male: ['shumë'] })).toEqual(['n_pupils_male issue.not_a_number']);
		expect(issues({ ...typed, partners: ['b'] })).toEqual(['partners issue.not_in_list']);
		expect(issues({ ...typed, m_leaflet_sq: ['-5'] })).toEqual(['m_leaflet_sq issue.not_a_number']);
	});

	test('takes a zero for an answer, and contacts only at stands and marches', () => {
		const nobody = parseReturn({ held_on: ['2026-10-05'], n_pupils_female: ['0'] }, limits);
		expect(nobody.ok && nobody.value.counts).toEqual([]);
		const form = { ...typed, unit: ['contacts'] };
		const [indoors, stand] = [parseReturn(form, limits), parseReturn(form, { ...limits, contacts: true })];
		expect(indoors.ok && indoors.value.counts[0]?.unit).toBe('persons');
		expect(stand.ok && stand.value.counts[0]?.unit).toBe('contacts');
	});

	test('wants to know why it is corrected', () => {
		expect(parseCorrectionReason({ reason: [''] }).ok).toBe(false);
		expect(parseCorrectionReason({ reason: ['x'.repeat(301)] }).ok).toBe(false);
		expect(parseCorrectionReason({ reason: ['Regjistri erdhi më vonë'] })).toEqual({
			ok: true,
			value: 'Regjistri erdhi më vonë',
		});
	});
});
