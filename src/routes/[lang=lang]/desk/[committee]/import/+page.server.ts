import { fail, redirect } from '@sveltejs/kit';
import { previewImport, readSpreadsheet } from '#planning/actions.server.ts';
import { parseMonthChoice } from '#planning/input.ts';
import { listPreviews } from '#planning/store.server.ts';
import { isMonth } from '#platform/dates.ts';
import { inTransaction } from '#platform/db.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { Problem } from '#platform/problem.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	inTransaction(locals.scope, async (tx) => {
		if (!locals.committee) throw new Problem('not_found', 'no committee in the address');
		const asked = url.searchParams.get('month') ?? '';
		return { previews: await listPreviews(tx, locals.committee.id), asked: isMonth(asked) ? asked : '' };
	});

export const actions = {
	default: async ({ locals, params, request }) => {
		const form = await request.formData();
		const typed = typedFrom(form);
		const month = parseMonthChoice(typed);
		const file = form.get('file');
		if (!month.ok) return fail(422, { issues: month.issues, typed });
		if (!(file instanceof File) || file.name === '')
			return fail(422, { issues: [{ field: 'file', message: 'import.issue.no_file' }], typed });
		const upload = { bytes: new Uint8Array(await file.arrayBuffer()), fileName: file.name };
		const read = await readSpreadsheet(upload);
		if (!read.ok) return fail(422, { issues: read.issues, typed });
		const kept = await inTransaction(locals.scope, async (tx) => {
			if (!locals.committee) throw new Problem('not_found', 'no committee in the address');
			return previewImport(tx, locals.actor, locals.committee, { sheet: read.sheet, upload, month: month.value });
		});
		if (!kept.ok) return fail(422, { issues: kept.issues, typed });
		redirect(303, `/${locals.locale}/desk/${params.committee}/import/${kept.id}`);
	},
} satisfies Actions;
