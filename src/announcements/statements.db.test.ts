import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Evidence, recordsOf, valueOf } from '#figures/evidence.ts';
import { getEvidence } from '#figures/store.server.ts';
import { type Locale, locales } from '#i18n/locales.ts';
import { buildOctober } from '#tests/support/builders.ts';
import { closeDatabase, rolledBack } from '#tests/support/database.ts';
import { type Announcement, compose, figuresShown, titleOf } from './document.ts';
import { draft } from './drafting.ts';
import type { ParagraphKey } from './model.ts';
import { plain } from './tokens.ts';

/** The statements of the announcement from which the product was conceived, on the one drafted for the same month. */
let evidence: Evidence;
let announcements: Record<Locale, Announcement>;
let says: (key: ParagraphKey, locale?: Locale) => string;

const whole = ({ title, sections, notes }: Announcement): string =>
	[
		plain(title),
		...sections.flatMap(({ heading, paragraphs, table }) => [
			'',
			`## ${heading}`,
			...paragraphs.flatMap(({ lines }) => lines.map(plain)),
			...(table
				? [
						table.caption,
						table.head.join(' | '),
						...table.rows.map(({ label, cells }) => [label, ...cells.map(({ text }) => text)].join(' | ')),
					]
				: []),
		]),
		'',
		...notes.map(plain),
	].join('\n');

beforeAll(() =>
	rolledBack(async (tx) => {
		const { programme } = await buildOctober(tx);
		evidence = await getEvidence(tx, programme.id, new Date('2026-11-02T09:00:00Z'));
		const at = new Date('2026-11-02T10:00:00Z');
		const version = {
			state: 'published' as const,
			publishedAt: at,
			approvedAt: at,
			paragraphs: draft(evidence),
			evidence,
		};
		announcements = { sq: compose('sq', version), en: compose('en', version) };
		says = (key, locale = 'sq') =>
			announcements[locale].sections
				.flatMap(({ paragraphs }) => paragraphs)
				.filter((paragraph) => paragraph.key === key)
				.flatMap(({ lines }) => lines.map(plain))
				.join('\n');
	}),
);
afterAll(closeDatabase);

describe('who', () => {
	test('S1: the prefect of the county chairs the committee', () => {
		expect(says('who')).toContain(
			'Prefekti i Qarkut Durrës, njëkohësisht kryetar i Komitetit Rajonal Antitrafik (KRAT Durrës)',
		);
	});
	test('S2: the work implements the national strategy; no plan is named as the present one', () => {
		expect(says('who')).toContain(
			'në kuadër të zbatimit të strategjisë kombëtare të luftës kundër trafikimit të personave',
		);
		expect(says('who')).not.toMatch(/20(1|2)\d.20(1|2)\d|VKM/);
	});
	test('S3: state institutions and organisations cooperate: those that led or supported, by name', () => {
		expect(says('who')).toMatch(
			/bashkëpunoi me 17 institucione shtetërore \(.*ZVAP Krujë.*\) dhe 3 organizata jofitimprurëse \(CSDS, Gruaja në Fokus dhe World Vision\)/,
		);
	});
});

describe('the programme', () => {
	test('S4: in October the committee drafted and carried out a programme across the county', () => {
		expect(says('programme')).toContain('Gjatë muajit tetor 2026, KRAT Durrës hartoi dhe zbatoi një program');
		expect(says('programme')).toContain(
			'në të gjitha bashkitë e qarkut (3 bashki) dhe në 10 nga 16 njësi administrative që ka qarku',
		);
	});
	test('S5: its aim is every group at risk', () => {
		expect(says('aim')).toContain('të gjitha grupeve të cenueshme që rrezikohen nga trafikimi i personave');
	});
	test('S6: it came to 25 activities, planned and held', () => {
		expect(says('programme')).toContain(
			'Programi parashikonte 25 veprimtari; KRAT Durrës dhe partnerët mbajtën 25 veprimtari.',
		);
	});
});

