import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { answerByLink, openLink } from '#consultation/answering.server.ts';
import { type Answer, answers } from '#consultation/model.ts';
import { typedFrom } from '#platform/forms.ts';
import { Problem } from '#platform/problem.ts';
import type { Actions, PageServerLoad } from './$types';

const closed = () => new Problem('link_closed', 'the link does not open');

/** Only reads: whoever looks into a mail before its reader opens links, and must not answer by that. */
export const load: PageServerLoad = async ({ params, setHeaders, url }) => {
	setHeaders({ 'x-robots-tag': 'noindex, nofollow' });
	const asked = await openLink(params.token);
	if (!asked) throw closed();
	const done = answers.find((answer) => answer === url.searchParams.get('done'));
	return { ...asked, done: done !== undefined && done === asked.answer?.answer };
};

type Here = Pick<RequestEvent<{ token: string }>, 'params' | 'request' | 'url'>;

async function take({ params, request, url }: Here, answer: Answer) {
	const typed = typedFrom(await request.formData());
	const outcome = await answerByLink(params.token, answer, typed);
	if (!outcome) throw closed();
	if (!outcome.ok) return fail(422, { answer, issues: outcome.issues, typed });
	redirect(303, `${url.pathname}?done=${answer}`);
}

export const actions = {
	yes: (event) => take(event, 'yes'),
	other_day: (event) => take(event, 'other_day'),
	no: (event) => take(event, 'no'),
} satisfies Actions;
