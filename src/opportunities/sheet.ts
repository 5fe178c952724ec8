import * as v from 'valibot';
import { searchForm } from '#i18n/search.ts';
import { headingsOf } from '#planning/columns.ts';
import { sheetDay } from '#planning/input.ts';
import type { SheetKind, SheetRow } from '#planning/model.ts';
import type { Issue } from '#platform/problem.ts';
import type { Municipality } from '#territory/model.ts';
import { parseOffer } from './input.ts';
import { changedFields, type Offer, type OfferDraft, type OfferField, type OfferKind, rowKeyOf } from './model.ts';

/** What the sheet of an employment office may say, in the order in which we write it ourselves. */
export const offerColumns = [
	'number',
	'kind',
	'title',
	'provider',
	'municipality',
	'place',
	'deadline',
	'starts_on',
	'eligibility',
	'cost',
	'pay',
	'hours',
	'phone',
	'address',
] as const;
export type OfferColumn = (typeof offerColumns)[number];

/** Headings by which a column is known, Albanian and English, in search form. */
const headings: Record<OfferColumn, readonly string[]> = {
	number: ['nr', 'numri', 'nr rendor', 'kodi', 'kodi i ofertes', 'no', 'number', 'code', 'reference'],
	kind: ['lloji', 'lloji i ofertes', 'kurs ose pune', 'kind', 'type', 'type of offer', 'course or job'],
	title: [
		...[
			'titulli',
			'profesioni',
			'kursi',
			'emertimi',
			'emri i kursit',
			'pozicioni',
			'pozicioni i punes',
			'vendi i lire',
		],
		...['title', 'course', 'job title', 'position', 'profession', 'vacancy'],
	],
	provider: [
		...['ofruesi', 'punedhenesi', 'subjekti', 'institucioni', 'qendra', 'ofruesi ose punedhenesi', 'kompania'],
		...['provider', 'employer', 'company', 'institution', 'provider or employer', 'training provider'],
	],
	municipality: ['bashkia', 'bashki', 'municipality'],
	place: ['vendi', 'vendndodhja', 'vendi i zhvillimit', 'vendi i punes', 'place', 'location', 'work place', 'venue'],
	deadline: [
		...[
			'afati',
			'afati i aplikimit',
			'afati i regjistrimit',
			'aplikim deri me',
			'regjistrim deri me',
			'data e mbylljes',
		],
		...['deadline', 'apply by', 'application deadline', 'closing date', 'register by'],
	],
	starts_on: ['fillimi', 'fillon me', 'data e fillimit', 'start', 'starts', 'start date', 'starts on', 'begins'],
	eligibility: [
		...['kush mund te aplikoje', 'kriteret', 'kushtet', 'kushtet e pranimit', 'kerkesat', 'per ke'],
		...['eligibility', 'who can apply', 'criteria', 'requirements', 'conditions', 'for whom'],
	],
	cost: ['kostoja', 'tarifa', 'pagesa e kursit', 'cmimi', 'cost', 'fee', 'price', 'course fee'],
	pay: ['paga', 'paga mujore', 'shperblimi', 'pay', 'salary', 'wage', 'monthly pay'],
	hours: ['orari', 'oret', 'koha', 'hours', 'working hours', 'timetable', 'schedule'],
	phone: ['telefoni', 'tel', 'nr telefoni', 'kontakti', 'phone', 'telephone', 'contact', 'contact phone'],
	address: ['adresa', 'adresa e institucionit', 'address', 'address of the institution', 'office address'],
};

/** A sheet of courses and jobs. Totals and signatures could not be one. */
export const offerSheet: SheetKind<OfferColumn> = {
	columnOf: headingsOf<OfferColumn>(headings),
	required: ['kind', 'title', 'provider', 'deadline', 'eligibility'],
	saysNothing: (cells) => !cells.title && !cells.provider && !cells.deadline,
};

const kindWords: Record<OfferKind, readonly string[]> = {
	course: [
		'kurs',
		'kursi',
		'kurs profesional',
		'formim',
		'formim profesional',
		'trajnim',
		'course',
		'vocational course',
		'training',
	],
	job: ['pune', 'vend pune', 'vend i lire pune', 'vend vakant', 'job', 'vacancy', 'work', 'position'],
};
const freeWords = ['falas', 'pa pagese', '0', '0 leke', 'free', 'free of charge', 'none', 'jo'];

export type OfferRow = {
	row: number;
	class: 'new' | 'changed' | 'same' | 'error';
	/** As written, for people to recognise the row. */
	title: string;
	draft: OfferDraft | null;
	rowKey: string;
	existing: Pick<Offer, 'id' | 'version' | 'state'> | null;
	changed: OfferField[];
	issues: Issue[];
};
export type OfferComparison = { rows: OfferRow[]; counts: Record<OfferRow['class'], number> };

