import { type Evidence, valueOf } from '#figures/evidence.ts';
import { type Figure, findFigure } from '#figures/model.ts';
import { count, day } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { isMessageKey, t } from '#i18n/t.ts';

/** A piece of rendered text; a piece that is a number names the figure whose records it opens. */
export type Piece = { text: string; figure?: string };

/**
 * `{held}` is written as number and noun, "25 veprimtari"; `{held:n}` as the number alone. `{published_on}` is the day of
 * publication. Nothing else stands in braces.
 */
const token = /\{([^{}]*)\}/g;
const publishedOn = 'published_on';
type Token = { kind: 'figure'; figure: Figure; bare: boolean } | { kind: 'day' };

function read(inside: string): Token | undefined {
	if (inside === publishedOn) return { kind: 'day' };
	const [, key = '', bare] = /^([a-z0-9_.]+?)(:n)?$/.exec(inside) ?? [];
	const figure = findFigure(key);
	return figure && { kind: 'figure', figure, bare: bare !== undefined };
}

/** What stands in braces and names no figure; a lone brace counts too. */
export function unknownTokens(text: string): string[] {
	const unknown = [...text.matchAll(token)].filter(([, inside = '']) => !read(inside)).map(([whole]) => whole);
	const lone = /[{}]/.exec(text.replace(token, ''));
	return [...new Set([...unknown, ...(lone ? [lone[0]] : [])])];
}

/** The keys of the figures a text is bound to, in order of appearance. */
export function figuresIn(text: string): string[] {
	const keys = [...text.matchAll(token)].flatMap(([, inside = '']) => {
		const found = read(inside);
		return found?.kind === 'figure' ? [found.figure.key] : [];
	});
	return [...new Set(keys)];
}

/** The message that writes a figure as number and noun: its own, else that of its dimension, else that of its unit. */
function phraseKey({ family, unit, where }: Figure): string {
	const named = Object.values(where)[0];
	const candidates = [
		`phrase.${family}.${named}`,
		`phrase.${family}`,
		...(where.group ? [`phrase.group.${where.group}`] : []),
		...(where.material ? [`phrase.material.${where.material}`] : []),
		...(where.place ? [`phrase.place.${where.place}`] : []),
	];
	return candidates.find(isMessageKey) ?? `phrase.unit.${unit}`;
}

/** "25 veprimtari", "1 activity". */
export function phrase(locale: Locale, figure: Figure, value: number): string {
	const key = phraseKey(figure);
	return isMessageKey(key) ? t(locale, key, { n: value }) : count(locale, value);
}

export type RenderContext = { evidence: Pick<Evidence, 'figures'>; publishedOn: string | null };

/** The text with its tokens written out. Tokens it does not know stay as they are: saving refuses them. */
export function render(locale: Locale, text: string, { evidence, publishedOn }: RenderContext): Piece[] {
	const pieces: Piece[] = [];
	let end = 0;
	for (const match of text.matchAll(token)) {
		const found = read(match[1] ?? '');
		if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
		end = match.index + match[0].length;
		if (!found) pieces.push({ text: match[0] });
		else if (found.kind === 'day')
			pieces.push({ text: publishedOn ? day(locale, publishedOn) : t(locale, 'announcement.day_pending') });
		else {
			const value = valueOf(evidence, found.figure.key);
			pieces.push({
				text: found.bare ? count(locale, value) : phrase(locale, found.figure, value),
				figure: found.figure.key,
			});
		}
	}
	if (end < text.length) pieces.push({ text: text.slice(end) });
	return pieces;
}

export const plain = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('');

export type Warning = { kind: 'typed_number' | 'claims_all' | 'conviction' | 'zero'; text: string };

const claims: readonly [RegExp, Warning['kind']][] = [
	[/\b(të gjitha?\b|të gjithë\b|all\b|every\b)/giu, 'claims_all'],
	[/me bindje|with conviction/giu, 'conviction'],
];
/** A year, a day with its month, a clock, the number of an article or of a grade: typed by hand with reason. */
const harmless =
	/\b(19|20)\d{2}\b|\b\d{1,2}\s+\p{L}{3,}\s+(19|20)\d{2}\b|\b\d{1,2}\s+(janar|shkurt|mars|prill|maj|qershor|korrik|gusht|shtator|tetor|nëntor|dhjetor|January|February|March|April|May|June|July|August|September|October|November|December)\b|\b\d{1,2}[.:]\d{2}\b/gu;

/** What a careful reader would ask about: shown beside the text, never in the way. */
export function warningsIn(text: string, evidence: Pick<Evidence, 'figures'>): Warning[] {
	const prose = text.replace(token, ' ');
	const numbers = prose.replace(harmless, ' ').match(/\d[\d.,  ]*\d|\d/gu) ?? [];
	const zeros = figuresIn(text).filter((key) => valueOf(evidence, key) === 0);
	return [
		...numbers.map((number): Warning => ({ kind: 'typed_number', text: number.trim() })),
		...claims.flatMap(([sign, kind]) => [...prose.matchAll(sign)].map(([found]): Warning => ({ kind, text: found }))),
		...zeros.map((key): Warning => ({ kind: 'zero', text: `{${key}}` })),
	];
}
