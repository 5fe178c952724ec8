import { parse } from 'csv-parse/sync';
import * as v from 'valibot';
import { type Locale, locales } from '#i18n/locales.ts';
import { isDay } from '#platform/dates.ts';
import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import {
	type BasisDraft,
	fieldsOf,
	type Letter,
	type LetterKind,
	type LetterQuestion,
	type LetterText,
	lengths,
	letterKinds,
	letterStates,
	needed,
	pickText,
} from './model.ts';

const nothing: LetterText = {
	...{ addressee: '', subject: '', opening: '', grounds: '', points: '', closing: '', replyTo: '', place: '' },
	signatory: '',
};

/** Reads the form of a draft. */
export function parseText(typed: Typed, kind: LetterKind): Parsed<LetterText> {
	const read = new Reader(typed);
	const text = { ...nothing };
	for (const field of fieldsOf[kind]) {
		const required = needed[kind].includes(field);
		text[field] = read.text(field, lengths[field].most, { required }) ?? '';
	}
	return read.issues.length > 0 ? { ok: false, issues: read.issues } : { ok: true, value: text };
}

/** A draft as its form shows it. */
export const typedForText = (letter: Letter): Typed =>
	Object.fromEntries(Object.entries(pickText(letter)).map(([field, text]) => [field, [text]]));

/** A number as registers write it: "214", or "214/1" for the second paper of one matter. */
export const isProtocolNumber = (text: string): boolean => /^[1-9]\d{0,5}(\/[1-9]\d{0,2})?$/.test(text);

export type TypedNumber = { protocolNumber: string; datedOn: string };

/** Reads the number and the date of the protocol; with `unconfirmed` marks left in the text somebody has to say so. */
export function parseNumber(
	typed: Typed,
	{ today, unconfirmed }: { today: string; unconfirmed: number },
): Parsed<TypedNumber> {
	const read = new Reader(typed);
	const written = read.text('protocol_number', 20, { required: true })?.replace(/\s/g, '') ?? null;
	if (written !== null && !isProtocolNumber(written))
		read.issue('protocol_number', 'letter.issue.number', { text: written });
	const datedOn = read.day('dated_on', { required: true });
	if (datedOn !== null && datedOn > today) read.issue('dated_on', 'letter.issue.future');
	if (unconfirmed > 0 && !read.ticked('unconfirmed')) read.issue('unconfirmed', 'letter.issue.unconfirmed');
	if (read.issues.length > 0 || written === null || datedOn === null) return { ok: false, issues: read.issues };
	return { ok: true, value: { protocolNumber: written, datedOn } };
}

export function parseReason(typed: Typed): Parsed<string> {
	const read = new Reader(typed);
	const reason = read.text('reason', 300, { required: true });
	return reason === null ? { ok: false, issues: read.issues } : { ok: true, value: reason };
}

export function parseBasis(typed: Typed): Parsed<BasisDraft> {
	const read = new Reader(typed);
	const textSq = read.text('text_sq', 300, { required: true });
	const textEn = read.text('text_en', 300, { required: true });
	const source = read.text('source', 500, { required: true });
	if (!textSq || !textEn || !source) return { ok: false, issues: read.issues };
	return { ok: true, value: { textSq, textEn, source } };
}

/** The legal basis that a form names. */
export const basisTyped = (typed: Typed): string => first(typed, 'basis');
/** The version a form was made from. */
export const versionTyped = (typed: Typed): number => Number(first(typed, 'version')) || 0;
/** The language a letter is to be written in. */
export const localeTyped = (typed: Typed): Locale => locales.find((one) => one === first(typed, 'locale')) ?? 'sq';
/** Whom a letter is drafted for, and about which activity; empty for all of them. */
export const whomTyped = (typed: Typed): { partnerId: string; activity: number | null } => ({
	partnerId: first(typed, 'partner'),
	activity: /^\d{1,6}$/.test(first(typed, 'activity')) ? Number(first(typed, 'activity')) : null,
});

/** What the address asks of the register. */
export const parseQuestion = (address: URLSearchParams): LetterQuestion => ({
	search: address.get('search')?.trim().slice(0, 100) ?? '',
	kind: letterKinds.find((kind) => kind === address.get('kind')) ?? null,
	state: letterStates.find((state) => state === address.get('state')) ?? null,
	year: isDay(`${address.get('year')}-01-01`) ? Number(address.get('year')) : null,
	month: address.get('month')?.slice(0, 7) ?? '',
});

const text = v.pipe(v.string(), v.trim(), v.minLength(1));
const packLine = v.object({
	code: text,
	text_sq: text,
	text_en: text,
	source: text,
	rank: v.pipe(text, v.transform(Number), v.integer()),
});
export type PackBasis = v.InferOutput<typeof packLine>;

/** The legal bases of a country pack. */
export const parseBases = (csv: string): PackBasis[] =>
	v.parse(v.array(packLine), parse(csv, { columns: true, bom: true, skip_empty_lines: true }));
