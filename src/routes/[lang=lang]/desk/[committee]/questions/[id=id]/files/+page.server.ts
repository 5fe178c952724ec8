import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { getDraft, receiveFile, removeFile } from '#questions/files.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => ({
		id: params.id,
		draft: await getDraft(tx, committee, params.id),
		done: url.searchParams.get('done') ?? '',
	}));

export const actions = {
	// The body is read as it comes, like that of a recording of the help page.
	keep: async ({ locals, params, request, url }) => {
		const outcome = await receiveFile(locals, params.id, request);
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed: outcome.typed });
		redirect(303, `${url.pathname}?done=kept`);
	},
	remove: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		await onCommittee(locals, ({ tx, committee, actor }) => removeFile(tx, actor, committee, params.id, typed));
		redirect(303, `${url.pathname}?done=removed`);
	},
} satisfies Actions;
