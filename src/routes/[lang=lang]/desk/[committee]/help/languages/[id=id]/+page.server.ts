import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { typedForPage } from '#help/languages.ts';
import { getPage, publishPage, submitPage, whyNotNow, withdrawPage } from '#help/pages.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, actor }) => {
		const help = await getPage(tx, params.id);
		const whyNot = await whyNotNow(tx, actor, help, new Date());
		return { help, typed: typedForPage(help), whyNot, done: url.searchParams.get('done') ?? '' };
	});

export const actions = {
	edit: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const outcome = await onCommittee(locals, ({ tx, actor, committee }) =>
			submitPage(tx, actor, committee, typed, { id: params.id, now: new Date() }),
		);
		if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
		redirect(303, `${url.pathname}?done=draft`);
	},
	publish: async ({ locals, params, url }) => {
		const outcome = await onCommittee(locals, ({ tx, actor, committee }) =>
			publishPage(tx, actor, committee, params.id, new Date()),
		);
		if (!outcome.ok) return fail(409, { reason: outcome.reason });
		redirect(303, `${url.pathname}?done=published`);
	},
	withdraw: async ({ locals, params, url }) => {
		await onCommittee(locals, ({ tx, committee }) => withdrawPage(tx, committee, params.id));
		redirect(303, `${url.pathname}?done=withdrawn`);
	},
} satisfies Actions;