type Known = { municipalities: readonly Municipality[]; offers: readonly Offer[]; source: string };

/** Compares the rows of a sheet with the offers there are: each is new, changed, the same, or cannot be read. */
export function compareOffers(rows: readonly SheetRow<OfferColumn>[], known: Known): OfferComparison {
	const byKey = new Map(known.offers.flatMap((offer) => (offer.rowKey ? [[offer.rowKey, offer] as const] : [])));
	const firstRow = new Map<string, number>();
	const compared = rows.map((row): OfferRow => {
		const { issues, draft } = readOffer(row, known);
		const title = row.cells.title ?? '';
		const wrong = {
			row: row.row,
			class: 'error' as const,
			title,
			draft: null,
			rowKey: '',
			existing: null,
			changed: [],
			issues,
		};
		if (draft === null) return wrong;
		const rowKey = rowKeyOf(row.cells.number ?? '', draft);
		const twice = firstRow.get(rowKey);
		if (twice !== undefined) {
			const field = row.cells.number ? 'number' : 'title';
			return { ...wrong, issues: [{ field, message: 'opportunity.issue.twice', words: { row: String(twice) } }] };
		}
		firstRow.set(rowKey, row.row);
		const existing = byKey.get(rowKey);
		// Where an offer was read is said when it comes, and does not make it another one.
		const changed = existing ? changedFields(existing, { ...draft, source: existing.source }) : [];
		const kind = existing ? (changed.length > 0 ? 'changed' : 'same') : 'new';
		return { row: row.row, class: kind, title, draft, rowKey, existing: existing ?? null, changed, issues: [] };
	});
	const count = (kind: OfferRow['class']) => compared.filter((row) => row.class === kind).length;
	return {
		rows: compared,
		counts: { new: count('new'), changed: count('changed'), same: count('same'), error: count('error') },
	};
}

function readOffer(
	{ cells, faults }: SheetRow<OfferColumn>,
	{ municipalities, source }: Known,
): { draft: OfferDraft | null; issues: Issue[] } {
	const issues: Issue[] = [...faults];
	const kind = kindOf(cells.kind ?? '');
	if (cells.kind && !kind)
		issues.push({ field: 'kind', message: 'opportunity.issue.kind', words: { text: cells.kind.slice(0, 40) } });
	const place = searchForm(cells.municipality ?? '').replace(/^(bashkia|municipality of) /, '');
	const municipality = municipalities.find(({ searchName }) => searchName === place);
	if (place !== '' && !municipality) {
		const names = municipalities.map(({ name }) => name).join(', ');
		issues.push({
			field: 'municipality',
			message: 'import.issue.no_municipality',
			words: { text: (cells.municipality ?? '').slice(0, 40), names },
		});
	}
	const dayIn = (field: 'deadline' | 'starts_on'): string => {
		const text = cells[field] ?? '';
		const day = text === '' ? '' : sheetDay(text);
		if (!day.startsWith('issue.')) return day;
		issues.push({ field, message: day, words: { text: text.slice(0, 40) } });
		return '';
	};
	const typed = Object.entries({
		...cells,
		kind: kind ?? '',
		municipality: municipality?.code ?? '',
		deadline: dayIn('deadline'),
		starts_on: dayIn('starts_on'),
		cost: freeWords.includes(searchForm(cells.cost ?? '')) ? '' : (cells.cost ?? ''),
		source,
	}).map(([field, text]): [string, string[]] => [field, [text]]);
	const parsed = parseOffer(Object.fromEntries(typed), municipalities);
	const told = new Set(issues.map(({ field }) => field));
	if (!parsed.ok) issues.push(...parsed.issues.filter(({ field }) => !told.has(field)));
	return { draft: parsed.ok && issues.length === 0 ? parsed.value : null, issues };
}

function kindOf(text: string): OfferKind | undefined {
	const form = searchForm(text);
	return (Object.keys(kindWords) as OfferKind[]).find((kind) => kindWords[kind].includes(form));
}

/** Rows as a form carries them from the preview to its confirmation; nothing is kept between the two. */
export const packRows = (rows: readonly SheetRow<OfferColumn>[]): string =>
	JSON.stringify(rows.map(({ row, cells }) => ({ row, cells })));

const packed = v.array(
	v.object({
		row: v.pipe(v.number(), v.integer()),
		cells: v.record(v.picklist(offerColumns), v.pipe(v.string(), v.maxLength(2000))),
	}),
);

/** What came back, to be compared anew as if it had just been read; null when no form of ours sent it. */
export function unpackRows(text: string): SheetRow<OfferColumn>[] | null {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (cause) {
		if (cause instanceof SyntaxError) return null;
		throw cause;
	}
	const read = v.safeParse(packed, value);
	return read.success ? read.output.map((row) => ({ ...row, faults: [] })) : null;
}
