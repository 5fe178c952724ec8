import type { Committee } from '#committees/model.ts';
import { latestProof } from '#help/actions.server.ts';
import { listPartners } from '#partners/store.server.ts';
import { actorAccount } from '#people/model.ts';
import { listAccountNames, listActivityFacilitators } from '#people/store.server.ts';
import { listPlaces } from '#places/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Scope, Transaction } from '#platform/db.server.ts';
import { enqueue } from '#platform/jobs.server.ts';
import { Problem } from '#platform/problem.ts';
import { onMonth } from '#programmes/actions.server.ts';
import type { Programme } from '#programmes/model.ts';
import { lockProgramme } from '#programmes/store.server.ts';
import { getTerritory } from '#territory/store.server.ts';
import { type Changes, changesBetween, namedIn } from './changes.ts';
import { listClashes } from './clashes.server.ts';
import { clashesWith } from './clashes.ts';
import { insertActivityEvents, listActivityEvents } from './events.server.ts';
import type { TypedPlan } from './input.ts';
import { listPlannedMaterials } from './materials.server.ts';
import { hindering } from './materials.ts';
import {
	type ActivityEventKind,
	type ActivityState,
	gateOf,
	type ListedActivity,
	mayReturn,
	needsDay,
	needsReason,
	possibleVerbs,
	type Readiness,
	stateAfter,
	statedItems,
	type Verb,
	type WhyNot,
	whyNot,
} from './model.ts';
import { whyNotMove } from './moving.ts';
import { getReadiness, saveReadiness } from './readiness.server.ts';
import {
	findActivity,
	getActivity,
	getNames,
	getNextNumber,
	insertActivities,
	listActivities,
	saveActivity,
	saveActivityState,
} from './store.server.ts';

type Home = Pick<Committee, 'id'>;
/** Everything the form of an activity chooses from. */
export async function getChoices(tx: Transaction, committee: Committee, programme: Programme, locale: 'sq' | 'en') {
	const partners = await listPartners(tx, committee.id, locale);
	const places = await listPlaces(tx, committee.id, locale);
	const territory = committee.countyCode
		? await getTerritory(tx, committee.countyCode)
		: { municipalities: [], units: [] };
	const { municipalities, units } = territory;
	return { partners, places, municipalities, units, period: { from: programme.startsOn, to: programme.endsOn } };
}

/** Everything the page of one activity shows. */
export async function getActivityPage(
	tx: Transaction,
	{ scope, committee, programme }: { scope: Scope; committee: Home; programme: Programme },
	activity: ListedActivity,
	today = dayAt(new Date()),
) {
	const { id, leadId, municipalityCode, state, supporterIds, takesPlaceOn, unitCode } = activity;
	const events = await listActivityEvents(tx, id);
	const proof = await latestProof(tx, committee.id, today);
	const readiness = gateOf(activity, await getReadiness(tx, id), proof);
	const planned = await listPlannedMaterials(tx, committee, activity);
	const { clashes, accepted } = await listClashes(tx, scope, programme);
	const named = [leadId, municipalityCode, unitCode, ...supporterIds, ...namedIn(events.map(({ changes }) => changes))];
	const actors = events.map(({ actor }) => actor.split(':')[1] ?? null);
	const people = await listAccountNames(
		tx,
		[...events, ...accepted.values()].flatMap(({ actor }) => actorAccount(actor) ?? []),
	);
	return {
		...{ programme, activity, events, readiness, today },
		proof,
		facilitators: await listActivityFacilitators(tx, id),
		names: { ...(await getNames(tx, [...named, ...actors])), ...people },
		...{ clashes: clashesWith(clashes, id), accepted, stays: whyNotMove(activity, programme) !== null },
		...{ planned, hindering: hindering(planned) ?? null },
		possible: possibleVerbs({
			...{ activity, readiness, programmeClosed: programme.state === 'closed', today },
			materialsHinder: hindering(planned) !== undefined,
		}),
		mayReturn: mayReturn(state, takesPlaceOn, today),
	};
}

/**
 * Whether a scope reaches an activity: the first fence, row-level security is the second. A focal point changes what its
 * institution leads and sees what it supports; a facilitator has the activities named.
 */
export function isInReach(scope: Scope, { id, leadId, supporterIds }: ListedActivity, wish: 'see' | 'change'): boolean {
	if (scope.kind === 'partner')
		return leadId === scope.partnerId || (wish === 'see' && supporterIds.includes(scope.partnerId));
	if (scope.kind === 'activity') return scope.activityIds.includes(id);
	return true;
}

