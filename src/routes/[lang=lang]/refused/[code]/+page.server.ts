import { Problem, type ProblemCode, problems } from '#platform/problem.ts';
import type { PageServerLoad } from './$types';

const isCode = (text: string): text is ProblemCode => text in problems;

/** Throws the problem that the hooks met before any route ran, so that it is answered as a page in the reader's language. */
export const load: PageServerLoad = ({ params }) => {
	throw new Problem(isCode(params.code) ? params.code : 'not_found', 'refused before the route');
};
