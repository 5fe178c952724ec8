import type { Committee } from '#committees/model.ts';
import { deadNumbersIn, digitsOf, type RefusedNumber } from '#help/model.ts';
import { listLines, listRefusedNumbers } from '#help/store.server.ts';
import { actorAccount } from '#people/model.ts';
import { listAccountNames } from '#people/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { findingsIn, findingsInFile, wholeText } from './checklist.ts';
import { linesAskingNames, numbersText } from './files.ts';
import {
	type MaterialDraft,
	parseChecks,
	parseMaterial,
	parseReason,
	parseReview,
	parseRevision,
	parseVersion,
	type VersionDraft,
} from './input.ts';
import {
	type ContentFault,
	checkItemsOf,
	contentOf,
	formatsOf,
	isUploaded,
	type Material,
	needsReason,
	possibleVerbs,
	stateAfter,
	type Version,
	type VersionVerb,
	type WhyNot,
	whyNot,
	whyNotCheck,
} from './model.ts';
import { getPrintSituation } from './stock.server.ts';
import { getMaterial, insertMaterial, insertMaterialEvent, listMaterialEvents, saveMaterial } from './store.server.ts';
import {
	deleteChecks,
	getVersion,
	insertVersion,
	listChecks,
	listVersions,
	saveChecks,
	saveVersion,
} from './versions.server.ts';

type Home = Pick<Committee, 'id'>;
export type Refused = { ok: false; issues: Issue[] };
type Outcome = { ok: true } | Refused | { ok: false; why: WhyNot };

/** What the national office owns others read, and do not change. */
export function refuseForeign({ committeeId }: { committeeId: string }, { id }: Home): void {
	if (committeeId !== id) throw new Problem('forbidden', 'a material of another committee');
}

/** Names of the accounts behind actors, as far as whoever asks may know them. */
export const namesOf = (tx: Transaction, actors: readonly string[]): Promise<Record<string, string>> =>
	listAccountNames(tx, [...new Set(actors.flatMap((actor) => actorAccount(actor) ?? []))]);

/** Reads the form of a material and adds it, or changes the one with the id. */
export async function submitMaterial(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	typed: Typed,
	id: string | null,
	today = dayAt(new Date()),
): Promise<{ ok: true; id: string } | Refused> {
	const parsed = parseMaterial(typed, today);
	if (!parsed.ok) return parsed;
	if (id === null) return { ok: true, id: await addMaterial(tx, actor, committee, parsed.value) };
	const material = await getMaterial(tx, committee.id, id);
	refuseForeign(material, committee);
	const { length } = await listVersions(tx, [id]);
	// Its versions were made for one kind: texts for paper, or a file somewhere.
	if (length > 0 && contentOf(material.kind) !== contentOf(parsed.value.kind))
		return { ok: false, issues: [{ field: 'kind', message: 'material.issue.kind_fixed' }] };
	await saveMaterial(tx, id, parseRevision(typed), parsed.value);
	await insertMaterialEvent(tx, { committeeId: committee.id, materialId: id, kind: 'described', actor });
	return { ok: true, id };
}

export async function addMaterial(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	draft: MaterialDraft,
	more: { code?: string; demonstration?: boolean } = {},
): Promise<string> {
	const materialId = await insertMaterial(tx, committee.id, draft, more);
	await insertMaterialEvent(tx, { committeeId: committee.id, materialId, kind: 'added', actor });
	return materialId;
}

/** Numbers in a form that no material may carry: an issue of each field that has one. */
function deadIssues(typed: Typed, refused: readonly RefusedNumber[]): Issue[] {
	return Object.entries(typed).flatMap(([field, [text = '']]) => {
		const [dead] = deadNumbersIn(text, refused);
		return dead ? [{ field, message: `material.issue.number_${dead.reason}`, words: { number: dead.number } }] : [];
	});
}

/** Reads the form of a version: a new draft of the material. */
export async function submitNewVersion(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	materialId: string,
	typed: Typed,
	today = dayAt(new Date()),
): Promise<{ ok: true; id: string } | Refused> {
	const material = await getMaterial(tx, committee.id, materialId);
	refuseForeign(material, committee);
	refuseFiles(material);
	const read = await readVersion(tx, committee, typed, today, { content: contentOf(material.kind) });
	return read.ok ? { ok: true, id: await writeVersion(tx, actor, material, read.value) } : read;
}

