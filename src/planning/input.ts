import type { Method, Setting } from '#activities/model.ts';
import { searchForm } from '#i18n/search.ts';
import { isMonth, realDay } from '#platform/dates.ts';
import { first, type Typed } from '#platform/forms.ts';
import type { Issue, Parsed } from '#platform/problem.ts';
import type { Audience } from '#programmes/model.ts';
import {
	type Answers,
	type ColumnKey,
	type ImportRow,
	type Question,
	type RowClass,
	rowClasses,
	type SheetRow,
} from './model.ts';
import type { Interview } from './questions.ts';
import { type Known, vocabulary } from './vocabulary.ts';

/** What a row says, column by column. Names are still text; `null` is empty, and `issues` say what could not be read. */
export type RowValues = {
	row: number;
	number: number | null;
	date: string | null;
	startsAt: string | null;
	endsAt: string | null;
	title: string;
	place: string;
	municipality: string;
	unit: string;
	setting: Setting | null;
	lead: string;
	supporters: string;
	audiences: Audience[];
	methods: Method[];
	persons: number | null;
	visibility: 'public' | 'closed' | null;
	cells: SheetRow['cells'];
	issues: Issue[];
};

const longest: Partial<Record<ColumnKey, number>> = { title: 200, place: 200, lead: 200, municipality: 100, unit: 100 };
const lists: ReadonlySet<ColumnKey> = new Set(['supporters', 'audiences', 'methods']);
const quoted = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** Turns the cells of one row into values; what may be meant otherwise is asked. */
export function readRow({ row, cells, faults }: SheetRow, interview: Interview): RowValues {
	const issues = [...faults];
	const faulty = new Set(faults.map(({ field }) => field));
	// In lists a line of its own separates as a comma does.
	const cell = (key: ColumnKey) =>
		faulty.has(key) ? '' : (cells[key] ?? '').replace(lists.has(key) ? /[^\S\n]+/g : /\s+/g, ' ').trim();
	const issue = (field: ColumnKey, message: string, words: Issue['words'] = {}) =>
		void issues.push({ field, message, words });
	const text = (key: ColumnKey, required = false) => {
		const value = cell(key);
		const most = longest[key] ?? 2000;
		if (value.length > most) issue(key, 'issue.too_long', { length: value.length, most });
		if (value === '' && required && !faulty.has(key)) issue(key, 'issue.missing');
		return value;
	};
	// Names are compared by letters and digits; "—" names nobody.
	const named = (key: ColumnKey) => {
		const value = text(key, true);
		if (value !== '' && searchForm(value) === '') issue(key, 'issue.no_letters');
		return value;
	};
	const read = <T>(key: ColumnKey, parse: (text: string) => T | Issue['message'], nothing: T): T => {
		const value = cell(key);
		if (value === '') return nothing;
		const parsed = parse(value);
		if (typeof parsed !== 'string' || !parsed.startsWith('issue.')) return parsed as T;
		issue(key, parsed, { text: quoted(value), least: 1, most: key === 'number' ? 99_999 : 100_000 });
		return nothing;
	};
	const words = <T extends string>(key: 'audiences' | 'methods') =>
		listed(cell(key), (part) => vocabulary[key].exact.has(searchForm(part))).flatMap((part) =>
			meant(row, key, part, vocabulary[key] as unknown as Known<T>, interview),
		);
	const hours = read<Pick<RowValues, 'startsAt' | 'endsAt'>>('hours', typedHours, { startsAt: null, endsAt: null });
	const values: RowValues = {
		row,
		number: read('number', (value) => whole(value.replace(/^nr\.?\s*/i, '').replace(/[.)]$/, ''), 99_999), null),
		date: read('date', sheetDay, null),
		...hours,
		title: text('title', true),
		place: text('place'),
		municipality: text('municipality'),
		unit: text('unit'),
		setting: settingOf(row, text('setting', true), interview, issue),
		lead: named('lead'),
		supporters: text('supporters'),
		audiences: [...new Set(words<Audience>('audiences'))],
		methods: [...new Set(words<Method>('methods'))],
		persons: read('persons', (value) => persons(row, value, interview), null),
		visibility: read(
			'visibility',
			(value) => vocabulary.visibility.exact.get(searchForm(value)) ?? 'issue.not_yes_or_no',
			null,
		),
		cells,
		issues,
	};
	if (values.audiences.length === 0 && !faulty.has('audiences'))
		issue('audiences', 'import.issue.no_audience', { text: quoted(cell('audiences')) });
	return values;
}

function settingOf(
	row: number,
	text: string,
	interview: Interview,
	issue: (field: ColumnKey, message: string, words: Issue['words']) => void,
): Setting | null {
	if (text === '') return null;
	const [setting] = meant<Setting>(row, 'setting', text, vocabulary.setting, interview);
	if (!setting) issue('setting', 'import.issue.no_setting', { text: quoted(text) });
	return setting ?? null;
}

