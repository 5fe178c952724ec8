import type { ListedActivity } from '#activities/model.ts';
import { getNames, listActivities } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { listPartnerActivities } from '#planning/reach.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import { sha256 } from '#platform/secrets.server.ts';
import { changeProgrammeState, getHistory } from '#programmes/actions.server.ts';
import {
	changesBetween,
	isSubmitted,
	lastStep,
	type Programme,
	type ProgrammeEvent,
	type ProgrammeVerb,
	type ProgrammeWhyNot,
} from '#programmes/model.ts';
import { holdProgramme, listProgrammeEvents, listProgrammes } from '#programmes/store.server.ts';
import {
	type Change,
	canonical,
	changesSince,
	type Line,
	lineOf,
	openTo,
	toldFacets,
	withMerged,
	withPartner,
} from './model.ts';
import { overviewOf } from './overview.ts';
import { countQuestions, type Question } from './questions.ts';
import {
	getVersion,
	insertVersion,
	listLines,
	listMerged,
	listPublicReasons,
	listReasons,
	listVersions,
} from './store.server.ts';
import { type Release, type Told, toldOf } from './telling.ts';

/** The activities of a programme as they are planned now, as far as the scope shows them. */
export async function listPresent(
	tx: Transaction,
	programmeId: string,
	activities?: readonly ListedActivity[],
): Promise<Line[]> {
	const all = activities ?? (await listActivities(tx, programmeId));
	const names = await getNames(
		tx,
		all.flatMap(({ supporterIds }) => supporterIds),
	);
	return all.map((activity) => lineOf(activity, names));
}

const namedIn = (lines: readonly Line[]): (string | null)[] =>
	lines.flatMap(({ leadId, placeId, supporters }) => [leadId, placeId, ...supporters.map(({ id }) => id)]);

/** The activities of a version, or one of them. Merges are asked for only where something is named that `later` does not know. */
async function listThen(
	tx: Transaction,
	versionId: string,
	later: readonly Line[],
	activityId?: string,
): Promise<Line[]> {
	const lines = await listLines(tx, versionId, activityId);
	const known = new Set(namedIn(later));
	const strange = namedIn(lines).some((id) => id !== null && !known.has(id));
	return strange ? withMerged(lines, await listMerged(tx, versionId)) : lines;
}

const textOf = ({ titleSq, titleEn, startsOn, endsOn, aimSq, aimEn, targets }: Programme) => ({
	...{ titleSq, titleEn, startsOn, endsOn, aimSq, aimEn },
	targets: targets.map(({ audience, persons }) => ({ audience, persons })),
});

/** How a programme stands to its latest version: what the page of the chair shows and its buttons ask for. */
export async function getComparison(tx: Transaction, programme: Programme, activities?: readonly ListedActivity[]) {
	const [versions, present, reasons] = await Promise.all([
		listVersions(tx, programme.id),
		listPresent(tx, programme.id, activities),
		listReasons(tx, programme.id),
	]);
	const [latest] = versions;
	const [kept, then] = latest
		? await Promise.all([getVersion(tx, programme.id, latest.number), listThen(tx, latest.id, present)])
		: [];
	const changes: Change[] = then ? changesSince(then, present) : [];
	const fields = kept ? Object.keys(changesBetween(kept.text, textOf(programme))) : [];
	return {
		...{ versions, present, changes, fields, reasons },
		/** Of the plan as it is now. */
		digest: sha256(canonical(textOf(programme), present)),
		/** How many changes there are; null where nothing was ever approved. */
		unapproved: latest ? changes.length + Math.min(1, fields.length) : null,
	};
}
type Comparison = Awaited<ReturnType<typeof getComparison>>;

/** Everything the page about approval shows of a programme besides its activities. @param asked what is open, or the promise of it */
export async function getApproval(
	tx: Transaction,
	programme: Programme,
	activities: readonly ListedActivity[],
	asked: readonly Question[] | Promise<readonly Question[]>,
) {
	const [history, comparison, questions] = await Promise.all([
		getHistory(tx, programme),
		getComparison(tx, programme, activities),
		asked,
	]);
	const { versions, changes, fields, reasons, unapproved } = comparison;
	return {
		...{ history, versions, fields, questions },
		changes: changes.map((change) => toldOf(change, reasons)),
		overview: overviewOf(activities, { from: programme.startsOn, to: programme.endsOn }),
		seen: {
			approval: seenOf(comparison.digest, history.events, questions),
			step: seenOf(comparison.digest, history.events),
		},
		next: (versions[0]?.number ?? 0) + 1,
		situation: {
			...{ state: programme.state, activities: activities.length, changes: unapproved },
			...{ submitted: isSubmitted(history.events), questions: countQuestions(questions) },
		},
	};
}

/**
 * What somebody saw who takes a step: the plan, and who had the last word; of an approval also what was open. A form carries it, and is
 * stale when any of it has changed. An answer that comes meanwhile takes nobody's remarks away.
 */
export const seenOf = (
	digest: Buffer,
	events: readonly ProgrammeEvent[],
	questions: readonly Question[] = [],
): string =>
	sha256(
		JSON.stringify([
			digest.toString('hex'),
			lastStep(events)?.id ?? null,
			questions.map(({ kind, about }) => [kind, about.map(({ number }) => number).sort()]),
		]),
	).toString('base64url');

export type Wish = {
	verb: ProgrammeVerb;
	/** Finds what is open now, on the locked programme. */
	ask: (activities: readonly ListedActivity[], programme: Programme) => Promise<Question[]>;
	/** What the page showed that the step was taken from. */
	seen?: string;
	/** Of an approval: whether to approve with what is open. */
	accepted?: boolean;
	words?: string | null;
};

