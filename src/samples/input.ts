import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import { type Strata, strata } from './model.ts';

export type Wish = { size: number; strata: Strata };

/** How many classes are asked again, and how they are spread. */
export function parseDraw(typed: Typed): Parsed<Wish> {
	const read = new Reader(typed);
	const size = read.whole('size', 1, 500);
	if (size === null && read.issues.length === 0) read.issue('size', 'issue.missing');
	const by = read.choice('strata', strata, { required: true });
	if (read.issues.length > 0 || size === null || by === null) return { ok: false, issues: read.issues };
	return { ok: true, value: { size, strata: by } };
}

/** Which class cannot be asked, and why. The page has one form for each class, so the reason carries its class in its name. */
export function parseReplacement(typed: Typed): Parsed<{ checkId: string; reason: string }> {
	const read = new Reader(typed);
	const checkId = first(typed, 'class');
	const reason = read.text(reasonField(checkId), 200, { required: true });
	if (reason !== null && reason.length < 3) read.issue(reasonField(checkId), 'issue.missing');
	if (read.issues.length > 0 || reason === null) return { ok: false, issues: read.issues };
	return { ok: true, value: { checkId, reason } };
}

export const reasonField = (checkId: string): string => `reason_${checkId}`;
