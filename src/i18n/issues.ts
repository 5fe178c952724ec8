import { isDay } from '#platform/dates.ts';
import type { Issue } from '#platform/problem.ts';
import { day } from './format.ts';
import type { Locale } from './locales.ts';
import { isMessageKey, t } from './t.ts';

/** What is wrong and what to write instead, in the reader's language; days among the words are written as the language does. */
export function issueText(locale: Locale, { message, words = {} }: Issue): string {
	const spelled = Object.entries(words).map(
		([name, word]) => [name, typeof word === 'string' && isDay(word) ? day(locale, word) : word] as const,
	);
	return isMessageKey(message) ? t(locale, message, Object.fromEntries(spelled)) : message;
}

/** The first issue of each field, as text beside its control. */
export function errorsByField(locale: Locale, issues: readonly Issue[]): Record<string, string> {
	return Object.fromEntries(issues.toReversed().map((issue) => [issue.field, issueText(locale, issue)]));
}
