import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { actorAccount } from '#people/model.ts';
import { listAccountNames } from '#people/store.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { onMonth } from '#programmes/actions.server.ts';
import { type Drawn, drawSample, getSamplePage, type Replaced, replaceClass } from '#samples/actions.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onMonth(locals, params.month, async ({ tx, programme }) => {
		const page = await getSamplePage(tx, programme.id);
		const names = await listAccountNames(tx, page.sample ? [actorAccount(page.sample.actor) ?? []].flat() : []);
		return { programme, page, names, done: url.searchParams.get('done') ?? '' };
	});

type Here = Pick<RequestEvent<{ month: string }>, 'locals' | 'params' | 'request' | 'url'>;

async function act({ locals, params, request, url }: Here, verb: 'draw' | 'replace') {
	const typed = typedFrom(await request.formData());
	const outcome = await onMonth(
		locals,
		params.month,
		async ({ tx, actor, committee, programme }): Promise<Drawn | Replaced> => {
			const desk = { tx, actor, committee, programme, locale: locals.locale };
			return verb === 'draw' ? drawSample(desk, typed) : replaceClass(desk, typed);
		},
	);
	if (outcome.ok) redirect(303, `${url.pathname}?done=${verb}`);
	return fail(422, { ...outcome, verb, typed });
}

export const actions = {
	drawClasses: (event) => act(event, 'draw'),
	replaceClass: (event) => act(event, 'replace'),
} satisfies Actions;
