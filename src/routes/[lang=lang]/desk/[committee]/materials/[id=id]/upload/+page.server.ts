import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { typedForFile } from '#materials/form.ts';
import { contentOf } from '#materials/model.ts';
import { getMaterial } from '#materials/store.server.ts';
import { receiveVersion } from '#materials/uploading.server.ts';
import { getVersion } from '#materials/versions.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** A version that exists lends its language to the next one. */
export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const material = await getMaterial(tx, committee.id, params.id);
		if (contentOf(material.kind) !== 'file') redirect(303, url.pathname.replace(/upload$/, 'write'));
		const from = url.searchParams.get('from');
		const source = from ? await getVersion(tx, from) : null;
		return { material, typed: source?.materialId === material.id ? typedForFile(source) : {} };
	});

export const actions = {
	// The body is read as it comes, like that of a video.
	default: async ({ locals, params, request, url }) => {
		const outcome = await receiveVersion(locals, { materialId: params.id }, request);
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed: outcome.typed });
		redirect(303, `${url.pathname.replace(/[^/]+\/upload$/, `versions/${outcome.id}`)}?done=uploaded`);
	},
} satisfies Actions;
