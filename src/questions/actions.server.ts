import type { Committee } from '#committees/model.ts';
import { listRefusedNumbers } from '#help/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { first, type Typed } from '#platform/forms.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { copyFiles } from './attached.server.ts';
import { parseMeant, parseQuestion, parseReason, parseReviewer, parseVersion } from './input.ts';
import {
	askedVersion,
	eventOf,
	kinds,
	needsReason,
	type QuestionWithVersions,
	stateAfter,
	type Verb,
	type Version,
	type VersionDraft,
	verbs,
	type WhyNot,
	whyNot,
} from './model.ts';
import { type Finding, findingsIn } from './rules.ts';
import {
	getQuestion,
	insertEvent,
	insertQuestion,
	insertVersion,
	isInSet,
	listEvents,
	listSetsOf,
	lockQuestion,
	saveDraft,
	saveState,
} from './store.server.ts';

type Home = Pick<Committee, 'id'>;
type Saved = { ok: true; id: string } | { ok: false; issues: Issue[] };

const today = (): string => dayAt(new Date());
const refusedNumbers = (tx: Transaction, { id }: Home) => listRefusedNumbers(tx, id, today());

/** Begins a question with the draft of its first version. */
export async function addQuestion(tx: Transaction, actor: Actor, committee: Home, typed: Typed): Promise<Saved> {
	const question = parseQuestion(typed);
	const kind = question.ok ? question.value.kind : 'knowledge';
	const draft = parseVersion(typed, { kind, refused: await refusedNumbers(tx, committee), today: today() });
	if (!question.ok || !draft.ok)
		return { ok: false, issues: [...(question.ok ? [] : question.issues), ...(draft.ok ? [] : draft.issues)] };
	const id = await insertQuestion(tx, committee.id, question.value);
	await write(tx, actor, committee, { id, kind, number: 1, draft: draft.value });
	return { ok: true, id };
}

type Written = { id: string; kind: QuestionWithVersions['kind']; number: number; draft: VersionDraft };
async function write(tx: Transaction, actor: Actor, committee: Home, { id, kind, number, draft }: Written) {
	const versionId = await insertVersion(tx, committee.id, { questionId: id, kind, number, draft, writer: actor });
	await insertEvent(tx, committee.id, { questionId: id, number, verb: 'written', actor });
	return versionId;
}

const draftOf = ({ versions }: QuestionWithVersions): Version | undefined =>
	versions.find(({ state }) => state === 'draft');

/** What the form of a text begins with: the draft, else the version that is named, else the latest, from which the next one is written. */
export async function getWriting(tx: Transaction, committee: Home, id: string, from: number) {
	const question = await lockQuestion(tx, committee.id, id);
	const draft = draftOf(question);
	const begins = draft ?? question.versions.find(({ number }) => number === from) ?? question.versions[0];
	if (!begins) throw new Problem('not_found', `question ${id} has no version`);
	const number = draft?.number ?? (question.versions[0]?.number ?? 0) + 1;
	// Of a next version the old days are not those of the new one.
	return { question, number, begins: draft ? begins : { ...begins, revision: 0, validFrom: today(), validTo: null } };
}

/** Changes the draft, or begins the next version where there is none. Stale when it is not as its writer saw it. */
export async function writeQuestion(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	typed: Typed,
): Promise<Saved> {
	const question = await lockQuestion(tx, committee.id, id);
	const draft = draftOf(question);
	if (parseMeant(typed).revision !== (draft?.revision ?? 0))
		throw new Problem('stale', 'the draft was changed meanwhile');
	const refused = await refusedNumbers(tx, committee);
	const parsed = parseVersion(typed, { kind: question.kind, refused, today: today() });
	if (!parsed.ok) return parsed;
	if (draft) await saveDraft(tx, draft, parsed.value, actor);
	else {
		const before = question.versions[0];
		const next = { id, kind: question.kind, number: (before?.number ?? 0) + 1, draft: parsed.value };
		const versionId = await write(tx, actor, committee, next);
		if (before) await copyFiles(tx, before.id, versionId);
	}
	return { ok: true, id };
}

export type Moved = { ok: true; number: number } | { ok: false; reason: WhyNot } | { ok: false; issues: Issue[] };

/** Sends to review, approves, sends back or withdraws. Stale when the version is not as its reader saw it. */
export async function moveVersion(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	{ verb, typed }: { verb: Verb; typed: Typed },
): Promise<Moved> {
	const question = await lockQuestion(tx, committee.id, id);
	const { number, revision } = parseMeant(typed);
	const version = question.versions.find((one) => one.number === number);
	if (!version) throw new Problem('not_found', `no version ${number} of this question`);
	if (version.revision !== revision) throw new Problem('stale', `version ${number} was changed meanwhile`);
	const why = whyNot(verb, { ...version, actor, ...(await standing(tx, question, version)) });
	if (why) return { ok: false, reason: why };
	const reason = needsReason(verb) ? parseReason(typed) : null;
	if (reason && !reason.ok) return reason;
	const reviewer = verb === 'approve' ? parseReviewer(typed) : null;
	if (reviewer && !reviewer.ok) return reviewer;
	const review = reviewer ? { by: actor, reviewer: reviewer.value, on: today() } : undefined;
	await saveState(tx, version, stateAfter[verb], review);
	const note = reason?.value ?? null;
	await insertEvent(tx, committee.id, { questionId: id, number, verb: eventOf[verb], actor, note });
	return { ok: true, number };
}

const standing = async (tx: Transaction, question: QuestionWithVersions, version: Version) => ({
	inSet: await isInSet(tx, version.id),
	draftExists: draftOf(question) !== undefined,
});

/** What the desk's page of a question shows: one version whole, all of them, what may be done, what the program finds, the sets, the history. */
export async function deskOf(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ id, asked }: { id: string; asked: number | null },
) {
	const question = await getQuestion(tx, id);
	const { versions, ...about } = question;
	const shown =
		versions.find(({ number }) => number === asked) ??
		draftOf(question) ??
		askedVersion(versions, today()) ??
		versions[0];
	if (!shown) throw new Problem('not_found', `question ${id} has no version`);
	const situation = { ...shown, actor, ...(await standing(tx, question, shown)) };
	const findings: Finding[] = findingsIn(shown, await refusedNumbers(tx, committee));
	return {
		...{ question: about, shown, versions, findings },
		own: question.committeeId === committee.id,
		asked: askedVersion(versions, today())?.number ?? null,
		sets: await listSetsOf(tx, id),
		events: await listEvents(tx, id),
		possible: verbs.flatMap((verb) => {
			const why = whyNot(verb, situation);
			return why === 'wrong_state' ? [] : [{ verb, why }];
		}),
	};
}

/** A form as it would be saved, with what the program finds; nothing is. */
export async function lookAt(tx: Transaction, committee: Home, typed: Typed) {
	const kind = kinds.find((one) => one === first(typed, 'kind')) ?? 'knowledge';
	const refused = await refusedNumbers(tx, committee);
	const parsed = parseVersion(typed, { kind, refused, today: today() });
	if (!parsed.ok) return parsed;
	return { ok: true as const, preview: { draft: parsed.value, kind, findings: findingsIn(parsed.value, refused) } };
}
