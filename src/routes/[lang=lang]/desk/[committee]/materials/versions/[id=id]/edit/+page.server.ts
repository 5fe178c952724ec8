import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { submitVersion } from '#materials/actions.server.ts';
import { typedForVersion } from '#materials/form.ts';
import { contentOf } from '#materials/model.ts';
import { getMaterial } from '#materials/store.server.ts';
import { getVersion } from '#materials/versions.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { staleOnly } from '#platform/problem.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const version = await getVersion(tx, params.id);
		const material = await getMaterial(tx, committee.id, version.materialId);
		const content = contentOf(material.kind);
		if (content === 'file') redirect(303, url.pathname.replace(/edit$/, 'upload'));
		return { material, version, typeset: content === 'texts', typed: typedForVersion(version) };
	});

export const actions = {
	default: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, ({ tx, committee, actor }) =>
			submitVersion(tx, actor, committee, params.id, typed),
		).catch(staleOnly);
		if (outcome === 'stale') return fail(409, { stale: true, issues: [], typed });
		if (!outcome.ok) return fail(422, { stale: false, issues: 'issues' in outcome ? outcome.issues : [], typed });
		redirect(303, `${url.pathname.replace(/\/edit$/, '')}?done=edited`);
	},
} satisfies Actions;
