import { tellChanged } from '#activities/actions.server.ts';
import { insertActivityEvents } from '#activities/events.server.ts';
import { insertActivities, saveActivity } from '#activities/store.server.ts';
import { insertPartnerAliases, insertPartners } from '#partners/store.server.ts';
import { insertPlaceAliases, insertPlaces } from '#places/store.server.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Programme } from '#programmes/model.ts';
import { insertProgrammeEvent } from '#programmes/store.server.ts';
import type { Comparison, ImportRow, Outcome } from './model.ts';

/** Writes what a comparison without errors proposes: partners, places, their aliases, activities and their history. */
export async function writeImport(
	tx: Transaction,
	actor: Actor,
	programme: Programme,
	comparison: Comparison,
	demonstration: boolean,
): Promise<Outcome> {
	const { counts, partners, places, partnerAliases, placeAliases, rows } = comparison;
	const owner = { committeeId: programme.committeeId, programmeId: programme.id };
	const ids = new Map<string, string>();
	const settle = (proposals: readonly { ref: string }[], written: readonly string[]) =>
		proposals.forEach(({ ref }, index) => ids.set(ref, written[index] ?? ''));
	for (const some of inChunks(partners))
		settle(
			some,
			await insertPartners(
				tx,
				owner.committeeId,
				some.map((one) => ({ ...one, confirmed: false, demonstration })),
			),
		);
	for (const some of inChunks(places))
		settle(
			some,
			await insertPlaces(
				tx,
				owner.committeeId,
				some.map((one) => ({ ...one, confirmed: false, demonstration })),
			),
		);
	const aliasesOf = (proposals: readonly { ref: string; aliases: string[] }[]) =>
		proposals.flatMap(({ ref, aliases }) => aliases.map((alias) => ({ id: ids.get(ref) ?? '', alias })));
	const newPartnerAliases = [...partnerAliases, ...aliasesOf(partners)].map(({ id, alias }) => ({
		partnerId: id,
		alias,
	}));
	const newPlaceAliases = [...placeAliases, ...aliasesOf(places)].map(({ id, alias }) => ({ placeId: id, alias }));
	for (const some of inChunks(newPartnerAliases)) await insertPartnerAliases(tx, owner.committeeId, some);
	for (const some of inChunks(newPlaceAliases)) await insertPlaceAliases(tx, owner.committeeId, some);
	const added = await addActivities(tx, actor, owner, rows, comparison.names, ids);
	const changed = await changeActivities(tx, actor, owner, rows, comparison.names, ids);
	const aliases = newPartnerAliases.length + newPlaceAliases.length;
	const leftOut = rows.filter(({ outcome }) => outcome === 'leave_out').length;
	const outcome = {
		added,
		changed,
		same: counts.same,
		leftOut,
		partners: partners.length,
		places: places.length,
		aliases,
	};
	if (added + changed + partners.length + places.length + aliases > 0)
		await insertProgrammeEvent(tx, programme, { kind: 'imported', actor, details: outcome });
	return outcome;
}

function* inChunks<T>(all: readonly T[], size = 1000): Generator<readonly T[]> {
	for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}

type Owner = { committeeId: string; programmeId: string };
type Names = Record<string, string>;

/** A plan with the ids of what was proposed and is now written, and the words by which it is found. */
function settled(row: ImportRow, names: Names, ids: ReadonlyMap<string, string>) {
	if (!row.plan) throw new Error(`row ${row.row} has no plan`);
	const id = (ref: string) => ids.get(ref) ?? ref;
	const { plan } = row;
	const named = [plan.leadId, plan.placeId, plan.municipalityCode, plan.unitCode, ...plan.supporterIds];
	return {
		...plan,
		leadId: id(plan.leadId),
		placeId: plan.placeId && id(plan.placeId),
		supporterIds: plan.supporterIds.map(id),
		searchWords: named.flatMap((ref) => (ref && names[ref]) || []),
	};
}

async function addActivities(
	tx: Transaction,
	actor: Actor,
	owner: Owner,
	rows: readonly ImportRow[],
	names: Names,
	ids: ReadonlyMap<string, string>,
): Promise<number> {
	const plans = rows
		.filter(({ outcome }) => outcome === 'add')
		.map((row) => ({ ...settled(row, names, ids), state: 'proposed' as const }));
	const written = await insertActivities(tx, owner, plans);
	await insertActivityEvents(
		tx,
		owner.committeeId,
		written.map((activityId) => ({ activityId, kind: 'imported', from: null, to: 'proposed', actor })),
	);
	return written.length;
}

/** What was already confirmed or held keeps its state: an import changes plans. */
async function changeActivities(
	tx: Transaction,
	actor: Actor,
	owner: Owner,
	rows: readonly ImportRow[],
	names: Names,
	ids: ReadonlyMap<string, string>,
): Promise<number> {
	const changed = rows.filter(({ outcome }) => outcome === 'change');
	const real = (value: unknown): unknown =>
		Array.isArray(value) ? value.map(real) : typeof value === 'string' ? (ids.get(value) ?? value) : value;
	const events = [];
	for (const row of changed) {
		if (!row.existing) continue;
		const { id, version, state } = row.existing;
		await saveActivity(tx, owner.committeeId, id, version, settled(row, names, ids));
		const changes = Object.fromEntries(
			Object.entries(row.changes).map(([field, { from, to }]) => [field, { from, to: real(to) }]),
		);
		events.push({ activityId: id, kind: 'imported' as const, from: state, to: state, actor, changes });
	}
	await insertActivityEvents(tx, owner.committeeId, events);
	// Nobody has in a calendar what is only proposed.
	const known = events.filter(({ from }) => from !== 'proposed');
	await tellChanged(
		tx,
		actor,
		known.map(({ activityId }) => activityId),
	);
	return changed.length;
}
