import { json } from '@sveltejs/kit';
import { takeAnswer } from '#checks/answering.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { problemIn } from '#platform/problem.ts';
import type { RequestHandler } from './$types';

/** Where `static/check.js` sends an answer: told in one word what became of it, and asked to come again while it could not be kept. */
export const POST: RequestHandler = async ({ params, request }) => {
	const typed = typedFrom(await request.formData());
	try {
		return json(await takeAnswer(params.code, typed));
	} catch (thrown) {
		if (problemIn(thrown)?.code !== 'unavailable') throw thrown;
		return json({ outcome: 'unavailable' }, { status: 503, headers: { 'retry-after': '2' } });
	}
};