const nothing = '-';

/** What a word of a fixed list means: itself, a near word (asked), or nothing known (asked, left out by default). */
function meant<T extends string>(
	row: number,
	column: 'setting' | 'audiences' | 'methods',
	text: string,
	{ exact, alike, options }: Known<T>,
	interview: Interview,
): T[] {
	const form = searchForm(text);
	if (form === '') return [];
	const certain = exact.get(form);
	if (certain) return [certain];
	const near = alike.find(form);
	const message = { setting: 'setting', audiences: 'audience', methods: 'method' }[column];
	const answer = interview.ask([row], {
		key: `word.${column}.${form.slice(0, 80)}`,
		column,
		message: near ? 'import.question.near_word' : 'import.question.unknown_word',
		words: { text: quoted(text) },
		options: [
			...(near ? [near, ...options.filter((option) => option !== near)] : options).map((value) => ({
				value: value as string,
				label: { message: `${message}.${value}` },
			})),
			{ value: nothing, label: { message: 'import.answer.leave_word_out' } },
		],
		fallback: near ?? nothing,
	});
	return options.filter((option) => option === answer);
}

/** The parts of a list, as people separate them; a part known as a whole is not cut at its "dhe". */
export function listed(text: string, isWhole: (part: string) => boolean = () => false): string[] {
	const parts = text
		.split(/[,;/\n•]+/)
		.map((part) => part.trim())
		.filter(Boolean);
	return parts.flatMap((part) => (isWhole(part) ? [part] : part.split(/\s+(?:dhe|and)\s+|\s*&\s*/i))).filter(Boolean);
}

function whole(text: string, most: number): number | string {
	const digits = /^\d{1,3}([. ]\d{3})+$/.test(text) ? text.replace(/\D/g, '') : text.replace(/\.0+$/, '');
	if (!/^\d{1,9}$/.test(digits)) return 'issue.not_a_number';
	const value = Number(digits);
	return value >= 1 && value <= most ? value : 'issue.out_of_range';
}

/** A number of persons; "rreth 60" and "50-60" are asked, for a plan needs one number. */
function persons(row: number, text: string, interview: Interview): number | null | string {
	const counted = text.replace(/\s*(veta|vetë|persona?|pjesëmarrës|nxënës|persons?|people|participants)$/i, '');
	const straight = whole(counted, 100_000);
	if (typeof straight === 'number') return straight;
	const about =
		/^(?:rreth|afro|afërsisht|mbi|deri në|~|≈|about|around|approx\.?|ca\.?|over|up to)\s*(\d[\d. ]*)\+?$|^(\d[\d. ]*)\+$/i.exec(
			counted,
		);
	const range = /^(\d{1,6})\s*(?:-|–|—|deri(?: në)?|to)\s*(\d{1,6})$/i.exec(counted);
	const found = (range ? [range[1], range[2]] : about ? [about[1] ?? about[2]] : []).map((part) =>
		whole((part ?? '').trim(), 100_000),
	);
	const numbers = found.filter((value) => typeof value === 'number');
	if (numbers.length === 0 || numbers.length !== found.length) return straight;
	const answer = interview.ask([row], {
		key: `row.${row}.persons`,
		column: 'persons',
		message: 'import.question.about',
		words: { text: quoted(text) },
		options: [
			...numbers.map((value) => ({ value: String(value), label: { text: String(value) } })),
			{ value: nothing, label: { message: 'import.answer.leave_empty' } },
		],
		fallback: String(numbers[0]),
	});
	return answer === nothing ? null : Number(answer);
}

const months: readonly (readonly string[])[] = [
	['janar', 'january', 'jan'],
	['shkurt', 'february', 'shk', 'feb'],
	['mars', 'march', 'mar'],
	['prill', 'april', 'pri', 'apr'],
	['maj', 'may'],
	['qershor', 'june', 'qer', 'jun'],
	['korrik', 'july', 'kor', 'jul'],
	['gusht', 'august', 'gus', 'gsh', 'aug'],
	['shtator', 'september', 'sht', 'sep', 'sept'],
	['tetor', 'october', 'tet', 'oct'],
	['nentor', 'november', 'nen', 'nov'],
	['dhjetor', 'december', 'dhj', 'dec'],
];
const monthOf = (word: string): number => months.findIndex((names) => names.includes(searchForm(word))) + 1;

