import { sql } from 'kysely';
import { searchForm } from '#i18n/search.ts';
import { type Actor, collated, type Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { Place, PlaceKind } from './model.ts';

const columns = (tx: Transaction) =>
	tx
		.selectFrom('places')
		.select([
			'places.id',
			'name',
			'kind',
			'search_name as searchName',
			'municipality_code as municipalityCode',
			'unit_code as unitCode',
			'confirmed',
			'demonstration',
			'valid_to as validTo',
			sql<string[]>`array(select alias from place_aliases where place_id = places.id order by alias)`.as('aliases'),
		]);

/** Every place of a committee with aliases, by name in the order of the language. */
export async function listPlaces(tx: Transaction, committeeId: string, locale: 'sq' | 'en' = 'sq'): Promise<Place[]> {
	const rows = await columns(tx).where('committee_id', '=', committeeId).orderBy(collated('name', locale)).execute();
	return rows as Place[];
}

export async function getPlace(tx: Transaction, committeeId: string, id: string): Promise<Place> {
	const row = isId(id)
		? await columns(tx).where('committee_id', '=', committeeId).where('places.id', '=', id).executeTakeFirst()
		: undefined;
	if (!row) throw new Problem('not_found', `no place ${id}`);
	return row as Place;
}

export type NewPlace = {
	name: string;
	kind: PlaceKind;
	municipalityCode: string | null;
	unitCode?: string | null;
	validTo?: string | null;
	confirmed?: boolean;
	demonstration?: boolean;
};

/** Ids in the order given. */
export async function insertPlaces(
	tx: Transaction,
	committeeId: string,
	places: readonly NewPlace[],
): Promise<string[]> {
	if (places.length === 0) return [];
	const rows = places.map((place) => ({
		id: recordId(),
		committee_id: committeeId,
		name: place.name,
		kind: place.kind,
		search_name: searchForm(place.name),
		municipality_code: place.municipalityCode,
		unit_code: place.unitCode ?? null,
		valid_to: place.validTo ?? null,
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

/** Saves what a person says a place is; with that it is confirmed. */
export const savePlace = (
	tx: Transaction,
	id: string,
	place: Pick<Place, 'name' | 'kind' | 'municipalityCode' | 'unitCode' | 'validTo'>,
) =>
	tx
		.updateTable('places')
		.set({
			name: place.name,
			kind: place.kind,
			search_name: searchForm(place.name),
			municipality_code: place.municipalityCode,
			unit_code: place.unitCode,
			valid_to: place.validTo,
			confirmed: true,
		})
		.where('id', '=', id)
		.execute();

export const savePlaceConfirmed = (tx: Transaction, id: string) =>
	tx.updateTable('places').set({ confirmed: true }).where('id', '=', id).execute();

export const deletePlaceAlias = (tx: Transaction, placeId: string, alias: string) =>
	tx.deleteFrom('place_aliases').where('place_id', '=', placeId).where('search_name', '=', searchForm(alias)).execute();

/** Moves every activity of one place to another and keeps the name as another spelling. */
export const savePlacesMerged = (
	tx: Transaction,
	{ kept, gone, actor }: { kept: string; gone: string; actor: Actor },
) => sql`select merge_places(${kept}::uuid, ${gone}::uuid, ${actor})`.execute(tx);

/** Deletes the places of the demonstration that nothing uses any more; what is used stays as a real one. */
export async function deleteDemonstrationPlaces(tx: Transaction, committeeId: string): Promise<void> {
	await sql`delete from places p where committee_id = ${committeeId} and demonstration
		and not exists (select from activities where place_id = p.id)
		and not exists (select from stock_movements where place_id = p.id)`.execute(tx);
	await tx
		.updateTable('places')
		.set({ demonstration: false })
		.where('committee_id', '=', committeeId)
		.where('demonstration', '=', true)
		.execute();
}
