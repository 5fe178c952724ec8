import { fail, redirect } from '@sveltejs/kit';
import { addCase, readText, templateText } from '#cases/actions.server.ts';
import { parseText } from '#cases/input.ts';
import { onCommittee } from '#committees/actions.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ template: await templateText(locals.locale) });

export const actions = {
	preview: async ({ request }) => {
		const typed = typedFrom(await request.formData());
		const read = await readText(typed.source?.[0] ?? '');
		return read.ok ? { typed, preview: read.story } : fail(422, { typed, mistakes: read.mistakes });
	},
	save: async ({ locals, request, url }) => {
		const typed = typedFrom(await request.formData());
		const parsed = parseText(typed);
		if (!parsed.ok) return fail(422, { typed, issues: parsed.issues });
		const read = await readText(parsed.value.source);
		if (!read.ok) return fail(422, { typed, mistakes: read.mistakes });
		const draft = { draft: parsed.value, story: read.story };
		const saved = await onCommittee(locals, ({ tx, committee, actor }) => addCase(tx, actor, committee, draft));
		if (saved.ok) redirect(303, `${url.pathname.replace(/new$/, saved.id)}?done=saved`);
		return fail(422, { typed, issues: [{ field: 'source', message: 'issue.title_taken' }] });
	},
} satisfies Actions;
