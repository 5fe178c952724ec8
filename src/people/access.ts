import { accessToMonths } from './access-month.ts';
import { type Grant, roles } from './model.ts';
import {
	administration,
	approvers,
	authors,
	chair,
	each,
	hosts,
	institution,
	involved,
	leaders,
	named,
	office,
	type Rule,
	readers,
	seaters,
	secretariat,
	senders,
} from './rules.ts';

/**
 * Who may do what: every route of `src/routes` with `GET` and each named form action (`?/confirm`). What is not written here
 * is open to nobody: `hooks.server.ts` refuses it, and the architecture test fails when a route or an action is missing or a
 * line has none. The same table is a page of the desk and docs/security/access.md.
 */
export const access: Record<string, Record<string, Rule>> = {
	'/': { GET: 'anyone' },
	'/healthz': { GET: 'anyone' },
	'/[lang=lang]/refused/[code]': { GET: 'anyone' },
	// The token in the address says who may: one institution, about one activity.
	'/[lang=lang]/answer/[token]': { GET: 'anyone', '?/yes': 'anyone', '?/other_day': 'anyone', '?/no': 'anyone' },
	'/[lang=lang]/answer/month/[token]': { GET: 'anyone', '?/yes': 'anyone' },
	'/[lang=lang]/answer/meeting/[token]': {
		GET: 'anyone',
		'?/yes': 'anyone',
		'?/substitute': 'anyone',
		'?/no': 'anyone',
	},
	// The token in the address says whose calendar it is.
	'/[lang=lang]/calendar/[token]': { GET: 'anyone' },
	// The code in the address says what is answered: a knowledge check, without an account. Its pages are the same for everybody.
	'/k': { GET: 'anyone' },
	'/k/[code]': { GET: 'anyone' },
	'/k/[code]/answers': { POST: 'anyone' },
	// Only what is asked under this code at this moment.
	'/k/[code]/files/[file]': { GET: 'anyone' },
	'/[lang=lang]/k/(public)': { GET: 'public' },
	'/[lang=lang]/k/(public)/[code]': { GET: 'public' },
	'/[lang=lang]/k/(public)/[code]/thanks': { GET: 'public' },
	'/[lang=lang]/k/[code]/answer': { GET: 'anyone', POST: 'anyone' },
	'/(public)/[language=language]': { GET: 'public' },
	'/[lang=lang]/(public)': { GET: 'public' },
	'/[lang=lang]/(public)/numbers': { GET: 'public' },
	'/[lang=lang]/(public)/programmes': { GET: 'public' },
	'/[lang=lang]/(public)/privacy': { GET: 'public' },
	'/[lang=lang]/(public)/materials': { GET: 'public' },
	'/[lang=lang]/(public)/materials/[id=id]/[sheet]': { GET: 'public' },
	'/[lang=lang]/(public)/cases': { GET: 'public' },
	'/[lang=lang]/(public)/cases/[case]': { GET: 'public' },
	'/[lang=lang]/(public)/cases/[case]/print': { GET: 'public' },
	'/[lang=lang]/(public)/cases/[case]/[path=choices]': { GET: 'public' },
	'/[lang=lang]/(public)/cases/[case]/class/[path=choices]': { GET: 'public' },
	'/[lang=lang]/(public)/national/[id=id]': { GET: 'public' },
	'/[lang=lang]/(public)/videos': { GET: 'public' },
	'/[lang=lang]/(public)/videos/[id=id]': { GET: 'public' },
	'/[lang=lang]/(public)/videos/[id=id]/captions/[language]': { GET: 'public' },
	// Never kept by the front, as it is large; only what a published record uses (file_uses in the database).
	'/files/[file]': { GET: 'anyone' },
	'/[lang=lang]/(public)/[county]': { GET: 'public' },
	'/[lang=lang]/(public)/[county]/opportunities': { GET: 'public' },
	'/[lang=lang]/(public)/[county]/calendar.ics': { GET: 'public' },
	'/[lang=lang]/(public)/[county]/[month=month]': { GET: 'public' },
	'/[lang=lang]/(public)/[county]/[month=month]/calendar.ics': { GET: 'public' },
	'/[lang=lang]/(public)/[county]/[month=month]/poster/[sheet]': { GET: 'public' },
	'/[lang=lang]/(public)/[county]/[month=month]/[number=number]': { GET: 'public' },
	'/[lang=lang]/(public)/[county]/[month=month]/announcement': { GET: 'public' },
	'/[lang=lang]/(public)/[county]/[month=month]/announcement/[figure]': { GET: 'public' },
	'/[lang=lang]/(public)/[county]/[month=month]/knowledge': { GET: 'public' },
	'/[lang=lang]/(public)/[county]/[month=month]/knowledge.csv': { GET: 'public' },
	'/[lang=lang]/(public)/[county]/[month=month]/announcement/download/[format]': { GET: 'public' },
	'/[lang=lang]/desk/enter': { GET: 'anyone', '?/passkey': 'anyone', '?/ask': 'anyone', '?/persona': 'anyone' },
	'/[lang=lang]/desk/enter/code': { GET: 'anyone', POST: 'anyone' },
	'/[lang=lang]/desk/enter/link/[token]': { GET: 'anyone', POST: 'anyone' },
	'/[lang=lang]/desk/enter/factor': { GET: 'anyone', POST: 'anyone' },
	'/[lang=lang]/desk/enter/invitation/[token]': { GET: 'anyone', POST: 'anyone' },
	'/[lang=lang]/desk/enter/enrol': { GET: 'anyone', '?/passkey': 'anyone', '?/totp': 'anyone' },
	// Field phones come here to prove themselves again, which the hooks would refuse: the page asks for the session itself.
	'/[lang=lang]/desk/enter/again': { GET: 'anyone', POST: 'anyone' },
	'/[lang=lang]/desk/leave': { GET: 'anyone', '?/leave': 'anyone' },
	'/[lang=lang]/desk': { GET: 'signed_in' },
	'/[lang=lang]/desk/account': {
		...each('signed_in', 'GET', '?/name', '?/end', '?/passkey', '?/remove', '?/totp', '?/codes'),
	},
	'/[lang=lang]/desk/account/calendar': {
		GET: 'signed_in',
		'?/renewCalendar': 'signed_in',
		'?/endCalendar': 'signed_in',
	},
	'/[lang=lang]/desk/access': { GET: 'signed_in' },
	'/[lang=lang]/desk/privacy': { GET: 'signed_in' },
	'/[lang=lang]/desk/people': { GET: administration },
	'/[lang=lang]/desk/people/[id=id]': {
		...each(administration, 'GET', '?/disable', '?/enable', '?/promote', '?/demote', '?/erase'),
	},
	'/[lang=lang]/desk/people/[id=id]/export': { GET: administration },
	'/[lang=lang]/desk/[committee]': { GET: involved },
	'/[lang=lang]/desk/[committee]/import': { GET: secretariat, POST: secretariat },
	'/[lang=lang]/desk/[committee]/import/example.csv': { GET: secretariat },
	'/[lang=lang]/desk/[committee]/import/[preview=id]': {
		GET: secretariat,
		'?/answer': secretariat,
		'?/confirm': secretariat,
		'?/discard': secretariat,
	},
	'/[lang=lang]/desk/[committee]/programmes/new': { GET: secretariat, POST: secretariat },
	'/[lang=lang]/desk/[committee]/partners': { GET: readers, '?/confirm': secretariat },
	'/[lang=lang]/desk/[committee]/partners/new': { GET: secretariat, POST: secretariat },
	'/[lang=lang]/desk/[committee]/partners/[id=id]': { GET: { ...readers, focal_point: 'institution' }, ...named },
	'/[lang=lang]/desk/[committee]/partners/[id=id]/calendar': {
		GET: hosts,
		'?/renewCalendar': hosts,
		'?/endCalendar': hosts,
	},
	'/[lang=lang]/desk/[committee]/partners/[id=id]/contacts/[contact]': {
		GET: hosts,
		'?/save': hosts,
		'?/removeContact': hosts,
	},
	'/[lang=lang]/desk/[committee]/members': { GET: { ...readers, administrator: 'any' } },
	'/[lang=lang]/desk/[committee]/members/new': { GET: seaters, POST: seaters },
	'/[lang=lang]/desk/[committee]/members/order': { GET: seaters, POST: seaters },
	'/[lang=lang]/desk/[committee]/members/[id=id]': {
		GET: seaters,
		'?/validity': seaters,
		'?/end': seaters,
		'?/invite': seaters,
	},
	'/[lang=lang]/desk/[committee]/places': { GET: readers, '?/confirm': secretariat },
	'/[lang=lang]/desk/[committee]/places/new': { GET: secretariat, POST: secretariat },
	'/[lang=lang]/desk/[committee]/places/[id=id]': { GET: readers, ...named },
	'/[lang=lang]/desk/[committee]/cases': { GET: readers },
	'/[lang=lang]/desk/[committee]/cases/new': { GET: authors, '?/preview': authors, '?/save': authors },
	'/[lang=lang]/desk/[committee]/cases/[id=id]': {
		GET: readers,
		'?/send': authors,
		'?/approve': approvers,
		'?/withdraw': approvers,
		'?/reopen': authors,
	},
	'/[lang=lang]/desk/[committee]/cases/[id=id]/write': { GET: authors, '?/preview': authors, '?/save': authors },
	'/[lang=lang]/desk/[committee]/questions': { GET: readers },
	'/[lang=lang]/desk/[committee]/questions/new': { GET: authors, '?/preview': authors, '?/save': authors },
	'/[lang=lang]/desk/[committee]/questions/[id=id]': {
		GET: readers,
		'?/send': authors,
		// By a second person, which the action asks for.
		'?/approve': approvers,
		'?/send_back': approvers,
		'?/withdraw': approvers,
	},
	'/[lang=lang]/desk/[committee]/questions/[id=id]/write': { GET: authors, '?/preview': authors, '?/save': authors },
	'/[lang=lang]/desk/[committee]/questions/[id=id]/files': { GET: authors, '?/keep': authors, '?/remove': authors },
	'/[lang=lang]/desk/[committee]/questions/[id=id]/files/[slot]': { GET: readers },
	'/[lang=lang]/desk/[committee]/questions/sets': { GET: readers },
	'/[lang=lang]/desk/[committee]/questions/sets/new': { GET: authors, POST: authors },
	'/[lang=lang]/desk/[committee]/questions/sets/[id=id]': {
		GET: readers,
		...each(authors, '?/rename', '?/add', '?/up', '?/down', '?/remove', '?/finish', '?/renew', '?/discard'),
		'?/withdraw': approvers,
	},
	'/[lang=lang]/desk/[committee]/questions/sets/[id=id]/print': { GET: readers },
	'/[lang=lang]/desk/[committee]/help': { GET: involved },
	'/[lang=lang]/desk/[committee]/help/lines/new': { GET: secretariat, POST: secretariat },
	// Any committee calls a national line; who may change a record is whose it is, and that the action asks.
	'/[lang=lang]/desk/[committee]/help/lines/[id=id]': {
		GET: involved,
		'?/test': secretariat,
		'?/edit': secretariat,
		'?/check': secretariat,
	},
	'/[lang=lang]/desk/[committee]/help/offices/new': { GET: secretariat, POST: secretariat },
	'/[lang=lang]/desk/[committee]/help/offices/[id=id]': {
		GET: involved,
		'?/edit': secretariat,
		'?/check': secretariat,
	},
	'/[lang=lang]/desk/[committee]/help/rights/new': { GET: secretariat, POST: secretariat },
	'/[lang=lang]/desk/[committee]/help/rights/[id=id]': { GET: involved, '?/edit': secretariat, '?/check': secretariat },
	'/[lang=lang]/desk/[committee]/videos': { GET: readers },
	'/[lang=lang]/desk/[committee]/videos/new': { GET: secretariat, POST: secretariat },
	'/[lang=lang]/desk/[committee]/videos/[id=id]': {
		GET: readers,
		// By a second person, which the action asks for.
		'?/approve': leaders,
		'?/withdraw': leaders,
		'?/sizes': secretariat,
		'?/cancel': secretariat,
		'?/discard': secretariat,
	},
	'/[lang=lang]/desk/[committee]/videos/[id=id]/edit': { GET: secretariat, POST: secretariat },
	'/[lang=lang]/desk/[committee]/videos/[id=id]/upload': { GET: secretariat, POST: secretariat },
	'/[lang=lang]/desk/[committee]/videos/[id=id]/captions': {
		GET: secretariat,
		'?/save': secretariat,
		'?/remove': secretariat,
	},
	'/[lang=lang]/desk/[committee]/videos/[id=id]/captions/[language]': { GET: readers },
	'/[lang=lang]/desk/[committee]/videos/[id=id]/files/[file]': { GET: readers },
	// The national office keeps other languages and recordings; that it is the office, the action asks.
	'/[lang=lang]/desk/[committee]/help/languages/new': { GET: authors, POST: authors },
	'/[lang=lang]/desk/[committee]/help/languages/[id=id]': {
		GET: approvers,
		'?/edit': authors,
		// By a second person, which the action asks for; so with recordings.
		'?/publish': approvers,
		'?/withdraw': approvers,
	},
	'/[lang=lang]/desk/[committee]/help/recordings/new': { GET: authors, POST: authors },
	'/[lang=lang]/desk/[committee]/help/recordings/[id=id]': {
		GET: approvers,
		'?/publish': approvers,
		'?/withdraw': approvers,
		'?/discard': authors,
	},
	'/[lang=lang]/desk/[committee]/help/recordings/[id=id]/sound': { GET: approvers },
	// For the whole country.
	'/[lang=lang]/desk/[committee]/checks': { GET: office, '?/prepare': office },
	'/[lang=lang]/desk/[committee]/checks/[id=id]': {
		...each(office, 'GET', '?/open', '?/close', '?/void', '?/remove'),
	},
	'/[lang=lang]/desk/[committee]/checks/[id=id]/room': { GET: office },
	'/[lang=lang]/desk/[committee]/checks/[id=id]/results': { GET: office },
	'/[lang=lang]/desk/[committee]/knowledge': { GET: readers },
	'/[lang=lang]/desk/[committee]/opportunities': { GET: readers },
	'/[lang=lang]/desk/[committee]/opportunities/new': { GET: secretariat, POST: secretariat },
	'/[lang=lang]/desk/[committee]/opportunities/import': {
		GET: secretariat,
		'?/preview': secretariat,
		'?/confirm': secretariat,
	},
	'/[lang=lang]/desk/[committee]/opportunities/[id=id]': {
		GET: readers,
		'?/edit': secretariat,
		'?/check': secretariat,
		'?/list': secretariat,
		'?/withdraw': secretariat,
		'?/reopen': secretariat,
		'?/link': secretariat,
	},
	'/[lang=lang]/desk/[committee]/opportunities/pledges': { GET: readers },
	'/[lang=lang]/desk/[committee]/opportunities/pledges/new': { GET: secretariat, POST: secretariat },
	'/[lang=lang]/desk/[committee]/opportunities/pledges/[id=id]': { GET: secretariat, POST: secretariat },
	'/[lang=lang]/desk/[committee]/teams': { GET: readers },
	'/[lang=lang]/desk/[committee]/teams/new': { GET: secretariat, POST: secretariat },
	'/[lang=lang]/desk/[committee]/teams/[id=id]': { GET: secretariat, '?/edit': secretariat, '?/remove': secretariat },
	'/[lang=lang]/desk/[committee]/audit': { GET: { ...readers, administrator: 'any' } },
	'/[lang=lang]/desk/[committee]/materials': { GET: involved },
	'/[lang=lang]/desk/[committee]/materials/new': { GET: authors, POST: authors },
	'/[lang=lang]/desk/[committee]/materials/recall': {
		GET: readers,
		'?/callBack': secretariat,
		'?/reprint': secretariat,
		'?/settle': secretariat,
		'?/allClear': secretariat,
	},
	'/[lang=lang]/desk/[committee]/materials/[id=id]': { GET: involved, '?/edit': authors },
	'/[lang=lang]/desk/[committee]/materials/[id=id]/write': { GET: authors, POST: authors },
	'/[lang=lang]/desk/[committee]/materials/[id=id]/upload': { GET: authors, POST: authors },
	'/[lang=lang]/desk/[committee]/materials/versions/[id=id]': {
		GET: involved,
		'?/submit': authors,
		'?/send_back': approvers,
		'?/check': approvers,
		'?/review': authors,
		'?/approve': approvers,
		'?/withdraw': approvers,
		'?/order': secretariat,
	},
	'/[lang=lang]/desk/[committee]/materials/versions/[id=id]/edit': { GET: authors, POST: authors },
	'/[lang=lang]/desk/[committee]/materials/versions/[id=id]/upload': { GET: authors, POST: authors },
	'/[lang=lang]/desk/[committee]/materials/versions/[id=id]/file': { GET: involved },
	'/[lang=lang]/desk/[committee]/materials/versions/[id=id]/pdf': { GET: involved },
	'/[lang=lang]/desk/[committee]/materials/versions/[id=id]/picture': { GET: readers },
	'/[lang=lang]/desk/[committee]/materials/batches/[id=id]': {
		GET: readers,
		'?/printed': secretariat,
		'?/renew': secretariat,
		'?/cancelBatch': secretariat,
		'?/move': secretariat,
		'?/takeBack': secretariat,
	},
	'/[lang=lang]/desk/[committee]/tasks': {
		GET: { ...readers, ...institution },
		'?/add': secretariat,
		'?/done': hosts,
		'?/undo': hosts,
		'?/cancel': secretariat,
	},
	'/[lang=lang]/desk/[committee]/letters': { GET: { ...readers, ...institution } },
	'/[lang=lang]/desk/[committee]/letters/register.csv': { GET: readers },
	'/[lang=lang]/desk/[committee]/letters/bases': {
		GET: approvers,
		// Each committee its own, which the action asks.
		...each(authors, '?/add', '?/check', '?/remove'),
	},
	// An institution reads what was sent to it.
	'/[lang=lang]/desk/[committee]/letters/[id=id]': {
		GET: { ...readers, ...institution },
		'?/number': secretariat,
		'?/sign': chair,
		'?/withdraw': leaders,
		'?/discard': secretariat,
	},
	'/[lang=lang]/desk/[committee]/letters/[id=id]/edit': { GET: secretariat, POST: secretariat },
	'/[lang=lang]/desk/[committee]/letters/[id=id]/[format]': { GET: { ...readers, ...institution } },
	'/[lang=lang]/desk/[committee]/national': { GET: readers },
	'/[lang=lang]/desk/[committee]/national/new': { GET: office, POST: office },
	'/[lang=lang]/desk/[committee]/national/[id=id]': {
		GET: readers,
		...each(office, '?/publish', '?/withdraw', '?/remind'),
		...each(secretariat, '?/join', '?/decline', '?/adopt', '?/keep'),
	},
	'/[lang=lang]/desk/[committee]/national/[id=id]/edit': { GET: office, POST: office },
	// An institution reads the meetings it was called to, and of their minutes what the chair has approved.
	'/[lang=lang]/desk/[committee]/meetings': { GET: { ...readers, ...institution } },
	'/[lang=lang]/desk/[committee]/meetings/new': { GET: secretariat, POST: secretariat },
	'/[lang=lang]/desk/[committee]/meetings/[id=id]': {
		GET: { ...readers, ...institution },
		...each(secretariat, '?/addItem', '?/up', '?/down', '?/removeItem', '?/hold', '?/submit', '?/cancel', '?/reopen'),
		'?/approve': chair,
		'?/send_back': chair,
	},
	'/[lang=lang]/desk/[committee]/meetings/[id=id]/edit': { GET: secretariat, POST: secretariat },
	'/[lang=lang]/desk/[committee]/meetings/[id=id]/convene': { GET: secretariat, '?/convene': secretariat },
	'/[lang=lang]/desk/[committee]/meetings/[id=id]/notes': { GET: secretariat, POST: secretariat },
	'/[lang=lang]/desk/[committee]/meetings/[id=id]/items/[item=id]': {
		...each(secretariat, 'GET', '?/edit', '?/decide', '?/removeDecision', '?/addTask'),
	},
	'/[lang=lang]/desk/[committee]/meetings/[id=id]/minutes.[format]': { GET: { ...readers, ...institution } },
	'/[lang=lang]/desk/[committee]/reminders': { GET: leaders, POST: secretariat },
	'/[lang=lang]/desk/[committee]/mails': { GET: senders, '?/again': senders },
	'/[lang=lang]/desk/[committee]/mails/[id=id]': { GET: secretariat },
	...accessToMonths,
};

