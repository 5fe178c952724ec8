import { fail, redirect } from '@sveltejs/kit';
import { addVersion, readText } from '#cases/actions.server.ts';
import { parseText } from '#cases/input.ts';
import { findVersion, getCase, lockCase } from '#cases/store.server.ts';
import { onCommittee } from '#committees/actions.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { staleOnly } from '#platform/problem.ts';
import type { Actions, PageServerLoad } from './$types';

/** Begins with the text of a version: the one in the address, else the latest. */
export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const seen = await lockCase(tx, committee.id, params.id);
		const { versions } = await getCase(tx, params.id);
		const from = versions.find(({ version }) => String(version) === url.searchParams.get('from')) ?? versions[0];
		const whole = from && (await findVersion(tx, params.id, from.version));
		return { id: params.id, seen, title: from?.head.title ?? '', from: whole ?? null };
	});

export const actions = {
	preview: async ({ request }) => {
		const typed = typedFrom(await request.formData());
		const read = await readText(typed.source?.[0] ?? '');
		return read.ok ? { typed, preview: read.story } : fail(422, { typed, mistakes: read.mistakes });
	},
	save: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const parsed = parseText(typed);
		if (!parsed.ok) return fail(422, { typed, issues: parsed.issues });
		const read = await readText(parsed.value.source);
		if (!read.ok) return fail(422, { typed, mistakes: read.mistakes });
		const text = { draft: parsed.value, story: read.story };
		const saved = await onCommittee(locals, ({ tx, committee, actor }) =>
			addVersion(tx, actor, committee, params.id, text),
		).catch(staleOnly);
		if (saved === 'stale') return fail(409, { typed, stale: true });
		if (saved.ok) redirect(303, `${url.pathname.replace(/\/write$/, '')}?version=${saved.version}&done=saved`);
		return fail(422, { typed, issues: [{ field: 'source', message: 'issue.title_taken' }] });
	},
} satisfies Actions;
