import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { checkLine, submitLine, submitTest } from '#help/actions.server.ts';
import { typedForLine } from '#help/input.ts';
import { lineState } from '#help/model.ts';
import { getLine, listTests } from '#help/store.server.ts';
import { onLineChanged } from '#materials/recall.server.ts';
import { dayAt } from '#platform/dates.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const now = new Date();
		const line = await getLine(tx, committee.id, params.id);
		return {
			line: { ...line, state: lineState(line, { now, today: dayAt(now) }) },
			typed: typedForLine(line),
			tests: await listTests(tx, line.id),
			owned: line.committeeId === committee.id,
			today: dayAt(now),
			done: url.searchParams.get('done') ?? '',
		};
	});

type Here = Pick<RequestEvent<{ id: string }>, 'locals' | 'params' | 'request' | 'url'>;

/** Whatever changes about a line, leaflets that carry its number hear of it in the same transaction. */
async function change({ locals, params, request, url }: Here, verb: 'test' | 'edit' | 'check') {
	const typed = typedFrom(await request.formData());
	const now = new Date();
	const outcome = await onCommittee(locals, async ({ tx, actor, committee }) => {
		const before = await getLine(tx, committee.id, params.id);
		if (verb === 'check') await checkLine(tx, actor, committee, params.id, now);
		const done =
			verb === 'test'
				? await submitTest(tx, actor, committee, typed, params.id, now)
				: verb === 'edit'
					? await submitLine(tx, committee, typed, params.id)
					: { ok: true as const };
		if (done.ok) await onLineChanged(tx, { actor, committee, numbers: [before.number], now });
		return done;
	});
	if (!outcome.ok) return fail(422, { verb, issues: outcome.issues, typed });
	redirect(303, `${url.pathname}?done=${verb}`);
}

export const actions = {
	test: (event) => change(event, 'test'),
	edit: (event) => change(event, 'edit'),
	check: (event) => change(event, 'check'),
} satisfies Actions;
