import type { Activity } from '#activities/model.ts';
import { onCommittee } from '#committees/actions.server.ts';
import type { Committee } from '#committees/model.ts';
import { codeOf } from '#materials/paper.server.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { first, type Typed } from '#platform/forms.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import type { Programme } from '#programmes/model.ts';
import type { QuestionSet, SetHead, SetQuestion } from '#questions/model.ts';
import { getSet, listSets } from '#questions/store.server.ts';
import {
	closePhase,
	countAnswers,
	listWithPhases,
	openPhase,
	prepareCheck,
	prepareNational,
	removeCheck,
	voidPhase,
} from './actions.server.ts';
import { answeredBeside, type CountedPhase, countedUntil, typedFromCounts } from './counting.ts';
import { parseCounted, parseNational, parseOpening, parsePreparation, parseVoiding, phaseTyped } from './input.ts';
import {
	askedIn,
	type Check,
	type CheckPage,
	type CheckPhase,
	type CheckWhyNot,
	type Doorway,
	isCounted,
	isOpen,
	type ListedCheck,
	nextPhase,
	phasesOf,
	whyNotOpen,
} from './model.ts';
import { findActivityState, getCheck, listCounts, listPhases } from './store.server.ts';

/** What a form of the desk leads to: done, slips to mend, or a reason why not. */
export type Done<T = object> =
	| ({ ok: true } & T)
	| { ok: false; issues: Issue[] }
	| { ok: false; issues?: undefined; reason: CheckWhyNot };

/** Whose check it is: of an activity, or none for the whole country. */
export type Owner = { committeeId: string; activityId: string | null };

/** The checks of an activity, or of the whole country, and the sets that may be asked; of the one that is being chosen its questions. */
export async function getCheckList(
	tx: Transaction,
	owner: Owner,
	typed: Typed,
): Promise<{ checks: ListedCheck[]; sets: SetHead[]; typed: Typed; looked: QuestionSet | null }> {
	const sets = await listSets(tx);
	const listed = await listWithPhases(tx, owner);
	const looked = sets.find(({ id }) => id === first(typed, 'set'));
	return {
		typed,
		looked: looked ? await getSet(tx, looked.id) : null,
		checks: listed.map(({ check, phases }) => ({
			...{ check, phases, set: sets.find(({ id }) => id === check.setId) },
		})),
		sets: sets.filter(({ state, withdrawn }) => state === 'ready' && withdrawn === 0),
	};
}

/** @throws Problem not_found for one of another activity, or of a county where the whole country is meant */
async function getOwn(tx: Transaction, { committeeId, activityId }: Owner, id: string): Promise<Check> {
	const check = await getCheck(tx, id);
	if (check.committeeId !== committeeId || check.activityId !== activityId)
		throw new Problem('not_found', `check ${id} belongs elsewhere`);
	return check;
}

/** @param origin by which people reach this installation */
export async function getCheckPage(
	tx: Transaction,
	owner: Owner,
	id: string,
	origin: string,
	now = new Date(),
): Promise<CheckPage> {
	const check = await getOwn(tx, owner, id);
	const [set, phases] = [await getSet(tx, check.setId), await listPhases(tx, [id])];
	const state = await findActivityState(tx, check.activityId);
	const open = phases.find((one) => isOpen(one, now));
	return {
		...{ check, set, phases },
		open: open ? { ...open, ...doorwayOf(open, origin, now) } : null,
		next: nextPhase(check, phases),
		whyNot: phasesOf[check.mode].map((phase) => ({ phase, reason: whyNotOpen(check, phases, phase, { state, now }) })),
		removable: !phases.some((one) => one.state === 'open' || (one.answered > 0 && one.state !== 'voided')),
	};
}

function doorwayOf({ code, closesAt }: CheckPhase, origin: string, now: Date): Doorway {
	const address = `${origin}/k/${code}`;
	const place = `${origin.replace(/^https?:\/\//, '')}/k`;
	return { address, place, minutesLeft: minutesUntil(closesAt, now), qr: codeOf(address).svg };
}

const minutesUntil = (moment: Date, now: Date) => Math.ceil((moment.getTime() - now.getTime()) / 60_000);

