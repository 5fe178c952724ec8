import { getYears } from '#results/reading.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	getYears(locals, { line: url.searchParams.get('line'), year: url.searchParams.get('year') });
