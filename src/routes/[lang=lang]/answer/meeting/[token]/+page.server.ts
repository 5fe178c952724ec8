import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { answerMeeting, openMeetingLink } from '#meetings/answering.server.ts';
import { type Coming, comings } from '#meetings/answers.ts';
import { typedFrom } from '#platform/forms.ts';
import { Problem } from '#platform/problem.ts';
import type { Actions, PageServerLoad } from './$types';

const closed = () => new Problem('link_closed', 'the link does not open');

/** Only reads: whoever looks into a mail before its reader opens links, and must not answer by that. */
export const load: PageServerLoad = async ({ params, setHeaders, url }) => {
	setHeaders({ 'x-robots-tag': 'noindex, nofollow' });
	const called = await openMeetingLink(params.token);
	if (!called) throw closed();
	const done = comings.find((coming) => coming === url.searchParams.get('done'));
	return { ...called, done: done !== undefined && done === called.answer?.answer };
};

type Here = Pick<RequestEvent<{ token: string }>, 'params' | 'request' | 'url'>;

async function take({ params, request, url }: Here, coming: Coming) {
	const typed = typedFrom(await request.formData());
	const outcome = await answerMeeting(params.token, coming, typed);
	if (!outcome) throw closed();
	// What was cancelled or is over meanwhile, the page itself says.
	if (!outcome.ok && 'closed' in outcome) return fail(409, { issues: [], typed });
	if (!outcome.ok) return fail(422, { issues: outcome.issues, typed });
	redirect(303, `${url.pathname}?done=${coming}`);
}

export const actions = {
	yes: (event) => take(event, 'yes'),
	substitute: (event) => take(event, 'substitute'),
	no: (event) => take(event, 'no'),
} satisfies Actions;
