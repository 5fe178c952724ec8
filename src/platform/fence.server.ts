import type { IncomingMessage, ServerResponse } from 'node:http';
import { lastHop, networkOf } from './addresses.ts';
import { noteRefusal } from './audit.server.ts';
import {
	announcesMore,
	bringsBody,
	collectBody,
	discardRest,
	hasTooManyFields,
	limitFor,
	watchStream,
	withBody,
} from './bodies.server.ts';
import { type Kind, NetworkLimits, opensAccount } from './limits.server.ts';
import { originOf, verbs, whyFromElsewhere } from './origin.ts';
import { protocolOf, type Refusals, type Refused, sendSentence } from './refusals.server.ts';

const longestAddress = 4096;

/** Set by a proxy, if there is one of ours; anybody else could set them too. */
const forwarded = [
	'x-forwarded-proto',
	'x-forwarded-host',
	'x-forwarded-for',
	'x-forwarded-port',
	'x-real-ip',
	'forwarded',
];

/** Whom the front believes. */
export type Trust = {
	/** Whether a proxy of ours stands before it, and writes the `x-forwarded-*` headers. */
	trustProxy: boolean;
	/** The address people type, e.g. `https://kambana.example`: behind a proxy it is the only one, whatever a request says. */
	publicUrl?: string | undefined;
};

/** Takes away what a stranger says of a proxy that is not there; says which protocol is spoken, and to whom. */
export function believe({ headers }: IncomingMessage, { trustProxy, publicUrl }: Trust): void {
	if (!trustProxy) for (const name of forwarded) if (name in headers) delete headers[name];
	headers['x-forwarded-proto'] ??= 'http';
	if (!trustProxy || publicUrl === undefined) return;
	const { host, protocol } = new URL(publicUrl);
	headers['x-forwarded-host'] = host;
	headers['x-forwarded-proto'] = protocol.slice(0, -1);
	delete headers['x-forwarded-port'];
}

/** Whether an address can be one of ours at all; else the sentence that says why not, with its status. */
export function whyNoAddress({ headers, url = '' }: IncomingMessage): [status: number, sentence: string] | null {
	if (!headers.host) return [400, 'Which host? The request has no Host header.'];
	if (!url.startsWith('/')) return [400, 'The address has to begin with a slash.'];
	if (url.length > longestAddress) return [414, `The address is longer than ${longestAddress} characters.`];
	return null;
}

/** Tells a sender who waits for it (`Expect: 100-continue`) to go on. */
type Proceed = () => void;

/**
 * What stands between the network and the application: which verbs, from where, how much and how often. Who may do what
 * is decided behind it (hooks.server.ts).
 */
export class Fence {
	readonly #refusals: Refusals;
	readonly #limits = new NetworkLimits();
	readonly #trustProxy: boolean;

	constructor(refusals: Refusals, { trustProxy }: Trust) {
		this.#refusals = refusals;
		this.#trustProxy = trustProxy;
	}

	/** The request as the application may have it, its body complete; null when it is answered already. */
	async admit(request: IncomingMessage, response: ServerResponse, proceed: Proceed): Promise<IncomingMessage | null> {
		const { headers, method = '', url = '' } = request;
		if (!(verbs as readonly string[]).includes(method)) {
			const allow = verbs.join(', ');
			sendSentence(response, 405, `Only ${allow} are answered here.`, protocolOf(request), { allow });
			discardRest(request);
			return null;
		}
		if (method !== 'POST') return this.#counted('page', request, response) ? request : null;
		// Not counted: a page elsewhere could use up what a whole school may send.
		if (isFromElsewhere(request)) return this.#refuse('forbidden', request, response);
		const [path = ''] = url.split('?', 1);
		if (!this.#counted(opensAccount.test(path) ? 'signIn' : 'form', request, response)) return null;
		const { bytes, streams } = limitFor(path);
		if (announcesMore(request, bytes)) return this.#refuse('too_large', request, response);
		// The application counts what it reads itself; whoever listened here already would take the beginning away from it. So the length is said at the
		// beginning, as browsers do, and Node holds the sender to it.
		if (streams && bringsBody(request) && headers['content-length'] === undefined)
			return this.#refuse('too_large', request, response);
		proceed();
		if (streams) {
			watchStream(request, response);
			return request;
		}
		const body = await collectBody(request, bytes);
		if (body === 'gone') return null;
		if (body === 'too_slow') response.once('finish', () => request.socket.destroySoon());
		if (typeof body === 'string') return this.#refuse(body, request, response);
		if (hasTooManyFields(body, headers['content-type'])) return this.#refuse('too_large', request, response);
		return withBody(request, body);
	}

	#counted(kind: Kind, request: IncomingMessage, response: ServerResponse): boolean {
		const wait = this.#limits.wait(kind, this.#networkOf(request));
		if (wait > 0) this.#refuse('too_many', request, response, { 'retry-after': String(wait) });
		return wait === 0;
	}

	#refuse(code: Refused, request: IncomingMessage, response: ServerResponse, more: Record<string, string> = {}): null {
		noteRefusal({ actor: 'stranger', route: 'front', verb: String(request.method), code });
		this.#refusals.send(code, request, response, more);
		discardRest(request);
		return null;
	}

	#networkOf({ headers, socket }: IncomingMessage): string {
		const hop = this.#trustProxy ? lastHop(asText(headers['x-forwarded-for']) ?? undefined) : undefined;
		return networkOf(hop ?? socket.remoteAddress ?? '');
	}
}

/** Whether another site sent it, as far as browsers say. */
export function isFromElsewhere(request: IncomingMessage): boolean {
	const { headers, method = '' } = request;
	const [site, origin] = [headers['sec-fetch-site'], headers.origin];
	return whyFromElsewhere({ method, site: asText(site), origin: asText(origin), own: ownOrigin(request) }) !== null;
}

const ownOrigin = (request: IncomingMessage): string =>
	originOf(protocolOf(request), String(request.headers['x-forwarded-host'] ?? request.headers.host)) ?? 'nowhere';

const asText = (header: string | string[] | undefined): string | null =>
	header === undefined ? null : Array.isArray(header) ? header.join(', ') : header;
