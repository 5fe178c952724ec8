import { thorough } from '../support/thorough.ts';

/** Walks a site by its links, without a browser: every page that a person can reach, once. */

export type Found = {
	path: string;
	status: number;
	html: string;
	/** The page on which the link stood; none for a start. */
	from: string | null;
};
export type Ask = (path: string) => Promise<Response>;

/** Files to take away, not pages. */
const isFile = (path: string): boolean =>
	/\.(ics|docx|pdf|csv|xlsx|svg|xml|txt|json|mp4|webm|mp3|opus)(\?|$)/.test(path) ||
	/\/(html|docx|pdf|csv|xlsx|export)(\?|$)/.test(path);

/** The same page with other values in its address: `?week=2&setting=school` is `?setting&week`. */
const kind = (path: string): string => {
	const url = new URL(path, 'http://x');
	return `${url.pathname}?${[...new Set(url.searchParams.keys())].sort().join('&')}`;
};

export const linksOf = (html: string, at: string, origin: string): string[] =>
	[...html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)]
		.map((match) => new URL((match[1] ?? '').replaceAll('&amp;', '&'), origin + at))
		.filter((url) => url.origin === origin && /^https?:$/.test(url.protocol))
		.map((url) => url.pathname + url.search);

/** Another journey takes away what it made, and the link to it goes too; a link that leads nowhere stays. */
export async function isLinkedStill(
	{ path, from }: Found,
	origin: string,
	read: (path: string) => Promise<string>,
): Promise<boolean> {
	return from === null || linksOf(await read(from), from, origin).includes(path);
}

/**
 * Pages reached from the starts, in the order they were found. Filters are followed once for each set of names. `most`: of pages with the
 * same pattern, such as those of activities, no more than this many are asked for.
 */
export async function crawl(
	origin: string,
	ask: Ask,
	starts: readonly string[],
	within: (path: string) => boolean,
	most = Number.POSITIVE_INFINITY,
): Promise<Found[]> {
	const seen = new Set<string>();
	const alike = new Map<string, number>();
	const isOneMore = (path: string): boolean => {
		const n = (alike.get(pattern(path)) ?? 0) + 1;
		alike.set(pattern(path), n);
		return n <= most;
	};
	type Link = Pick<Found, 'path' | 'from'>;
	const waiting = starts.map((path): Link => ({ path, from: null }));
	const found: Found[] = [];
	for (let link = waiting.shift(); link !== undefined; link = waiting.shift()) {
		const { path, from } = link;
		if (seen.has(kind(path)) || isFile(path) || !within(path)) continue;
		seen.add(kind(path));
		if (!isOneMore(path)) continue;
		const answer = await ask(path);
		if (answer.status === 303 || answer.status === 302) {
			waiting.push({ path: new URL(answer.headers.get('location') ?? path, origin + path).pathname, from });
			continue;
		}
		if (!answer.headers.get('content-type')?.startsWith('text/html')) continue;
		const html = await answer.text();
		found.push({ path, status: answer.status, html, from });
		waiting.push(...linksOf(html, path, origin).map((next) => ({ path: next, from: path })));
	}
	return found;
}

/**
 * Of the committees without a programme one is enough: their pages differ in a name. Of the ways through a case, those of one, as far as
 * two choices; and none of a case that a journey writes meanwhile.
 */
export const isSampled = (path: string): boolean =>
	!/\/cases\/(?!mesazhi\/)[a-z-]+\/(?:class\/)?[a-z]/.test(path) &&
	!/\/cases\/.*\/[a-e](?:-[a-e]){2}|\/cases\/durres-/.test(path) &&
	/^\/(sq|en)(\/desk)?(\/(berat|durres|enter|nothing|programmes|numbers|privacy|cases|videos|materials)(\/|$|\?)|\/?$|\?)/.test(
		path,
	);

/** The page as a pattern: `/sq/desk/durres/2026-10/activities/7` is `/sq/desk/*\/*\/activities/*`. */
export const pattern = (path: string): string =>
	kind(path)
		.replace(/\/[0-9a-f]{8}-[0-9a-f-]{27}|\/\d{4}-\d{2}|\/\d+/g, '/*')
		.replace(
			/\/cases\/(?!new)[a-z-]+(\/class)?(\/(?:start|[a-e](?:-[a-e])*))?(?=[?/])/,
			(_, room = '', way = '') => `/cases/*${room}${way && '/*'}`,
		)
		.replace(/\/(figures|announcement)\/(?!version|download)[\w.]+(?=\?)/, '/$1/*');

/** Whether every page is looked at in the browser, not a sample. */
export const every = thorough;

/** How many pages alike are asked for where not every one is. */
export const fewAlike = every ? Number.POSITIVE_INFINITY : 4;

/** Up to `most` pages of each pattern: every template, in several of its states. */
export function sample<Page extends Found>(pages: readonly Page[], most: number, all = every): Page[] {
	const counted = new Map<string, number>();
	return pages.filter(({ path }) => {
		const n = (counted.get(pattern(path)) ?? 0) + 1;
		counted.set(pattern(path), n);
		return all || n <= most;
	});
}

/** The kinds of elements on a page: tag, classes and names of attributes, without what stands in them. */
const elements = (html: string): Set<string> =>
	new Set(
		[...html.matchAll(/<([a-z][\w-]*)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*\/?>/g)].map(([, tag, attributes = '']) =>
			[
				tag,
				...attributes
					.trim()
					.replace(/(?<!\bclass|\brole|\btype)="[^"]*"/g, '')
					.split(/\s+/)
					.sort(),
			].join(' '),
		),
	);

/** The pages on which something stands that stands on no page before, nor on those already looked at; all when `every` is set. */
export function unlike<Page extends Found>(pages: readonly Page[], looked: readonly Found[], all = every): Page[] {
	const seen = new Set(looked.flatMap(({ html }) => [...elements(html)]));
	return pages.filter(({ html }) => {
		const fresh = [...elements(html)].filter((element) => !seen.has(element));
		for (const element of fresh) seen.add(element);
		return all || fresh.length > 0;
	});
}
