import { type Locale, locales } from '#i18n/locales.ts';
import { searchForm } from '#i18n/search.ts';
import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import { type Making, makings, type Tier, tiers, type VersionState, versionStates } from './model.ts';
import { limits } from './story.ts';

export type TextDraft = { language: Locale; how: Making; source: string; seen: number };

/** Reads the form of a text. What ink makes of the text is asked elsewhere: it may take long. */
export function parseText(typed: Typed): Parsed<TextDraft> {
	const read = new Reader(typed);
	const language = read.choice('language', locales, { required: true });
	const how = read.choice('how', makings, { required: true });
	const source = read.text('source', limits.characters, { required: true });
	if (!read.ticked('by_person')) read.issue('by_person', 'issue.by_person');
	const seen = read.whole('seen', 0, 100_000) ?? 0;
	if (read.issues.length > 0 || language === null || how === null || source === null)
		return { ok: false, issues: read.issues };
	return { ok: true, value: { language, how, source, seen } };
}

/** Which version a button means, and in which state its reader saw it. */
export const parseMeant = (typed: Typed): { version: number; state: VersionState | undefined } => ({
	version: Number(/^\d{1,6}$/.exec(first(typed, 'version'))?.[0] ?? 0),
	state: versionStates.find((state) => state === first(typed, 'state')),
});

/** Who read a text before it is approved, as the public will see them named. */
export function parseReviewer(typed: Typed): Parsed<string> {
	const read = new Reader(typed);
	const reviewer = read.text('reviewer', 160, { required: true });
	if (!read.ticked('harmless')) read.issue('harmless', 'issue.harmless');
	return read.issues.length > 0 || reviewer === null
		? { ok: false, issues: read.issues }
		: { ok: true, value: reviewer };
}

export type CaseQuestion = { search: string; tier: Tier | null; answer: number | null; state: VersionState | null };

/** What the address of the list asks for; what it does not know is left out, never an error. */
export const parseQuestion = (address: URLSearchParams): CaseQuestion => ({
	search: address.get('search')?.trim().slice(0, 100) ?? '',
	tier: tiers.find((tier) => tier === address.get('tier')) ?? null,
	answer: [1, 2, 3, 4, 5].find((answer) => String(answer) === address.get('answer')) ?? null,
	state: versionStates.find((state) => state === address.get('state')) ?? null,
});

type Asked = {
	versions: readonly {
		state: VersionState;
		head: { title: string; about: string; audiences: readonly Tier[]; answers: readonly number[] };
	}[];
};
/** Whether a case is among those asked for: by words of its title or summary, and by one of its versions that is not withdrawn. */
export function isAskedFor({ versions }: Asked, { search, tier, answer, state }: CaseQuestion): boolean {
	const words = searchForm(search).split(' ').filter(Boolean);
	return versions.some(({ state: has, head }) => {
		const text = searchForm(`${head.title} ${head.about}`);
		return (
			words.every((word) => text.includes(word)) &&
			(tier === null || head.audiences.includes(tier)) &&
			(answer === null || head.answers.includes(answer)) &&
			(state === null || has === state)
		);
	});
}