/** One step between secretariat and chair, about what was seen. Approving freezes the plan as the next version. */
export async function takeStep(
	tx: Transaction,
	actor: Actor,
	asked: Programme,
	{ verb, ask, seen, accepted = false, words = null }: Wish,
): Promise<{ ok: true; version: number | null } | { ok: false; reason: ProgrammeWhyNot }> {
	const programme = await holdProgramme(tx, asked);
	const events = await listProgrammeEvents(tx, programme.id);
	const activities = await listActivities(tx, programme.id);
	const comparison = await getComparison(tx, programme, activities);
	const questions = verb === 'approve' ? await ask(activities, programme) : [];
	if (seen !== undefined && seen !== seenOf(comparison.digest, events, questions))
		throw new Problem('stale', `programme ${programme.slug} changed since it was read`);
	const number = (comparison.versions[0]?.number ?? 0) + 1;
	const known = {
		...{ activities: activities.length, changes: comparison.unapproved, accepted },
		questions: countQuestions(questions),
	};
	const open = Object.fromEntries(questions.map(({ kind, about }) => [kind, Math.max(1, about.length)]));
	const details = {
		...(words ? { words } : {}),
		...(verb === 'approve' ? { version: number, questions: known.questions, ...open } : {}),
	};
	const outcome = await changeProgrammeState(tx, actor, programme, verb, { known, details });
	if (!outcome.ok || verb !== 'approve') return outcome.ok ? { ok: true, version: null } : outcome;
	await freeze(tx, actor, programme, number, comparison);
	return { ok: true, version: number };
}

async function freeze(
	tx: Transaction,
	actor: Actor,
	programme: Programme,
	number: number,
	{ present: lines, digest }: Comparison,
) {
	await insertVersion(tx, programme, { number, actor, text: textOf(programme), digest, lines });
}

/** A version as it was approved, and whether its content is still what its digest says. */
export async function readVersion(tx: Transaction, programme: Programme, number: number) {
	const { digest, ...version } = await getVersion(tx, programme.id, number);
	const lines = await listLines(tx, version.id);
	return { version, lines, whole: sha256(canonical(version.text, lines)).equals(digest) };
}

/** What the public is told of a programme: what changed since its latest version, and before that from each to the next. */
export async function listPublicReleases(tx: Transaction, programme: Pick<Programme, 'id'>): Promise<Release[]> {
	const versions = await listVersions(tx, programme.id);
	const reasons = await listPublicReasons(tx, programme.id);
	const releases: Release[] = [];
	let [later, until]: [Line[], Date | null] = [openTo(await listPresent(tx, programme.id)), null];
	for (const { id, number, approvedAt } of versions) {
		const lines = openTo(await listThen(tx, id, later));
		const changes = changesSince(lines, later, toldFacets).map((change) => toldOf(change, reasons));
		if (until === null || changes.length > 0) releases.push({ number, approvedAt, until, changes });
		[later, until] = [lines, approvedAt];
	}
	return releases;
}

/** The plan as it is now, and as the version before the latest one had it; null where there was none. */
export async function getStepBefore(
	tx: Transaction,
	programme: Pick<Programme, 'id'>,
	activities: readonly ListedActivity[],
): Promise<{ before: Line[] | null; present: Line[] }> {
	const present = await listPresent(tx, programme.id, activities);
	const [, earlier] = await listVersions(tx, programme.id);
	return { before: earlier ? await listThen(tx, earlier.id, present) : null, present };
}

/** The institutions that had a part in an activity when its programme was last approved. */
export async function listApprovedPartners(tx: Transaction, activity: ListedActivity): Promise<string[]> {
	const [latest] = await listVersions(tx, activity.programmeId);
	if (!latest) return [];
	const now = await listPresent(tx, activity.programmeId, [activity]);
	const [then] = await listThen(tx, latest.id, now, activity.id);
	return then ? [then.leadId, ...then.supporters.map(({ id }) => id)] : [];
}

/** What changed for one institution since the latest version of each month that is not closed. */
export async function listPartnerChanges(tx: Transaction, committee: Pick<Committee, 'id'>, partnerId: string) {
	const found: { slug: string; since: Date; changes: Told[] }[] = [];
	for (const { id, slug, state } of await listProgrammes(tx, committee.id)) {
		const [latest] = state === 'approved' ? await listVersions(tx, id) : [];
		if (!latest) continue;
		const now = await listPresent(tx, id);
		const then = await listThen(tx, latest.id, now);
		const changes = changesSince(withPartner(then, partnerId), withPartner(now, partnerId), toldFacets);
		const reasons = await listReasons(tx, id);
		if (changes.length > 0)
			found.push({ slug, since: latest.approvedAt, changes: changes.map((change) => toldOf(change, reasons)) });
	}
	return found;
}

/** What an institution leads and supports, and what changed of it since it was approved. */
export const getInvolvement = async (tx: Transaction, committee: Pick<Committee, 'id'>, partnerId: string) => ({
	activities: await listPartnerActivities(tx, committee.id, partnerId),
	changes: await listPartnerChanges(tx, committee, partnerId),
});

/** What became of one activity for one institution since the latest version; null where there is none, or nothing. */
export async function findPartnerChange(
	tx: Transaction,
	activity: ListedActivity,
	partnerId: string,
): Promise<{ since: string; told: Told } | null> {
	const [latest] = await listVersions(tx, activity.programmeId);
	if (!latest) return null;
	const now = await listPresent(tx, activity.programmeId, [activity]);
	const then = await listThen(tx, latest.id, now, activity.id);
	const [change] = changesSince(withPartner(then, partnerId), withPartner(now, partnerId), toldFacets);
	const reasons = await listReasons(tx, activity.programmeId);
	return change ? { since: dayAt(latest.approvedAt), told: toldOf(change, reasons) } : null;
}
