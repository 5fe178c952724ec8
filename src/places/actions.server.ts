import { getLand } from '#committees/actions.server.ts';
import type { Committee } from '#committees/model.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { type PlaceDraft, parseAlias, parsePlace } from './input.ts';
import { aliasHolder, nameHolder, type Place } from './model.ts';
import {
	deletePlaceAlias,
	getPlace,
	insertPlaceAliases,
	insertPlaces,
	listPlaces,
	savePlace,
	savePlaceConfirmed,
	savePlacesMerged,
} from './store.server.ts';

type Home = Pick<Committee, 'id'>;
/** The name belongs to another place of the municipality already, as its name or as another spelling of it. */
export type NameTaken = { ok: false; reason: 'name_taken'; holder: Place };
const taken = (holder: Place | undefined): NameTaken | null =>
	holder ? { ok: false, reason: 'name_taken', holder } : null;

export async function addPlace(
	tx: Transaction,
	committee: Home,
	draft: PlaceDraft,
): Promise<{ ok: true; id: string } | NameTaken> {
	const refusal = taken(nameHolder(await listPlaces(tx, committee.id), draft));
	if (refusal) return refusal;
	const [id = ''] = await insertPlaces(tx, committee.id, [draft]);
	return { ok: true, id };
}

/** Changes what a place is. A name that it had as an alias moves up: it is no longer another spelling. */
export async function editPlace(
	tx: Transaction,
	committee: Home,
	id: string,
	draft: PlaceDraft,
): Promise<{ ok: true } | NameTaken> {
	await getPlace(tx, committee.id, id);
	const refusal = taken(nameHolder(await listPlaces(tx, committee.id), draft, id));
	if (refusal) return refusal;
	await deletePlaceAlias(tx, id, draft.name);
	await savePlace(tx, id, draft);
	return { ok: true };
}

export async function confirmPlace(tx: Transaction, committee: Home, id: string): Promise<void> {
	await getPlace(tx, committee.id, id);
	await savePlaceConfirmed(tx, id);
}

export async function addPlaceAlias(
	tx: Transaction,
	committee: Home,
	id: string,
	alias: string,
): Promise<{ ok: true } | NameTaken> {
	const place = await getPlace(tx, committee.id, id);
	const named = { name: alias, municipalityCode: place.municipalityCode };
	if (nameHolder([place], named)) return { ok: true };
	const others = (await listPlaces(tx, committee.id)).filter((other) => other.id !== id);
	const refusal = taken(nameHolder(others, named) ?? aliasHolder(others, alias));
	if (refusal) return refusal;
	await insertPlaceAliases(tx, committee.id, [{ placeId: id, alias }]);
	return { ok: true };
}

export async function removePlaceAlias(tx: Transaction, committee: Home, id: string, alias: string): Promise<void> {
	await getPlace(tx, committee.id, id);
	await deletePlaceAlias(tx, id, alias);
}

/** `gone` is the same place as `kept`: every activity moves there, and its name becomes another spelling. */
export async function mergePlaces(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ kept, gone }: { kept: string; gone: string },
): Promise<void> {
	if (kept === gone) throw new Problem('conflict', 'a place cannot be merged with itself');
	await getPlace(tx, committee.id, kept);
	await getPlace(tx, committee.id, gone);
	await savePlacesMerged(tx, { kept, gone, actor });
}

/** What was wrong with a form that names a place; `holder` has the name already. */
type Misnamed = { ok: false; issues: Issue[]; holder: Place | null };
const misnamed = (field: string, { holder }: NameTaken): Misnamed => ({
	ok: false,
	issues: [{ field, message: 'issue.name_taken', words: { name: holder.name } }],
	holder,
});

/** Reads the form of a place and adds it, or changes the one with the id. */
export async function submitPlace(
	tx: Transaction,
	committee: Pick<Committee, 'id' | 'countyCode'>,
	typed: Typed,
	id: string | null,
): Promise<{ ok: true; id: string } | Misnamed> {
	const parsed = parsePlace(typed, await getLand(tx, committee));
	if (!parsed.ok) return { ...parsed, holder: null };
	if (id === null) {
		const added = await addPlace(tx, committee, parsed.value);
		return added.ok ? added : misnamed('name', added);
	}
	const edited = await editPlace(tx, committee, id, parsed.value);
	return edited.ok ? { ok: true, id } : misnamed('name', edited);
}

/** Reads another spelling and adds it. */
export async function submitPlaceAlias(
	tx: Transaction,
	committee: Home,
	typed: Typed,
	id: string,
): Promise<{ ok: true } | Misnamed> {
	const parsed = parseAlias(typed);
	if (!parsed.ok) return { ...parsed, holder: null };
	const added = await addPlaceAlias(tx, committee, id, parsed.value);
	return added.ok ? added : misnamed('alias', added);
}
