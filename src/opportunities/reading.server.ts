import { type ReadFile, readFileOf } from '#planning/spreadsheet.server.ts';
import type { Issue } from '#platform/problem.ts';
import { type OfferColumn, offerSheet } from './sheet.ts';

export type ReadOffers = ReadFile<OfferColumn>;

/** More than an employment office has at once, and what a preview still shows on one page. */
export const mostOffers = 500;

const ours: Record<string, string> = {
	'import.issue.no_header': 'opportunity.issue.no_header',
	'import.issue.no_rows': 'opportunity.issue.no_rows',
	'import.issue.empty_file': 'opportunity.issue.no_rows',
};
const inOurWords = (issue: Issue): Issue => ({ ...issue, message: ours[issue.message] ?? issue.message });

/** Reads the sheet of an employment office, or says why it cannot. Runs in a thread of its own. */
export function readOffers({ bytes }: { bytes: Uint8Array }): ReadOffers {
	const read = readFileOf(bytes, offerSheet);
	if (!read.ok) return { ok: false, issues: read.issues.map(inOurWords) };
	const rows = read.sheet.rows.length;
	if (rows <= mostOffers) return read;
	return {
		ok: false,
		issues: [{ field: 'file', message: 'opportunity.issue.too_many', words: { rows, most: mostOffers } }],
	};
}
