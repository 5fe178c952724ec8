import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { changeLetter, getLetterPage } from '#letters/actions.server.ts';
import type { LetterVerb } from '#letters/model.ts';
import { dayAt } from '#platform/dates.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => ({
		...(await getLetterPage(tx, committee, params.id)),
		today: dayAt(new Date()),
		done: url.searchParams.get('done') ?? '',
	}));

type Here = Pick<RequestEvent<{ id: string }>, 'locals' | 'params' | 'request' | 'url'>;
async function change({ locals, params, request, url }: Here, verb: LetterVerb) {
	const typed = typedFrom(await request.formData());
	const outcome = await onCommittee(locals, (desk) => changeLetter(desk, { id: params.id, verb, typed }));
	if (!outcome.ok)
		return fail(422, {
			...{ verb, typed },
			why: 'why' in outcome ? outcome.why : null,
			issues: 'issues' in outcome ? outcome.issues : [],
		});
	redirect(303, `${verb === 'discard' ? url.pathname.replace(/\/[^/]+$/, '') : url.pathname}?done=${verb}`);
}

export const actions = {
	number: (event) => change(event, 'number'),
	sign: (event) => change(event, 'sign'),
	withdraw: (event) => change(event, 'withdraw'),
	discard: (event) => change(event, 'discard'),
} satisfies Actions;
