/** How many slips of the pen a name of this length may hold and still be the same name. */
const tolerance = (length: number): number => (length >= 12 ? 2 : length >= 6 ? 1 : 0);

/**
 * Damerau-Levenshtein distance (optimal string alignment), given up beyond `most`: a letter too many, too few, another one,
 * or two exchanged count one each.
 */
export function distance(a: string, b: string, most: number): number {
	if (Math.abs(a.length - b.length) > most) return most + 1;
	let beforeLast: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		let least = i;
		for (let j = 1; j <= b.length; j++) {
			const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1;
			let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
			const swapped =
				i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
			if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
			row.push(cost);
			if (cost < least) least = cost;
		}
		if (least > most) return most + 1;
		beforeLast = last;
		last = row;
	}
	return Math.min(last[b.length] ?? most + 1, most + 1);
}

/** Letters as bits: two names that differ in more than four kinds of letters are more than two slips apart. */
function letters(form: string): number {
	let bits = 0;
	for (let index = 0; index < form.length; index++) bits |= 1 << (form.charCodeAt(index) % 31);
	return bits;
}

function bitsIn(value: number): number {
	let count = 0;
	for (let rest = value; rest !== 0; rest &= rest - 1) count++;
	return count;
}

const digits = (form: string): string => form.replace(/\D+/g, ' ').trim();
const words = (form: string): string[] => form.split(' ');

type Entry<T> = { form: string; bits: number; value: T };

/**
 * Names by likeness. "Shkolla nr 1" and "Shkolla nr 2" are never alike (numbers tell things apart), nor are two names that
 * differ in a word which is the name of a municipality or unit in both ("Bashkia Has", "Bashkia Mat").
 */
export class Likeness<T> {
	readonly #byDigits = new Map<string, Entry<T>[]>();
	readonly #proper: ReadonlySet<string>;

	/** @param proper names of the territory, in search form */
	constructor(proper: ReadonlySet<string> = new Set()) {
		this.#proper = proper;
	}

	/** @param group names of different groups are never alike */
	add(form: string, value: T, group = ''): void {
		const key = `${group}|${digits(form)}`;
		const entries = this.#byDigits.get(key);
		const entry = { form, bits: letters(form), value };
		if (entries) entries.push(entry);
		else this.#byDigits.set(key, [entry]);
	}

	/** The nearest name within the tolerance; the first added among equally near ones. */
	find(form: string, group = ''): T | undefined {
		const bits = letters(form);
		let best: Entry<T> | undefined;
		let least = Number.POSITIVE_INFINITY;
		for (const entry of this.#byDigits.get(`${group}|${digits(form)}`) ?? []) {
			const most = tolerance(Math.min(form.length, entry.form.length));
			if (most === 0 || Math.abs(form.length - entry.form.length) > most || bitsIn(bits ^ entry.bits) > 2 * most)
				continue;
			const apart = distance(form, entry.form, most);
			if (apart > most || apart >= least || this.#toldApart(form, entry.form)) continue;
			best = entry;
			least = apart;
		}
		return best?.value;
	}

	#toldApart(a: string, b: string): boolean {
		const ours = words(a);
		const theirs = words(b);
		if (ours.length !== theirs.length) return false;
		return ours.some((word, index) => {
			const other = theirs[index] ?? '';
			if (word === other) return false;
			return (word.length === 1 && other.length === 1) || (this.#proper.has(word) && this.#proper.has(other));
		});
	}
}

/** The few names nearest to what was written, for a remedy; empty when none resembles it. */
export function nearest(form: string, names: readonly { form: string; name: string }[], most = 3): string[] {
	const scored = names.map(({ form: other, name }) => ({ name, apart: distance(form, other, 3) }));
	return scored
		.filter(({ apart }) => apart <= 3)
		.sort((a, b) => a.apart - b.apart)
		.slice(0, most)
		.map(({ name }) => name);
}

/** Share of three-letter pieces two texts have in common, 0 to 1. */
export function resemblance(a: string, b: string): number {
	const pieces = (text: string) =>
		new Set(Array.from({ length: text.length + 1 }, (_, index) => `  ${text} `.slice(index, index + 3)));
	const ours = pieces(a);
	const theirs = pieces(b);
	let shared = 0;
	for (const piece of ours) if (theirs.has(piece)) shared++;
	return (2 * shared) / (ours.size + theirs.size);
}
