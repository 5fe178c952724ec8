import { savePlanned } from '#activities/materials.server.ts';
import type { ListedActivity } from '#activities/model.ts';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { changeVersion, submitChecks, submitReview } from '#materials/actions.server.ts';
import { insertBatch, insertMovement, saveBatch } from '#materials/batches.server.ts';
import { loadFirstSet } from '#materials/first.server.ts';
import { checkItemsOf, type MaterialKind } from '#materials/model.ts';
import type { PrintAudience } from '#materials/print.ts';
import { insertMaterialEvent } from '#materials/store.server.ts';
import { getVersion } from '#materials/versions.server.ts';
import { addDays, dayAt, instantOf } from '#platform/dates.ts';
import { type Actor, setMoment, type Transaction } from '#platform/db.server.ts';
import { printings } from './wording.ts';

/** The Albanian version of each audience. */
export type Library = ReadonlyMap<PrintAudience, string>;
const actor: Actor = 'demonstration';

/**
 * The first set once more, for the demonstration: an invented person of the national office has checked and approved it, as its tag says. `now` lies before the first month; `until` is the day on which they expire.
 * The real one goes on waiting for somebody real.
 */
export async function loadMaterials(tx: Transaction, officer: string, now: Date, until: string): Promise<Library> {
	const office = await getCommittee(tx, { code: 'AL' });
	const second: Actor = `national:${officer}`;
	const library = new Map<PrintAudience, string>();
	for (const { audience, language, versionId } of await loadFirstSet(tx, actor, { demonstration: true, now, until })) {
		await approveVersion(tx, { second, office, kind: 'leaflet', language, versionId }, dayAt(now));
		if (language === 'sq') library.set(audience, versionId);
	}
	return library;
}

type Approval = { second: Actor; office: Committee; kind: MaterialKind; language: string; versionId: string };
/** An invented second person reads, checks and approves what waits for it. */
export async function approveVersion(
	tx: Transaction,
	{ second, office, kind, language, versionId }: Approval,
	today: string,
): Promise<void> {
	const yes = Object.fromEntries(checkItemsOf(kind).map((item) => [item, ['yes']]));
	let revision = 2;
	const form = (typed: Record<string, string[]> = {}) => ({ ...typed, revision: [String(revision++)] });
	if (language === 'en') {
		const review = form({ reviewer: ['Besa Demo'], reviewed_on: [addDays(today, -1)] });
		await submitReview(tx, actor, office, versionId, review, today);
	}
	await submitChecks(tx, second, office, versionId, form(yes));
	const approved = await changeVersion(tx, second, office, versionId, { verb: 'approve', typed: form(), today });
	if (!approved.ok) throw new Error(`the demonstration cannot approve a ${kind}: ${JSON.stringify(approved)}`);
}

/** Which leaflet an activity plans with: by its audience, and by the school. */
function leafletFor({ audiences, placeName }: ListedActivity): PrintAudience | undefined {
	if (audiences.includes('health_staff')) return 'health_staff';
	if (!audiences.includes('pupils')) return undefined;
	return /gjimnaz|mesme|liceu/i.test(placeName ?? '') ? 'age_15_18' : 'age_12_14';
}

/** Lets activities plan with the leaflets, before anything of them happens. */
export async function planLeaflets(
	tx: Transaction,
	committee: Committee,
	activities: readonly ListedActivity[],
	library: Library,
): Promise<void> {
	for (const activity of activities) {
		const versionId = library.get(leafletFor(activity) ?? 'job_seekers');
		if (leafletFor(activity) && versionId) await savePlanned(tx, committee.id, activity.id, [versionId]);
	}
}

/** What was printed, where it was brought and what of it was handed out. One printing carries a number that fails later: a recall. */
export async function printAndGive(
	tx: Transaction,
	committee: Committee,
	activities: readonly ListedActivity[],
	library: Library,
	now: Date,
): Promise<void> {
	for (const { audience, format, quantity, numbers, daysAgo, given } of printings) {
		const versionId = library.get(audience);
		if (!versionId) continue;
		const printedOn = addDays(dayAt(now), -daysAgo);
		await setMoment(tx, instantOf(printedOn, '11:30'));
		const order = { versionId, format, quantity, numbers, orderedOn: addDays(printedOn, -4) };
		const batchId = await insertBatch(tx, committee.id, order, actor);
		await saveBatch(tx, batchId, { printedOn });
		const { materialId } = await getVersion(tx, versionId);
		const told = { committeeId: committee.id, materialId, versionId, batchId, actor };
		await insertMaterialEvent(tx, { ...told, kind: 'printed', details: { quantity } });
		for (const { number, quantity: some, handedOut } of given) {
			const placeId = activities.find((activity) => activity.number === number)?.placeId;
			if (!placeId) continue;
			const moved = { placeId, method: 'counted' as const, movedOn: addDays(printedOn, 1) };
			await insertMovement(tx, committee.id, batchId, { ...moved, kind: 'given', quantity: some }, actor);
			if (handedOut > 0)
				await insertMovement(tx, committee.id, batchId, { ...moved, kind: 'handed_out', quantity: handedOut }, actor);
		}
	}
	await setMoment(tx, null);
}