/** One transaction on one activity that the person may see, or change: how its pages and actions begin. */
export function onActivity<T>(
	locals: Pick<App.Locals, 'actor' | 'scope' | 'committee'>,
	{ month, number }: { month: string; number: string },
	wish: 'see' | 'change',
	work: (desk: {
		tx: Transaction;
		committee: Committee;
		programme: Programme;
		activity: ListedActivity;
		actor: Actor;
	}) => Promise<T>,
): Promise<T> {
	return onMonth(locals, month, async (desk) => {
		const activity = await getActivity(desk.tx, desk.programme.id, Number(number));
		if (!isInReach(locals.scope, activity, wish)) throw new Problem('forbidden', `activity ${number} is not theirs`);
		return work({ ...desk, activity });
	});
}

type NumberTaken = { ok: false; reason: 'number_taken'; number: number; title: string };

/** Holds the programme; what is closed is history and does not change any more. */
async function holdOpen(tx: Transaction, programme: Programme): Promise<void> {
	if ((await lockProgramme(tx, programme.id)) === 'closed')
		throw new Problem('frozen', `programme ${programme.slug} is closed`);
}

/**
 * Leaves word that whoever has an activity in a calendar may have to be told (`consultation` does): once, however often it changes
 * meanwhile. The demonstration tells a past; nobody is invited to it.
 */
export async function tellChanged(tx: Transaction, actor: Actor, activityIds: readonly string[]): Promise<void> {
	if (actor === 'demonstration') return;
	for (const id of activityIds) await enqueue(tx, 'activity_changed', { id }, { key: `activity_changed:${id}` });
}

/** Puts an activity into the plan; a number left empty becomes the next one. */
export async function proposeActivity(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	programme: Programme,
	plan: TypedPlan,
): Promise<{ ok: true; number: number } | NumberTaken> {
	await holdOpen(tx, programme);
	const number = plan.number ?? (await getNextNumber(tx, programme.id));
	const taken = await findActivity(tx, programme.id, number);
	if (taken) return { ok: false, reason: 'number_taken', number, title: taken.title };
	const searchWords = await wordsOf(tx, plan);
	const owner = { committeeId: committee.id, programmeId: programme.id };
	const [activityId = ''] = await insertActivities(tx, owner, [{ ...plan, number, searchWords, state: 'proposed' }]);
	await insertActivityEvents(tx, committee.id, [{ activityId, kind: 'proposed', from: null, to: 'proposed', actor }]);
	return { ok: true, number };
}

const wordsOf = async (tx: Transaction, plan: TypedPlan): Promise<string[]> =>
	Object.values(
		await getNames(tx, [plan.leadId, plan.placeId, plan.municipalityCode, plan.unitCode, ...plan.supporterIds]),
	);

/** Loads an activity for a change made from a form that showed `version`. */
async function getUnchanged(
	tx: Transaction,
	programme: Programme,
	number: number,
	version: number,
): Promise<ListedActivity> {
	const activity = await getActivity(tx, programme.id, number);
	if (activity.version !== version)
		throw new Problem('stale', `activity ${number} is at version ${activity.version}, not ${version}`);
	return activity;
}

/** Changes the plan of an activity; its state stays. */
export async function editActivity(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	programme: Programme,
	{ number, version, plan }: { number: number; version: number; plan: TypedPlan },
): Promise<{ ok: true; number: number; changed: boolean } | NumberTaken | { ok: false; reason: 'day_needed' }> {
	await holdOpen(tx, programme);
	const activity = await getUnchanged(tx, programme, number, version);
	const wanted = { ...plan, number: plan.number ?? number };
	if (wanted.takesPlaceOn === null && needsDay(activity.state)) return { ok: false, reason: 'day_needed' };
	const taken = wanted.number === number ? undefined : await findActivity(tx, programme.id, wanted.number);
	if (taken) return { ok: false, reason: 'number_taken', number: wanted.number, title: taken.title };
	const changes = changesBetween(activity, wanted);
	if (Object.keys(changes).length === 0) return { ok: true, number, changed: false };
	await saveActivity(tx, committee.id, activity.id, version, { ...wanted, searchWords: await wordsOf(tx, wanted) });
	const { id: activityId, state } = activity;
	await insertActivityEvents(tx, committee.id, [
		{ activityId, kind: 'edited', from: state, to: state, actor, changes },
	]);
	await tellChanged(tx, actor, [activityId]);
	return { ok: true, number: wanted.number, changed: true };
}

