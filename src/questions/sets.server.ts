import type { Committee } from '#committees/model.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { first, type Typed } from '#platform/forms.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { parseSet } from './input.ts';
import {
	askedVersion,
	moved,
	nextOf,
	type QuestionSet,
	type SetQuestion,
	setSize,
	type WhyNotReady,
	whyNotAsk,
	whyNotReady,
} from './model.ts';
import {
	deleteSet,
	getSet,
	insertSet,
	listQuestions,
	listSets,
	lockSet,
	saveItems,
	saveSetState,
	saveTitle,
} from './store.server.ts';

type Home = Pick<Committee, 'id'>;
type Saved = { ok: true; id: string } | { ok: false; issues: Issue[] };
const today = (): string => dayAt(new Date());

/** Begins a set; its questions are chosen afterwards. */
export async function addSet(tx: Transaction, actor: Actor, committee: Home, typed: Typed): Promise<Saved> {
	const parsed = parseSet(typed);
	if (!parsed.ok) return parsed;
	return { ok: true, id: await insertSet(tx, committee.id, { ...parsed.value, author: actor }) };
}

/** As its reader saw it: the versions in their order. */
export const seenOf = ({ questions }: Pick<QuestionSet, 'questions'>): string =>
	questions.map(({ versionId }) => versionId).join(' ');

/** Holds a draft. Stale when it is not as its reader saw it. */
async function holdDraft(tx: Transaction, committee: Home, id: string, typed: Typed): Promise<QuestionSet> {
	const set = await lockSet(tx, committee.id, id);
	if (set.state !== 'draft' || seenOf(set) !== first(typed, 'seen'))
		throw new Problem('stale', 'the set was changed meanwhile');
	return set;
}

export const arrangements = ['up', 'down', 'remove', 'add'] as const;
export type Arrangement = (typeof arrangements)[number];
export type Arranged = { ok: true } | { ok: false; reason: WhyNotReady };

/** Moves a question by one place, takes it out, or puts the version that is asked today at the end. */
export async function arrangeSet(
	tx: Transaction,
	committee: Home,
	id: string,
	{ verb, typed }: { verb: Arrangement; typed: Typed },
): Promise<Arranged> {
	const set = await holdDraft(tx, committee, id, typed);
	const meant = first(typed, 'question');
	const position = set.questions.findIndex(({ questionId }) => questionId === meant);
	let asked: Pick<SetQuestion, 'versionId' | 'questionId'>[] = set.questions;
	if (verb === 'add') {
		if (position >= 0) throw new Problem('stale', 'the question is in the set already');
		if (asked.length >= setSize.most) return { ok: false, reason: 'many_questions' };
		const version = askedVersion((await choicesOf(tx, set)).find((one) => one.id === meant)?.versions ?? [], today());
		if (!version) throw new Problem('stale', 'the question is not asked any more');
		asked = [...asked, { versionId: version.id, questionId: meant }];
	} else if (position < 0) throw new Problem('stale', 'the question is not in the set any more');
	else if (verb === 'remove') asked = asked.filter(({ questionId }) => questionId !== meant);
	else asked = moved(asked, position, verb === 'up' ? -1 : 1);
	await saveItems(tx, set, asked);
	return { ok: true };
}

/** The questions of the level that may be asked today and are not in the set. */
async function choicesOf(tx: Transaction, { level, questions }: QuestionSet) {
	const taken = new Set(questions.map(({ questionId }) => questionId));
	return (await listQuestions(tx)).filter(
		(one) => one.level === level && !taken.has(one.id) && askedVersion(one.versions, today()) !== undefined,
	);
}

export async function renameSet(tx: Transaction, committee: Home, id: string, typed: Typed): Promise<Saved> {
	const set = await holdDraft(tx, committee, id, typed);
	const parsed = parseSet(typed, set.level);
	if (!parsed.ok) return parsed;
	await saveTitle(tx, id, parsed.value.title);
	return { ok: true, id };
}

/** Finishes a set: from now on it may be asked and never changes. */
export async function finishSet(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	typed: Typed,
): Promise<Arranged> {
	const set = await holdDraft(tx, committee, id, typed);
	const reason = whyNotReady(set.questions);
	if (reason) return { ok: false, reason };
	await saveSetState(tx, id, 'ready', { by: actor, on: today() });
	return { ok: true };
}

/** Offers a set no more; checks that have asked it keep it. */
export async function withdrawSet(tx: Transaction, committee: Home, id: string): Promise<{ ok: true }> {
	const set = await lockSet(tx, committee.id, id);
	if (set.state !== 'ready') throw new Problem('stale', `the set is ${set.state} by now`);
	await saveSetState(tx, id, 'withdrawn');
	return { ok: true };
}

export async function discardSet(tx: Transaction, committee: Home, id: string, typed: Typed): Promise<void> {
	await holdDraft(tx, committee, id, typed);
	await deleteSet(tx, id);
}

/** Makes the next version of a set, as a draft, from what is asked of its questions today. Where there is one already, that one. */
export async function renewSet(tx: Transaction, actor: Actor, committee: Home, id: string): Promise<string> {
	const set = await lockSet(tx, committee.id, id);
	const next = (await listSets(tx)).find(({ replacesId }) => replacesId === id);
	if (next) return next.id;
	if (set.state === 'draft') throw new Problem('stale', 'a draft has no next version');
	const { level, title, number } = set;
	const { changes } = nextOf(set, await listQuestions(tx), today());
	const madeId = await insertSet(tx, committee.id, { level, title, author: actor, number: number + 1, replacesId: id });
	const asked = changes.flatMap(({ now }) => (now ? [{ versionId: now.id, questionId: now.questionId }] : []));
	await saveItems(tx, { id: madeId, committeeId: committee.id }, asked);
	return madeId;
}

/** What the desk's page of a set shows. */
export async function setDeskOf(tx: Transaction, committee: Home, id: string) {
	const set = await getSet(tx, id);
	const own = set.committeeId === committee.id;
	const all = await listSets(tx);
	const draft = own && set.state === 'draft';
	return {
		...{ set, own, seen: seenOf(set) },
		whyNotReady: draft ? whyNotReady(set.questions) : null,
		whyNotAsk: set.state === 'ready' ? whyNotAsk(set, today()) : null,
		choices: draft
			? (await choicesOf(tx, set)).flatMap((one) => {
					const version = askedVersion(one.versions, today());
					return version ? [{ id: one.id, answer: one.answer, kind: one.kind, national: one.national, version }] : [];
				})
			: [],
		next: all.find(({ replacesId }) => replacesId === id) ?? null,
		before: all.find((one) => one.id === set.replacesId) ?? null,
		coming: own && set.state !== 'draft' ? nextOf(set, await listQuestions(tx), today()) : null,
	};
}
