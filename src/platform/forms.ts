import { isDay, isHour, realDay } from './dates.ts';
import type { Issue } from './problem.ts';

/** What a person typed into a form, by field; a form that comes back with issues shows exactly this. */
export type Typed = Record<string, string[]>;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is taken out
export const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * The text fields of a form, trimmed, line ends as one character, without control characters (PostgreSQL and Word refuse
 * them); files and fields beyond any sensible number are left out.
 */
export function typedFrom(form: Iterable<[string, FormDataEntryValue]>): Typed {
	const typed: Typed = {};
	for (const [name, value] of form) {
		if (typeof value !== 'string') continue;
		// A stranger may call a field "constructor": only what the form brought is its own.
		if (!Object.hasOwn(typed, name)) {
			if (name in typed) Object.defineProperty(typed, name, { value: [], enumerable: true, writable: true });
			else typed[name] = [];
		}
		const values = typed[name] as string[];
		if (values.length < 200) values.push(value.replaceAll('\r\n', '\n').replace(control, '').trim());
	}
	return typed;
}

export const first = (typed: Typed, name: string): string => typed[name]?.[0] ?? '';

/** Reads fields one by one and collects what is wrong with them. An empty field is null, and an issue only where required. */
export class Reader {
	readonly issues: Issue[] = [];
	readonly #typed: Typed;

	constructor(typed: Typed) {
		this.#typed = typed;
	}

	issue(field: string, message: string, words: Issue['words'] = {}): null {
		this.issues.push({ field, message, words });
		return null;
	}

	text(field: string, most: number, { required = false } = {}): string | null {
		const text = first(this.#typed, field);
		if (text === '') return required ? this.issue(field, 'issue.missing') : null;
		const length = [...text].length;
		return length > most ? this.issue(field, 'issue.too_long', { length, most }) : text;
	}

	whole(field: string, least: number, most: number): number | null {
		const text = first(this.#typed, field);
		if (text === '') return null;
		if (!/^\d{1,9}$/.test(text)) return this.issue(field, 'issue.not_a_number', { text: text.slice(0, 40) });
		const value = Number(text);
		return value < least || value > most ? this.issue(field, 'issue.out_of_range', { least, most }) : value;
	}

	/** As browsers send it (2026-10-04) or as people write it (4.10.2026, 04/10/2026). */
	day(field: string, { required = false } = {}): string | null {
		const text = first(this.#typed, field);
		if (text === '') return required ? this.issue(field, 'issue.missing') : null;
		return typedDay(text) ?? this.issue(field, 'issue.not_a_day', { text: text.slice(0, 40) });
	}

	hour(field: string): string | null {
		const text = first(this.#typed, field);
		if (text === '') return null;
		const padded = text
			.replace('.', ':')
			.replace(/^(\d):/, '0$1:')
			.slice(0, 5);
		return isHour(padded) ? padded : this.issue(field, 'issue.not_an_hour', { text: text.slice(0, 40) });
	}

	choice<T extends string>(field: string, options: readonly T[], { required = false } = {}): T | null {
		const text = first(this.#typed, field);
		if (text === '') return required ? this.issue(field, 'issue.not_chosen') : null;
		const chosen = options.find((option) => option === text);
		return chosen ?? this.issue(field, 'issue.not_in_list', { text: text.slice(0, 40) });
	}

	/** In the order of the options, each once. */
	choices<T extends string>(field: string, options: readonly T[], { required = false } = {}): T[] {
		const texts = (this.#typed[field] ?? []).filter((text) => text !== '');
		const strange = texts.find((text) => !options.some((option) => option === text));
		if (strange !== undefined) this.issue(field, 'issue.not_in_list', { text: strange.slice(0, 40) });
		else if (required && texts.length === 0) this.issue(field, 'issue.not_chosen');
		return options.filter((option) => texts.includes(option));
	}

	ticked(field: string): boolean {
		return first(this.#typed, field) !== '';
	}
}

export function typedDay(text: string): string | null {
	if (isDay(text)) return text;
	const match = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text);
	return match ? realDay(Number(match[3]), Number(match[2]), Number(match[1])) : null;
}