/** A file comes by another way (uploading.server.ts): a form without one would take it off. */
function refuseFiles({ kind }: Material): void {
	if (contentOf(kind) === 'file') throw new Problem('not_found', `a ${kind} is uploaded, not written`);
}

/** What a form says of a version, without its file. */
export async function readVersion(
	tx: Transaction,
	committee: Home,
	typed: Typed,
	today: string,
	form: Parameters<typeof parseVersion>[1],
): Promise<{ ok: true; value: VersionDraft } | Refused> {
	const parsed = parseVersion(typed, form);
	const { revision: _, ...texts } = typed;
	const dead = deadIssues(texts, await listRefusedNumbers(tx, committee.id, today));
	if (parsed.ok) return dead.length > 0 ? { ok: false, issues: dead } : parsed;
	return { ok: false, issues: [...parsed.issues, ...dead] };
}

export async function writeVersion(
	tx: Transaction,
	actor: Actor,
	material: Pick<Material, 'id' | 'committeeId'>,
	draft: VersionDraft,
): Promise<string> {
	const versionId = await insertVersion(tx, material, draft, actor);
	const { committeeId, id: materialId } = material;
	const details = { language: draft.language };
	await insertMaterialEvent(tx, { committeeId, materialId, versionId, kind: 'written', to: 'draft', details, actor });
	return versionId;
}

/** Changes a draft. What is in review or approved is not overwritten: it is sent back, or a new version is written. */
export async function submitVersion(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	typed: Typed,
	today = dayAt(new Date()),
): Promise<Outcome> {
	const version = await getVersion(tx, id);
	const material = await getMaterial(tx, committee.id, version.materialId);
	refuseForeign(version, committee);
	refuseFiles(material);
	if (version.state !== 'draft') return { ok: false, why: { reason: 'wrong_state' } };
	const form = { content: contentOf(material.kind), language: version.language };
	const read = await readVersion(tx, committee, typed, today, form);
	if (!read.ok) return read;
	await rewriteVersion(tx, actor, version, { revision: parseRevision(typed), draft: read.value });
	return { ok: true };
}

/** Puts other words, or another file, in the place of those of a draft. */
export async function rewriteVersion(
	tx: Transaction,
	actor: Actor,
	version: Version,
	{ revision, draft }: { revision: number; draft: VersionDraft },
): Promise<void> {
	const writers = [...new Set([...version.writers, actor])];
	// Whoever read the earlier words did not read these.
	await saveVersion(tx, version.id, revision, { draft, writers, review: null });
	await deleteChecks(tx, version.id);
	await note(tx, version, { kind: 'edited', actor });
}

type Noted = Pick<Parameters<typeof insertMaterialEvent>[1], 'kind' | 'actor' | 'from' | 'to' | 'reason' | 'details'>;
const note = (tx: Transaction, version: Version, event: Noted) =>
	insertMaterialEvent(tx, {
		...{ committeeId: version.committeeId, materialId: version.materialId, versionId: version.id },
		...event,
	});

async function situationOf(tx: Transaction, actor: Actor, committee: Home, version: Version, today: string) {
	const { expiresOn, kind } = await getMaterial(tx, committee.id, version.materialId);
	const refused = await listRefusedNumbers(tx, committee.id, today);
	const { file, texts } = version;
	const dead = deadNumbersIn(texts ? wholeText(texts) : file ? numbersText(file.look) : '', refused);
	const deadNumbers = [...new Set(dead.map(({ number }) => number))];
	const asks = file !== null && linesAskingNames(kind, file.look).length > 0;
	const without = contentOf(kind) === 'file' && file === null;
	const contentFault: ContentFault | null = without ? 'no_file' : asks ? 'asks_names' : null;
	const checks = await listChecks(tx, version.id);
	return { kind, version, expiresOn, checks, contentFault, deadNumbers, actor, today };
}

const kinds = { submit: 'submitted', send_back: 'sent_back', approve: 'approved', withdraw: 'withdrawn' } as const;

