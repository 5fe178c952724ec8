import { parse } from 'csv-parse/sync';
import * as v from 'valibot';
import { dayAt, instantOf, isDay } from '#platform/dates.ts';
import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import {
	costs,
	digitsOf,
	type Line,
	lineHours,
	type Office,
	type Outcome,
	officeKinds,
	outcomes,
	purposes,
	type Right,
	speaksOfShelter,
} from './model.ts';

export type LineDraft = Pick<
	Line,
	'number' | 'purpose' | 'operator' | 'hours' | 'opensAt' | 'closesAt' | 'cost' | 'languages' | 'source' | 'sourceOn'
> &
	Pick<Line, 'reviewOn' | 'rank' | 'validTo'>;

const languageTag = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** Reads the form of a line. @param refused digits that no line may have: retired or foreign */
export function parseLine(typed: Typed, refused: ReadonlySet<string>): Parsed<LineDraft & { digits: string }> {
	const read = new Reader(typed);
	const number = readNumber(read, 'number', { required: true });
	const digits = digitsOf(number ?? '');
	if (number !== null && refused.has(digits)) read.issue('number', 'issue.refused_number', { number });
	const purpose = read.choice('purpose', purposes, { required: true });
	const operator = read.text('operator', 200, { required: true });
	const hours = read.choice('hours', lineHours, { required: true });
	const [opens, closes] = [read.hour('opens_at'), read.hour('closes_at')];
	if (hours === 'part' && !opens) read.issue('opens_at', 'issue.missing');
	if (hours === 'part' && !closes) read.issue('closes_at', 'issue.missing');
	const cost = read.choice('cost', costs, { required: true });
	const languages = (read.text('languages', 100) ?? '').split(/[\s,;]+/).filter(Boolean);
	const strange = languages.find((language) => !languageTag.test(language));
	if (strange !== undefined) read.issue('languages', 'issue.not_a_language', { text: strange.slice(0, 40) });
	const source = read.text('source', 500, { required: true });
	const rest = {
		sourceOn: read.day('source_on'),
		reviewOn: read.day('review_on'),
		rank: read.whole('rank', 1, 999) ?? 100,
		validTo: read.day('valid_to'),
	};
	if (read.issues.length > 0 || !number || !purpose || !operator || !hours || !cost || !source)
		return { ok: false, issues: read.issues };
	const open = hours === 'part' ? { opensAt: opens, closesAt: closes } : { opensAt: null, closesAt: null };
	return { ok: true, value: { number, digits, purpose, operator, hours, ...open, cost, languages, source, ...rest } };
}

function readNumber(read: Reader, field: string, more: { required?: boolean } = {}): string | null {
	const text =
		read
			.text(field, 30, more)
			?.replace(/[.\-/()]+/g, ' ')
			.replace(/\s+/g, ' ')
			.trim() ?? null;
	if (text === null) return null;
	return /^\+?\d[\d ]{1,24}$/.test(text) && digitsOf(text).length >= 2
		? text
		: read.issue(field, 'issue.not_a_phone', { text: text.slice(0, 40) });
}

const one = (value: string | null): string[] => (value === null ? [] : [value]);

/** The form that shows a line as it is. */
export const typedForLine = (line: Line): Typed => ({
	number: [line.number],
	purpose: [line.purpose],
	operator: [line.operator],
	hours: [line.hours],
	opens_at: one(line.opensAt),
	closes_at: one(line.closesAt),
	cost: [line.cost],
	languages: [line.languages.join(' ')],
	source: [line.source],
	source_on: one(line.sourceOn),
	review_on: one(line.reviewOn),
	rank: [String(line.rank)],
	valid_to: one(line.validTo),
});

/** Reads a test call: what came of it, and when. Nothing is asked about what was said. */
export function parseTest(typed: Typed, now: Date): Parsed<{ outcome: Outcome; at: Date }> {
	const read = new Reader(typed);
	const outcome = read.choice('outcome', outcomes, { required: true });
	const day = read.day('tested_on');
	const hour = read.hour('tested_at');
	// Without an hour it was some time that day; of today, until now.
	// Without an hour: of today it was just now, and is the latest that is known; of an earlier day, noon.
	const justNow = day === null || (hour === null && dayAt(now) === day);
	const at = justNow ? now : instantOf(day, hour ?? '12:00');
	if (at.getTime() > now.getTime() + 60_000) read.issue('tested_on', 'issue.in_the_future');
	if (read.issues.length > 0 || outcome === null) return { ok: false, issues: read.issues };
	return { ok: true, value: { outcome, at } };
}

export type OfficeDraft = Pick<
	Office,
	'kind' | 'nameSq' | 'nameEn' | 'municipalityCode' | 'address' | 'phone' | 'source' | 'reviewOn' | 'validTo'
>;

/**
 * Reads the form of a office. Where people are sheltered has no address: neither as a shelter nor under another kind whose name or
 * address speaks of one.
 */
