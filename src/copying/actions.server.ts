import { insertActivityEvents } from '#activities/events.server.ts';
import { getNames, getNextNumber, insertActivities, listActivities } from '#activities/store.server.ts';
import { getLand } from '#committees/actions.server.ts';
import type { Committee } from '#committees/model.ts';
import { listPlaces } from '#places/store.server.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { sha256 } from '#platform/secrets.server.ts';
import { createProgramme } from '#programmes/actions.server.ts';
import type { ProgrammeStart } from '#programmes/input.ts';
import type { Programme } from '#programmes/model.ts';
import { getProgramme, lockProgramme } from '#programmes/store.server.ts';
import { listCalendar } from '#territory/store.server.ts';
import { listLines, listMerged, listVersions } from '#versions/store.server.ts';
import { parseDecision, parseSeen } from './input.ts';
import { type Line, linesOf, type Merged, planOf } from './model.ts';
import { insertCopies, listCopies } from './store.server.ts';

type Home = Pick<Committee, 'id' | 'countyCode'>;

/** Starts a month after the example of an earlier one: aims and targets that the form leaves empty are taken over. */
export async function startAfter(
	tx: Transaction,
	actor: Actor,
	committee: Pick<Committee, 'id'>,
	{ copyFrom, ...start }: ProgrammeStart & { copyFrom: string },
): Promise<Programme> {
	const source = await getProgramme(tx, committee.id, copyFrom);
	const draft = {
		...start,
		aimSq: start.aimSq || source.aimSq,
		aimEn: start.aimEn || source.aimEn,
		targets: start.targets.length > 0 ? start.targets : source.targets,
	};
	return createProgramme(tx, actor, committee, draft, { copiedFrom: copyFrom });
}

/** What would become of every activity of an earlier month; nothing is written. `seen` names the preview as it is shown. */
export async function getPreview(tx: Transaction, committee: Home, programme: Programme, month: string) {
	const source = await getProgramme(tx, committee.id, month);
	if (source.id === programme.id) throw new Problem('not_found', 'a month is not copied into itself');
	const activities = await listActivities(tx, source.id);
	const { municipalities, units } = await getLand(tx, committee);
	const places = await listPlaces(tx, committee.id);
	const areas = new Set([...municipalities, ...units].map(({ code }) => code));
	const lines = linesOf(activities, {
		...{ from: source, to: programme, places, areas },
		calendar: await listCalendar(tx, programme.startsOn, programme.endsOn),
		merged: await listMergedNames(tx, source, places),
		copies: await listCopies(tx, programme.id),
	});
	return { source, lines, places, areas, seen: seenOf(lines) };
}

/** What was copied meanwhile is not part of it: whoever confirms twice is told that it is there, not that something changed. */
const seenOf = (lines: readonly Line[]): string =>
	sha256(JSON.stringify(lines.map(({ already: _, ...line }) => line)))
		.toString('hex')
		.slice(0, 32);

/** Institutions and places that were something else when the month was approved, by activity. */
async function listMergedNames(
	tx: Transaction,
	source: Programme,
	places: readonly { id: string; name: string }[],
): Promise<Map<string, Merged[]>> {
	const [latest] = await listVersions(tx, source.id);
	if (!latest) return new Map();
	const kept = await listMerged(tx, latest.id);
	if (kept.size === 0) return new Map();
	const names = {
		...(await getNames(tx, [...kept.values()])),
		...Object.fromEntries(places.map(({ id, name }) => [id, name])),
	};
	return new Map(
		(await listLines(tx, latest.id)).map(({ activityId, leadId, leadName, placeId, placeName, supporters }) => [
			activityId,
			[{ id: leadId, name: leadName }, { id: placeId, name: placeName }, ...supporters].flatMap(({ id, name }) => {
				const is = names[kept.get(id ?? '') ?? ''];
				return is && name ? [{ was: name, is }] : [];
			}),
		]),
	);
}

export type Copied =
	| { ok: true; copied: number; already: number }
	| { ok: false; reason: 'changed' }
	| { ok: false; reason: 'issues'; issues: Issue[] };

/**
 * Copies what was ticked, all or nothing, into a programme that is held meanwhile. What is there already stays as it is, so that
 * confirming twice changes nothing; when something else changed since the preview, the new preview is shown instead.
 */
export async function copyActivities(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	programme: Programme,
	{ month, typed }: { month: string; typed: Typed },
): Promise<Copied> {
	if ((await lockProgramme(tx, programme.id)) === 'closed')
		throw new Problem('frozen', `programme ${programme.slug} is closed`);
	const { lines, places, areas, seen } = await getPreview(tx, committee, programme, month);
	if (seen !== parseSeen(typed)) return { ok: false, reason: 'changed' };
	const decision = parseDecision(typed, lines);
	if (!decision.ok) return { ok: false, reason: 'issues', issues: decision.issues };
	const taken = lines.filter(({ source }) => decision.value.taken.has(source.number));
	const already = lines.filter((line) => line.already !== null).length;
	if (taken.length === 0) return { ok: true, copied: 0, already };
	const start = await getNextNumber(tx, programme.id);
	const plans = taken.map((line) => planOf(line, decision.value, places, areas));
	const named = (plan: (typeof plans)[number]) =>
		[plan.leadId, plan.placeId, plan.municipalityCode, plan.unitCode, ...plan.supporterIds].filter((id) => id !== null);
	const names = await getNames(tx, plans.flatMap(named));
	const owner = { committeeId: committee.id, programmeId: programme.id };
	const ids = await insertActivities(
		tx,
		owner,
		plans.map((plan, index) => ({
			...plan,
			...{ number: start + index, state: 'proposed' as const },
			searchWords: named(plan).flatMap((id) => names[id] ?? []),
		})),
	);
	await insertCopies(
		tx,
		owner,
		ids.map((activityId, index) => ({ activityId, sourceId: plans[index]?.id ?? '' })),
	);
	const changes = { copiedFrom: { from: null, to: month } };
	const event = { kind: 'proposed' as const, from: null, to: 'proposed' as const, actor, changes };
	await insertActivityEvents(
		tx,
		committee.id,
		ids.map((activityId) => ({ activityId, ...event })),
	);
	return { ok: true, copied: ids.length, already };
}
