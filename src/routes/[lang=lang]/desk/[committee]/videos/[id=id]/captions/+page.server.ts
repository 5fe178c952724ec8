import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { first, typedFrom } from '#platform/forms.ts';
import { getWholeVideo, removeCaptions, submitCaptions } from '#videos/actions.server.ts';
import { typedForCaptions } from '#videos/input.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const { video, captions } = await getWholeVideo(tx, committee.id, params.id);
		const asked = url.searchParams.get('language') ?? '';
		const present = captions.find(({ language }) => language === asked);
		return { video, typed: present ? typedForCaptions(present) : { language: [asked], made: ['by_hand'] }, present };
	});

const video = (url: URL) => url.pathname.replace(/\/captions$/, '');

export const actions = {
	save: async ({ locals, params, request, url }) => {
		const form = await request.formData();
		const typed = typedFrom(form);
		const file = form.get('file');
		// A file goes before what stands in the box: whoever chooses one means it.
		if (file instanceof File && file.size > 0) typed.vtt = [(await file.text()).trim()];
		const outcome = await onCommittee(locals, ({ tx, actor, committee }) =>
			submitCaptions(tx, actor, committee, params.id, typed),
		);
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `${video(url)}?done=captions`);
	},
	remove: async ({ locals, params, request, url }) => {
		const language = first(typedFrom(await request.formData()), 'language');
		await onCommittee(locals, ({ tx, actor, committee }) => removeCaptions(tx, actor, committee, params.id, language));
		redirect(303, `${video(url)}?done=captions_removed`);
	},
} satisfies Actions;