export function parseOffice(
	typed: Typed,
	municipalities: readonly { code: string }[],
	refused: ReadonlySet<string>,
): Parsed<OfficeDraft> {
	const read = new Reader(typed);
	const kind = read.choice('kind', officeKinds, { required: true });
	const nameSq = read.text('name_sq', 200, { required: true });
	const nameEn = read.text('name_en', 200) ?? nameSq;
	const codes = municipalities.map(({ code }) => code);
	const municipalityCode = read.choice('municipality', codes);
	const address = read.text('address', 200);
	const phone = readNumber(read, 'phone');
	if (phone !== null && refused.has(digitsOf(phone))) read.issue('phone', 'issue.refused_number', { number: phone });
	const source = read.text('source', 500, { required: true });
	const rest = { reviewOn: read.day('review_on'), validTo: read.day('valid_to') };
	const sheltering =
		kind === 'shelter' || [nameSq, nameEn, address].some((text) => text !== null && speaksOfShelter(text));
	if (sheltering && address !== null) read.issue('address', 'issue.shelter_address');
	if (kind === 'shelter' && municipalityCode !== null) read.issue('municipality', 'issue.shelter_address');
	if (read.issues.length > 0 || !kind || !nameSq || !nameEn || !source) return { ok: false, issues: read.issues };
	return { ok: true, value: { kind, nameSq, nameEn, municipalityCode, address, phone, source, ...rest } };
}

export const typedForOffice = (office: Office): Typed => ({
	kind: [office.kind],
	name_sq: [office.nameSq],
	name_en: [office.nameEn],
	municipality: one(office.municipalityCode),
	address: one(office.address),
	phone: one(office.phone),
	source: [office.source],
	review_on: one(office.reviewOn),
	valid_to: one(office.validTo),
});

export type RightDraft = Pick<
	Right,
	'textSq' | 'textEn' | 'actSq' | 'actEn' | 'actOn' | 'source' | 'rank' | 'reviewOn' | 'validTo'
>;

/** Reads the form of a right: in both languages, with its act. */
export function parseRight(typed: Typed): Parsed<RightDraft> {
	const read = new Reader(typed);
	const [textSq, textEn] = [
		read.text('text_sq', 300, { required: true }),
		read.text('text_en', 300, { required: true }),
	];
	const [actSq, actEn] = [read.text('act_sq', 200, { required: true }), read.text('act_en', 200, { required: true })];
	const source = read.text('source', 500, { required: true });
	const rest = {
		actOn: read.day('act_on'),
		rank: read.whole('rank', 1, 999) ?? 100,
		reviewOn: read.day('review_on'),
		validTo: read.day('valid_to'),
	};
	if (read.issues.length > 0 || !textSq || !textEn || !actSq || !actEn || !source)
		return { ok: false, issues: read.issues };
	return { ok: true, value: { textSq, textEn, actSq, actEn, source, ...rest } };
}

export const typedForRight = (right: Right): Typed => ({
	text_sq: [right.textSq],
	text_en: [right.textEn],
	act_sq: [right.actSq],
	act_en: [right.actEn],
	act_on: one(right.actOn),
	source: [right.source],
	rank: [String(right.rank)],
	review_on: one(right.reviewOn),
	valid_to: one(right.validTo),
});

/** The version a form was made from. */
export const versionTyped = (typed: Typed): number => Number(first(typed, 'version')) || 0;

const filled = v.pipe(v.string(), v.trim(), v.minLength(1));
const day = v.pipe(
	v.string(),
	v.transform((text) => text.trim() || null),
	v.nullable(v.pipe(v.string(), v.check(isDay, 'a day as YYYY-MM-DD'))),
);
const rank = v.pipe(v.string(), v.regex(/^\d{1,3}$/), v.transform(Number));
const tags = v.pipe(
	v.string(),
	v.transform((text) => text.split(' ').filter(Boolean)),
);
const file = {
	lines: v.array(
		v.object({
			code: filled,
			number: filled,
			purpose: v.picklist(purposes),
			operator: filled,
			hours: v.picklist(['always', 'unknown']),
			cost: v.picklist(costs),
			languages: tags,
			source: filled,
			source_on: day,
			rank,
		}),
	),
	offices: v.array(
		v.object({
			code: filled,
			kind: v.picklist(officeKinds),
			name_sq: filled,
			name_en: filled,
			phone: v.string(),
			source: filled,
		}),
	),
	rights: v.array(
		v.object({
			code: filled,
			text_sq: filled,
			text_en: filled,
			act_sq: filled,
			act_en: filled,
			act_on: day,
			source: filled,
			rank,
		}),
	),
	refused: v.array(v.object({ number: filled, reason: v.picklist(['retired', 'foreign']), source: filled })),
};

/** The help of a country pack, as text. */
export type HelpFiles = { lines: string; offices: string; rights: string; refused: string };
export type HelpPack = { [name in keyof typeof file]: v.InferOutput<(typeof file)[name]> };

/** Reads the help of a country pack; throws an Error naming file, row and field when a file is not as it must be. */
export function parseHelpPack(files: HelpFiles): HelpPack {
	const rows = (name: keyof HelpFiles): unknown =>
		parse(files[name], { columns: true, bom: true, skip_empty_lines: true });
	const read = <S extends v.GenericSchema>(name: keyof HelpFiles, schema: S): v.InferOutput<S> => {
		const result = v.safeParse(schema, rows(name));
		if (result.success) return result.output;
		const issue = result.issues[0];
		throw new Error(`country pack, ${name}.csv, ${v.getDotPath(issue) ?? 'file'}: ${issue.message}`);
	};
	return {
		lines: read('lines', file.lines),
		offices: read('offices', file.offices),
		rights: read('rights', file.rights),
		refused: read('refused', file.refused),
	};
}
