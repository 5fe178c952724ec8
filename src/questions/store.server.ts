import type { Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { Answer } from '#returns/model.ts';
import { filesOf } from './attached.server.ts';
import type {
	EventVerb,
	Kind,
	Question,
	QuestionEvent,
	QuestionSet,
	QuestionWithVersions,
	SetHead,
	SetQuestion,
	SetState,
	Version,
	VersionDraft,
	VersionState,
	Words,
} from './model.ts';

const both = (sq: string, en: string): Words => ({ sq, en });

const sets = (tx: Transaction) =>
	tx
		.selectFrom('question_sets as s')
		.innerJoin('committees', 'committees.id', 's.committee_id')
		.select((ask) => [
			...(['s.id', 's.level', 's.number', 's.state', 's.author', 's.code', 's.title_sq', 's.title_en'] as const),
			's.committee_id as committeeId',
			's.replaces_id as replacesId',
			's.ready_on as readyOn',
			ask('committees.level', '=', 'national').$castTo<boolean>().as('national'),
		]);

const items = (tx: Transaction) =>
	tx
		.selectFrom('question_set_items as i')
		.innerJoin('question_versions as v', 'v.id', 'i.version_id')
		.innerJoin('questions as q', 'q.id', 'i.question_id')
		.select([
			...(['q.answer', 'q.kind', 'v.prompt_sq', 'v.prompt_en', 'v.options_sq', 'v.options_en', 'v.state'] as const),
			...(['v.explanation_sq', 'v.explanation_en', 'i.set_id', 'i.position'] as const),
			'v.right_option as right',
			'v.valid_to as validTo',
			'v.id as versionId',
			'q.id as questionId',
		]);

type SetRow = Awaited<ReturnType<ReturnType<typeof sets>['executeTakeFirstOrThrow']>>;
type ItemRow = Awaited<ReturnType<ReturnType<typeof items>['executeTakeFirstOrThrow']>>;

const headOf = ({ title_sq, title_en, code: _, ...row }: SetRow): Omit<QuestionSet, 'questions'> => ({
	...(row as Omit<QuestionSet, 'questions' | 'title'>),
	title: both(title_sq, title_en),
});
const questionOf = (row: ItemRow): SetQuestion => ({
	versionId: row.versionId,
	questionId: row.questionId,
	answer: row.answer as Answer,
	kind: row.kind as Kind,
	prompt: both(row.prompt_sq, row.prompt_en),
	options: row.options_sq.map((sq, index) => both(sq, row.options_en[index] ?? '')),
	right: row.right,
	explanation: both(row.explanation_sq, row.explanation_en),
	state: row.state as VersionState,
	validTo: row.validTo,
});

/** The sets this transaction may see: those of the national office first, by level, the latest version first. */
export async function listSets(tx: Transaction): Promise<SetHead[]> {
	const found = await sets(tx)
		.select((ask) => {
			const of = (state?: VersionState) => {
				const counted = ask
					.selectFrom('question_set_items as i')
					.innerJoin('question_versions as v', 'v.id', 'i.version_id')
					.whereRef('i.set_id', '=', 's.id')
					.select((count) => count.fn.countAll<number>().as('count'));
				return state ? counted.where('v.state', '=', state) : counted;
			};
			return [of().as('questions'), of('to_be_reviewed').as('unreviewed'), of('withdrawn').as('withdrawn')];
		})
		.orderBy('national', 'desc')
		.orderBy('s.level')
		.orderBy('s.title_sq')
		.orderBy('s.number', 'desc')
		.execute();
	return found.map(({ questions, unreviewed, withdrawn, ...row }) => ({
		...headOf(row),
		...{ questions: questions ?? 0, unreviewed: unreviewed ?? 0, withdrawn: withdrawn ?? 0 },
	}));
}

/** A set with its questions in their order. @throws Problem not_found */
export async function getSet(tx: Transaction, id: string): Promise<QuestionSet> {
	const found = isId(id) ? await sets(tx).where('s.id', '=', id).executeTakeFirst() : undefined;
	if (!found) throw new Problem('not_found', `no question set ${id}`);
	const rows = await items(tx).where('i.set_id', '=', id).orderBy('i.position').execute();
	const files = await filesOf(
		tx,
		rows.map(({ versionId }) => versionId),
	);
	return { ...headOf(found), questions: rows.map((row) => ({ ...questionOf(row), ...files.get(row.versionId) })) };
}

/** Holds a set of one's own for this transaction. @throws Problem not_found */
export async function lockSet(tx: Transaction, committeeId: string, id: string): Promise<QuestionSet> {
	await hold(tx, 'question_sets', committeeId, id);
	return getSet(tx, id);
}

async function hold(tx: Transaction, table: 'questions' | 'question_sets', committeeId: string, id: string) {
	const held = isId(id)
		? await tx
				.selectFrom(table)
				.select('id')
				.where('id', '=', id)
				.where('committee_id', '=', committeeId)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!held) throw new Problem('not_found', `${table}: ${id} is not of this committee`);
}