/** Does one verb to a version, or says why it cannot be done. */
export async function changeVersion(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	{ verb, typed, today = dayAt(new Date()) }: { verb: VersionVerb; typed: Typed; today?: string },
): Promise<Outcome> {
	const version = await getVersion(tx, id);
	refuseForeign(version, committee);
	const told = needsReason(verb) ? parseReason(typed) : null;
	if (told?.ok === false) return told;
	const reason = told?.value ?? null;
	const situation = await situationOf(tx, actor, committee, version, today);
	const why = whyNot(verb, { ...situation, reason });
	const to = stateAfter(verb, version.state);
	if (why || !to) return { ok: false, why: why ?? { reason: 'wrong_state' } };
	await saveVersion(tx, id, parseRevision(typed), { state: to });
	// What is written anew is checked anew.
	if (verb === 'send_back') await deleteChecks(tx, id);
	await note(tx, version, { kind: kinds[verb], from: version.state, to, reason, actor });
	return { ok: true };
}

/** Keeps what a second person answered of the do-no-harm checklist. */
export async function submitChecks(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	typed: Typed,
): Promise<Outcome> {
	const version = await getVersion(tx, id);
	refuseForeign(version, committee);
	const why = whyNotCheck(version, actor);
	if (why) return { ok: false, why };
	const { kind } = await getMaterial(tx, committee.id, version.materialId);
	const parsed = parseChecks(typed, checkItemsOf(kind));
	if (!parsed.ok) return parsed;
	await saveVersion(tx, id, parseRevision(typed), {});
	await saveChecks(tx, version, parsed.value, actor);
	const answers = [...parsed.value.values()];
	const details = {
		yes: answers.filter((one) => one === 'yes').length,
		no: answers.filter((one) => one === 'no').length,
	};
	await note(tx, version, { kind: 'checked', details, actor });
	return { ok: true };
}

/** Keeps who read a translation, and when. */
export async function submitReview(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	typed: Typed,
	today = dayAt(new Date()),
): Promise<Outcome> {
	const version = await getVersion(tx, id);
	refuseForeign(version, committee);
	if (version.state !== 'in_review') return { ok: false, why: { reason: 'wrong_state' } };
	const parsed = parseReview(typed, today);
	if (!parsed.ok) return parsed;
	await saveVersion(tx, id, parseRevision(typed), { review: parsed.value });
	await note(tx, version, { kind: 'reviewed', actor });
	return { ok: true };
}

/** Everything the page of a material shows, but its printings. */
export async function getMaterialPage(tx: Transaction, committee: Home, id: string, today = dayAt(new Date())) {
	const material = await getMaterial(tx, committee.id, id);
	const events = await listMaterialEvents(tx, id);
	return {
		...{ material, events, today, mine: material.committeeId === committee.id },
		versions: await listVersions(tx, [id]),
		names: await namesOf(
			tx,
			events.map(({ actor }) => actor),
		),
	};
}

/** Everything the page of a version shows. */
export async function getVersionPage(tx: Transaction, actor: Actor, committee: Home, id: string, now = new Date()) {
	const today = dayAt(now);
	const version = await getVersion(tx, id);
	const material = await getMaterial(tx, committee.id, version.materialId);
	const situation = await situationOf(tx, actor, committee, version, today);
	const events = await listMaterialEvents(tx, material.id, { versionId: id });
	const lines = await listLines(tx, committee.id);
	const known = lines.map(({ number }) => digitsOf(number));
	const refused = await listRefusedNumbers(tx, committee.id, today);
	const mine = version.committeeId === committee.id;
	const print = await getPrintSituation(tx, committee, id, now);
	return {
		...{ material, version, events, mine, today },
		print: {
			why: print.why,
			numbers: print.numbers,
			formats: [...formatsOf(material.kind)],
			file: isUploaded(material.kind),
		},
		items: checkItemsOf(material.kind),
		versions: await listVersions(tx, [material.id]),
		checks: situation.checks,
		findings: version.texts
			? findingsIn(version.texts, refused, known)
			: version.file && findingsInFile(material.kind, version.file.look, refused, known),
		possible: mine ? possibleVerbs(situation) : [],
		notChecking: whyNotCheck(version, actor),
		names: await namesOf(tx, [...version.writers, ...[...events, ...situation.checks].map((one) => one.actor)]),
	};
}