const kinds: Record<Verb, ActivityEventKind> = {
	confirm: 'confirmed',
	ready: 'readied',
	hold: 'held',
	accept: 'accepted',
	postpone: 'postponed',
	cancel: 'cancelled',
	reopen: 'reopened',
};

/** Does one verb of the trade to an activity, or says why it cannot be done. */
export async function changeState(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	programme: Programme,
	number: number,
	verb: Verb,
	{ reason, version, today = dayAt(new Date()) }: { reason?: string | null; version: number; today?: string },
): Promise<{ ok: true; state: ActivityState } | { ok: false; reason: WhyNot }> {
	const programmeClosed = (await lockProgramme(tx, programme.id)) === 'closed';
	const activity = await getUnchanged(tx, programme, number, version);
	const stated = await getReadiness(tx, activity.id);
	const readiness = gateOf(activity, stated, await latestProof(tx, committee.id, today));
	const materialsHinder = hindering(await listPlannedMaterials(tx, committee, activity)) !== undefined;
	const refusal = whyNot(verb, {
		...{ activity, readiness, programmeClosed, today, materialsHinder },
		reason: reason ?? null,
	});
	const to = stateAfter(verb, activity.state);
	if (refusal || !to) return { ok: false, reason: refusal ?? 'wrong_state' };
	const why = reason?.trim() || null;
	// The form says who will read the reason: of an activity that is open, everybody.
	const isTold = needsReason(verb) && activity.visibility === 'public';
	await saveActivityState(tx, activity.id, version, to, isTold ? why : null);
	const tested = verb === 'ready' && stated.line_tested !== readiness.line_tested;
	// Which call opened the gate is kept with it: later calls change nothing of what was.
	if (tested) await saveReadiness(tx, committee.id, activity.id, readiness, actor);
	const event = {
		activityId: activity.id,
		kind: kinds[verb],
		from: activity.state,
		to,
		actor,
		reason: why,
		...(tested
			? { changes: { line_tested: { from: stated.line_tested ?? null, to: readiness.line_tested ?? null } } }
			: {}),
	};
	await insertActivityEvents(tx, committee.id, [event]);
	await tellChanged(tx, actor, [activity.id]);
	return { ok: true, state: to };
}

/** Of the activities of a month the proposed ones that could be confirmed as they are: with day and place. */
export function confirmableIn(programme: Programme, activities: readonly ListedActivity[]): ListedActivity[] {
	const situation = { readiness: {}, programmeClosed: programme.state === 'closed', today: dayAt(new Date()) };
	return activities.filter(
		(activity) => activity.state === 'proposed' && whyNot('confirm', { activity, ...situation }) === null,
	);
}

/** Confirms what an import brought, all at once; what lacks a day or a place stays proposed. How many were confirmed. */
export async function confirmAll(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	programme: Programme,
): Promise<number> {
	await holdOpen(tx, programme);
	const activities = confirmableIn(programme, await listActivities(tx, programme.id, { states: ['proposed'] }));
	for (const { id, version } of activities) await saveActivityState(tx, id, version, 'confirmed');
	await insertActivityEvents(
		tx,
		committee.id,
		activities.map(({ id }) => ({ activityId: id, kind: 'confirmed', from: 'proposed', to: 'confirmed', actor })),
	);
	await tellChanged(
		tx,
		actor,
		activities.map(({ id }) => id),
	);
	return activities.length;
}

/** Keeps which lines of the readiness gate a person states, and since when. It moves no state: "ready" is a verb of its own. */
export async function saveReadinessGate(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	programme: Programme,
	{ number, version, readiness }: { number: number; version: number; readiness: Readiness },
): Promise<{ changed: boolean }> {
	await holdOpen(tx, programme);
	const { id: activityId, state } = await getUnchanged(tx, programme, number, version);
	const before = await getReadiness(tx, activityId);
	const changed = statedItems.filter((item) => before[item] !== readiness[item]);
	if (changed.length === 0) return { changed: false };
	const changes: Changes = Object.fromEntries(
		changed.map((item) => [item, { from: before[item] ?? null, to: readiness[item] ?? null }]),
	);
	const tested = before.line_tested === undefined ? {} : { line_tested: before.line_tested };
	const stated = Object.fromEntries(statedItems.flatMap((item) => (readiness[item] ? [[item, readiness[item]]] : [])));
	await saveReadiness(tx, committee.id, activityId, { ...stated, ...tested }, actor);
	await saveActivityState(tx, activityId, version, state);
	await insertActivityEvents(tx, committee.id, [
		{ activityId, kind: 'readiness_checked', from: state, to: state, actor, changes },
	]);
	return { changed: true };
}
