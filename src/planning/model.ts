import type { Changes, Plan } from '#activities/changes.ts';
import type { ActivityState } from '#activities/model.ts';
import type { PartnerKind } from '#partners/model.ts';
import type { PlaceKind } from '#places/model.ts';
import type { Issue } from '#platform/problem.ts';

/** What a sheet may say of an activity, in the order in which we write it ourselves. */
export const columnKeys = [
	'number',
	'date',
	'hours',
	'title',
	'place',
	'municipality',
	'unit',
	'setting',
	'lead',
	'supporters',
	'audiences',
	'methods',
	'persons',
	'visibility',
] as const;
export type ColumnKey = (typeof columnKeys)[number];

/** Without these a row cannot become an activity. */
export const requiredColumns: readonly ColumnKey[] = ['date', 'title', 'setting', 'lead', 'audiences'];

/** What a file may be at most; beyond it the person is told, nothing is cut off silently. */
export const limits = {
	bytes: 5 * 1024 * 1024,
	unzippedBytes: 60 * 1024 * 1024,
	rows: 5000,
	columns: 60,
	cell: 2000,
	previewDays: 30,
} as const;

/** What a kind of sheet holds: by which headings its columns are known, which it needs, and which rows could be no record. */
export type SheetKind<K extends string> = {
	columnOf: (heading: string) => K | undefined;
	required: readonly K[];
	saysNothing: (cells: Partial<Record<K, string>>) => boolean;
};

export type SheetColumn<K extends string = ColumnKey> = { key: K; letter: string; heading: string };
/** A row as it stands in the sheet: text by column, and what is wrong with single cells before their meaning is known. */
export type SheetRow<K extends string = ColumnKey> = {
	row: number;
	cells: Partial<Record<K, string>>;
	faults: Issue[];
};
export type Sheet<K extends string = ColumnKey> = {
	/** Of the workbook's sheet; null in a CSV file. */
	name: string | null;
	headerRow: number;
	columns: SheetColumn<K>[];
	/** Headings that mean nothing to us. */
	ignored: string[];
	/** Rows hidden in the workbook: they are read like all others. */
	hiddenRows: number[];
	/** Rows without title, date and lead (totals, signatures): not read. */
	skippedRows: number[];
	rows: SheetRow<K>[];
};

/** A text of the interface with its words, or a name that needs no translation. */
export type Label = { message: string; words?: Record<string, string | number> } | { text: string };

/** Something a person may decide; untouched, `fallback` holds. */
export type Question = {
	/** Made of what it asks about, so that an answer finds its question again after a reload. */
	key: string;
	column: ColumnKey;
	message: string;
	words: Record<string, string | number>;
	options: { value: string; label: Label }[];
	fallback: string;
	answer: string;
	/** Rows of the sheet it is about. */
	rows: number[];
	/** Names that look alike are decided beside the rows; every other question makes its rows questions. */
	aboutNames: boolean;
};

export type Answers = Readonly<Record<string, string>>;

export const rowClasses = ['new', 'changed', 'same', 'question', 'error'] as const;
export type RowClass = (typeof rowClasses)[number];

/** A plan whose ids may still be references to what the import proposes: `partner:…`, `place:…`. */
export type ImportRow = {
	row: number;
	class: RowClass;
	/** What confirming does with it. */
	outcome: 'add' | 'change' | 'nothing' | 'leave_out' | 'refuse';
	/** As written, for people to recognise the row. */
	title: string;
	date: string;
	place: string;
	plan: Plan | null;
	existing: { id: string; number: number; version: number; state: ActivityState } | null;
	changes: Changes;
	issues: Issue[];
	questions: string[];
};

export type ProposedPartner = {
	ref: string;
	name: string;
	kind: PartnerKind;
	municipalityCode: string | null;
	aliases: string[];
};
export type ProposedPlace = {
	ref: string;
	name: string;
	kind: PlaceKind;
	municipalityCode: string | null;
	unitCode: string | null;
	aliases: string[];
};
/** Another spelling of an institution or place that exists. */
export type KnownAlias = { id: string; name: string; alias: string };

export type Comparison = {
	rows: ImportRow[];
	questions: Question[];
	partners: ProposedPartner[];
	places: ProposedPlace[];
	partnerAliases: KnownAlias[];
	placeAliases: KnownAlias[];
	counts: Record<RowClass, number>;
	/** What confirming would do. */
	adds: number;
	changes: number;
	/** The programme is closed: its plan does not change any more. */
	closed: boolean;
	/** Names behind the ids, codes and references of plans and changes. */
	names: Record<string, string>;
};

/** What a confirmed import did. */
export type Outcome = {
	added: number;
	changed: number;
	same: number;
	leftOut: number;
	partners: number;
	places: number;
	aliases: number;
};
