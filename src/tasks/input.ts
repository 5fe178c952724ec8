import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import { type Task, type TaskView, taskViews } from './model.ts';

/** What a form about a task may choose from. */
export type TaskChoices = { partners: readonly { id: string }[]; programmes: readonly { id: string; slug: string }[] };

/** What a task says, and the month it hangs on; which activity of it, `activityTyped` tells. */
export type TypedTask = Pick<Task, 'title' | 'dueOn' | 'partnerId'> & { month: string };

export function parseTask(typed: Typed, { partners, programmes }: TaskChoices): Parsed<TypedTask> {
	const read = new Reader(typed);
	const title = read.text('title', 200, { required: true })?.replace(/\s+/g, ' ') ?? null;
	const dueOn = read.day('due_on', { required: true });
	const partnerId = read.choice(
		'owner',
		partners.map(({ id }) => id),
	);
	const month = read.choice(
		'month',
		programmes.map(({ slug }) => slug),
		{ required: true },
	);
	if (read.issues.length > 0 || title === null || dueOn === null || month === null)
		return { ok: false, issues: read.issues };
	return { ok: true, value: { title, dueOn, partnerId, month } };
}

/** The number of the activity that a form hangs its task on; null for the programme as a whole. */
export const activityTyped = (typed: Typed): number | null =>
	/^\d{1,6}$/.test(first(typed, 'activity')) ? Number(first(typed, 'activity')) : null;

/** The task that a form names. */
export const taskTyped = (typed: Typed): string => first(typed, 'task');

/** Which tasks a list shows, as its address asks: the open ones where it asks for nothing. */
export function parseTaskQuestion(asked: URLSearchParams): { view: TaskView; partnerId: string } {
	return {
		view: taskViews.find((view) => view === asked.get('state')) ?? 'open',
		partnerId: asked.get('partner') ?? '',
	};
}
