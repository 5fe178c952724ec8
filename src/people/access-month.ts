import {
	carriers,
	chair,
	each,
	hosts,
	institution,
	involved,
	leaders,
	type Rule,
	readers,
	secretariat,
} from './rules.ts';

/** The part of the table of access that is about one month of a committee. */
export const accessToMonths: Record<string, Record<string, Rule>> = {
	'/[lang=lang]/desk/[committee]/[month=month]': { GET: involved },
	'/[lang=lang]/desk/[committee]/[month=month]/programme': {
		GET: readers,
		'?/edit': secretariat,
	},
	'/[lang=lang]/desk/[committee]/[month=month]/approval': {
		GET: readers,
		'?/submit': secretariat,
		'?/approve': chair,
		'?/send_back': chair,
		'?/reopen': chair,
		'?/close': chair,
	},
	'/[lang=lang]/desk/[committee]/[month=month]/approval/[version=number]': { GET: readers },
	'/[lang=lang]/desk/[committee]/[month=month]/copy': { GET: secretariat, '?/copy': secretariat },
	'/[lang=lang]/desk/[committee]/[month=month]/coverage': { GET: readers },
	'/[lang=lang]/desk/[committee]/[month=month]/knowledge': { GET: readers },
	// The lot decides which classes are asked again; who reads what is reported sees that it did.
	'/[lang=lang]/desk/[committee]/[month=month]/follow-up-classes': {
		GET: readers,
		'?/drawClasses': secretariat,
		'?/replaceClass': secretariat,
	},
	'/[lang=lang]/desk/[committee]/[month=month]/activities/[number=number]/checks/[id=id]/results': { GET: involved },
	'/[lang=lang]/desk/[committee]/[month=month]/draft': {
		GET: readers,
		...each(secretariat, '?/propose', '?/proposeAgain', '?/stop', '?/acceptLines', '?/acceptAll'),
	},
	'/[lang=lang]/desk/[committee]/[month=month]/letters': {
		GET: readers,
		...each(secretariat, '?/draftAll', '?/draftOne', '?/draftOrder'),
	},
	'/[lang=lang]/desk/[committee]/[month=month]/activities': {
		GET: involved,
		'?/confirmAll': secretariat,
	},
	'/[lang=lang]/desk/[committee]/[month=month]/clashes': {
		GET: readers,
		'?/acceptClash': secretariat,
		'?/reopenClash': secretariat,
	},
	// Telephone numbers of contacts stand there.
	'/[lang=lang]/desk/[committee]/[month=month]/follow-up': { GET: leaders },
	'/[lang=lang]/desk/[committee]/[month=month]/follow-up/ask': { GET: secretariat, '?/askAll': secretariat },
	'/[lang=lang]/desk/[committee]/[month=month]/follow-up/remind': { GET: secretariat, '?/remind': secretariat },
	'/[lang=lang]/desk/[committee]/[month=month]/activities.csv': { GET: readers },
	'/[lang=lang]/desk/[committee]/[month=month]/activities/new': { GET: secretariat, POST: secretariat },
	'/[lang=lang]/desk/[committee]/[month=month]/activities/[number=number]': {
		GET: involved,
		'?/confirm': hosts,
		'?/ready': carriers,
		'?/hold': carriers,
		'?/accept': secretariat,
		'?/postpone': secretariat,
		'?/cancel': secretariat,
		'?/reopen': secretariat,
		'?/readiness': carriers,
		'?/materials': carriers,
	},
	'/[lang=lang]/desk/[committee]/[month=month]/activities/[number=number]/answers': {
		GET: { ...leaders, ...institution },
		'?/ask': secretariat,
		'?/again': secretariat,
		'?/revoke': secretariat,
		'?/accept': secretariat,
		'?/yes': institution,
		'?/other_day': institution,
		'?/no': institution,
	},
	'/[lang=lang]/desk/[committee]/[month=month]/activities/[number=number]/contributions': {
		GET: involved,
		'?/add': secretariat,
		'?/confirmed': secretariat,
		'?/declined': secretariat,
		'?/remove': secretariat,
	},
	'/[lang=lang]/desk/[committee]/[month=month]/activities/[number=number]/edit': {
		GET: secretariat,
		POST: secretariat,
	},
	'/[lang=lang]/desk/[committee]/[month=month]/activities/[number=number]/move': {
		GET: secretariat,
		'?/moveDay': secretariat,
		'?/undo': secretariat,
	},
	'/[lang=lang]/desk/[committee]/[month=month]/activities/[number=number]/facilitators': {
		GET: secretariat,
		'?/add': secretariat,
		'?/remove': secretariat,
	},
	'/[lang=lang]/desk/[committee]/[month=month]/activities/[number=number]/return': {
		GET: carriers,
		'?/record': carriers,
		'?/correct': carriers,
	},
	'/[lang=lang]/desk/[committee]/[month=month]/activities/[number=number]/checks': {
		GET: involved,
		'?/prepare': carriers,
	},
	'/[lang=lang]/desk/[committee]/[month=month]/activities/[number=number]/checks/[id=id]': {
		GET: involved,
		...each(carriers, '?/open', '?/close', '?/void', '?/remove'),
	},
	'/[lang=lang]/desk/[committee]/[month=month]/activities/[number=number]/checks/[id=id]/room': { GET: involved },
	'/[lang=lang]/desk/[committee]/[month=month]/activities/[number=number]/checks/[id=id]/hands': {
		GET: carriers,
		POST: carriers,
	},
	'/[lang=lang]/desk/[committee]/[month=month]/activities/[number=number]/checks/[id=id]/sheet': {
		GET: involved,
		...each(carriers, '?/nextSheet', '?/dropSheet', '?/countSheets'),
	},
	'/[lang=lang]/desk/[committee]/[month=month]/activities/[number=number]/checks/[id=id]/sheet/[printed]': {
		GET: involved,
	},
	'/[lang=lang]/desk/[committee]/[month=month]/activities/[number=number]/checks/[id=id]/paper': {
		GET: carriers,
		POST: carriers,
	},
	'/[lang=lang]/desk/[committee]/[month=month]/announcement': {
		GET: readers,
		'?/refresh': leaders,
		'?/save': leaders,
		'?/renew': leaders,
		'?/approve': chair,
		'?/publish': leaders,
		'?/withdraw': leaders,
	},
	'/[lang=lang]/desk/[committee]/[month=month]/announcement/version/[version=number]': { GET: readers },
	'/[lang=lang]/desk/[committee]/[month=month]/announcement/version/[version=number]/[format]': { GET: readers },
	'/[lang=lang]/desk/[committee]/[month=month]/figures/[figure]': { GET: readers },
	'/[lang=lang]/desk/[committee]/[month=month]/figures/[figure]/csv': { GET: readers },
};
