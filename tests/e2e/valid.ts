import { type ConfigData, HtmlValidate } from 'html-validate';
import type { Found } from './crawl.ts';

const rules: ConfigData = {
	root: true,
	extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
	rules: {
		// Formatting, which the template language decides: void elements, spaces, the case of the doctype.
		'void-style': 'off',
		'no-trailing-whitespace': 'off',
		'doctype-style': 'off',
		'attribute-boolean-style': 'off',
		'attribute-empty-style': 'off',
		// Types that HTML gives by itself: a text field, a button that sends its form.
		'no-implicit-input-type': 'off',
		'no-implicit-button-type': 'off',
		// Style sheets are our own and inside the page; these links are switched off.
		'require-sri': ['error', { target: 'crossorigin' }],
		// A group of checkboxes shares its name, as radio buttons do.
		'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'submit', 'reset'] }],
		'no-inline-style': 'error',
		// Titles begin with the page's own words; the longest are names of institutions.
		'long-title': 'off',
	},
};
const validator = new HtmlValidate(rules);

/** What html-validate finds wrong in a page, one sentence for each. */
export async function invalid({ path, html }: Pick<Found, 'path' | 'html'>): Promise<string[]> {
	const report = await validator.validateString(html, path);
	return report.results.flatMap((result) =>
		result.messages
			.filter(({ severity }) => severity === 2)
			.map(({ ruleId, message, line, column }) => `${path}:${line}:${column} ${ruleId}: ${message}`),
	);
}
