import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { sectionText } from '#help/naming.ts';
import { listPages } from '#help/pages.server.ts';
import { receiveRecording } from '#help/uploading.server.ts';
import type { Typed } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const chosen: Typed = {};
	for (const field of ['language', 'section']) chosen[field] = url.searchParams.getAll(field);
	const [language = '', section = ''] = ['language', 'section'].map((field) => url.searchParams.get(field) ?? '');
	return onCommittee(locals, async ({ tx }) => {
		const pages = await listPages(tx);
		const known = /^[1-5]$/.test(section) ? sectionText(language, Number(section), pages) : null;
		return {
			...{ chosen, words: known && { text: known.text, language } },
			pages: pages.map((page) => ({ language: page.language, name: page.name })),
		};
	});
};

export const actions = {
	// The body is read as it comes, like that of a video.
	default: async ({ locals, request, url }) => {
		const outcome = await receiveRecording(locals, request);
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed: outcome.typed });
		redirect(303, `${url.pathname.replace(/new$/, outcome.id)}?done=added`);
	},
} satisfies Actions;
