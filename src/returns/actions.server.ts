import { insertActivityEvents, type NewActivityEvent } from '#activities/events.server.ts';
import { listPlannedMaterials } from '#activities/materials.server.ts';
import type { ActivityState, ListedActivity } from '#activities/model.ts';
import { getActivity, saveActivityState } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { titleOf } from '#materials/naming.ts';
import { listNamedVersions } from '#materials/versions.server.ts';
import { listPartners } from '#partners/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import type { Programme } from '#programmes/model.ts';
import { lockProgramme } from '#programmes/store.server.ts';
import { differences } from './comparison.ts';
import { parseCorrectionReason, parseReturn, parseVersion, type ReturnDraft } from './input.ts';
import {
	mayCountContacts,
	type PlannedVersion,
	type Return,
	type ReturnWhyNot,
	returnedKind,
	returnedLanguage,
	whyNot,
} from './model.ts';
import { findReturn, insertReturn } from './store.server.ts';

type Home = Pick<Committee, 'id'>;
/** `version` is that of the activity when the form was made; a form made from an older one is stale. */
type Form = { version: number; today?: string };

async function open(
	tx: Transaction,
	programme: Programme,
	number: number,
	{ version, today = dayAt(new Date()), verb }: Form & { verb: 'record' | 'correct' },
): Promise<{ activity: ListedActivity; current: Return | undefined; refusal: ReturnWhyNot | null }> {
	const programmeClosed = (await lockProgramme(tx, programme.id)) === 'closed';
	const activity = await getActivity(tx, programme.id, number);
	const current = await findReturn(tx, activity.id);
	// Pressed twice, the second says that it is written, not that somebody else was faster.
	const refusal = whyNot(verb, { activity, programmeClosed, written: current !== undefined, today });
	if (!refusal && activity.version !== version)
		throw new Problem('stale', `activity ${number} is at version ${activity.version}, not ${version}`);
	return { activity, current, refusal };
}

/** Writes what happened at an activity. What was only confirmed or ready becomes held first: the history keeps both steps. */
export async function recordReturn(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	programme: Programme,
	number: number,
	{ draft, ...form }: Form & { draft: ReturnDraft },
): Promise<{ ok: true } | { ok: false; reason: ReturnWhyNot }> {
	const { activity, refusal } = await open(tx, programme, number, { ...form, verb: 'record' });
	if (refusal) return { ok: false, reason: refusal };
	await insertReturn(tx, committee.id, { ...draft, activityId: activity.id, correctionReason: null, actor });
	await saveActivityState(tx, activity.id, activity.version, 'returned');
	await insertActivityEvents(tx, committee.id, stepsTo(activity, actor));
	return { ok: true };
}

function stepsTo({ id: activityId, state }: { id: string; state: ActivityState }, actor: Actor): NewActivityEvent[] {
	const held: NewActivityEvent = { activityId, kind: 'held', from: state, to: 'held', actor };
	const returned: NewActivityEvent = { activityId, kind: 'returned', from: 'held', to: 'returned', actor };
	return state === 'confirmed' || state === 'ready' ? [held, returned] : [{ ...returned, from: state }];
}

/** Says something else about what happened, as a new version with its reason; an accepted return waits for acceptance again. */
export async function correctReturn(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	programme: Programme,
	number: number,
	{ draft, reason, ...form }: Form & { draft: ReturnDraft; reason: string },
): Promise<{ ok: true; changed: boolean } | { ok: false; reason: ReturnWhyNot }> {
	const { activity, current, refusal } = await open(tx, programme, number, { ...form, verb: 'correct' });
	if (refusal || !current) return { ok: false, reason: refusal ?? 'not_written' };
	if (differences(current, draft).length === 0) return { ok: true, changed: false };
	await insertReturn(tx, committee.id, { ...draft, activityId: activity.id, correctionReason: reason, actor });
	await saveActivityState(tx, activity.id, activity.version, 'returned');
	const event: NewActivityEvent = {
		activityId: activity.id,
		kind: 'corrected',
		from: activity.state,
		to: 'returned',
		actor,
		reason,
	};
	await insertActivityEvents(tx, committee.id, [event]);
	return { ok: true, changed: true };
}

/** The versions that a return can name: those the activity planned, and those that its return named already. */
export async function listVersionsToCount(
	tx: Transaction,
	committee: Home,
	activity: Pick<ListedActivity, 'id' | 'takesPlaceOn' | 'audiences'>,
	current: Return | undefined,
	locale: 'sq' | 'en' = 'sq',
): Promise<PlannedVersion[]> {
	const planned = await listPlannedMaterials(tx, committee, activity);
	const counted = (current?.materials ?? []).flatMap(({ versionId }) => versionId ?? []);
	const named = await listNamedVersions(tx, [...planned.map(({ versionId }) => versionId), ...counted]);
	return named.map(({ versionId, kind, language, ...one }) => ({
		...{ versionId, kind: returnedKind(kind), language: returnedLanguage(language), title: titleOf(locale, one) },
	}));
}

/** Reads the form of a return, or of its correction, and does what it says. */
export async function submitReturn(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	programme: Programme,
	number: number,
	{ verb, typed }: { verb: 'record' | 'correct'; typed: Typed },
): Promise<{ ok: true; changed: boolean } | { ok: false; reason: ReturnWhyNot } | { ok: false; issues: Issue[] }> {
	const activity = await getActivity(tx, programme.id, number);
	const { setting } = activity;
	const parsed = parseReturn(typed, {
		versions: await listVersionsToCount(tx, committee, activity, await findReturn(tx, activity.id)),
		partners: await listPartners(tx, committee.id),
		contacts: mayCountContacts(setting),
		periodStart: programme.startsOn,
		today: dayAt(new Date()),
	});
	const reason = verb === 'correct' ? parseCorrectionReason(typed) : null;
	const issues = [parsed, reason].flatMap((read) => (read === null || read.ok ? [] : read.issues));
	if (!parsed.ok || reason?.ok === false) return { ok: false, issues };
	const told = { version: parseVersion(typed), draft: parsed.value };
	if (reason) return correctReturn(tx, actor, committee, programme, number, { ...told, reason: reason.value });
	const recorded = await recordReturn(tx, actor, committee, programme, number, told);
	return recorded.ok ? { ok: true, changed: true } : recorded;
}
