import { searchForm } from '#i18n/search.ts';
import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import { type Place, type PlaceKind, placeKinds } from './model.ts';

export type PlaceDraft = Pick<Place, 'name' | 'kind' | 'municipalityCode' | 'unitCode' | 'validTo'>;
export type Territory = {
	municipalities: readonly { code: string }[];
	units: readonly { code: string; municipalityCode: string }[];
};

/** Reads the form of a place; municipalities and units are those of the county. A unit knows its municipality. */
export function parsePlace(typed: Typed, { municipalities, units }: Territory): Parsed<PlaceDraft> {
	const read = new Reader(typed);
	const name = parseName(read, 'name');
	const kind = read.choice('kind', placeKinds, { required: true });
	const chosen = read.choice(
		'municipality',
		municipalities.map(({ code }) => code),
	);
	const unitCode = read.choice(
		'unit',
		units.map(({ code }) => code),
	);
	const home = units.find(({ code }) => code === unitCode)?.municipalityCode;
	if (home && chosen && home !== chosen) read.issue('unit', 'issue.unit_elsewhere');
	const validTo = read.day('closed_on');
	if (read.issues.length > 0 || name === null || kind === null) return { ok: false, issues: read.issues };
	return { ok: true, value: { name, kind, municipalityCode: chosen ?? home ?? null, unitCode, validTo } };
}

/** Reads another spelling of a name. */
export function parseAlias(typed: Typed): Parsed<string> {
	const read = new Reader(typed);
	const alias = parseName(read, 'alias');
	return alias === null ? { ok: false, issues: read.issues } : { ok: true, value: alias };
}

function parseName(read: Reader, field: string): string | null {
	const name = read.text(field, 200, { required: true })?.replace(/\s+/g, ' ') ?? null;
	return name !== null && searchForm(name) === '' ? read.issue(field, 'issue.no_letters') : name;
}

const one = (value: string | null): string[] => (value === null ? [] : [value]);

/** The form that shows a place as it is. */
export const typedFor = ({ name, kind, municipalityCode, unitCode, validTo }: Place): Typed => ({
	name: [name],
	kind: [kind],
	municipality: one(municipalityCode),
	unit: one(unitCode),
	closed_on: one(validTo),
});

export type Reach = 'held' | 'planned' | 'none';
export type PlaceQuestion = {
	search: string;
	kind: PlaceKind | null;
	municipality: string | null;
	reach: Reach | null;
};

/** What the address of the list asks for; what it does not know is left out, never an error. */
export const parseQuestion = (address: URLSearchParams): PlaceQuestion => ({
	search: address.get('search')?.trim().slice(0, 100) ?? '',
	kind: placeKinds.find((kind) => kind === address.get('kind')) ?? null,
	municipality: address.get('municipality') || null,
	reach: (['held', 'planned', 'none'] as const).find((reach) => reach === address.get('reach')) ?? null,
});

/** The place meant in a form or address. */
export const chosenPlace = (typed: Typed): string => first(typed, 'into');
