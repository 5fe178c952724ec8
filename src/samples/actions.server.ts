import { createHash, randomBytes } from 'node:crypto';
import { getCheck } from '#checks/store.server.ts';
import type { Committee } from '#committees/model.ts';
import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import type { Programme } from '#programmes/model.ts';
import { lockProgramme } from '#programmes/store.server.ts';
import { type CheckResult, resultOf } from '#results/model.ts';
import { measure } from '#results/reading.server.ts';
import { addTask } from '#tasks/actions.server.ts';
import { getTask, saveTaskState } from '#tasks/store.server.ts';
import { parseDraw, parseReplacement } from './input.ts';
import {
	type Candidate,
	draw,
	type FollowedClass,
	isAsked,
	isCandidate,
	nextInLine,
	type Sample,
	standingOf,
	stratumOf,
	type WhyNotReplace,
	whyNotReplace,
	windowOf,
} from './model.ts';
import { className } from './naming.ts';
import {
	findSample,
	insertSample,
	listClasses,
	listSampleClasses,
	listSamplesWithTasks,
	saveReplacement,
	saveTask,
} from './store.server.ts';

type Desk = { tx: Transaction; actor: Actor; committee: Committee; programme: Programme; locale: Locale };
export type Drawn =
	| { ok: true }
	| { ok: false; issues: Issue[] }
	| { ok: false; issues?: undefined; reason: WhyNotDraw };
/** Why nothing is drawn; the message key is `sample.why.<reason>`. */
export type WhyNotDraw = 'drawn_already' | 'no_classes';

/** The number by which the lot orders a class: whoever has the seed and the class works it out again. */
export const keyOf = (seed: string, checkId: string): string =>
	createHash('sha256').update(`${seed}:${checkId}`).digest('hex');

/** Before and after are over, and there is still time to ask a third time. */
const canBeDrawn = ({ phases }: Candidate, now: Date): boolean =>
	isCandidate(phases) && ['early', 'due'].includes(standingOf(phases, now));

/** Draws the classes of a month that are asked again: once, so that nobody draws until the lot pleases. Each class that is drawn becomes a task. */
export async function drawSample(desk: Desk, typed: Typed, now = new Date()): Promise<Drawn> {
	const { tx, actor, committee, programme } = desk;
	const parsed = parseDraw(typed);
	if (!parsed.ok) return parsed;
	await lockProgramme(tx, programme.id);
	if (await findSample(tx, programme.id)) return { ok: false, reason: 'drawn_already' };
	const classes = (await listClasses(tx, programme.id)).filter((one) => canBeDrawn(one, now));
	if (classes.length === 0) return { ok: false, reason: 'no_classes' };
	const seed = randomBytes(16).toString('hex');
	const { size, strata } = parsed.value;
	const lots = classes.map((one) => ({
		...{ checkId: one.checkId, stratum: stratumOf(one, strata), key: keyOf(seed, one.checkId) },
	}));
	const placed = draw(lots, size);
	const about = { committeeId: committee.id, programmeId: programme.id, seed, size, strata, actor };
	const id = await insertSample(tx, about, placed);
	for (const { checkId } of placed.filter((one) => one.drawn)) await giveTask(desk, id, classes, checkId);
	return { ok: true };
}

/** The institution hears of it as a task, to be done before eight weeks are over. A month that is closed takes no tasks: then the list alone says it. */
async function giveTask(desk: Desk, sampleId: string, classes: readonly Candidate[], checkId: string): Promise<void> {
	const { tx, actor, committee, programme, locale } = desk;
	const one = classes.find((other) => other.checkId === checkId);
	const window = one && windowOf(one.phases);
	if (!one || !window || programme.state === 'closed') return;
	const title = t(locale, 'sample.task', { class: className(one).slice(0, 120) });
	const origin = { programmeId: programme.id, activityId: one.activityId, meetingId: null };
	const taskId = await addTask(tx, actor, committee, {
		...{ ...origin, partnerId: one.partner.id, title, dueOn: dayAt(window.to) },
	});
	await saveTask(tx, sampleId, checkId, taskId);
}

