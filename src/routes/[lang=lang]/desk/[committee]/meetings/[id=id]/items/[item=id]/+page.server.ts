import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { versionTyped } from '#meetings/input.ts';
import {
	getItem,
	getItemPage,
	removeDecision,
	submitDecision,
	submitItem,
	submitTask,
} from '#meetings/noting.server.ts';
import { first, type Typed, typedFrom } from '#platform/forms.ts';
import { type Issue, staleOnly } from '#platform/problem.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => ({
		...(await getItemPage(tx, committee, { id: params.id, itemId: params.item, locale: locals.locale })),
		chosen: url.searchParams.get('decision') ?? '',
		done: url.searchParams.get('done') ?? '',
	}));

type Here = Pick<RequestEvent<{ id: string; item: string }>, 'locals' | 'params' | 'request' | 'url'>;
type Desk = Parameters<Parameters<typeof onCommittee>[1]>[0];
type At = { id: string; itemId: string; typed: Typed };
type Answer = { ok: true } | { ok: false; issues: Issue[] };

/** One form of the page; decided and given, it stays for the next one. */
const act = (done: string, work: (desk: Desk, at: At) => Promise<Answer>) =>
	async function change({ locals, params, request, url }: Here) {
		const typed = typedFrom(await request.formData());
		const at = { id: params.id, itemId: params.item, typed };
		const outcome = await onCommittee(locals, async (desk) => {
			await getItem(desk.tx, params.id, params.item);
			return work(desk, at);
		}).catch(staleOnly);
		if (outcome === 'stale') return fail(409, { of: done, stale: versionTyped(typed), issues: [], typed });
		if (!outcome.ok) return fail(422, { of: done, issues: outcome.issues, typed });
		redirect(303, `${url.pathname}?done=${done}`);
	};

export const actions = {
	edit: act('item_edited', ({ tx, actor, committee }, at) => submitItem(tx, actor, committee, at)),
	decide: act('decided', ({ tx, actor, committee }, at) =>
		submitDecision(tx, actor, committee, { ...at, decisionId: first(at.typed, 'decision') || null }),
	),
	removeDecision: act('decision_removed', async ({ tx, actor, committee }, { id, itemId, typed }) => {
		const decisionId = first(typed, 'decision');
		await removeDecision(tx, actor, committee, { id, version: versionTyped(typed), itemId, decisionId });
		return { ok: true };
	}),
	addTask: act('task_added', ({ tx, actor, committee }, at) => submitTask(tx, actor, committee, at)),
} satisfies Actions;
