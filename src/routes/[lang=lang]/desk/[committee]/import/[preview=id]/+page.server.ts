import { fail, redirect } from '@sveltejs/kit';
import { answerImport, confirmImport, discardImport, getImport, type Look } from '#planning/actions.server.ts';
import { parseAnswers, viewOf } from '#planning/input.ts';
import { getPreview } from '#planning/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import { first, typedFrom } from '#platform/forms.ts';
import { Problem, staleOnly } from '#platform/problem.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	inTransaction(locals.scope, async (tx) => {
		const committee = committeeOf(locals);
		const { outcome, fileName, month: slug } = await getPreview(tx, committee.id, params.preview);
		if (outcome) return { done: { outcome, fileName, slug } };
		const { preview, comparison, programme, seen } = await getImport(tx, committee, params.preview);
		const view = viewOf(comparison.rows, url.searchParams);
		return { done: null, preview: { ...preview, comparison, seen, exists: programme !== undefined, view } };
	});

function committeeOf({ committee }: App.Locals) {
	if (!committee) throw new Problem('not_found', 'no committee in the address');
	return committee;
}

async function read({ locals, params, request }: RequestEvent) {
	const typed = typedFrom(await request.formData());
	const choose = ({ comparison }: Look) => parseAnswers(typed, comparison.questions);
	return {
		id: params.preview,
		committee: committeeOf(locals),
		scope: locals.scope,
		seen: first(typed, 'seen'),
		choose,
	};
}

export const actions = {
	answer: async (event) => {
		const { id, committee, scope, choose } = await read(event);
		await inTransaction(scope, (tx) => answerImport(tx, committee, id, choose));
		redirect(303, event.url.pathname);
	},
	confirm: async (event) => {
		const { id, committee, scope, choose, seen } = await read(event);
		const confirmed = await inTransaction(scope, (tx) =>
			confirmImport(tx, event.locals.actor, committee, { id, seen, choose }),
		).catch(staleOnly);
		// The same month or the same names came in meanwhile: the preview shows what is so now.
		if (confirmed === 'stale') return fail(409, { reason: 'stale' as const });
		if (!confirmed.ok) return fail(confirmed.reason === 'stale' ? 409 : 422, { reason: confirmed.reason });
		redirect(303, event.url.pathname);
	},
	discard: async (event) => {
		const { id, committee, scope } = await read(event);
		await inTransaction(scope, (tx) => discardImport(tx, committee, id));
		redirect(303, `/${event.locals.locale}/desk/${committee.slug}/import`);
	},
} satisfies Actions;
