import { readFileSync } from 'node:fs';
import { intlTag, type Locale } from '#i18n/locales.ts';
import {
	type LeafletTexts,
	type PrintAudience,
	type PrintFormat,
	type PrintOrder,
	printWords,
} from '#materials/print.ts';

/** The texts of the first set. */
export const textsOfFirstSet = (audience: PrintAudience, locale: Locale): LeafletTexts =>
	JSON.parse(readFileSync(`db/materials/${audience}.${locale}.json`, 'utf8'));

/** An order as a county would make it; the numbers are examples. */
export const leafletOrder = (
	format: PrintFormat,
	audience: PrintAudience,
	locale: Locale,
	more: Partial<PrintOrder> = {},
): PrintOrder => ({
	format,
	texts: textsOfFirstSet(audience, locale),
	locale: intlTag[locale],
	direction: 'ltr',
	words: printWords(locale),
	lines: [
		{ number: '116 006', name: 'Linja kombëtare e këshillimit', plainName: 'Këshillim' },
		{ number: '116 111', name: 'Linja e fëmijëve ALO 116 111', plainName: 'Fëmijë' },
		{ number: '129', name: 'Policia e Shtetit', plainName: 'Policia' },
		{ number: '112', name: 'Numri i emergjencës', plainName: 'Emergjenca' },
	].map((line) => ({ ...line, hours: '24 orë', cost: 'falas', testedOn: '2026-11-12' })),
	address: `kambana.example/${locale}`,
	county: 'Durrës',
	printedOn: '2026-11-24',
	version: '1',
	...more,
});