type NewSet = Pick<QuestionSet, 'level' | 'title' | 'author'> &
	Partial<Pick<QuestionSet, 'number' | 'replacesId'>> & { code?: string };
export async function insertSet(tx: Transaction, committeeId: string, made: NewSet): Promise<string> {
	const id = recordId();
	const { level, title, author, number = 1, replacesId = null, code = null } = made;
	await tx
		.insertInto('question_sets')
		.values({
			...{ id, committee_id: committeeId, level, title_sq: title.sq, title_en: title.en, author, number, code },
			replaces_id: replacesId,
		})
		.execute();
	return id;
}

export const saveTitle = (tx: Transaction, id: string, { sq, en }: Words) =>
	tx.updateTable('question_sets').set({ title_sq: sq, title_en: en }).where('id', '=', id).execute();

/** What a set asks, in this order, in the place of what it asked. */
export async function saveItems(
	tx: Transaction,
	{ id, committeeId }: Pick<QuestionSet, 'id' | 'committeeId'>,
	asked: readonly Pick<SetQuestion, 'versionId' | 'questionId'>[],
): Promise<void> {
	await tx.deleteFrom('question_set_items').where('set_id', '=', id).execute();
	if (asked.length === 0) return;
	await tx
		.insertInto('question_set_items')
		.values(
			asked.map(({ versionId, questionId }, position) => ({
				...{ set_id: id, position, committee_id: committeeId, version_id: versionId, question_id: questionId },
			})),
		)
		.execute();
}

export const saveSetState = (tx: Transaction, id: string, state: SetState, ready?: { by: string; on: string }) =>
	tx
		.updateTable('question_sets')
		.set(ready ? { state, ready_by: ready.by, ready_on: ready.on } : { state })
		.where('id', '=', id)
		.execute();

/** Takes a draft away; the database keeps whatever was ready. */
export const deleteSet = (tx: Transaction, id: string) =>
	tx.deleteFrom('question_sets').where('id', '=', id).where('state', '=', 'draft').execute();

/** The sets in which a question stands, whatever the version. */
export async function listSetsOf(tx: Transaction, questionId: string): Promise<(SetHead & { version: number })[]> {
	const rows = await tx
		.selectFrom('question_set_items as i')
		.innerJoin('question_versions as v', 'v.id', 'i.version_id')
		.select(['i.set_id', 'v.number'])
		.where('i.question_id', '=', questionId)
		.execute();
	const numbers = new Map(rows.map(({ set_id, number }) => [set_id, number]));
	return (await listSets(tx)).flatMap((set) => {
		const version = numbers.get(set.id);
		return version === undefined ? [] : [{ ...set, version }];
	});
}

const questions = (tx: Transaction) =>
	tx
		.selectFrom('questions as q')
		.innerJoin('committees', 'committees.id', 'q.committee_id')
		.select((ask) => [
			...(['q.id', 'q.answer', 'q.kind', 'q.level'] as const),
			'q.committee_id as committeeId',
			ask('committees.level', '=', 'national').$castTo<boolean>().as('national'),
		]);

const versions = (tx: Transaction) =>
	tx
		.selectFrom('question_versions')
		.select([
			...(['id', 'number', 'prompt_sq', 'prompt_en', 'options_sq', 'options_en', 'explanation_sq'] as const),
			...(['explanation_en', 'source', 'writers', 'state', 'reviewer', 'revision'] as const),
			...(['question_id as questionId', 'right_option as right', 'valid_from as validFrom'] as const),
			...(['valid_to as validTo', 'reviewed_on as reviewedOn', 'created_at as madeAt'] as const),
		]);
type VersionRow = Awaited<ReturnType<ReturnType<typeof versions>['executeTakeFirstOrThrow']>>;
const versionOf = (row: VersionRow): Version => {
	const { prompt_sq, prompt_en, options_sq, options_en, explanation_sq, explanation_en, state, ...rest } = row;
	return {
		...rest,
		state: state as VersionState,
		prompt: both(prompt_sq, prompt_en),
		options: options_sq.map((sq, index) => both(sq, options_en[index] ?? '')),
		explanation: both(explanation_sq, explanation_en),
	};
};

/** Every question this transaction may see, by answer; of each the versions it may see, the latest first. */
export async function listQuestions(tx: Transaction): Promise<QuestionWithVersions[]> {
	const all = await questions(tx).orderBy('q.answer').orderBy('q.level').orderBy('q.id').execute();
	const rows = Map.groupBy(await versions(tx).orderBy('number', 'desc').execute(), ({ questionId }) => questionId);
	return all.map((one) => ({ ...(one as Question), versions: (rows.get(one.id) ?? []).map(versionOf) }));
}

