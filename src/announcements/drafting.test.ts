import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { valueOf } from '#figures/evidence.ts';
import { type Locale, locales } from '#i18n/locales.ts';
import { evidenceOf, type WildActivity, type WildProgramme, wildProgramme } from '#tests/support/facts.ts';
import { compose, figuresShown } from './document.ts';
import { draft } from './drafting.ts';
import type { ParagraphKey, paragraphKeys } from './model.ts';
import { figuresIn, plain, render, unknownTokens } from './tokens.ts';

const textsOf = (programme: WildProgramme, locale: Locale, more = {}) => {
	const evidence = evidenceOf(programme, more);
	return draft(evidence).map(
		({ key, [locale]: text }) => [key, plain(render(locale, text, { evidence, publishedOn: '2026-11-02' }))] as const,
	);
};

/** What no sentence may show, whatever the records hold. */
const faults: Record<Locale, readonly [string, RegExp][]> = {
	sq: [
		[
			'one of something in the plural',
			/(?<![\d.,\u00a0])1 (vende|bashkive|institucione|organizata|qendra|shkolla|karta|broshura|postera|prindër|studentë|psikologë|pjesëtarë|qytetarë|kontakte|materiale)\b/u,
		],
		[
			'several in the singular',
			/(?<!\d)([2-9]|\d\d+) (vend|institucion|organizatë|qendër|shkollë|prind|student|psikolog|pjesëtar|qytetar|kontakt)(?![\p{L}])/u,
		],
		[
			'a plural word before one name',
			/\b(bashkive|ZVAP-ve|NJVKSH-ve|Njësive|Zyrave|organizatave|Qendrave|Inspektorateve) [^,]+?(?=, të |, me |\.)/u,
		],
	],
	en: [
		[
			'one of something in the plural',
			/(?<![\d.,])1 (activities|municipalities|institutions|schools|persons|pupils|contacts|leaflets|citizens|participations)\b/,
		],
		[
			'several in the singular',
			/(?<!\d)([2-9]|\d\d+) (activity|municipality|institution|school(?! psych)|pupil|contact|leaflet|citizen|participation)\b/,
		],
	],
};
const everywhere: readonly [string, RegExp][] = [
	['nothing of something', /(?<![\d.,:\u00a0])0 \p{L}/u],
	['a token left over', /[{}]/],
	['two spaces, or one before a mark', / {2}| [,.;:]/],
	['an empty place', /\(\)|, \.|,,|\.\.|: \.|undefined|NaN/],
	['a claim without a measure', /me bindje|with conviction/i],
];

describe('for any programme', () => {
	for (const locale of locales) {
		test(`no sentence is wrong by rule (${locale})`, () => {
			fc.assert(
				fc.property(wildProgramme(10), (programme) => {
					for (const [key, text] of textsOf(programme, locale)) {
						for (const [fault, sign] of [...everywhere, ...faults[locale]]) {
							const found = sign.exec(text)?.[0];
							// A shared plural word is right exactly when a list follows it.
							if (fault === 'a plural word before one name' && / dhe |, /.test(found ?? ' dhe ')) continue;
							expect([key, fault, found, text]).toEqual([key, fault, undefined, text]);
						}
						expect(text).toMatch(key === 'title' ? /\d$/ : /[.!]$/);
					}
				}),
				{ numRuns: 150 },
			);
		});
	}

	test('every number shown is a figure with records, and no figure shown is zero', () => {
		fc.assert(
			fc.property(wildProgramme(10), (programme) => {
				const evidence = evidenceOf(programme);
				const paragraphs = draft(evidence);
				for (const { sq, en } of paragraphs) {
					expect([...unknownTokens(sq), ...unknownTokens(en)]).toEqual([]);
					expect(figuresIn(sq).toSorted()).toEqual(figuresIn(en).toSorted());
				}
				const announcement = compose('sq', {
					state: 'draft',
					publishedAt: null,
					approvedAt: null,
					paragraphs,
					evidence,
				});
				expect(figuresShown(announcement).filter((key) => valueOf(evidence, key) === 0)).toEqual([]);
			}),
		);
	});

	test('"all" is said only of what was reached whole', () => {
		fc.assert(
			fc.property(wildProgramme(10), (programme) => {
				const evidence = evidenceOf(programme);
				const text = (key: ParagraphKey) => draft(evidence).find((one) => one.key === key)?.sq ?? '';
				const whole = (part: string, of: string) => valueOf(evidence, part) === valueOf(evidence, of);
				if (/të gjitha bashkitë/.test(text('programme')))
					expect(whole('municipalities', 'municipalities_all')).toBe(true);
				if (/të gjitha njësitë/.test(text('programme'))) expect(whole('units', 'units_all')).toBe(true);
				if (/të gjitha/.test(text('health')))
					expect(whole('places.health_centre', 'places_registered.health_centre')).toBe(true);
				if (/të gjitha/.test(text('school'))) expect(whole('places.school', 'places_registered.school')).toBe(true);
			}),
		);
	});
});

const activity: WildActivity = {
	setting: 'school',
	state: 'returned',
	visibility: 'closed',
	national: false,
	day: 6,
	place: null,
	municipality: 0,
	lead: 0,
	supporters: [],
	audiences: ['pupils'],
	returns: [],
};
const only = (more: Partial<WildActivity>, programme: Partial<WildProgramme> = {}): WildProgramme => ({
	partners: ['education_office', 'police', 'ngo'],
	places: [],
	activities: [{ ...activity, ...more }],
	...programme,
});
const paragraph = (programme: WildProgramme, key: ParagraphKey, more = {}) =>
	Object.fromEntries(textsOf(programme, 'sq', more))[key as (typeof paragraphKeys)[number]];

describe('where evidence is missing', () => {
	test('nothing planned, nothing held: the text says so and claims nothing', () => {
		const empty = only({}, { activities: [] });
		expect(paragraph(empty, 'programme')).toBe('Për muajin tetor 2026 ende nuk ka një program me veprimtari.');
		expect(paragraph(only({ state: 'confirmed' }), 'programme')).toContain(
			'Ende asnjë veprimtari nuk është shënuar si e mbajtur.',
		);
		for (const key of ['school', 'march', 'means', 'help', 'presence', 'reach', 'answers', 'knowledge'] as const)
			expect(paragraph(empty, key)).toBeUndefined();
	});

	test('held without a return: the missing return is told, its means are not guessed from the plan', () => {
		const held = only({ state: 'held' });
		expect(paragraph(held, 'reach')).toBe(
			'Raportet ende nuk kanë shënime për pjesëmarrësit. Për 1 veprimtari raporti ende nuk është dorëzuar.',
		);
		expect(paragraph(held, 'means')).toBeUndefined();
	});

	test('postponed and cancelled activities are counted as planned and told', () => {
		const programme = only(
			{},
			{ activities: [activity, { ...activity, state: 'postponed' }, { ...activity, state: 'cancelled' }] },
		);
		expect(paragraph(programme, 'programme')).toContain(
			'Programi parashikonte 3 veprimtari; KRAT Durrës dhe partnerët mbajtën 1 veprimtari.',
		);
		expect(paragraph(programme, 'programme')).toContain(
			'KRAT Durrës shtyu 1 veprimtari për një datë tjetër. KRAT Durrës anuloi 1 veprimtari.',
		);
	});

	test('the aim is the programme’s own where it has one', () => {
		expect(paragraph(only({}), 'aim', { aimSq: 'të arrihen familjet e largëta' })).toBe(
			'Qëllimi i këtyre veprimtarive: të arrihen familjet e largëta.',
		);
	});
});
