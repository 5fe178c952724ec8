import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { type Locale, locales } from '#i18n/locales.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { OffloadError, offload } from '#platform/offload.server.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { parseMeant, parseReviewer, type TextDraft } from './input.ts';
import {
	addressOf,
	type Case,
	isPath,
	type ListedVersion,
	type Parting,
	partingOf,
	type Standing,
	type Story,
	sceneAt,
	stateAfter,
	type Verb,
	type Version,
	verbs,
	type WhyNot,
	whyNot,
} from './model.ts';
import {
	findOpenVersion,
	findVersion,
	getCase,
	getCaseAt,
	insertCase,
	insertVersion,
	isAddressTaken,
	lockCase,
	saveApproval,
	saveDemonstrated,
	saveReplaced,
	saveState,
	type WholeVersion,
} from './store.server.ts';
import type { Read } from './story.ts';

const folder = 'db/cases';
/** A text that asks for more than this was not written to be read; the first one of a day waits for the thread to start. */
const patience = { timeoutMs: 15_000, memoryMb: 128 };

/** Reads an author's text beside the server: it could run for ever. */
export async function readText(source: string, { timeoutMs }: { timeoutMs: number } = patience): Promise<Read> {
	try {
		return await offload<Read>('#cases/story.ts', 'readStory', { source }, { ...patience, timeoutMs });
	} catch (fault) {
		if (fault instanceof OffloadError && ['timeout', 'memory', 'crashed'].includes(fault.reason))
			return { ok: false, mistakes: [{ line: 1, code: 'too_slow' }] };
		throw fault;
	}
}

/** The beginning of a text, for whoever writes the first one. */
export const templateText = (locale: Locale): Promise<string> =>
	readFile(path.join(folder, `template.${locale}.txt`), 'utf8');

export type Saved = { ok: true; id: string; version: number } | { ok: false; reason: 'address_taken' };

/** Begins a case with its first text. */
export async function addCase(
	tx: Transaction,
	actor: Actor,
	committee: Committee,
	{ draft, story }: { draft: TextDraft; story: Story },
): Promise<Saved> {
	const slug = addressOf(story.title, committee);
	if (await isAddressTaken(tx, committee.id, slug)) return { ok: false, reason: 'address_taken' };
	const caseId = await insertCase(tx, committee.id, slug);
	await insertVersion(tx, committee.id, { ...draft, caseId, version: 1, story, author: actor });
	return { ok: true, id: caseId, version: 1 };
}

/** Saves a text as a new version; the draft before it is withdrawn, and kept. Stale when somebody saved one meanwhile. */
export async function addVersion(
	tx: Transaction,
	actor: Actor,
	committee: Pick<Committee, 'id'>,
	caseId: string,
	{ draft, story }: { draft: TextDraft; story: Story },
): Promise<Saved> {
	const latest = await lockCase(tx, committee.id, caseId);
	if (latest !== draft.seen) throw new Problem('stale', `version ${latest} was saved meanwhile`);
	await saveReplaced(tx, { caseId, language: draft.language, state: 'draft' });
	await insertVersion(tx, committee.id, { ...draft, caseId, version: latest + 1, story, author: actor });
	return { ok: true, id: caseId, version: latest + 1 };
}

export type Moved = { ok: true; version: number } | { ok: false; reason: WhyNot } | { ok: false; issues: Issue[] };

/** Sends to review, approves, withdraws or opens again. Stale when the version is not as its reader saw it. */
export async function moveVersion(
	tx: Transaction,
	actor: Actor,
	committee: Pick<Committee, 'id'>,
	caseId: string,
	{ verb, typed }: { verb: Verb; typed: Typed },
): Promise<Moved> {
	await lockCase(tx, committee.id, caseId);
	const { version: number, state } = parseMeant(typed);
	const version = await findVersion(tx, caseId, number);
	if (!version) throw new Problem('not_found', `no version ${number} of this case`);
	if (state !== undefined && version.state !== state) throw new Problem('stale', `it is ${version.state} by now`);
	const { versions } = await getCase(tx, caseId);
	const draftExists = versions.some((one) => one.state === 'draft' && one.language === version.language);
	const why = whyNot(verb, { ...version, actor, draftExists });
	if (why) return { ok: false, reason: why };
	const next = stateAfter[verb];
	if (next === 'to_be_reviewed' || next === 'approved')
		await saveReplaced(tx, { caseId, language: version.language, state: next });
	if (verb !== 'approve') {
		await saveState(tx, version.id, next);
		return { ok: true, version: number };
	}
	const reviewer = parseReviewer(typed);
	if (!reviewer.ok) return reviewer;
	await saveApproval(tx, version.id, { actor, reviewer: reviewer.value, reviewedOn: dayAt(new Date()) });
	return { ok: true, version: number };
}

