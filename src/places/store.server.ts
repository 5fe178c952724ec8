import { sql } from 'kysely';
import { searchForm } from '#i18n/search.ts';
import { collated, type Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import type { Place, PlaceKind } from './model.ts';

const columns = (tx: Transaction) =>
	tx.selectFrom('places').select([
		'places.id',
		'name',
		'kind',
		'search_name as searchName',
		'municipality_code as municipalityCode',
		'unit_code as unitCode',
		'confirmed',
		sql<string[]>`array(select alias from place_aliases where place_id = places.id order by alias)`.as('aliases'),
	]);

/** Every place of a committee with aliases, by name in the order of the language. */
export async function listPlaces(tx: Transaction, committeeId: string, locale: 'sq' | 'en' = 'sq'): Promise<Place[]> {
	const rows = await columns(tx).where('committee_id', '=', committeeId).orderBy(collated('name', locale)).execute();
	return rows as Place[];
}

export type NewPlace = {
	name: string;
	kind: PlaceKind;
	municipalityCode: string | null;
	unitCode?: string | null;
	confirmed?: boolean;
	demonstration?: boolean;
};

/** Ids in the order given. */
export async function insertPlaces(tx: Transaction, committeeId: string, places: readonly NewPlace[]): Promise<string[]> {
	if (places.length === 0) return [];
	const rows = places.map((place) => ({
		id: recordId(),
		committee_id: committeeId,
		name: place.name,
		kind: place.kind,
		search_name: searchForm(place.name),
		municipality_code: place.municipalityCode,
		unit_code: place.unitCode ?? null,
		confirmed: place.confirmed ?? true,
		demonstration: place.demonstration ?? false,
	}));
	await tx.insertInto('places').values(rows).execute();
	return rows.map((row) => row.id);
}

/** Remembers other spellings of places; those already known stay as they are. */
export async function insertPlaceAliases(
	tx: Transaction,
	committeeId: string,
	aliases: readonly { placeId: string; alias: string }[],
): Promise<void> {
	if (aliases.length === 0) return;
	const rows = aliases.map(({ placeId, alias }) => ({
		id: recordId(),
		committee_id: committeeId,
		place_id: placeId,
		alias,
		search_name: searchForm(alias),
	}));
	await tx
		.insertInto('place_aliases')
		.values(rows)
		.onConflict((on) => on.columns(['committee_id', 'search_name']).doNothing())
		.execute();
}
