import { access } from './access.ts';
import type { Rule } from './rules.ts';

/** One line of the table of access as people read it: what may be done to one thing by the same persons. */
export type Right = {
	/** As the messages name the thing: `access.thing.<thing>`. */
	thing: string;
	route: string;
	/** As the table of access names them. */
	verbs: string[];
	rule: Rule;
};

export const areas = ['public', 'door', 'own', 'installation', 'committee', 'month'] as const;
export type Area = (typeof areas)[number];

const committee = '/[lang=lang]/desk/[committee]';

function areaOf(route: string, rule: Rule): Area {
	if (route.startsWith(`${committee}/[month=month]`)) return 'month';
	if (route.startsWith(committee)) return 'committee';
	if (route.includes('/desk/') && rule === 'anyone') return 'door';
	if (rule === 'signed_in') return 'own';
	return typeof rule === 'string' ? 'public' : 'installation';
}

/** The address as a word: `/[committee]/partners/[id=id]` is `committee_partners_id`. */
const thingOf = (route: string): string =>
	route
		.replace(/^\/\[lang=lang\]/, '')
		.replace(/[^a-z]+/g, ' ')
		.trim()
		.replace(/\b(\w+) \1\b/g, '$1')
		.replaceAll(' ', '_') || 'start';

/** A verb as the messages name it: `access.verb.<word>`. */
export const verbWord = (verb: string): string =>
	verb === 'GET'
		? 'read'
		: verb === 'POST'
			? 'write'
			: verb.replace('?/', '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The whole table by areas, each route once for each rule. */
export function rightsByArea(): { area: Area; rights: Right[] }[] {
	const all: (Right & { area: Area })[] = [];
	for (const [route, line] of Object.entries(access))
		for (const [verb, rule] of Object.entries(line)) {
			const same = all.find((one) => one.route === route && JSON.stringify(one.rule) === JSON.stringify(rule));
			if (same) same.verbs.push(verb);
			else all.push({ area: areaOf(route, rule), thing: thingOf(route), route, verbs: [verb], rule });
		}
	return areas
		.map((area) => ({ area, rights: all.filter((one) => one.area === area) }))
		.filter(({ rights }) => rights.length > 0);
}
