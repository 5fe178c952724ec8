import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { actOnCheck, type DeskVerb, getCheckPage, onNational } from '#checks/desk.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onNational(locals, async ({ tx, owner }) => ({
		page: await getCheckPage(tx, owner, params.id, url.origin),
		done: url.searchParams.get('done') ?? '',
	}));

type Here = Pick<RequestEvent<{ id: string }>, 'locals' | 'params' | 'request' | 'url'>;

async function act({ locals, params, request, url }: Here, verb: DeskVerb) {
	const typed = typedFrom(await request.formData());
	const outcome = await onNational(locals, (here) => actOnCheck(here, here.owner, params.id, { verb, typed }));
	if (!outcome.ok) return fail(422, { ...outcome, typed });
	redirect(303, `${verb === 'remove' ? url.pathname.replace(/\/[^/]+$/, '') : url.pathname}?done=${verb}`);
}

export const actions = {
	open: (event) => act(event, 'open'),
	close: (event) => act(event, 'close'),
	void: (event) => act(event, 'void'),
	remove: (event) => act(event, 'remove'),
} satisfies Actions;
