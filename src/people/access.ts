import type { Audience } from './model.ts';

type Verb = 'GET' | 'POST';

/**
 * Who may do what: every route of `src/routes` with the verbs it answers. `hooks.server.ts` refuses what is not written
 * here, and the architecture test fails when a route is missing or a line has no route.
 */
export const access: Record<string, Partial<Record<Verb, Audience>>> = {
	'/': { GET: 'anyone' },
	'/healthz': { GET: 'anyone' },
	'/[lang=lang]/refused/[code]': { GET: 'anyone' },
	'/[lang=lang]/(public)': { GET: 'public' },
	'/[lang=lang]/(public)/[county]': { GET: 'public' },
	'/[lang=lang]/(public)/[county]/calendar.ics': { GET: 'public' },
	'/[lang=lang]/(public)/[county]/[month=month]': { GET: 'public' },
	'/[lang=lang]/(public)/[county]/[month=month]/calendar.ics': { GET: 'public' },
	'/[lang=lang]/(public)/[county]/[month=month]/[number=number]': { GET: 'public' },
	'/[lang=lang]/(public)/[county]/[month=month]/announcement': { GET: 'public' },
	'/[lang=lang]/(public)/[county]/[month=month]/announcement/[figure]': { GET: 'public' },
	'/[lang=lang]/(public)/[county]/[month=month]/announcement/download/[format]': { GET: 'public' },
	'/[lang=lang]/desk/enter': { GET: 'anyone', POST: 'anyone' },
	'/[lang=lang]/desk': { GET: 'desk' },
	'/[lang=lang]/desk/leave': { GET: 'anyone', POST: 'anyone' },
	'/[lang=lang]/desk/[committee]': { GET: 'desk' },
	'/[lang=lang]/desk/[committee]/import': { GET: 'desk', POST: 'desk' },
	'/[lang=lang]/desk/[committee]/import/example.csv': { GET: 'desk' },
	'/[lang=lang]/desk/[committee]/import/[preview=id]': { GET: 'desk', POST: 'desk' },
	'/[lang=lang]/desk/[committee]/[month=month]/activities.csv': { GET: 'desk' },
	'/[lang=lang]/desk/[committee]/programmes/new': { GET: 'desk', POST: 'desk' },
	'/[lang=lang]/desk/[committee]/partners': { GET: 'desk', POST: 'desk' },
	'/[lang=lang]/desk/[committee]/partners/new': { GET: 'desk', POST: 'desk' },
	'/[lang=lang]/desk/[committee]/partners/[id=id]': { GET: 'desk', POST: 'desk' },
	'/[lang=lang]/desk/[committee]/places': { GET: 'desk', POST: 'desk' },
	'/[lang=lang]/desk/[committee]/places/new': { GET: 'desk', POST: 'desk' },
	'/[lang=lang]/desk/[committee]/places/[id=id]': { GET: 'desk', POST: 'desk' },
	'/[lang=lang]/desk/[committee]/[month=month]': { GET: 'desk' },
	'/[lang=lang]/desk/[committee]/[month=month]/programme': { GET: 'desk', POST: 'desk' },
	'/[lang=lang]/desk/[committee]/[month=month]/coverage': { GET: 'desk' },
	'/[lang=lang]/desk/[committee]/[month=month]/activities': { GET: 'desk', POST: 'desk' },
	'/[lang=lang]/desk/[committee]/[month=month]/activities/new': { GET: 'desk', POST: 'desk' },
	'/[lang=lang]/desk/[committee]/[month=month]/activities/[number=number]': { GET: 'desk', POST: 'desk' },
	'/[lang=lang]/desk/[committee]/[month=month]/activities/[number=number]/edit': { GET: 'desk', POST: 'desk' },
	'/[lang=lang]/desk/[committee]/[month=month]/activities/[number=number]/return': { GET: 'desk', POST: 'desk' },
	'/[lang=lang]/desk/[committee]/[month=month]/announcement': { GET: 'desk', POST: 'desk' },
	'/[lang=lang]/desk/[committee]/[month=month]/announcement/version/[version=number]': { GET: 'desk' },
	'/[lang=lang]/desk/[committee]/[month=month]/announcement/version/[version=number]/[format]': { GET: 'desk' },
	'/[lang=lang]/desk/[committee]/[month=month]/figures/[figure]': { GET: 'desk' },
	'/[lang=lang]/desk/[committee]/[month=month]/figures/[figure]/csv': { GET: 'desk' },
};

/** Null when nobody may. */
export const whoMay = (route: string, verb: string): Audience | null => {
	const line = access[route];
	const asked = verb === 'HEAD' ? 'GET' : verb;
	return (asked === 'GET' || asked === 'POST' ? line?.[asked] : null) ?? null;
};
