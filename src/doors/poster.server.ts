import { getCommittee } from '#committees/store.server.ts';
import type { Locale } from '#i18n/locales.ts';
import { bell, codeOf, drawn, setSheet } from '#materials/paper.server.ts';
import { codeTextOf } from '#materials/print.ts';
import { linesOnPaper } from '#materials/printing.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Transaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import { attemptsFor, hasPoster, type MonthPoster, type PosterSize, posterOf } from './poster.ts';
import { getPublishedProgramme, listPublicActivities } from './store.server.ts';

type Wish = { county: string; month: string; size: PosterSize; home: string; now?: Date };

/**
 * The poster of a published month, with the numbers that answer today.
 * @throws Problem not_found where nothing open to the public is to come or was held
 */
export async function getPoster(
	tx: Transaction,
	locale: Locale,
	{ county, month, size, home, now = new Date() }: Wish,
): Promise<MonthPoster> {
	const committee = await getCommittee(tx, { slug: county });
	const programme = await getPublishedProgramme(tx, committee.id, month);
	const activities = await listPublicActivities(tx, { programmeId: programme.id });
	if (!hasPoster(activities)) throw new Problem('not_found', `nothing of ${county} ${month} is open to the public`);
	const lines = await linesOnPaper(tx, committee, locale, now);
	return posterOf(locale, { size, committee, programme, activities, lines, home, printedOn: dayAt(now) });
}

/** A tagged PDF/UA-1 with its fonts inside; the same poster gives the same bytes. */
export async function printPoster(poster: MonthPoster): Promise<Uint8Array<ArrayBuffer>> {
	const { size, locale, address, ...rest } = drawn(poster);
	const [lang = '', region = ''] = locale.split('-');
	const events = poster.weeks.flatMap(({ days }) => days.flatMap((day) => day.events)).length + poster.undated.length;
	const { result } = await setSheet<Uint8Array>('pdfOf', {
		...rest,
		templates: ['materials/paper.typ', 'doors/poster.typ'],
		attempts: attemptsFor(size, events),
		paper: size,
		...{ lang, region: region.toLowerCase(), direction: 'ltr', author: rest.committee },
		...{ bell, address, code: codeOf(codeTextOf(address)) },
		words: { ...rest.words, codeOf: rest.words.code_of },
	});
	if (result === null) throw new Error(`the poster of ${address} fits no number of sheets`);
	return new Uint8Array(result);
}
