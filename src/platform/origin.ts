/**
 * Whether a request may change something: browsers say where it comes from, in headers that no page can forge
 * (`Sec-Fetch-Site`, and `Origin` for those that do not send it). The front asks first; the hooks ask again, for
 * `npm run dev` has no front. Why this and no tokens: docs/decisions/0017.
 */

/** The verbs this site knows: PUT, PATCH, DELETE and the like have no meaning here. */
export const verbs = ['GET', 'HEAD', 'POST'] as const;
const reading = ['GET', 'HEAD', 'OPTIONS'];

/** What a request says of itself. */
export type Whence = {
	method: string;
	/** `Sec-Fetch-Site`; null when it was not sent. */
	site: string | null;
	/** `Origin`; null when it was not sent. */
	origin: string | null;
};

/**
 * Why a request is not from a page of ours, in English for the log; null when it is, or when it only reads.
 * @param own the origin of this site as browsers write it, e.g. `https://kambana.example`
 */
export function whyFromElsewhere({ method, site, origin, own }: Whence & { own: string }): string | null {
	if (reading.includes(method)) return null;
	if (site === null) return origin === own ? null : `${method} from ${origin ?? 'an unknown place'}`;
	// "none" is an address that somebody typed: it reads. "same-site" is another host beside ours.
	if (site !== 'same-origin') return `${method} from ${site}`;
	// Under the policy "no-referrer" browsers write "null". Anything else that is not ours contradicts the first header.
	if (origin !== null && origin !== 'null' && origin !== own) return `${method} from ${origin}, said to be ours`;
	return null;
}

/** The origin as browsers write it: lower case, without the port that the protocol means anyway. Null for nonsense. */
export function originOf(protocol: string, host: string): string | null {
	const address = `${protocol}://${host}`;
	if (!/^https?:\/\/[^\s/?#@\\]+$/i.test(address)) return null;
	return URL.canParse(address) ? new URL(address).origin : null;
}