describe('where, with whom, in whose care', () => {
	test('S7: schools, in the care of the education offices, with pupils, teachers, psychologists and parents', () => {
		expect(says('school')).toMatch(
			/me nxënës, mësues, psikologë shkollorë dhe prindër.*9 veprimtari, nën kujdesin e ZVAP-ve Durrës dhe Krujë/,
		);
	});
	test('S8: the Roma and Egyptian communities, in the care of three municipalities, with community centre and child protection units', () => {
		expect(says('community')).toMatch(
			/^Me komunitetin rom dhe atë egjiptian.*5 veprimtari, nën kujdesin e bashkive Durrës, Krujë dhe Shijak/,
		);
		expect(says('community')).toMatch(
			/Njësive për Mbrojtjen e Fëmijëve Durrës, Krujë dhe Shijak, të Qendrës Komunitare Nishtulla/,
		);
	});
	test('S9: companies, for employment, with vocational courses of employment office and labour inspectorate', () => {
		expect(says('company')).toMatch(
			/subjekte private.*me qëllim punësimin.*Zyrave të Punësimit Durrës dhe Krujë.*Inspektoratit të Punës Durrës/,
		);
		expect(says('company')).toContain('Në 3 veprimtari u dha informacion për kurset profesionale.');
	});
	test('S10: health centres with their staff: how many of all, and "all" only when it is so', () => {
		expect(says('health')).toMatch(/me personel shëndetësor.*nën kujdesin e NJVKSH-ve Durrës dhe Krujë/);
		expect(says('health')).toContain('6 nga 9 qendra shëndetësore të regjistruara në qark');
		expect(says('health')).not.toContain('të gjitha');
	});
	test('S11: the committee joined the march of the National Coordinator on the European day', () => {
		expect(says('march')).toMatch(
			/mori pjesë në 1 veprimtari kombëtare, nën kujdesin e Koordinatorit Kombëtar.*Marshimi.*Ditën Evropiane.*18 tetor 2026/,
		);
		expect(says('march', 'en')).toContain('18 October 2026, the European Day against Trafficking in Persons');
	});
});

describe('by what means', () => {
	test('S12: videos', () => expect(says('means')).toContain('shfaqën video sensibilizuese në 9 veprimtari'));
	test('S13: leaflets', () =>
		expect(says('means')).toMatch(/shpërndanë 1\u00a0007 fletëpalosje me informacion në 15 veprimtari/));
	test('S14: painting contests', () =>
		expect(says('means')).toContain('zhvilluan konkurs pikture me temë trafikimin në 1 veprimtari'));
	test('S15: examples of trafficking', () =>
		expect(says('means')).toContain('diskutuan shembuj të trafikimit në 18 veprimtari'));
	test('S16, S17, S18: where to turn, which number, what protection', () => {
		expect(says('help')).toMatch(
			/se ku mund të drejtohen për ndihmë.*se cilin numër telefoni duhet të marrin.*se çfarë mbrojtjeje ofron shteti/,
		);
	});
	test('S19: the State Police was present', () =>
		expect(says('presence')).toContain('Policia e Shtetit ishte e pranishme në 9 veprimtari'));
	test('S20: and so were organisations, by their right names', () => {
		expect(says('presence')).toContain('organizatat jofitimprurëse CSDS, Gruaja në Fokus dhe World Vision');
	});
});

describe('what came of it', () => {
	test('S21: the five answers, in how many activities and to how many present', () => {
		for (const answer of [
			'çfarë është trafikimi (në 25 veprimtari',
			'si të dallojnë',
			'ku të drejtohen',
			'cilin numër',
			'çfarë mbrojtjeje',
		]) {
			expect(says('answers')).toContain(answer);
		}
	});
	test('S22: nothing is said with conviction: knowledge was not measured, and the text says so', () => {
		expect(whole(announcements.sq)).not.toMatch(/bindje/);
		expect(says('knowledge')).toContain('Këtë muaj nuk u mat');
	});
	test('S23: the institution of the prefect published it, on a day', () => {
		expect(says('published')).toBe(
			'Këtë njoftim e publikoi Institucioni i Prefektit të Qarkut Durrës, më 2 nëntor 2026.',
		);
	});
	test('S24: and pledges lasting support', () => {
		expect(says('pledge')).toMatch(
			/^Institucioni i Prefektit të Qarkut Durrës do të ofrojë edhe në muajt dhe vitet që vijnë gjithë mbështetjen institucionale/,
		);
	});
});

test('every number opens its records, and they add up to it', () => {
	for (const locale of locales) {
		for (const key of figuresShown(announcements[locale])) {
			expect(recordsOf(evidence, key).length).toBeGreaterThan(0);
			expect(recordsOf(evidence, key).reduce((sum, { value }) => sum + value, 0)).toBe(valueOf(evidence, key));
		}
		const outside = announcements[locale].sections
			.flatMap(({ paragraphs }) => paragraphs.flatMap(({ lines }) => lines.flat()))
			.filter(({ figure }) => !figure);
		expect(
			outside
				.map(({ text }) => text.replace(/\b(20\d\d|\d{1,2} (tetor|October|nëntor|November) 20\d\d)\b/g, ''))
				.filter((text) => /\d/.test(text)),
		).toEqual([]);
	}
});

test('the whole text is the one people have read (UPDATE_GOLDEN=1 writes it anew)', () => {
	for (const locale of locales) {
		const file = `tests/support/announcement-october.${locale}.txt`;
		const text = `${whole(announcements[locale])}\n`;
		if (process.env.UPDATE_GOLDEN) writeFileSync(file, text);
		expect(text).toBe(readFileSync(file, 'utf8'));
	}
	expect(titleOf(announcements.sq)).toContain('kundër trafikimit të personave');
});
