import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { first, typedFrom } from '#platform/forms.ts';
import { isId } from '#platform/ids.ts';
import { changeTask, getTaskPage, submitTask } from '#tasks/actions.server.ts';
import { taskTyped } from '#tasks/input.ts';
import type { TaskVerb } from '#tasks/model.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	onCommittee(locals, async ({ tx, committee }) => ({
		...(await getTaskPage(tx, { scope: locals.scope, committee }, url.searchParams, locals.locale)),
		done: url.searchParams.get('done') ?? '',
		changed: url.searchParams.get('task') ?? '',
	}));

type Here = Pick<RequestEvent, 'locals' | 'request' | 'url'>;

const pageOf = ({ url }: Here, month: string, activity: number): string =>
	`${url.pathname.replace(/\/tasks$/, '')}/${month}/activities/${activity}`;

async function change(event: Here, verb: TaskVerb) {
	const { locals, request, url } = event;
	const typed = typedFrom(await request.formData());
	const task = await onCommittee(locals, ({ tx, committee }) =>
		changeTask(tx, { scope: locals.scope, committee }, taskTyped(typed), verb),
	);
	const { month, activityNumber } = task;
	const meeting = first(typed, 'meeting');
	if (first(typed, 'from') === 'meeting' && isId(meeting))
		redirect(303, `${url.pathname.replace(/\/tasks$/, '/meetings')}/${meeting}?done=task_${verb}`);
	if (first(typed, 'from') === 'activity' && month && activityNumber !== null)
		redirect(303, `${pageOf(event, month, activityNumber)}?done=task_${verb}`);
	redirect(303, `${url.pathname}?done=${verb}&task=${task.id}`);
}

export const actions = {
	add: async (event) => {
		const typed = typedFrom(await event.request.formData());
		const added = await onCommittee(event.locals, ({ tx, committee, actor }) =>
			submitTask(tx, actor, committee, typed),
		);
		if (!added.ok) return fail(422, { issues: added.issues, typed });
		if (added.activity !== null) redirect(303, `${pageOf(event, added.month, added.activity)}?done=task_add`);
		redirect(303, `${event.url.pathname}?done=add`);
	},
	done: (event) => change(event, 'done'),
	undo: (event) => change(event, 'undo'),
	cancel: (event) => change(event, 'cancel'),
} satisfies Actions;
