import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { typedForFile } from '#materials/form.ts';
import { contentOf } from '#materials/model.ts';
import { getMaterial } from '#materials/store.server.ts';
import { receiveVersion } from '#materials/uploading.server.ts';
import { getVersion } from '#materials/versions.server.ts';
import { staleOnly } from '#platform/problem.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const version = await getVersion(tx, params.id);
		const material = await getMaterial(tx, committee.id, version.materialId);
		if (contentOf(material.kind) !== 'file') redirect(303, url.pathname.replace(/upload$/, 'edit'));
		const file = version.file && { bytes: version.file.bytes, pages: version.file.look.pages };
		return {
			material,
			file,
			version: version.id,
			language: version.language,
			state: version.state,
			typed: typedForFile(version),
		};
	});

export const actions = {
	default: async ({ locals, params, request, url }) => {
		const outcome = await receiveVersion(locals, { versionId: params.id }, request).catch(staleOnly);
		if (outcome === 'stale') return fail(409, { stale: true, issues: [], typed: {} });
		if (!outcome.ok) return fail(422, { stale: false, issues: outcome.issues, typed: outcome.typed });
		redirect(303, `${url.pathname.replace(/\/upload$/, '')}?done=edited`);
	},
} satisfies Actions;