/** @throws Problem not_found */
export async function getQuestion(tx: Transaction, id: string): Promise<QuestionWithVersions> {
	const found = isId(id) ? await questions(tx).where('q.id', '=', id).executeTakeFirst() : undefined;
	if (!found) throw new Problem('not_found', `no question ${id}`);
	const rows = await versions(tx).where('question_id', '=', id).orderBy('number', 'desc').execute();
	const files = await filesOf(
		tx,
		rows.map((row) => row.id),
	);
	return { ...(found as Question), versions: rows.map((row) => ({ ...versionOf(row), ...files.get(row.id) })) };
}

/** Holds a question of one's own for this transaction. @throws Problem not_found */
export async function lockQuestion(tx: Transaction, committeeId: string, id: string): Promise<QuestionWithVersions> {
	await hold(tx, 'questions', committeeId, id);
	return getQuestion(tx, id);
}

export async function isCodeTaken(
	tx: Transaction,
	table: 'questions' | 'question_sets',
	committeeId: string,
	code: string,
) {
	const taken = await tx
		.selectFrom(table)
		.select('id')
		.where('committee_id', '=', committeeId)
		.where('code', '=', code)
		.executeTakeFirst();
	return taken !== undefined;
}

export async function insertQuestion(
	tx: Transaction,
	committeeId: string,
	{ answer, kind, level, code = null }: { answer: Answer; kind: Kind; level: string; code?: string | null },
): Promise<string> {
	const id = recordId();
	await tx.insertInto('questions').values({ id, committee_id: committeeId, answer, kind, level, code }).execute();
	return id;
}

const columnsOf = ({ prompt, options, right, explanation, source, validFrom, validTo }: VersionDraft) => ({
	...{ prompt_sq: prompt.sq, prompt_en: prompt.en, right_option: right },
	...{ options_sq: options.map(({ sq }) => sq), options_en: options.map(({ en }) => en) },
	...{ explanation_sq: explanation.sq, explanation_en: explanation.en, source },
	...{ valid_from: validFrom, valid_to: validTo },
});

type NewVersion = { questionId: string; kind: Kind; number: number; draft: VersionDraft; writer: string };
export async function insertVersion(
	tx: Transaction,
	committeeId: string,
	{ questionId, kind, number, draft, writer, state = 'draft' }: NewVersion & { state?: VersionState },
): Promise<string> {
	const id = recordId();
	await tx
		.insertInto('question_versions')
		.values({
			...{ id, committee_id: committeeId, question_id: questionId, kind, number, writers: [writer], state },
			...columnsOf(draft),
		})
		.execute();
	return id;
}

/** Changes a draft; the database refuses it of anything else. */
export const saveDraft = (tx: Transaction, version: Version, draft: VersionDraft, writer: string) =>
	tx
		.updateTable('question_versions')
		.set({
			...columnsOf(draft),
			...{ writers: [...new Set([...version.writers, writer])], revision: version.revision + 1 },
		})
		.where('id', '=', version.id)
		.execute();

/** Moves a version on. A review belongs to the approval. */
export const saveState = (
	tx: Transaction,
	version: Pick<Version, 'id' | 'revision'>,
	state: VersionState,
	review?: { by: string; reviewer: string; on: string },
) =>
	tx
		.updateTable('question_versions')
		.set({
			...{ state, revision: version.revision + 1 },
			...(review ? { approved_by: review.by, reviewer: review.reviewer, reviewed_on: review.on } : {}),
		})
		.where('id', '=', version.id)
		.execute();

export async function isInSet(tx: Transaction, versionId: string): Promise<boolean> {
	const found = await tx
		.selectFrom('question_set_items')
		.select('set_id')
		.where('version_id', '=', versionId)
		.limit(1)
		.executeTakeFirst();
	return found !== undefined;
}

export const insertEvent = (
	tx: Transaction,
	committeeId: string,
	event: { questionId: string; number: number; verb: EventVerb; actor: string; note?: string | null },
) =>
	tx
		.insertInto('question_events')
		.values({
			...{ id: recordId(), committee_id: committeeId, question_id: event.questionId, number: event.number },
			...{ verb: event.verb, actor: event.actor, note: event.note ?? null },
		})
		.execute();

/** What became of a question, the latest first. */
export async function listEvents(tx: Transaction, questionId: string): Promise<QuestionEvent[]> {
	const rows = await tx
		.selectFrom('question_events')
		.select(['id', 'number', 'verb', 'actor', 'note', 'happened_at as at'])
		.where('question_id', '=', questionId)
		.orderBy('happened_at', 'desc')
		.orderBy('id', 'desc')
		.execute();
	return rows as QuestionEvent[];
}

/** Whoever adds or takes away a file has written on the draft. */
export const saveWriter = (tx: Transaction, version: Version, writer: string) =>
	tx
		.updateTable('question_versions')
		.set({ writers: [...new Set([...version.writers, writer])], revision: version.revision + 1 })
		.where('id', '=', version.id)
		.execute();
