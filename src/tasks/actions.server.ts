import { getActivity } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { getPartner, listPartners } from '#partners/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Scope, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { getProgramme, listProgrammes, lockProgramme } from '#programmes/store.server.ts';
import { activityTyped, parseTask, parseTaskQuestion } from './input.ts';
import { isIn, type ListedTask, stateAfter, type TaskDraft, type TaskVerb, taskViews } from './model.ts';
import { getTask, insertTask, listTasks, saveTaskState } from './store.server.ts';

type Home = Pick<Committee, 'id'>;

/** Adds a task to a programme, an activity or a meeting of the committee; its id. */
export async function addTask(tx: Transaction, actor: Actor, committee: Home, draft: TaskDraft): Promise<string> {
	if (draft.partnerId !== null) await getPartner(tx, committee.id, draft.partnerId);
	if (draft.programmeId !== null && (await lockProgramme(tx, draft.programmeId)) === 'closed')
		throw new Problem('frozen', 'nothing is added to a closed programme');
	return insertTask(tx, committee.id, draft, actor);
}

export type Added = { ok: true; month: string; activity: number | null } | { ok: false; issues: Issue[] };

/** Reads the form of a task and adds it. */
export async function submitTask(tx: Transaction, actor: Actor, committee: Home, typed: Typed): Promise<Added> {
	const partners = await listPartners(tx, committee.id);
	const programmes = await listProgrammes(tx, committee.id);
	const parsed = parseTask(typed, { partners, programmes });
	if (!parsed.ok) return parsed;
	const { month, ...said } = parsed.value;
	const programme = await getProgramme(tx, committee.id, month);
	const number = activityTyped(typed);
	const activity = number === null ? null : await getActivity(tx, programme.id, number);
	const origin = { programmeId: programme.id, activityId: activity?.id ?? null, meetingId: null };
	await addTask(tx, actor, committee, { ...said, ...origin });
	return { ok: true, month, activity: number };
}

/** Says what became of a task. An institution does so for its own. */
export async function changeTask(
	tx: Transaction,
	{ scope, committee }: { scope: Scope; committee: Home },
	id: string,
	verb: TaskVerb,
): Promise<ListedTask> {
	const task = await getTask(tx, committee.id, id);
	if (scope.kind === 'partner' && (scope.partnerId !== task.partnerId || verb === 'cancel'))
		throw new Problem('forbidden', `task ${id} is not theirs`);
	const to = stateAfter(verb, task.state);
	// Pressed twice, or by two people: what is wanted is so already.
	if (!to) return task;
	if (!(await saveTaskState(tx, id, { from: task.state, to }))) throw new Problem('stale', `task ${id} has changed`);
	return { ...task, state: to };
}

/** What the page of tasks shows, how many there are of each kind, and what its form chooses from. */
export async function getTaskPage(
	tx: Transaction,
	{ scope, committee }: { scope: Scope; committee: Home },
	asked: URLSearchParams,
	locale: 'sq' | 'en',
	today = dayAt(new Date()),
) {
	const question = parseTaskQuestion(asked);
	const all = await listTasks(tx, { committeeId: committee.id });
	const own = all.filter(({ partnerId }) => fits(partnerId, question.partnerId));
	const partners = scope.kind === 'committee' ? await listPartners(tx, committee.id, locale) : [];
	const programmes = await listProgrammes(tx, committee.id);
	return {
		...{ question, today },
		tasks: own.filter((task) => isIn(task, question.view, today)),
		counts: taskViews.map((view) => ({ view, n: own.filter((task) => isIn(task, view, today)).length })),
		partners: partners.map(({ id, name }) => ({ id, name })),
		months: programmes.filter(({ state }) => state !== 'closed').map(({ slug }) => slug),
	};
}

/** `none` asks for the tasks of the secretariat. */
const fits = (partnerId: string | null, asked: string): boolean =>
	asked === '' || (asked === 'none' ? partnerId === null : partnerId === asked);

/** How many tasks of a programme are late. */
export async function countLateTasks(
	tx: Transaction,
	of: { committeeId: string; programmeId: string },
	today = dayAt(new Date()),
): Promise<number> {
	const open = await listTasks(tx, { ...of, state: 'open' });
	return open.filter((task) => isIn(task, 'late', today)).length;
}
