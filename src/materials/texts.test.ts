import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { locales } from '#i18n/locales.ts';
import { textsOfFirstSet } from '#tests/support/leaflets.ts';
import { markless } from '#tests/support/marks.ts';
import { namedTexts, printAudiences } from './print.ts';

const all = printAudiences.flatMap((audience) =>
	locales.map((locale) => ({ audience, locale, texts: textsOfFirstSet(audience, locale) })),
);
const every = all.flatMap(({ audience, locale, texts }) =>
	namedTexts(texts).map(([place, text]) => ({ where: `${audience}.${locale} ${place}`, locale, place, text })),
);
const wordsIn = (text: string): string[] => text.match(/[\p{L}\d][\p{L}\d’/.-]*/gu) ?? [];
/** What ends with a full stop, a question mark or a line of a list. */
const sentencesIn = (text: string): string[] =>
	text
		.replace(/\b(nr|neni|datë)\. /g, '$1 ')
		.split(/(?<=[.?!])\s+/)
		.filter((sentence) => wordsIn(sentence).length > 0);

describe('the texts of the first set', () => {
	test('there is one for each audience in each language, and no other file', () => {
		expect(readdirSync('db/materials').sort()).toEqual(
			printAudiences.flatMap((audience) => locales.map((locale) => `${audience}.${locale}.json`)).sort(),
		);
	});

	test('have all five answers, long and short, on paper and card', () => {
		for (const { texts } of all) {
			expect(texts.answers).toHaveLength(5);
			expect(texts.card.advice).toHaveLength(5);
			for (const { sentences, short } of texts.answers) {
				expect(sentences.length).toBeGreaterThanOrEqual(3);
				expect(short.length).toBeGreaterThanOrEqual(2);
			}
		}
		expect(every.filter(({ text }) => text.trim() !== text || text === '')).toEqual([]);
	});

	test('say the same in both languages: as many sentences, the same marks of what is unconfirmed', () => {
		for (const audience of printAudiences) {
			const shape = (locale: (typeof locales)[number]) =>
				namedTexts(textsOfFirstSet(audience, locale)).map(([place, text]) => `${place} ${text.includes('{?}')}`);
			expect(shape('en')).toEqual(shape('sq'));
		}
	});

	test('have short sentences and headings', () => {
		const means = locales.map((locale) => {
			const lengths = every
				.filter((entry) => entry.locale === locale)
				.flatMap(({ text }) => sentencesIn(text).map((sentence) => wordsIn(sentence).length));
			const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
			console.info(
				`leaflets in ${locale}: ${mean.toFixed(1)} words per sentence (mean of ${lengths.length}), longest ${Math.max(...lengths)}`,
			);
			return mean;
		});
		expect(Math.max(...means)).toBeLessThanOrEqual(15);
		expect(every.filter(({ text }) => sentencesIn(text).some((sentence) => wordsIn(sentence).length > 22))).toEqual([]);
		const headings = all.flatMap(({ texts }) => [
			texts.title,
			texts.now.heading,
			texts.card.title,
			texts.card.backTitle,
			...texts.answers.map(({ heading }) => heading),
		]);
		expect(headings.filter((heading) => wordsIn(heading).length > 8)).toEqual([]);
	});

	test('mark whatever of the protection nobody has confirmed', () => {
		const unconfirmed = {
			sq: /avokat|juridik|kohë të qetëso|reflektim|shëndetësor.* falas|kurs|dëmshpërblim|ekonomik|qëndrim|VKM|afati/i,
			en: /lawyer|legal aid|time to recover|reflection|health care|vocational|compensation|economic|residence|decision 499|time limit/i,
		};
		const claims = every.filter(({ place, text, locale }) => place === 'answer_5' && unconfirmed[locale].test(text));
		expect(claims.length).toBeGreaterThanOrEqual(40);
		expect(claims.filter(({ text }) => !text.includes('{?}'))).toEqual([]);
		for (const { texts } of all) {
			expect(texts.answers[4].sentences[0]).toMatch(/parashikon ligji|the law provides/i);
			expect(texts.footer.join(' ')).toMatch(/për t’u konfirmuar|to be confirmed/);
		}
	});

	test('hold no telephone number: those come from tested lines', () => {
		expect(every.filter(({ text }) => /\b1\d{2}\b(?!\/)|\b116\s?\d{3}|\b0\d{3}|\+\d{3}/.test(text))).toEqual([]);
	});

	test('do no harm: no fear, no blame, no stranger, nobody tagged, no place of shelter, no shaming of migration', () => {
		const harm =
			/\b(skllav|zinxhir|rrëmb|i panjohur|të panjohur|rom\b|romë|cigan|egjiptian|prostitu|strehëz|ilegal|klandestin|emigrant|slave|chain|kidnap|stranger|roma\b|gyps|prostitut|shelter|illegal|migrant)/i;
		expect(every.filter(({ text }) => harm.test(text))).toEqual([]);
		for (const locale of locales) {
			const blameless = locale === 'sq' ? /faj/i : /fault/i;
			const known = locale === 'sq' ? /njeh|njihni|njohur/i : /you know|known/i;
			for (const audience of printAudiences) {
				const { answers, card } = textsOfFirstSet(audience, locale);
				expect(answers[0].sentences.join(' ')).toMatch(blameless);
				expect([...answers[0].sentences, ...answers[1].sentences].join(' ')).toMatch(known);
				expect(answers[4].sentences.join(' ')).toMatch(/mundshme|potential/);
				// A card is read by whoever finds it: it speaks of everyday things.
				expect([card.title, card.backTitle, ...card.advice].join(' ')).not.toMatch(
					/trafik|traffick|viktim|victim|seks|sex/i,
				);
			}
		}
	});

	test('are Albanian as it is written, and typeset', () => {
		const bare = every
			.filter(({ locale }) => locale === 'sq')
			.flatMap(({ where, text }) =>
				(text.toLowerCase().match(/[\p{L}]+/gu) ?? [])
					.filter((word) => word in markless)
					.map((word) => `${where}: ${word} → ${markless[word]}`),
			);
		expect(bare).toEqual([]);
		expect(every.filter(({ text }) => /["']|—|\.\.\.|\s[,;:!?.]/.test(text))).toEqual([]);
	});

	test('address adults as “ju” and the young as “ti”', () => {
		const formal = /\b(ju|juaj|ju-|jeni|keni|merrni|thirrni|kontrolloni|pyesni)\b/i;
		for (const { audience, locale, texts } of all.filter((entry) => entry.locale === 'sq')) {
			const text = namedTexts(texts)
				.filter(([, line]) => !line.includes('Prindër'))
				.map(([, line]) => line)
				.join(' ');
			expect([audience, locale, formal.test(text)]).toEqual([audience, locale, !audience.startsWith('age_')]);
			if (!audience.startsWith('age_')) expect(text).not.toMatch(/\b(ti|ty|yti|merr|thirr|thuaj|pyet)\b/);
		}
	});
});
