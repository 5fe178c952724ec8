import { fail, redirect } from '@sveltejs/kit';
import { draftInvitations, draftMonthOrder, draftOneInvitation, getMonthPaper } from '#letters/actions.server.ts';
import { localeTyped } from '#letters/input.ts';
import { typedFrom } from '#platform/forms.ts';
import { onMonth } from '#programmes/actions.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onMonth(locals, params.month, async ({ tx, committee, programme }) => ({
		...(await getMonthPaper(tx, committee, programme)),
		programme,
		drafted: Number(url.searchParams.get('n')) || 0,
	}));

const letterAt = (path: string, id: string): string =>
	`${path.replace(/\/[^/]+\/letters$/, '')}/letters/${id}?done=draft`;

export const actions = {
	draftAll: async ({ locals, params, request, url }) => {
		const locale = localeTyped(typedFrom(await request.formData()));
		const n = await onMonth(locals, params.month, (desk) => draftInvitations(desk, locale));
		redirect(303, `${url.pathname}?n=${n}`);
	},
	draftOne: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const drafted = await onMonth(locals, params.month, (desk) => draftOneInvitation(desk, typed, localeTyped(typed)));
		if (!drafted.ok) return fail(422, { issues: drafted.issues, typed });
		redirect(303, letterAt(url.pathname, drafted.id));
	},
	draftOrder: async ({ locals, params, request, url }) => {
		const locale = localeTyped(typedFrom(await request.formData()));
		const id = await onMonth(locals, params.month, (desk) => draftMonthOrder(desk, locale));
		redirect(303, letterAt(url.pathname, id));
	},
} satisfies Actions;