/** What a request wants to do, as the table names it; null for what no form of ours sends. */
export function verbOf(method: string, search: URLSearchParams): string | null {
	if (method === 'GET' || method === 'HEAD') return 'GET';
	if (method !== 'POST') return null;
	const named = [...search.keys()].filter((key) => key.startsWith('/'));
	if (named.length > 1) return null;
	return named[0] === undefined ? 'POST' : `?${named[0]}`;
}

/** Null when nobody may. */
export const ruleOf = (route: string | null, verb: string | null): Rule | null => {
	const line = route !== null && Object.hasOwn(access, route) ? access[route] : undefined;
	return (verb !== null && line && Object.hasOwn(line, verb) ? line[verb] : null) ?? null;
};

/** The committee in the address, null where the address has none, and what of it the address names itself. */
export type Asked = { committeeId: string | null; partnerId?: string | undefined };

/**
 * The seat by which a person may do this, or null. `county` asks for the committee of the seat; so do `institution` and
 * `activity`, and besides the scope of the transaction and the action hold them to their own activities; an institution named in
 * the address has to be one's own.
 */
export function grantFor(rule: Rule | null, grants: readonly Grant[], asked: Asked): Grant | null {
	if (rule === null || typeof rule === 'string') return null;
	const reaches = ({ role, committeeId, committeeLevel, partnerId }: Grant): boolean => {
		const ownership = rule[role];
		if (ownership === undefined) return false;
		if (ownership === 'any') return role !== 'national' || committeeLevel === 'national';
		if (asked.committeeId === null || committeeId !== asked.committeeId) return false;
		return ownership !== 'institution' || asked.partnerId === undefined || asked.partnerId === partnerId;
	};
	const ordered = [...grants].sort((one, other) => roles.indexOf(one.role) - roles.indexOf(other.role));
	return ordered.find(reaches) ?? null;
}

/** Whether a person with these seats may, as pages ask it to show a button or a link. `route` is below the committee. */
export const mayDo = (grants: readonly Grant[], committeeId: string, route: string, verb = 'GET'): boolean =>
	grantFor(ruleOf(`/[lang=lang]/desk/[committee]${route}`, verb), grants, { committeeId }) !== null;

/** The same outside a committee; `route` is below the desk. */
export const mayDoOutside = (grants: readonly Grant[], route: string, verb = 'GET'): boolean =>
	grantFor(ruleOf(`/[lang=lang]/desk${route}`, verb), grants, { committeeId: null }) !== null;
