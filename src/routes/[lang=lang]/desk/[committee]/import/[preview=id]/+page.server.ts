import { fail, redirect } from '@sveltejs/kit';
import { answerImport, confirmImport, discardImport, getImport } from '#planning/actions.server.ts';
import { parseAnswers, parseView } from '#planning/input.ts';
import { getPreview } from '#planning/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import { first, typedFrom } from '#platform/forms.ts';
import { Problem } from '#platform/problem.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const size = 100;

export const load: PageServerLoad = ({ locals, params, url }) =>
	inTransaction(locals.scope, async (tx) => {
		const committee = committeeOf(locals);
		const { outcome, fileName, month: slug } = await getPreview(tx, committee.id, params.preview);
		if (outcome) return { done: { outcome, fileName, slug } };
		const { preview, comparison, programme, seen } = await getImport(tx, committee, params.preview);
		const view = parseView(url.searchParams);
		const rows = comparison.rows.filter((row) => view.kind === null || row.class === view.kind);
		const page = Math.min(view.page, Math.max(1, Math.ceil(rows.length / size)));
		const shown = rows.slice((page - 1) * size, page * size);
		return {
			done: null,
			preview: {
				...preview,
				comparison,
				seen,
				exists: programme !== undefined,
				view: { ...view, page },
				shown,
				total: rows.length,
				size,
			},
		};
	});

function committeeOf({ committee }: App.Locals) {
	if (!committee) throw new Problem('not_found', 'no committee in the address');
	return committee;
}

export const actions = {
	answer: async (event) => {
		const { typed, committee, id, locals } = await read(event);
		await inTransaction(locals.scope, (tx) =>
			answerImport(tx, committee, id, ({ comparison }) => parseAnswers(typed, comparison.questions)),
		);
		redirect(303, event.url.pathname);
	},
	confirm: async (event) => {
		const { typed, committee, id, locals } = await read(event);
		const confirmed = await inTransaction(locals.scope, (tx) =>
			confirmImport(tx, 'desk', committee, {
				id,
				seen: first(typed, 'seen'),
				choose: ({ comparison }) => parseAnswers(typed, comparison.questions),
			}),
		);
		if (!confirmed.ok) return fail(confirmed.reason === 'stale' ? 409 : 422, { reason: confirmed.reason });
		redirect(303, event.url.pathname);
	},
	discard: async (event) => {
		const { committee, id, locals } = await read(event);
		await inTransaction(locals.scope, (tx) => discardImport(tx, committee, id));
		redirect(303, `/${locals.locale}/desk/${committee.slug}/import`);
	},
} satisfies Actions;

const read = async ({ locals, params, request }: RequestEvent) => ({
	typed: typedFrom(await request.formData()),
	committee: committeeOf(locals),
	id: params.preview,
	locals,
});