export type Replaced =
	| { ok: true }
	| { ok: false; issues: Issue[] }
	| { ok: false; issues?: undefined; reason: WhyNotReplace };

/** Puts the next class of the stratum, as the lot fell, in the place of one that cannot be asked. */
export async function replaceClass(desk: Desk, typed: Typed, now = new Date()): Promise<Replaced> {
	const { tx, committee, programme } = desk;
	await lockProgramme(tx, programme.id);
	const sample = await findSample(tx, programme.id);
	const parsed = parseReplacement(typed);
	if (!parsed.ok) return parsed;
	const { checkId, reason } = parsed.value;
	const [all, classes] = [sample ? await listSampleClasses(tx, sample.id) : [], await listClasses(tx, programme.id)];
	const meant = all.find((one) => one.checkId === checkId);
	const about = classes.find((one) => one.checkId === checkId);
	if (!sample || !meant || !about) throw new Problem('not_found', `no class ${checkId} in this sample`);
	// Who can be asked no more comes in nobody's place.
	const able = all.filter(
		(one) => one === meant || classes.some((of) => of.checkId === one.checkId && canBeDrawn(of, now)),
	);
	const why = whyNotReplace(able, meant, standingOf(about.phases, now));
	const next = nextInLine(able, meant);
	if (why || !next) return { ok: false, reason: why ?? 'none_left' };
	await saveReplacement(tx, sample.id, { checkId, reason, by: next.checkId });
	if (meant.taskId) await endTask(tx, committee.id, meant.taskId, 'cancelled');
	await giveTask(desk, sample.id, classes, next.checkId);
	return { ok: true };
}

async function endTask(tx: Transaction, committeeId: string, id: string, to: 'done' | 'cancelled'): Promise<void> {
	const { state } = await getTask(tx, committeeId, id);
	if (state === 'open') await saveTaskState(tx, id, { from: 'open', to });
}

/** A task of a class that has answered is done; of one that nobody may ask any more it is taken back. */
export async function settleTasks(tx: Transaction, now = new Date()): Promise<void> {
	for (const { id, committeeId, programmeId } of await listSamplesWithTasks(tx)) {
		const classes = await listClasses(tx, programmeId);
		for (const { checkId, taskId } of await listSampleClasses(tx, id)) {
			const standing = standingOf(classes.find((one) => one.checkId === checkId)?.phases ?? [], now);
			if (!taskId || !['reached', 'late'].includes(standing)) continue;
			await endTask(tx, committeeId, taskId, standing === 'reached' ? 'done' : 'cancelled');
		}
	}
}

export type SamplePage = {
	sample: Sample | null;
	/** How many can be drawn now; before the draw alone. */
	candidates: number;
	asked: FollowedClass[];
	replaced: FollowedClass[];
	reached: number;
	/** How many places the lot has given. */
	places: number;
	/** What those have answered that were reached. */
	results: CheckResult[];
};

/** What was drawn for a month, where each class stands, and what those who were reached know. */
export async function getSamplePage(tx: Transaction, programmeId: string, now = new Date()): Promise<SamplePage> {
	const classes = await listClasses(tx, programmeId);
	const sample = (await findSample(tx, programmeId)) ?? null;
	const all = sample ? await listSampleClasses(tx, sample.id) : [];
	const followed = all.flatMap((one): FollowedClass[] => {
		const of = classes.find(({ checkId }) => checkId === one.checkId);
		if (!of) return [];
		const standing = standingOf(of.phases, now);
		return [{ ...of, ...one, standing, window: windowOf(of.phases), why: whyNotReplace(all, one, standing) }];
	});
	const asked = followed.filter(isAsked);
	const reached = asked.filter(({ standing }) => standing === 'reached');
	const checks = await Promise.all(reached.map(({ checkId }) => getCheck(tx, checkId)));
	return {
		...{ sample, asked, reached: reached.length, places: all.filter(({ drawn }) => drawn).length },
		candidates: classes.filter((one) => canBeDrawn(one, now)).length,
		replaced: followed.filter(({ reason }) => reason !== null),
		results: (await measure(tx, checks)).map(resultOf),
	};
}
