import type { Activity } from '#activities/model.ts';
import { onCommittee } from '#committees/actions.server.ts';
import type { Committee } from '#committees/model.ts';
import { codeOf } from '#materials/paper.server.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import type { Programme } from '#programmes/model.ts';
import type { SetHead } from '#questions/model.ts';
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
import { findActivityState, getCheck, listPhases } from './store.server.ts';

/** What a form of the desk leads to: done, slips to mend, or a reason why not. */
export type Done<T = object> =
	| ({ ok: true } & T)
	| { ok: false; issues: Issue[] }
	| { ok: false; issues?: undefined; reason: CheckWhyNot };

/** Whose check it is: of an activity, or none for the whole country. */
export type Owner = { committeeId: string; activityId: string | null };

/** The checks of an activity, or of the whole country, and the sets that may be asked. */
export async function getCheckList(tx: Transaction, owner: Owner): Promise<{ checks: ListedCheck[]; sets: SetHead[] }> {
	const sets = await listSets(tx);
	const listed = await listWithPhases(tx, owner);
	return {
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
	const minutesLeft = Math.ceil((closesAt.getTime() - now.getTime()) / 60_000);
	return { address, place: `${origin.replace(/^https?:\/\//, '')}/k`, minutesLeft, qr: codeOf(address).svg };
}

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

/** What is counted by hand of the phase that is open. @throws Problem not_found where the mode is not counted so */
export async function getCounting(tx: Transaction, owner: Owner, id: string, way: 'hands' | 'paper') {
	const check = await getOwn(tx, owner, id);
	if (!isCounted(check, way)) throw new Problem('not_found', `${check.mode} is not counted by ${way}`);
	const now = new Date();
	const open = (await listPhases(tx, [id])).find((one) => isOpen(one, now)) ?? null;
	return { check, questions: askedIn(check.mode, await getSet(tx, check.setId)), open };
}

export async function submitCounted(
	tx: Transaction,
	owner: Owner,
	id: string,
	{ way, typed }: { way: 'hands' | 'paper'; typed: Typed },
): Promise<Done> {
	const { check, questions, open } = await getCounting(tx, owner, id, way);
	if (!open) return { ok: false, reason: 'not_open' };
	const options = questions.map((one) => one.options.length);
	const parsed = parseCounted(typed, options, open.quota);
	return parsed.ok ? countAnswers(tx, check, open.id, { way, counted: parsed.value }) : parsed;
}
