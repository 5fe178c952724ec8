import { json } from '@sveltejs/kit';
import { takeAnswer } from '#checks/taking.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { problemIn } from '#platform/problem.ts';
import type { RequestHandler } from './$types';

/** Where `static/check.js` sends an answer. The front takes it before that (checks/door.server.ts); `npm run dev` has no front. */
export const POST: RequestHandler = async ({ params, request }) => {
	const typed = typedFrom(await request.formData());
	try {
		return json(await takeAnswer(params.code, typed));
	} catch (thrown) {
		if (problemIn(thrown)?.code !== 'unavailable') throw thrown;
		return json({ outcome: 'unavailable' }, { status: 503, headers: { 'retry-after': '2' } });
	}
};
