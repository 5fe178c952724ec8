import { intlTag, type Locale } from './locales.ts';

const utc = { timeZone: 'UTC' } as const;
const shapes = {
	long: { day: 'numeric', month: 'long', year: 'numeric', ...utc },
	short: { day: 'numeric', month: 'short', ...utc },
	weekday: { weekday: 'long', day: 'numeric', month: 'long', ...utc },
	weekdayName: { weekday: 'long', ...utc },
	weekdayShort: { weekday: 'short', ...utc },
	month: { month: 'long', year: 'numeric', ...utc },
	monthName: { month: 'long', ...utc },
	dayOfMonth: { day: 'numeric', ...utc },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const formats = new Map<string, Intl.DateTimeFormat>();
function dateFormat(locale: Locale, shape: keyof typeof shapes): Intl.DateTimeFormat {
	const key = `${locale} ${shape}`;
	let format = formats.get(key);
	if (!format) formats.set(key, (format = new Intl.DateTimeFormat(intlTag[locale], shapes[shape])));
	return format;
}

/** A calendar day or month as the language writes it: `24 tetor 2026`, `24 October 2026`. */
export function day(locale: Locale, date: string, shape: keyof typeof shapes = 'long'): string {
	const key = `${locale} ${shape} ${date}`;
	let text = written.get(key);
	if (text === undefined) {
		const whole = date.length === 7 ? `${date}-01` : date;
		text = dateFormat(locale, shape).format(new Date(`${whole}T00:00:00Z`));
		if (written.size >= mostWritten) written.clear();
		written.set(key, text);
	}
	return text;
}

/** Days that were written lately: a month has thirty of them, and its pages name each a hundred times. */
const written = new Map<string, string>();
const mostWritten = 5000;

/** A period as the language writes it: `1 – 31 tetor 2026`; `week` leaves the year out. */
export function period(locale: Locale, from: string, to: string, shape: 'long' | 'week' = 'long'): string {
	const key = `${locale} period ${shape}`;
	let format = formats.get(key);
	const parts: Intl.DateTimeFormatOptions = {
		day: 'numeric',
		month: 'long',
		year: shape === 'long' ? 'numeric' : undefined,
		...utc,
	};
	if (!format) formats.set(key, (format = new Intl.DateTimeFormat(intlTag[locale], parts)));
	return format.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`));
}

/** Days side by side at the head of a column: `16–22 nën`, `30 nën–6 dhj`, `18 tet`. */
export function span(locale: Locale, from: string, to: string): string {
	if (from === to) return day(locale, to, 'short');
	const sameMonth = from.slice(0, 7) === to.slice(0, 7);
	return `${day(locale, from, sameMonth ? 'dayOfMonth' : 'short')}–${day(locale, to, 'short')}`;
}

/** One of a kind for each language, made when it is first needed: making one takes longer than using it a hundred times. */
function once<T>(make: (tag: string) => T): (locale: Locale) => T {
	const made = new Map<Locale, T>();
	return (locale) => {
		const known = made.get(locale) ?? make(intlTag[locale]);
		made.set(locale, known);
		return known;
	};
}

const clock = { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23', timeZone: 'Europe/Tirane' } as const;
const moments = once((tag) => new Intl.DateTimeFormat(tag, clock));
const counts = once((tag) => new Intl.NumberFormat(tag, { useGrouping: 'always' }));
const lists = once((tag) => new Intl.ListFormat(tag, { type: 'conjunction' }));

/** An instant on the Albanian wall clock. */
export const moment = (locale: Locale, instant: Date): string => moments(locale).format(instant);

export const count = (locale: Locale, value: number): string => counts(locale).format(value);

/** "a, b dhe c", "a, b and c". */
export const list = (locale: Locale, items: readonly string[]): string => lists(locale).format(items);

/** Words that are somebody’s, or of a thing: «Nuk je vetëm», “You are not alone”. */
export const inQuotes = (locale: Locale, words: string): string => (locale === 'sq' ? `«${words}»` : `“${words}”`);

/** Hours as people write them: `10:00–11:30`, or `10:00` where the end is not known. */
export const hours = (from: string | null, to: string | null): string => (from && to ? `${from}–${to}` : (from ?? ''));

/** How much a file weighs, as a telephone bill counts: millions of bytes. */
export function megabytes(locale: Locale, bytes: number): string {
	const digits = bytes < 10_000_000 ? 1 : 0;
	const shape = { maximumFractionDigits: digits, minimumFractionDigits: digits };
	return `${new Intl.NumberFormat(intlTag[locale], shape).format(Math.max(bytes, 50_000) / 1_000_000)} MB`;
}

/** Minutes and seconds as a player writes them. */
export function lengthText(seconds: number): string {
	const whole = Math.round(seconds);
	return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
