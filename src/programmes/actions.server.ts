import type { Committee } from '#committees/model.ts';
import { actorAccount } from '#people/model.ts';
import { listAccountNames } from '#people/store.server.ts';
import { type Actor, inTransaction, type Transaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import type { ProgrammeDraft } from './input.ts';
import {
	changesBetween,
	isSubmitted,
	leavesOut,
	type PlanSpan,
	type Programme,
	type ProgrammeEventDetails,
	type ProgrammeEventKind,
	type ProgrammeSituation,
	type ProgrammeVerb,
	type ProgrammeWhyNot,
	stateAfter,
	whyNot,
} from './model.ts';
import {
	getLatestEventId,
	getProgramme,
	insertProgramme,
	insertProgrammeEvent,
	listProgrammeEvents,
	lockProgramme,
	saveProgramme,
	saveProgrammeState,
	saveTargets,
} from './store.server.ts';

/** One transaction on one month of the committee in the address: how every desk page and action below a month begins. */
export function onMonth<T>(
	locals: Pick<App.Locals, 'actor' | 'scope' | 'committee'>,
	month: string,
	work: (desk: { tx: Transaction; committee: Committee; programme: Programme; actor: Actor }) => Promise<T>,
): Promise<T> {
	const { actor, committee, scope } = locals;
	if (!committee) throw new Problem('not_found', 'no committee in the address');
	return inTransaction(scope, async (tx) =>
		work({ tx, committee, programme: await getProgramme(tx, committee.id, month), actor }),
	);
}

/** What happened to a programme, and the names of those who did it. */
export async function getHistory(tx: Transaction, programme: Programme) {
	const events = await listProgrammeEvents(tx, programme.id);
	const names = await listAccountNames(
		tx,
		events.flatMap(({ actor }) => actorAccount(actor) ?? []),
	);
	return { events, names };
}

/** Starts a month; a second programme for the same month is a conflict. */
export async function createProgramme(
	tx: Transaction,
	actor: Actor,
	committee: Pick<Committee, 'id'>,
	draft: ProgrammeDraft & { slug: string; demonstration?: boolean },
	details: Record<string, string | number> = {},
): Promise<Programme> {
	const id = await insertProgramme(tx, committee.id, draft);
	const programme = { id, committeeId: committee.id };
	await saveTargets(tx, programme, draft.targets);
	await insertProgrammeEvent(tx, programme, { kind: 'created', actor, details });
	return getProgramme(tx, committee.id, draft.slug);
}

/** Changes titles, period, aims and targets. `seen` is the latest event when the form was made, `span` asks for the plan once it is held. */
export async function editProgramme(
	tx: Transaction,
	actor: Actor,
	programme: Programme,
	{ draft, span, seen }: { draft: ProgrammeDraft; span: () => Promise<PlanSpan>; seen: string },
): Promise<{ ok: true; changed: boolean } | { ok: false; reason: 'activities_outside'; plan: PlanSpan }> {
	await refuseUnlessOpen(tx, programme);
	if ((await getLatestEventId(tx, programme.id)) !== seen)
		throw new Problem('stale', `programme ${programme.slug} changed meanwhile`);
	const plan = await span();
	if (leavesOut(draft, plan)) return { ok: false, reason: 'activities_outside', plan };
	const changes = changesBetween(programme, draft);
	if (Object.keys(changes).length === 0) return { ok: true, changed: false };
	await saveProgramme(tx, programme.id, draft);
	await saveTargets(tx, programme, draft.targets);
	await insertProgrammeEvent(tx, programme, { kind: 'edited', actor, details: changes });
	return { ok: true, changed: true };
}

async function refuseUnlessOpen(tx: Transaction, programme: Programme): Promise<void> {
	if ((await lockProgramme(tx, programme.id)) === 'closed')
		throw new Problem('frozen', `programme ${programme.slug} is closed`);
}

const kinds: Record<ProgrammeVerb, ProgrammeEventKind> = {
	submit: 'submitted',
	approve: 'approved',
	send_back: 'sent_back',
	reopen: 'reopened',
	close: 'closed',
};

/** What the caller knows of the plan; state and submission are asked here, on the locked programme. */
export type KnownPlan = Omit<ProgrammeSituation, 'state' | 'submitted'>;

/** One step between secretariat and chair. Approving freezes a version too: `versions/` does both. */
export async function changeProgrammeState(
	tx: Transaction,
	actor: Actor,
	programme: Programme,
	verb: ProgrammeVerb,
	{ known, details = {} }: { known: KnownPlan; details?: ProgrammeEventDetails },
): Promise<{ ok: true } | { ok: false; reason: ProgrammeWhyNot }> {
	const state = await lockProgramme(tx, programme.id);
	const submitted = isSubmitted(await listProgrammeEvents(tx, programme.id));
	const reason = whyNot(verb, { ...known, state, submitted });
	if (reason) return { ok: false, reason };
	const next = stateAfter[verb];
	if (next) await saveProgrammeState(tx, programme.id, next);
	const told = { activities: known.activities, ...details };
	await insertProgrammeEvent(tx, programme, { kind: kinds[verb], actor, details: told });
	return { ok: true };
}
