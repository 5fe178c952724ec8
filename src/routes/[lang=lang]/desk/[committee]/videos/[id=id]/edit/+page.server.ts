import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { submitVideo } from '#videos/actions.server.ts';
import { typedFor } from '#videos/input.ts';
import { getVideo } from '#videos/store.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const video = await getVideo(tx, committee.id, params.id);
		return { video, typed: typedFor(video) };
	});

export const actions = {
	default: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, ({ tx, actor, committee }) =>
			submitVideo(tx, actor, committee, typed, params.id),
		);
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `${url.pathname.replace(/\/edit$/, '')}?done=saved`);
	},
} satisfies Actions;