/** A day as sheets write it, the day before the month: 4.10.2026, 4/10/26, 2026-10-04, e diel, 4 tetor 2026, 46299. */
export function sheetDay(text: string): string {
	const plain = text.replace(/[T ]\d{1,2}:\d{2}(:\d{2})?$/, '').trim();
	const iso = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/.exec(plain);
	if (iso) return day(iso[1], iso[2], iso[3]);
	const dayFirst = /^(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{4}|\d{2})\.?$/.exec(plain);
	if (dayFirst) return day(dayFirst[3], dayFirst[2], dayFirst[1]);
	const spelled = /^(?:[^\d,]+,?\s+)?(\d{1,2})\.?\s+(?:of\s+)?(\p{L}+)\.?,?\s+(\d{4})$/u.exec(plain);
	if (spelled) return day(spelled[3], monthOf(spelled[2] ?? ''), spelled[1]);
	const monthFirst = /^(?:[^\d,]+,\s+)?(\p{L}+)\.?\s+(\d{1,2}),?\s+(\d{4})$/u.exec(plain);
	if (monthFirst) return day(monthFirst[3], monthOf(monthFirst[1] ?? ''), monthFirst[2]);
	const serial = /^([3-7]\d{4})(?:\.\d+)?$/.exec(plain);
	if (serial) return new Date((Number(serial[1]) - 25_569) * 86_400_000).toISOString().slice(0, 10);
	return 'issue.not_a_day';
}

function day(year: string | undefined, month: string | number | undefined, dayOfMonth: string | undefined): string {
	const [y, m, d] = [Number(year), Number(month), Number(dayOfMonth)];
	if (m < 1 || m > 12 || d < 1 || d > 31) return 'issue.not_a_day';
	return realDay(y < 100 ? 2000 + y : y, m, d) ?? 'issue.no_such_day';
}

/** Hours as sheets write them: 10:00-11:30, 10.00 – 11.30, ora 10:00, 10, 0.4375. The end may be missing. */
export function typedHours(text: string): { startsAt: string; endsAt: string | null } | string {
	const serial = /^0[.,]\d+$/.test(text) ? Math.round(Number(text.replace(',', '.')) * 1440) : null;
	if (serial !== null) return { startsAt: clock(Math.floor(serial / 60), serial % 60) ?? '00:00', endsAt: null };
	const plain = text
		.replace(/\b(nga|ora|orës|orët|from|at|h)\b\.?/gi, '')
		.replace(/(\d)\s*h\b/gi, '$1')
		.trim();
	const parts = plain.split(/\s*(?:-|–|—|−|deri(?: në| tek)?|to|until)\s*/i).filter(Boolean);
	const [from, to = null] = parts.map((part) => {
		const match = /^(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?$/.exec(part.trim());
		return match ? clock(Number(match[1]), Number(match[2] ?? 0)) : undefined;
	});
	if (parts.length > 2 || !from || to === undefined) return 'issue.not_an_hour';
	return to !== null && to <= from ? 'issue.end_before_start' : { startsAt: from, endsAt: to };
}

const clock = (hour: number, minute: number): string | undefined =>
	hour < 24 && minute < 60 ? `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` : undefined;

/** What a person chose in the preview; each question has a field `q.<key>`. */
export function parseAnswers(typed: Typed, questions: readonly Question[]): Answers {
	const chosen = questions.flatMap(({ key, options }) => {
		const answer = first(typed, `q.${key}`);
		return options.some(({ value }) => value === answer) ? [[key, answer] as const] : [];
	});
	return Object.fromEntries(chosen);
}

/** The month chosen beside the file: one of the list, another one as typed, or null for "as the dates say". */
export function parseMonthChoice(typed: Typed): Parsed<string | null> {
	const text = first(typed, 'month_other') || first(typed, 'month');
	if (text === '') return { ok: true, value: null };
	const turned = /^(\d{1,2})[./-](\d{4})$/.exec(text);
	const month = turned ? `${turned[2]}-${turned[1]?.padStart(2, '0')}` : text;
	if (isMonth(month)) return { ok: true, value: month };
	return {
		ok: false,
		issues: [{ field: 'month_other', message: 'issue.not_a_month', words: { text: text.slice(0, 40) } }],
	};
}

export type View = { kind: RowClass | null; page: number; size: number; total: number; shown: ImportRow[] };

/** The rows of a preview that the address asks for, a page of them; what it does not know is left out. */
export function viewOf(rows: readonly ImportRow[], search: URLSearchParams, size = 100): View {
	const kind = rowClasses.find((name) => name === search.get('class')) ?? null;
	const asked = /^[1-9]\d{0,2}$/.test(search.get('page') ?? '') ? Number(search.get('page')) : 1;
	const all = rows.filter((row) => kind === null || row.class === kind);
	const page = Math.min(asked, Math.max(1, Math.ceil(all.length / size)));
	return { kind, page, size, total: all.length, shown: all.slice((page - 1) * size, page * size) };
}
