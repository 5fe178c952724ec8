import { translator } from '#i18n/t.ts';
import { roles } from '#people/model.ts';
import { thingName, verbName } from '#people/naming.ts';
import { rightsByArea } from '#people/rights.ts';
import type { Rule } from '#people/rules.ts';

/** Where the table of access stands in words for whoever reads the documents. */
export const accessPath = 'docs/security/access.md';

const t = translator('en');
const cells = (rule: Rule): string[] =>
	typeof rule === 'string' ? roles.map(() => `_${rule}_`) : roles.map((role) => rule[role] ?? '');
const line = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;

/** The table of access (`src/people/access.ts`) as a document. */
export function accessDocument(): string {
	const head = ['what', 'action', ...roles.map((role) => t(`role.${role}`).toLowerCase())];
	const parts = rightsByArea().flatMap(({ area, rights }) => [
		`## ${t(`access.area.${area}`)}`,
		'',
		line(head),
		line(head.map(() => '---')),
		...rights.map(({ thing, verbs, rule }) =>
			line([thingName('en', thing), verbs.map((verb) => verbName('en', verb)).join(', '), ...cells(rule)]),
		),
		'',
	]);
	return [
		'# Who may do what',
		'',
		'Written from `src/people/access.ts` by `npm run kambana -- access`; a test holds it to that. What has no line is open to nobody.',
		'',
		'- _public_: the same for everybody, kept ready; _anyone_: open, never kept; _signed_in_: whoever is signed in, about themselves',
		'- any: every committee; county: the committee of the seat; institution: what one’s institution leads or supports;',
		'  activity: what one runs in the room',
		'',
		...parts,
	].join('\n');
}
