import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import type { Decision, Line } from './model.ts';

/** "Open" among the places of a question. */
export const leftOpen = 'open';

/** Which month a preview was asked for, among those that there are; null when none of them. */
export const monthAsked = (text: string | null, months: readonly string[]): string | null =>
	months.find((month) => month === text) ?? null;

/** What a person ticked and answered; a closed place of something taken needs an answer. */
export function parseDecision(typed: Typed, lines: readonly Line[]): Parsed<Decision> {
	const read = new Reader(typed);
	const taken = lines.filter(({ source, already }) => already === null && read.ticked(`take_${source.number}`));
	const places = new Map<number, string | null>();
	for (const { source, closed } of taken) {
		if (!closed) continue;
		const chosen = read.choice(`place_${source.number}`, [leftOpen, ...closed.others.map(({ id }) => id)], {
			required: true,
		});
		if (chosen !== null) places.set(source.number, chosen === leftOpen ? null : chosen);
	}
	if (read.issues.length > 0) return { ok: false, issues: read.issues };
	return { ok: true, value: { taken: new Set(taken.map(({ source }) => source.number)), places } };
}

/** The mark of the preview that a form was made from. */
export const parseSeen = (typed: Typed): string => first(typed, 'seen').slice(0, 64);
