import type { Transaction } from '#platform/db.server.ts';
import { isId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { Answer } from '#returns/model.ts';
import type { Kind, QuestionSet, SetHead, SetQuestion, VersionState, Words } from './model.ts';

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
		...{ questions: Number(questions), unreviewed: Number(unreviewed), withdrawn: Number(withdrawn) },
	}));
}

/** A set with its questions in their order. @throws Problem not_found */
export async function getSet(tx: Transaction, id: string): Promise<QuestionSet> {
	const found = isId(id) ? await sets(tx).where('s.id', '=', id).executeTakeFirst() : undefined;
	if (!found) throw new Problem('not_found', `no question set ${id}`);
	const rows = await items(tx).where('i.set_id', '=', id).orderBy('i.position').execute();
	return { ...headOf(found), questions: rows.map(questionOf) };
}
