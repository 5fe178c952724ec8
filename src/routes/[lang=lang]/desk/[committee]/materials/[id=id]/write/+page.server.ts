import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { submitNewVersion } from '#materials/actions.server.ts';
import { typedForVersion } from '#materials/form.ts';
import { contentOf } from '#materials/model.ts';
import { getMaterial } from '#materials/store.server.ts';
import { getVersion } from '#materials/versions.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

/** A version that exists can be the beginning of the next one, or of a translation. */
export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const material = await getMaterial(tx, committee.id, params.id);
		// A file has a form of its own.
		if (contentOf(material.kind) === 'file') redirect(303, `${url.pathname.replace(/write$/, 'upload')}${url.search}`);
		const from = url.searchParams.get('from');
		const source = from ? await getVersion(tx, from) : null;
		return {
			...{ material, typeset: contentOf(material.kind) === 'texts' },
			typed: source?.materialId === material.id ? typedForVersion(source) : {},
		};
	});

export const actions = {
	default: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, ({ tx, committee, actor }) =>
			submitNewVersion(tx, actor, committee, params.id, typed),
		);
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `${url.pathname.replace(/[^/]+\/write$/, `versions/${outcome.id}`)}?done=written`);
	},
} satisfies Actions;
