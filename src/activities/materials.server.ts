import type { Committee } from '#committees/model.ts';
import { isSuperseded, obstacleOf, type VersionState } from '#materials/model.ts';
import { titleOf } from '#materials/naming.ts';
import { listRecalledVersions } from '#materials/recall.server.ts';
import { listMaterials } from '#materials/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Programme } from '#programmes/model.ts';
import { insertActivityEvents } from './events.server.ts';
import { fits, type PlannedMaterial } from './materials.ts';
import type { ListedActivity } from './model.ts';
import { saveActivityState } from './store.server.ts';

type Home = Pick<Committee, 'id'>;

/** What an activity plans to use, and what stands in the way of each on its day. */
export async function listPlannedMaterials(
	tx: Transaction,
	committee: Home,
	{ id, takesPlaceOn }: Pick<ListedActivity, 'id' | 'takesPlaceOn'>,
	now = new Date(),
): Promise<PlannedMaterial[]> {
	const rows = await tx
		.selectFrom('activity_materials')
		.leftJoin('material_versions', 'material_versions.id', 'version_id')
		.leftJoin('materials', 'materials.id', 'material_versions.material_id')
		.select(['version_id as versionId', 'title_sq as titleSq', 'title_en as titleEn', 'kind', 'language', 'number'])
		.select(['state', 'expires_on as expiresOn'])
		.where('activity_id', '=', id)
		.orderBy('title_sq')
		.execute();
	if (rows.length === 0) return [];
	const recalled = await listRecalledVersions(tx, committee, now);
	const day = takesPlaceOn ?? dayAt(now);
	return rows.map(({ state, expiresOn, ...row }) => {
		// A draft of somebody else is not seen, and certainly not approved.
		const situation = {
			state: state as VersionState | null,
			expiresOn: expiresOn ?? day,
			recalled: recalled.has(row.versionId),
		};
		return { ...row, obstacle: obstacleOf(situation, day) } as PlannedMaterial;
	});
}

export type MaterialChoice = { versionId: string; title: string; language: string; number: number; fitting: boolean };

/** Versions that may be planned: the latest approved of each language, those for the people of the activity first. */
export async function listMaterialChoices(
	tx: Transaction,
	committee: Home,
	{ audiences }: Pick<ListedActivity, 'audiences'>,
	locale: 'sq' | 'en',
): Promise<MaterialChoice[]> {
	const materials = await listMaterials(tx, committee.id, locale);
	const choices = materials.flatMap((material) =>
		material.versions
			.filter((version) => version.state === 'approved' && !isSuperseded(version, material.versions))
			.map(({ id, language, number }) => ({
				...{ versionId: id, title: titleOf(locale, material), language, number },
				fitting: fits(material.audience, audiences),
			})),
	);
	return choices.toSorted((one, other) => Number(other.fitting) - Number(one.fitting));
}

/** Keeps which versions an activity plans with. What was planned before may stay; what is new has to be approved. */
export async function planMaterials(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	programme: Pick<Programme, 'state'>,
	{ activity, version, versionIds }: { activity: ListedActivity; version: number; versionIds: readonly string[] },
): Promise<{ changed: boolean }> {
	const before = await listPlannedMaterials(tx, committee, activity);
	const choices = await listMaterialChoices(tx, committee, activity, 'sq');
	const known = new Map<string, string>([
		...choices.map(
			({ versionId, title, language, number }) => [versionId, `${title} (${language} ${number})`] as const,
		),
		...before.map((one) => [one.versionId, `${one.titleSq} (${one.language} ${one.number})`] as const),
	]);
	const wanted = versionIds.filter((id) => known.has(id));
	const was = before.map(({ versionId }) => versionId);
	if (programme.state === 'closed' || [...wanted].sort().join() === [...was].sort().join()) return { changed: false };
	await saveActivityState(tx, activity.id, version, activity.state);
	await savePlanned(tx, committee.id, activity.id, wanted);
	const names = (ids: readonly string[]) => ids.map((id) => known.get(id) ?? id);
	const { id: activityId, state } = activity;
	const changes = { materials: { from: names(was), to: names(wanted) } };
	await insertActivityEvents(tx, committee.id, [
		{ activityId, kind: 'edited', from: state, to: state, actor, changes },
	]);
	return { changed: true };
}

/** Replaces what an activity plans with. */
export async function savePlanned(
	tx: Transaction,
	committeeId: string,
	activityId: string,
	versionIds: readonly string[],
): Promise<void> {
	await tx.deleteFrom('activity_materials').where('activity_id', '=', activityId).execute();
	const rows = versionIds.map((version_id) => ({ committee_id: committeeId, activity_id: activityId, version_id }));
	if (rows.length > 0) await tx.insertInto('activity_materials').values(rows).execute();
}