/** One transaction on the checks for the whole country, which only the national office has: how their pages and actions begin. */
export const onNational = <T>(
	locals: Parameters<typeof onCommittee>[0],
	work: (desk: At & { owner: Owner }) => Promise<T>,
): Promise<T> =>
	onCommittee(locals, (desk) => {
		if (desk.committee.level !== 'national') throw new Problem('not_found', 'checks of the whole country at a county');
		return work({ ...desk, owner: { committeeId: desk.committee.id, activityId: null } });
	});

type At = { tx: Transaction; actor: Actor; committee: Committee };

export async function submitPreparation(
	{ tx, actor, committee, programme, activity }: At & { programme: Programme; activity: Pick<Activity, 'number'> },
	typed: Typed,
): Promise<Done<{ id: string }>> {
	const parsed = parsePreparation(typed, await listSets(tx));
	return parsed.ok ? prepareCheck(tx, actor, committee, programme, activity.number, parsed.value) : parsed;
}

export async function submitNational({ tx, actor, committee }: At, typed: Typed): Promise<Done<{ id: string }>> {
	const parsed = parseNational(typed, await listSets(tx));
	return parsed.ok ? prepareNational(tx, actor, committee, parsed.value) : parsed;
}

export type DeskVerb = 'open' | 'close' | 'void' | 'remove';

/** One verb from a form of a check's page. */
export async function actOnCheck(
	{ tx, actor }: Pick<At, 'tx' | 'actor'>,
	owner: Owner,
	id: string,
	{ verb, typed }: { verb: DeskVerb; typed: Typed },
): Promise<Done> {
	const check = await getOwn(tx, owner, id);
	if (verb === 'remove') return removeCheck(tx, check);
	if (verb === 'close') return closePhase(tx, check, phaseTyped(typed));
	if (verb === 'open') {
		const parsed = parseOpening(typed, check.activityId === null);
		return parsed.ok ? openPhase(tx, actor, check, parsed.value) : parsed;
	}
	const parsed = parseVoiding(typed);
	return parsed.ok ? voidPhase(tx, check, parsed.value) : parsed;
}

/** What is counted by hand: the phases of a check, with what was counted and what came in otherwise. @throws Problem not_found where the mode is not counted so */
export async function getCounting(
	tx: Transaction,
	owner: Owner,
	id: string,
	way: 'hands' | 'paper',
	now = new Date(),
): Promise<{ check: Check; questions: SetQuestion[]; phases: CountedPhase[] }> {
	const check = await getOwn(tx, owner, id);
	if (!isCounted(check, way)) throw new Problem('not_found', `${check.mode} is not counted by ${way}`);
	const questions = askedIn(check.mode, await getSet(tx, check.setId));
	const options = questions.map((one) => one.options.length);
	const phases = await listPhases(tx, [id]);
	const ids = phases.map((one) => one.id);
	const byPhase = Map.groupBy(await listCounts(tx, ids), ({ phaseId }) => phaseId);
	const listed = phases.map((phase) => {
		const counts = byPhase.get(phase.id) ?? [];
		const own = counts.find((one) => one.way === way)?.counts ?? [];
		return {
			...{ ...phase, until: countedUntil(phase, now), beside: answeredBeside(way, counts) },
			minutesLeft: isOpen(phase, now) ? minutesUntil(phase.closesAt, now) : 0,
			saved: typedFromCounts(own, options),
		};
	});
	return { check, questions, phases: listed };
}

/** Counts go to the phase for which they were typed, never to the one that was opened meanwhile. */
export async function submitCounted(
	tx: Transaction,
	owner: Owner,
	id: string,
	{ way, typed }: { way: 'hands' | 'paper'; typed: Typed },
): Promise<Done> {
	const { check, questions, phases } = await getCounting(tx, owner, id, way);
	const phase = phases.find((one) => one.id === phaseTyped(typed));
	if (!phase || phase.until === null) return { ok: false, reason: 'not_open' };
	const parsed = parseCounted(
		typed,
		questions.map((one) => one.options.length),
	);
	return parsed.ok ? countAnswers(tx, check, phase.id, { way, counted: parsed.value }) : parsed;
}
