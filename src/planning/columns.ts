import { searchForm } from '#i18n/search.ts';
import { type ColumnKey, limits, requiredColumns, type SheetColumn, type SheetKind } from './model.ts';
import { Likeness } from './near.ts';

/** Headings by which a column is known, Albanian and English, in search form. The first is the one we write (see messages). */
const headings: Record<ColumnKey, readonly string[]> = {
	number: ['nr', 'numri', 'numer', 'nr rendor', 'nr i veprimtarise', 'no', 'number', 'activity number', 'activity no'],
	date: ['data', 'date', 'dita', 'data e zhvillimit', 'data e veprimtarise', 'day', 'activity date'],
	hours: ['ora', 'oret', 'orari', 'koha', 'ora e zhvillimit', 'hours', 'hour', 'time', 'times', 'start and end'],
	title: [
		...[
			'veprimtaria',
			'veprimtari',
			'aktiviteti',
			'aktivitet',
			'titulli',
			'emertimi',
			'emri i veprimtarise',
			'emri i aktivitetit',
			'tema',
		],
		...['activity', 'title', 'activity title', 'name of activity', 'activity name'],
	],
	place: [
		'vendi',
		'vend',
		'vendndodhja',
		'vendi i zhvillimit',
		'vendi i veprimtarise',
		'place',
		'venue',
		'location',
		'where',
	],
	municipality: ['bashkia', 'bashki', 'municipality'],
	unit: ['njesia administrative', 'njesi administrative', 'njesia', 'administrative unit', 'unit'],
	setting: ['mjedisi', 'mjedis', 'fusha', 'ambienti', 'setting', 'environment'],
	lead: [
		...[
			'nen kujdesin e',
			'nen kujdesin',
			'pergjegjes',
			'pergjegjesi',
			'institucioni pergjegjes',
			'institucioni drejtues',
			'organizatori',
			'organizator',
		],
		...['in the care of', 'lead', 'lead institution', 'led by', 'responsible institution', 'organiser', 'organizer'],
	],
	supporters: [
		...[
			'mbeshtetes',
			'mbeshtetesit',
			'mbeshtetur nga',
			'ne bashkepunim me',
			'bashkepunetoret',
			'partneret',
			'institucione mbeshtetese',
		],
		...['supporters', 'supported by', 'supporting institutions', 'partners', 'in cooperation with'],
	],
	audiences: [
		...['grupi i synuar', 'grupet e synuara', 'grupi', 'grup i synuar', 'pjesemarresit', 'audienca', 'te ftuarit'],
		...['audience', 'audiences', 'target group', 'target groups', 'target audience', 'for whom'],
	],
	methods: [
		'mjetet',
		'mjete',
		'metodat',
		'menyra',
		'mjetet e informimit',
		'methods',
		'means',
		'method',
		'by what means',
	],
	persons: [
		...[
			'pjesemarres te planifikuar',
			'nr i pjesemarresve',
			'numri i pjesemarresve',
			'persona te planifikuar',
			'pjesemarres',
		],
		...['planned persons', 'planned participants', 'participants', 'number of participants', 'persons'],
	],
	visibility: [
		'per publikun',
		'publike',
		'e hapur',
		'e hapur per publikun',
		'hapur per publikun',
		'public',
		'open to the public',
		'public or closed',
		'open to public',
	],
};

/** Which column a heading means, in either language, without marks or case and with a slip of the pen. */
export function headingsOf<K extends string>(
	known: Readonly<Record<K, readonly string[]>>,
): (heading: string) => K | undefined {
	const exact = new Map<string, K>();
	const alike = new Likeness<K>();
	for (const key of Object.keys(known) as K[])
		for (const heading of known[key]) {
			exact.set(heading, key);
			alike.add(heading, key);
		}
	return (heading) => {
		const form = searchForm(heading.slice(0, 100));
		return form === '' ? undefined : (exact.get(form) ?? alike.find(form));
	};
}

export const columnOf = headingsOf<ColumnKey>(headings);

/** A sheet of activities. Totals and signatures could not be one. */
export const activitySheet: SheetKind<ColumnKey> = {
	columnOf,
	required: requiredColumns,
	saysNothing: (cells) => !cells.title && !cells.date && !cells.lead,
};

/** `A`, `B`, … `AA`: how spreadsheets name their columns. */
export function columnLetter(index: number): string {
	const rest = Math.floor(index / 26);
	return (rest > 0 ? columnLetter(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}

export type Header<K extends string = ColumnKey> = {
	/** Index among the rows looked at. */
	at: number;
	columns: (SheetColumn<K> & { index: number })[];
	ignored: string[];
	/** Headings of which only the first is read. */
	repeated: SheetColumn<K>[];
	missing: K[];
};

/**
 * The row of headings: the one among the first with the most known columns. Title rows above it are passed over.
 * Undefined when no row has at least three of them.
 */
export function findHeaderOf<K extends string>(
	rows: readonly (readonly string[])[],
	kind: SheetKind<K>,
	within = 40,
): Header<K> | undefined {
	let best: { at: number; known: number } | undefined;
	for (const [at, cells] of rows.slice(0, within).entries()) {
		const known =
			new Set(cells.slice(0, limits.columns).map(kind.columnOf)).size -
			(cells.some((cell) => !kind.columnOf(cell)) ? 1 : 0);
		if (known >= 3 && known > (best?.known ?? 0)) best = { at, known };
	}
	return best && headerAt(rows[best.at] ?? [], best.at, kind);
}

/** The same for a sheet of activities. */
export const findHeader = (rows: readonly (readonly string[])[]): Header | undefined =>
	findHeaderOf(rows, activitySheet);

function headerAt<K extends string>(cells: readonly string[], at: number, kind: SheetKind<K>): Header<K> {
	const header: Header<K> = { at, columns: [], ignored: [], repeated: [], missing: [] };
	for (const [index, cell] of cells.entries()) {
		const heading = cell.trim().slice(0, 100);
		if (heading === '') continue;
		const key = kind.columnOf(heading);
		const column = key && { key, letter: columnLetter(index), heading, index };
		if (!column) header.ignored.push(heading);
		else if (header.columns.some((earlier) => earlier.key === key)) header.repeated.push(column);
		else header.columns.push(column);
	}
	header.missing = kind.required.filter((key) => !header.columns.some((column) => column.key === key));
	return header;
}
