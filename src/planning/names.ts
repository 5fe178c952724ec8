import { searchForm } from '#i18n/search.ts';
import { likelyKind, type Partner } from '#partners/model.ts';
import { listed, type RowValues } from './input.ts';
import type { ColumnKey, KnownAlias } from './model.ts';
import { Likeness } from './near.ts';
import type { Interview } from './questions.ts';

/** A name as rows of the sheet spell it; `group` keeps apart what never is the same (places of two municipalities). */
export type Spelling = { form: string; group: string; texts: Map<string, number>; count: number; rows: number[] };

/** Gathers the spellings of a sheet under their search form. */
export class Spellings {
	readonly #all = new Map<string, Spelling>();

	add(form: string, text: string, row: number, group = ''): void {
		const key = `${form}|${group}`;
		const spelling: Spelling = this.#all.get(key) ?? { form, group, texts: new Map(), count: 0, rows: [] };
		this.#all.set(key, spelling);
		spelling.texts.set(text, (spelling.texts.get(text) ?? 0) + 1);
		spelling.count++;
		if (spelling.rows.at(-1) !== row) spelling.rows.push(row);
	}

	all(): Spelling[] {
		return [...this.#all.values()];
	}
}

/** As most rows write it; the first among equals. */
const written = ({ texts }: Spelling): string =>
	[...texts].reduce((best, text) => (text[1] > best[1] ? text : best), ['', 0] as [string, number])[0];

export type KnownName = { id: string; name: string; form: string; group: string };
export type ProposedName = { ref: string; name: string; form: string; group: string; aliases: string[] };
export type Matched = {
	/** Id or reference by `form|group`. */
	refs: Map<string, string>;
	proposed: ProposedName[];
	aliases: KnownAlias[];
};

/**
 * Finds for every spelling whom it names: known exactly or by alias (both in `known`, without marks and punctuation), else
 * alike (asked; "the same" unless the person says "different"), else proposed. Two spellings of the sheet that resemble each
 * other become one proposal: the more frequent or longer is the name, the other its alias.
 */
export function matchNames(
	kind: 'partner' | 'place',
	spellings: readonly Spelling[],
	known: readonly KnownName[],
	proper: ReadonlySet<string>,
	interview: Interview,
): Matched {
	const column: ColumnKey = kind === 'partner' ? 'lead' : 'place';
	const exact = new Map(known.map((entry) => [`${entry.form}|${entry.group}`, entry.id]));
	const alike = new Likeness<KnownName>(proper);
	for (const entry of known) alike.add(entry.form, entry, entry.group);
	const matched: Matched = { refs: new Map(), proposed: [], aliases: [] };
	const among = new Likeness<ProposedName>(proper);
	const isSame = (spelling: Spelling, name: string) =>
		interview.ask(spelling.rows, {
			key: `${kind}.${spelling.form.slice(0, 80)}|${spelling.group}`,
			column,
			message: `import.question.same_${kind}`,
			words: { text: written(spelling), name },
			options: [
				{ value: 'same', label: { message: 'import.answer.same', words: { name } } },
				{ value: 'different', label: { message: 'import.answer.different', words: { name: written(spelling) } } },
			],
			fallback: 'same',
			aboutNames: true,
		}) === 'same';

	const ranked = spellings.toSorted(
		(a, b) => b.count - a.count || b.form.length - a.form.length || (a.form < b.form ? -1 : 1),
	);
	for (const spelling of ranked) {
		const { form, group } = spelling;
		const key = `${form}|${group}`;
		const id = exact.get(key);
		if (id) {
			matched.refs.set(key, id);
			continue;
		}
		const near = alike.find(form, group);
		if (near && isSame(spelling, near.name)) {
			matched.refs.set(key, near.id);
			matched.aliases.push({ id: near.id, name: near.name, alias: written(spelling) });
			continue;
		}
		const twin = near ? undefined : among.find(form, group);
		if (twin && isSame(spelling, twin.name)) {
			matched.refs.set(key, twin.ref);
			twin.aliases.push(written(spelling));
			continue;
		}
		const proposal: ProposedName = { ref: `${kind}:${key}`, name: written(spelling), form, group, aliases: [] };
		matched.refs.set(key, proposal.ref);
		matched.proposed.push(proposal);
		among.add(form, proposal, group);
	}
	return matched;
}

/** Reads who leads and who supports out of cells in which people list institutions. */
export class Institutions {
	readonly #known: Set<string>;
	readonly #interview: Interview;

	constructor(partners: readonly Partner[], rows: readonly RowValues[], interview: Interview) {
		this.#interview = interview;
		this.#known = new Set(partners.flatMap(({ name, aliases }) => [name, ...aliases]).map(searchForm));
		for (const { lead, supporters } of rows)
			for (const part of listed(`${lead};${supporters}`, () => true)) this.#known.add(searchForm(part));
	}

	/** "Ministria e Arsimit dhe Sportit" is one institution, "Policia e Shtetit dhe Bashkia Krujë" are two. */
	listed(cell: string): string[] {
		return listed(cell, () => true).flatMap((part) => {
			const pieces = listed(part);
			const apart = pieces.every(
				(piece) => piece !== part && (this.#known.has(searchForm(piece)) || likelyKind(searchForm(piece)) !== 'ngo'),
			);
			return (apart ? pieces : [part]).filter((piece) => searchForm(piece) !== '').map((piece) => piece.slice(0, 200));
		});
	}

	leading({ row, lead }: RowValues): string[] {
		const parts = this.listed(lead);
		if (parts.length < 2 || this.#isPartner(lead, parts)) return [lead];
		const answer = this.#interview.ask([row], {
			key: `lead.${searchForm(lead).slice(0, 80)}`,
			column: 'lead',
			message: 'import.question.several_leads',
			words: { text: lead },
			options: [
				{ value: 'first', label: { message: 'import.answer.first_leads', words: { name: parts[0] ?? '' } } },
				{ value: 'whole', label: { message: 'import.answer.one_institution' } },
			],
			fallback: 'first',
		});
		return answer === 'whole' ? [lead] : parts;
	}

	#isPartner = (lead: string, parts: readonly string[]) =>
		this.#known.has(searchForm(lead)) && !parts.every((part) => this.#known.has(searchForm(part)));
}
