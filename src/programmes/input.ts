import { daysBetween, firstOfMonth, isMonth, lastOfMonth } from '#platform/dates.ts';
import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import { type Audience, audiences, type Programme } from './model.ts';

export type ProgrammeDraft = Pick<
	Programme,
	'titleSq' | 'titleEn' | 'startsOn' | 'endsOn' | 'aimSq' | 'aimEn' | 'targets'
>;

const periodDays = 92;

/** Reads the form of a programme that exists; `slug` is the month it starts in and stays. */
export function parseProgramme(typed: Typed, slug: string): Parsed<ProgrammeDraft> {
	const read = new Reader(typed);
	const titleSq = read.text('title_sq', 200, { required: true }) ?? '';
	const draft = {
		titleSq,
		titleEn: read.text('title_en', 200) ?? titleSq,
		startsOn: read.day('starts_on') ?? firstOfMonth(slug),
		endsOn: read.day('ends_on') ?? lastOfMonth(slug),
		aimSq: read.text('aim_sq', 2000) ?? '',
		aimEn: read.text('aim_en', 2000) ?? '',
		targets: parseTargets(read),
	};
	if (read.issues.length === 0) checkPeriod(read, draft, slug);
	return read.issues.length > 0 ? { ok: false, issues: read.issues } : { ok: true, value: draft };
}

function checkPeriod(read: Reader, { startsOn, endsOn }: ProgrammeDraft, slug: string): void {
	if (startsOn.slice(0, 7) !== slug)
		read.issue('starts_on', 'issue.not_in_month', { from: firstOfMonth(slug), to: lastOfMonth(slug) });
	else if (endsOn < startsOn) read.issue('ends_on', 'issue.period_backwards');
	else if (daysBetween(startsOn, endsOn) > periodDays)
		read.issue('ends_on', 'issue.period_too_long', { most: periodDays });
}

function parseTargets(read: Reader): { audience: Audience; persons: number }[] {
	return audiences.flatMap((audience) => {
		const persons = read.whole(`target_${audience}`, 1, 1_000_000);
		return persons === null ? [] : [{ audience, persons }];
	});
}

/** What the chair wants done before approving: needed, and without names. */
export function parseRemarks(typed: Typed): Parsed<string> {
	const read = new Reader(typed);
	const words = read.text('remarks', 1000, { required: true });
	return words === null ? { ok: false, issues: read.issues } : { ok: true, value: words };
}

/** What the secretariat says when it submits; null when nothing. */
export function parseNote(typed: Typed): Parsed<string | null> {
	const read = new Reader(typed);
	const words = read.text('note', 500);
	return read.issues.length > 0 ? { ok: false, issues: read.issues } : { ok: true, value: words };
}

export type ProgrammeStart = ProgrammeDraft & {
	slug: string /** The month whose plan is copied. */;
	copyFrom: string | null;
};

/** Reads the form that starts a month; `taken` are the months that have a programme already. */
export function parseProgrammeStart(typed: Typed, taken: readonly string[]): Parsed<ProgrammeStart> {
	const slug = typedMonth(first(typed, 'month'));
	if (slug === null) {
		const text = first(typed, 'month').slice(0, 40);
		return {
			ok: false,
			issues: [
				text === ''
					? { field: 'month', message: 'issue.missing' }
					: { field: 'month', message: 'issue.not_a_month', words: { text } },
			],
		};
	}
	if (taken.includes(slug)) return { ok: false, issues: [{ field: 'month', message: 'issue.month_taken' }] };
	const parsed = parseProgramme(typed, slug);
	const read = new Reader(typed);
	const copyFrom = read.choice('copy_from', taken);
	if (!parsed.ok || read.issues.length > 0)
		return { ok: false, issues: [...(parsed.ok ? [] : parsed.issues), ...read.issues] };
	return { ok: true, value: { ...parsed.value, slug, copyFrom } };
}

/** As browsers send it (2026-11) or as people write it (11.2026, 11/2026). */
function typedMonth(text: string): string | null {
	if (isMonth(text)) return text;
	const match = /^(\d{1,2})[./-](\d{4})$/.exec(text);
	const slug = match ? `${match[2]}-${match[1]?.padStart(2, '0')}` : '';
	return isMonth(slug) ? slug : null;
}
