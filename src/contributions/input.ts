import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import { type Brought, type ContributionDraft, contributionKinds } from './model.ts';

/** What the form may choose from: the institutions of the activity, and versions of the library. */
export type ContributionChoices = { partnerIds: readonly string[]; versionIds: readonly string[] };

export function parseContribution(
	typed: Typed,
	{ partnerIds, versionIds }: ContributionChoices,
): Parsed<ContributionDraft> {
	const read = new Reader(typed);
	const partnerId = read.choice('partner', partnerIds, { required: true });
	const kind = read.choice('kind', contributionKinds, { required: true });
	const quantity = read.whole('quantity', 1, 100_000);
	const version = read.choice('version', versionIds);
	const note = read.text('note', 120, { required: kind === 'other' })?.replace(/\s+/g, ' ') ?? null;
	if (read.issues.length > 0 || partnerId === null || kind === null) return { ok: false, issues: read.issues };
	// Only leaflets come from the library; what was chosen before the kind was changed says nothing.
	return { ok: true, value: { partnerId, kind, quantity, versionId: kind === 'leaflets' ? version : null, note } };
}

/** The line that a form of the desk names. */
export const lineTyped = (typed: Typed): string => first(typed, 'line');

/** What a page of answers showed, and which of it was ticked: a line that the page did not show is not answered. */
export function broughtTyped(typed: Typed): Brought {
	const ticked = new Set(typed.brings ?? []);
	return new Map((typed.shown ?? []).map((id) => [id, ticked.has(id)]));
}