export type Open = { case: Case; version: WholeVersion };

/** What the public reads at an address; not found where there is nothing in this language. */
export async function getOpenCase(tx: Transaction, slug: string, language: Locale): Promise<Open> {
	const found = await getCaseAt(tx, slug);
	const version = await findOpenVersion(tx, found.id, language);
	if (!version) throw new Problem('not_found', `case ${slug} is not open in ${language}`);
	return { case: found, version };
}

/** The scene to which the choices of an address lead; not found where there is no such way. */
export async function getScene(
	tx: Transaction,
	{ slug, choices, language }: { slug: string; choices: string; language: Locale },
): Promise<Open & { standing: Standing }> {
	const open = await getOpenCase(tx, slug, language);
	const standing = isPath(choices) ? sceneAt(open.version.story, choices) : undefined;
	if (!standing) throw new Problem('not_found', `case ${slug} has no way ${choices}`);
	return { ...open, standing };
}

/**
 * The cases that come with Kambana (`db/cases`): the national office's, waiting for their review. Those that exist stay as they are.
 * Where there is no national office yet, there is nobody to own them.
 */
export async function loadCases(tx: Transaction): Promise<void> {
	const office = await getCommittee(tx, { code: 'AL' });
	const { readStory } = await import('./story.ts');
	const files = (await readdir(folder)).filter((name) => name.endsWith('.ink')).sort();
	const texts = Map.groupBy(files, (name) => name.split('.')[0] ?? '');
	for (const [slug, names] of texts) {
		if (await isAddressTaken(tx, office.id, slug)) continue;
		const caseId = await insertCase(tx, office.id, slug);
		// Albanian first: the others are made after it.
		for (const [index, name] of names.toSorted((one, other) => other.localeCompare(one)).entries()) {
			const source = await readFile(path.join(folder, name), 'utf8');
			const read = readStory({ source });
			if (!read.ok) throw new Error(`${name} has mistakes: npm run kambana -- case check ${folder}/${name}`);
			const how = index === 0 ? 'written' : 'translated';
			const language = name.split('.')[1] ?? '';
			const version = { caseId, version: index + 1, language, source, story: read.story, how } as const;
			await insertVersion(tx, office.id, { ...version, author: 'project', state: 'to_be_reviewed' });
		}
	}
}

/** Shows the cases that nobody has reviewed yet, marked as such; or no longer. */
export async function demonstrateCases(tx: Transaction, shown: boolean): Promise<void> {
	const office = await getCommittee(tx, { code: 'AL' });
	await saveDemonstrated(tx, office.id, shown);
}

const standing: readonly Version['state'][] = ['draft', 'to_be_reviewed', 'approved'];
/** The version that somebody who works on a language would go on from. */
const currentIn = (versions: readonly ListedVersion[], language: string): ListedVersion | undefined =>
	versions.find((one) => one.language === language && standing.includes(one.state));

/** What the desk's page of a case shows: one version whole, all of them in a list, and where two languages part. */
export async function deskOf(
	tx: Transaction,
	id: string,
	{ asked, locale, actor }: { asked: number | null; locale: Locale; actor: Actor },
) {
	const found = await getCase(tx, id);
	const chosen =
		found.versions.find(({ version }) => version === asked) ?? currentIn(found.versions, locale) ?? found.versions[0];
	const shown = chosen && (await findVersion(tx, id, chosen.version));
	if (!shown) throw new Problem('not_found', `case ${id} has no version`);
	const others = locales.filter((language) => language !== shown.language);
	const partings: (Parting & { language: Locale })[] = [];
	for (const language of others) {
		const other = currentIn(found.versions, language);
		const whole = other && (await findVersion(tx, id, other.version));
		const parting = whole ? partingOf(shown.story, whole.story) : null;
		if (parting) partings.push({ ...parting, language });
	}
	const draftIn = (language: string) =>
		found.versions.some((one) => one.state === 'draft' && one.language === language);
	return {
		shown,
		partings,
		slug: found.slug,
		national: found.national,
		committeeId: found.committeeId,
		versions: found.versions,
		possible: verbs.flatMap((verb) => {
			const why = whyNot(verb, { ...shown, actor, draftExists: draftIn(shown.language) });
			return why === 'wrong_state' ? [] : [{ verb, why }];
		}),
	};
}
