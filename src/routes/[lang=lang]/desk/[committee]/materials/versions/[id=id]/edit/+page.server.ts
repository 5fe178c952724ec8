import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { submitVersion } from '#materials/actions.server.ts';
import { typedForVersion } from '#materials/form.ts';
import { isTypeset } from '#materials/model.ts';
import { getMaterial, getVersion } from '#materials/store.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { staleOnly } from '#platform/problem.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const version = await getVersion(tx, params.id);
		const material = await getMaterial(tx, committee.id, version.materialId);
		return { material, version, typeset: isTypeset(material.kind), typed: typedForVersion(version) };
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
