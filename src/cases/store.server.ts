import { type Actor, json, type Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { Case, CaseWithVersions, ListedVersion, Making, Story, Version, VersionState } from './model.ts';

export type WholeVersion = Version & { story: Story; source: string };

const cases = (tx: Transaction) =>
	tx
		.selectFrom('cases')
		.innerJoin('committees', 'committees.id', 'cases.committee_id')
		.select((ask) => [
			'cases.id',
			'cases.slug',
			'committee_id as committeeId',
			ask('committees.level', '=', 'national').$castTo<boolean>().as('national'),
		]);

const versions = (tx: Transaction) =>
	tx
		.selectFrom('case_versions')
		.select([
			'id',
			'case_id as caseId',
			'version',
			'language',
			'state',
			'how',
			'author',
			'created_at as madeAt',
			'reviewer',
			'reviewed_on as reviewedOn',
			'demonstration',
			'story',
		]);

type Row = Awaited<ReturnType<ReturnType<typeof versions>['executeTakeFirstOrThrow']>>;
const listed = ({ story, caseId: _, ...version }: Row): ListedVersion => {
	const { scenes, ...head } = story as unknown as Story;
	return { ...(version as Version), head: { ...head, scenes: scenes.length } };
};

/** Every case this transaction may see, by address; of each the versions it may see, the latest first. */
export async function listCases(tx: Transaction): Promise<CaseWithVersions[]> {
	const all = await cases(tx).orderBy('national', 'desc').orderBy('cases.slug').execute();
	const rows = await versions(tx).orderBy('version', 'desc').execute();
	return all.map((one) => ({ ...one, versions: rows.filter(({ caseId }) => caseId === one.id).map(listed) }));
}

/** A case by its address on the public pages, as far as this transaction may see it. */
export async function getCaseAt(tx: Transaction, slug: string): Promise<Case> {
	const found = await cases(tx).where('cases.slug', '=', slug).executeTakeFirst();
	if (!found) throw new Problem('not_found', `no case ${slug}`);
	return found;
}

export async function getCase(tx: Transaction, id: string): Promise<CaseWithVersions> {
	const found = isId(id) ? await cases(tx).where('cases.id', '=', id).executeTakeFirst() : undefined;
	if (!found) throw new Problem('not_found', `no case ${id}`);
	const rows = await versions(tx).where('case_id', '=', id).orderBy('version', 'desc').execute();
	return { ...found, versions: rows.map(listed) };
}

/** What the public reads of a case in a language: the approved version, else the one that a demonstration shows. */
export async function findOpenVersion(
	tx: Transaction,
	caseId: string,
	language: string,
): Promise<WholeVersion | undefined> {
	const rows = await versions(tx)
		.select('source')
		.where('case_id', '=', caseId)
		.where('language', '=', language)
		.where('state', 'in', ['approved', 'to_be_reviewed'])
		.orderBy('state')
		.execute();
	const row = rows.find(({ state, demonstration }) => state === 'approved' || demonstration);
	return row as WholeVersion | undefined;
}

export async function findVersion(tx: Transaction, caseId: string, version: number): Promise<WholeVersion | undefined> {
	const row = await versions(tx)
		.select('source')
		.where('case_id', '=', caseId)
		.where('version', '=', version)
		.executeTakeFirst();
	return row as WholeVersion | undefined;
}

/** Holds a case of one's own for this transaction. The number of its latest version, 0 before the first. */
export async function lockCase(tx: Transaction, committeeId: string, id: string): Promise<number> {
	const held = isId(id)
		? await tx
				.selectFrom('cases')
				.select('id')
				.where('id', '=', id)
				.where('committee_id', '=', committeeId)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!held) throw new Problem('not_found', `no case ${id} of this committee`);
	const { latest } = await tx
		.selectFrom('case_versions')
		.select((ask) => ask.fn.max('version').as('latest'))
		.where('case_id', '=', id)
		.executeTakeFirstOrThrow();
	return latest ?? 0;
}

export async function isAddressTaken(tx: Transaction, committeeId: string, slug: string): Promise<boolean> {
	const taken = await tx
		.selectFrom('cases')
		.select('id')
		.where('committee_id', '=', committeeId)
		.where('slug', '=', slug)
		.executeTakeFirst();
	return taken !== undefined;
}

export async function insertCase(tx: Transaction, committeeId: string, slug: string): Promise<string> {
	const id = recordId();
	await tx.insertInto('cases').values({ id, committee_id: committeeId, slug }).execute();
	return id;
}

export type NewVersion = {
	caseId: string;
	version: number;
	language: string;
	source: string;
	story: Story;
	how: Making;
	author: string;
	state?: VersionState;
};
export const insertVersion = (tx: Transaction, committeeId: string, made: NewVersion) =>
	tx
		.insertInto('case_versions')
		.values({
			...{ id: recordId(), committee_id: committeeId, case_id: made.caseId, version: made.version },
			...{ language: made.language, source: made.source, story: json(made.story), how: made.how },
			...{ author: made.author, state: made.state ?? 'draft' },
		})
		.execute();

type Place = { caseId: string; language: string; state: VersionState };
/** The version that another one takes the place of leaves it. */
export const saveReplaced = (tx: Transaction, { caseId, language, state }: Place) =>
	tx
		.updateTable('case_versions')
		.set({ state: 'withdrawn' })
		.where('case_id', '=', caseId)
		.where('language', '=', language)
		.where('state', '=', state)
		.execute();

/** Moves a version on; a review belongs to the approval, so it goes when the version is opened again. */
export const saveState = (tx: Transaction, id: string, state: VersionState) =>
	tx
		.updateTable('case_versions')
		.set(state === 'draft' ? { state, reviewer: null, reviewed_on: null, approved_by: null } : { state })
		.where('id', '=', id)
		.execute();

export const saveApproval = (
	tx: Transaction,
	id: string,
	{ actor, reviewer, reviewedOn }: { actor: Actor; reviewer: string; reviewedOn: string },
) =>
	tx
		.updateTable('case_versions')
		.set({ state: 'approved', approved_by: actor, reviewer, reviewed_on: reviewedOn })
		.where('id', '=', id)
		.execute();

/** While a demonstration is loaded, cases that nobody has reviewed are shown with their mark; without it they are not. */
export const saveDemonstrated = (tx: Transaction, committeeId: string, shown: boolean) =>
	tx
		.updateTable('case_versions')
		.set({ demonstration: shown })
		.where('committee_id', '=', committeeId)
		.where('author', '=', 'project')
		.where('demonstration', '<>', shown)
		.execute();
