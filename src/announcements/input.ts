import { locales } from '#i18n/locales.ts';
import { first, type Typed } from '#platform/forms.ts';
import type { Issue, Parsed } from '#platform/problem.ts';
import { type Paragraph, type ParagraphKey, paragraphKeys } from './model.ts';
import { unknownTokens } from './tokens.ts';

const longest = 6000;

/** The field of a paragraph in one language. */
export const fieldOf = (key: ParagraphKey, locale: string): string => `${key}_${locale}`;

/** Every paragraph of the editor in both languages; a token that names no figure is a mistake. */
export function parseParagraphs(typed: Typed): Parsed<Pick<Paragraph, 'key' | 'sq' | 'en'>[]> {
	const issues: Issue[] = [];
	for (const key of paragraphKeys) {
		for (const locale of locales) {
			const field = fieldOf(key, locale);
			const text = first(typed, field);
			const length = [...text].length;
			if (length > longest) issues.push({ field, message: 'issue.too_long', words: { length, most: longest } });
			const [unknown] = unknownTokens(text);
			if (unknown !== undefined)
				issues.push({ field, message: 'issue.unknown_token', words: { text: unknown.slice(0, 40) } });
			if (key === 'title' && text === '') issues.push({ field, message: 'issue.missing' });
		}
	}
	if (issues.length > 0) return { ok: false, issues };
	return {
		ok: true,
		value: paragraphKeys.map((key) => ({
			key,
			sq: first(typed, fieldOf(key, 'sq')),
			en: first(typed, fieldOf(key, 'en')),
		})),
	};
}

/** The paragraphs a person hands back to the records. */
export const parseReleased = (typed: Typed): ParagraphKey[] =>
	paragraphKeys.filter((key) => typed.redraw?.includes(key));

/** A whole number of a hidden field; 0 matches no version and no revision. */
export const parseWhole = (typed: Typed, field: string): number =>
	Number(/^\d{1,9}$/.exec(first(typed, field))?.[0] ?? 0);
