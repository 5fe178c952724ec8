import { type Evidence, recordsOf, valueOf } from '#figures/evidence.ts';
import { count, day } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import { type Head, shortHash } from '#platform/audit.ts';
import { dayAt } from '#platform/dates.ts';
import { countGroups, countMethods } from '#returns/model.ts';
import { type Paragraph, type ParagraphKey, type Section, sections, type VersionState } from './model.ts';
import { type Piece, plain, render } from './tokens.ts';

/** A table of numbers: each cell is a number bound to a figure, or empty. */
export type Table = { caption: string; head: string[]; rows: { label: string; cells: Piece[] }[] };

/** An announcement ready to be set, the same for the page, the text document and the PDF. */
export type Announcement = {
	locale: Locale;
	title: Piece[];
	institution: string;
	/** A draft says so visibly; null on what the chair has approved. */
	draftMark: string | null;
	demonstration: string | null;
	/** The day the document bears: of publication, of approval, or of its figures. */
	date: string;
	sections: {
		key: Section;
		heading: string;
		paragraphs: { key: ParagraphKey; lines: Piece[][] }[];
		table: Table | null;
	}[];
	notes: Piece[][];
	/** The head of the audit chain as it stood before the approval: who keeps the page can prove later what was recorded. */
	register: string | null;
};

/** A version with its text, and the figures it is written from: its own when approved, the present ones while a draft. */
export type Composed = {
	state: VersionState;
	publishedAt: Date | null;
	approvedAt: Date | null;
	paragraphs: readonly Paragraph[];
	evidence: Evidence;
	auditHead?: Head | null;
};

export function compose(
	locale: Locale,
	{ state, publishedAt, approvedAt, paragraphs, evidence, auditHead }: Composed,
): Announcement {
	const publishedOn = publishedAt ? dayAt(publishedAt) : null;
	const written = (text: string) => render(locale, text, { evidence, publishedOn });
	const text = (key: ParagraphKey) => paragraphs.find((paragraph) => paragraph.key === key)?.[locale].trim() ?? '';
	const lines = (key: ParagraphKey) =>
		text(key)
			.split(/\n+/)
			.map((line) => written(line.trim()))
			.filter((pieces) => pieces.length > 0);
	const county = evidence.committee.countyName;
	return {
		locale,
		title: written(text('title')),
		institution: t(locale, county === null ? 'draft.office.national' : 'draft.office.county', { county: county ?? '' }),
		draftMark: state === 'draft' ? t(locale, 'announcement.draft_mark') : null,
		demonstration: evidence.programme.demonstration ? t(locale, 'announcement.note.demonstration') : null,
		date: publishedOn ?? dayAt(approvedAt ?? new Date(evidence.asOf)),
		sections: (Object.keys(sections) as Section[])
			.map((key) => ({
				key,
				heading: t(locale, `announcement.section.${key}`),
				paragraphs: sections[key]
					.map((paragraph) => ({ key: paragraph, lines: lines(paragraph) }))
					.filter((one) => one.lines.length > 0),
				table: key === 'reach' ? personsTable(locale, evidence) : null,
			}))
			.filter((section) => section.paragraphs.length > 0 || section.table !== null),
		notes: notes(locale, evidence, state).map(written),
		register: auditHead
			? t(locale, 'announcement.register', { number: String(auditHead.seq), hash: shortHash(auditHead.hash) })
			: null,
	};
}

/** How many took part by group, and how they were counted: null when nobody was counted. */
function personsTable(locale: Locale, evidence: Evidence): Table | null {
	if (recordsOf(evidence, 'persons').length === 0) return null;
	const cell = (key: string): Piece => {
		const value = valueOf(evidence, key);
		return value === 0 ? { text: '' } : { text: count(locale, value), figure: key };
	};
	const groups = countGroups.filter((group) => valueOf(evidence, `persons.group.${group}`) > 0);
	const methods = countMethods.filter((method) => valueOf(evidence, `persons.method.${method}`) > 0);
	const row = (label: string, total: string, part: (method: string) => string) => ({
		label,
		cells: [...methods.map((method) => cell(part(method))), cell(total)],
	});
	return {
		caption: t(locale, 'announcement.table.caption'),
		head: [
			t(locale, 'announcement.table.group'),
			...methods.map((method) => t(locale, `announcement.table.${method}`)),
			t(locale, 'announcement.table.total'),
		],
		rows: [
			...groups.map((group) =>
				row(t(locale, `group.${group}`), `persons.group.${group}`, (method) => `persons.group.${group}.${method}`),
			),
			row(t(locale, 'announcement.table.total'), 'persons', (method) => `persons.method.${method}`),
		],
	};
}

/** What every number needs beside it: its date, how it was counted, what is still missing. */
function notes(locale: Locale, evidence: Evidence, state: VersionState): string[] {
	return [
		...(state === 'draft' ? [t(locale, 'announcement.draft_note')] : []),
		t(locale, 'announcement.note.as_of', { day: day(locale, dayAt(new Date(evidence.asOf))) }),
		...(valueOf(evidence, 'persons') > 0 ? [t(locale, 'announcement.note.counted')] : []),
		...(valueOf(evidence, 'places') > 0 ? [t(locale, 'announcement.note.places')] : []),
		...(valueOf(evidence, 'unreturned') > 0
			? [t(locale, 'announcement.note.unreturned', { token: '{unreturned}' })]
			: []),
		...(evidence.programme.demonstration ? [t(locale, 'announcement.note.demonstration')] : []),
	];
}

export const titleOf = ({ title }: Announcement): string => plain(title);

/** Every figure a reader can open from the announcement. */
export function figuresShown(announcement: Announcement): string[] {
	const pieces = [
		...announcement.title,
		...announcement.sections.flatMap(({ paragraphs, table }) => [
			...paragraphs.flatMap(({ lines }) => lines.flat()),
			...(table?.rows.flatMap(({ cells }) => cells) ?? []),
		]),
		...announcement.notes.flat(),
	];
	return [...new Set(pieces.flatMap(({ figure }) => figure ?? []))];
}
