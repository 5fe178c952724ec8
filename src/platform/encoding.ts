/** What a body is sent as. */
export type Encoding = 'br' | 'gzip' | 'identity';

// In this order when the client likes several equally: Brotli is the smallest.
const packed: readonly Encoding[] = ['br', 'gzip'];

// Browsers send a handful of different headers, over and over.
const chosen = new Map<string, Encoding>();

/** The encoding for an `Accept-Encoding` header; what we do not know gets the plain bytes. */
export function chooseEncoding(accepted: string | undefined): Encoding {
	if (!accepted) return 'identity';
	const known = chosen.get(accepted);
	if (known) return known;
	const encoding = weigh(accepted);
	if (chosen.size < 100) chosen.set(accepted, encoding);
	return encoding;
}

function weigh(accepted: string): Encoding {
	const weights = new Map<string, number>();
	for (const part of accepted.toLowerCase().split(',')) {
		const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
		const weight = parameters.find((parameter) => parameter.startsWith('q='));
		weights.set(name, weight ? Number(weight.slice(2)) || 0 : 1);
	}
	const weightOf = (encoding: Encoding) => weights.get(encoding) ?? weights.get('*') ?? 0;
	const best = packed.toSorted((a, b) => weightOf(b) - weightOf(a))[0] as Encoding;
	const plain = weights.get('identity') ?? 0;
	return weightOf(best) > 0 && weightOf(best) >= plain ? best : 'identity';
}

/** Whether an `If-None-Match` header names the tag; compared weakly, as RFC 9110 asks for GET. */
export function matchesTag(asked: string | undefined, tag: string): boolean {
	if (!asked) return false;
	const bare = (text: string) => text.trim().replace(/^W\//, '');
	return asked.trim() === '*' || asked.split(',').some((text) => bare(text) === bare(tag));
}

/** Whether bytes of this kind get smaller by compression. */
export const isCompressible = (contentType: string): boolean =>
	/^(text\/(?!event-stream)|application\/(json|ld\+json|atom\+xml|xml|problem\+json|manifest\+json|javascript)|image\/svg\+xml)/.test(
		contentType,
	);
