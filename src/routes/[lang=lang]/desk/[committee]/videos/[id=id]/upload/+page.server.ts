import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { findTools } from '#videos/ffmpeg.server.ts';
import { getVideo } from '#videos/store.server.ts';
import { receiveVideo } from '#videos/uploading.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onCommittee(locals, async ({ tx, committee }) => ({
		video: await getVideo(tx, committee.id, params.id),
		makesSizes: findTools() !== null,
	}));

export const actions = {
	// The body is read as it comes: `formData()` would hold two hundred megabytes.
	default: async ({ locals, params, request, url }) => {
		const outcome = await receiveVideo(locals, params.id, request);
		if (!outcome.ok) return fail(422, { issues: outcome.issues });
		redirect(303, `${url.pathname.replace(/\/upload$/, '')}?done=uploaded`);
	},
} satisfies Actions;
