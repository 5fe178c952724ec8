import type { Activity } from '#activities/model.ts';
import { searchForm } from '#i18n/search.ts';
import type { Place } from '#places/model.ts';
import type { Municipality, Unit } from '#territory/model.ts';
import type { RowValues } from './input.ts';
import type { Label } from './model.ts';
import { nearest } from './near.ts';
import type { Interview } from './questions.ts';

/** Where a row's activity lies. `unitCode` undefined: the sheet does not say, the place may know. */
export type Whereabouts = {
	municipalityCode: string | null;
	unitCode: string | null | undefined;
	national: boolean;
	leaveOut: boolean;
};

export type Land = {
	municipalities: readonly Municipality[];
	/** Municipalities of other counties. */
	elsewhere: readonly { searchName: string; name: string; countyName: string }[];
	units: readonly Unit[];
};

const withoutKind = (text: string): string =>
	searchForm(text).replace(/^(bashkia|bashkise|municipality of|municipality|njesia administrative|njesia|unit) /, '');

/** Finds municipality and unit of rows; places of the programme and of the sheet help where a cell is empty. */
export class Atlas {
	readonly #land: Land;
	readonly #interview: Interview;
	readonly #municipalities: ReadonlyMap<string, Municipality>;
	readonly #placeHomes = new Map<string, Set<string>>();

	constructor(land: Land, places: readonly Place[], rows: readonly RowValues[], interview: Interview) {
		this.#land = land;
		this.#interview = interview;
		this.#municipalities = new Map(land.municipalities.map((municipality) => [municipality.searchName, municipality]));
		const settle = (form: string, code: string | null | undefined) => {
			if (form !== '' && code) this.#placeHomes.set(form, (this.#placeHomes.get(form) ?? new Set()).add(code));
		};
		for (const place of places)
			for (const name of [place.name, ...place.aliases]) settle(searchForm(name), place.municipalityCode);
		for (const row of rows)
			settle(searchForm(row.place), this.#municipalities.get(withoutKind(row.municipality))?.code);
	}

	locate(row: RowValues, existing: Activity | undefined, looksNational: boolean): Whereabouts {
		const municipality = this.#municipality(row);
		if (row.municipality !== '') return this.#within(row, municipality?.code ?? null);
		if (row.unit !== '') {
			const homes = this.#land.units.filter(({ searchName }) => searchName === withoutKind(row.unit));
			if (homes.length === 1) return this.#within(row, homes[0]?.municipalityCode ?? null);
		}
		// What is already known of the activity is not asked again.
		if (existing)
			return {
				municipalityCode: existing.municipalityCode,
				unitCode: undefined,
				national: existing.national,
				leaveOut: false,
			};
		const homes = this.#placeHomes.get(searchForm(row.place));
		const [only] = homes?.size === 1 ? homes : [];
		return only ? this.#within(row, only) : this.#ask(row, looksNational);
	}

	#municipality(row: RowValues): Municipality | undefined {
		if (row.municipality === '') return undefined;
		const form = withoutKind(row.municipality);
		const found = this.#municipalities.get(form);
		if (found) return found;
		const elsewhere = this.#land.elsewhere.find(({ searchName }) => searchName === form);
		const { municipalities } = this.#land;
		const near = nearest(
			form,
			municipalities.map(({ searchName, name }) => ({ form: searchName, name })),
		);
		const names = (near.length > 0 ? near : municipalities.map(({ name }) => name)).slice(0, 8).join(', ');
		row.issues.push(
			elsewhere
				? {
						field: 'municipality',
						message: 'import.issue.elsewhere',
						words: { text: elsewhere.name, county: elsewhere.countyName },
					}
				: {
						field: 'municipality',
						message: near.length > 0 ? 'import.issue.near_municipality' : 'import.issue.no_municipality',
						words: { text: row.municipality, names },
					},
		);
		return undefined;
	}

	#within(row: RowValues, municipalityCode: string | null): Whereabouts {
		return { municipalityCode, unitCode: this.#unit(row, municipalityCode), national: false, leaveOut: false };
	}

	/** A unit is never a reason to refuse a row: names of units are still being confirmed. */
	#unit(row: RowValues, municipalityCode: string | null): string | null | undefined {
		if (row.unit === '' || municipalityCode === null) return undefined;
		const ours = this.#land.units.filter((unit) => unit.municipalityCode === municipalityCode);
		if (ours.length === 0) return undefined;
		const form = withoutKind(row.unit);
		const found = ours.find(({ searchName }) => searchName === form);
		if (found) return found.code;
		const [near] = nearest(
			form,
			ours.map(({ searchName, code }) => ({ form: searchName, name: code })),
			1,
		);
		const answer = this.#interview.ask([row.row], {
			key: `unit.${form.slice(0, 80)}|${municipalityCode}`,
			column: 'unit',
			message: near ? 'import.question.near_unit' : 'import.question.unknown_unit',
			words: { text: row.unit },
			options: [
				...ours.map(({ code, name }) => ({ value: code, label: { text: name } })),
				{ value: '-', label: { message: 'import.answer.leave_empty' } },
			],
			fallback: near ?? '-',
		});
		return answer === '-' ? null : answer;
	}

	#ask(row: RowValues, looksNational: boolean): Whereabouts {
		const options: { value: string; label: Label }[] = [
			{ value: 'national', label: { message: 'import.answer.national' } },
			...this.#land.municipalities.map(({ code, name }) => ({ value: code, label: { text: name } })),
			{ value: 'none', label: { message: 'import.answer.no_municipality' } },
			{ value: 'leave_out', label: { message: 'import.answer.leave_out' } },
		];
		const answer = this.#interview.ask([row.row], {
			key: `row.${row.row}.municipality`,
			column: 'municipality',
			message: looksNational ? 'import.question.national' : 'import.question.municipality',
			words: {},
			options,
			fallback: looksNational ? 'national' : 'none',
		});
		const code = this.#land.municipalities.find((municipality) => municipality.code === answer)?.code ?? null;
		const within = code === null ? { municipalityCode: null, unitCode: undefined } : this.#within(row, code);
		return { ...within, national: answer === 'national', leaveOut: answer === 'leave_out' };
	}
}
