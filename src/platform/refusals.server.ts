import { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { collecting, divert } from './answer.server.ts';
import { headersToSet, isOfFramework, type Purpose } from './headers.ts';
import { makePage, type Page, sendPage, wishOf } from './pages.server.ts';
import { type ProblemCode, problems } from './problem.ts';
import { codeOf } from './refusal.ts';

/** The built application. */
export type Render = (request: IncomingMessage, response: ServerResponse) => unknown;

/** What the front refuses by a page, before the application hears of the request. */
export type Refused = Extract<ProblemCode, 'forbidden' | 'too_large' | 'too_many' | 'too_slow'>;

/** The protocol that the visitor used, as far as the front believes it. */
export const protocolOf = ({ headers }: IncomingMessage): string => String(headers['x-forwarded-proto']);

/** Gives an answer whose head is about to be sent the headers that it lacks, and takes away what nobody needs to know. */
export function completeHead(response: ServerResponse, purpose: Purpose, protocol: string): void {
	const missing = headersToSet(response.getHeaders(), response.statusCode, purpose, protocol);
	for (const name of response.getHeaderNames()) if (isOfFramework(name)) response.removeHeader(name);
	for (const [name, value] of Object.entries(missing)) response.setHeader(name, value);
}

/**
 * Pages of refusals, in the language of the address that was asked for. The application renders each once; then it comes
 * from memory, so that a flood of refusals costs next to nothing.
 */
export class Refusals {
	readonly #render: Render;
	readonly #languages: readonly string[];
	readonly #pages = new Map<string, Page>();

	/** @param languages as they begin addresses; the first is the one for everything else */
	constructor(render: Render, languages: readonly string[]) {
		this.#render = render;
		this.#languages = languages;
	}

	/**
	 * Sends the page of a refusal; what is left of the request is for who calls.
	 * @param more headers of this answer alone
	 */
	send(code: Refused, request: IncomingMessage, response: ServerResponse, more: OutgoingHttpHeaders = {}): void {
		const asked = request.url?.split(/[/?]/, 2)[1] ?? '';
		const language = this.#languages.includes(asked) ? asked : this.#languages[0];
		const path = `/${language}/refused/${code}`;
		const protocol = protocolOf(request) === 'https' ? 'https' : 'http';
		const wish = { ...wishOf(request), known: undefined };
		const send = (page: Page, status: number) => {
			for (const [name, value] of Object.entries(more)) if (value !== undefined) response.setHeader(name, value);
			sendPage(page, wish, response, status);
		};
		const kept = this.#pages.get(`${protocol} ${path}`);
		if (kept) return send(kept, problems[code]);
		divert(response, (restore) => {
			completeHead(response, 'visitor', protocol);
			return collecting(response, restore, async (body, headers) => {
				const { statusCode } = response;
				const page = await makePage(body, headers);
				if (statusCode === problems[code]) this.#pages.set(`${protocol} ${path}`, page);
				send(page, statusCode);
			});
		});
		// Nothing that this visitor sent is in it: it is for everybody.
		request.method = 'GET';
		request.url = path;
		request.headers = { host: 'localhost', 'x-forwarded-proto': protocol, accept: 'text/html' };
		this.#render(request, response);
	}
}

/** A sentence for programs: no browser comes here. */
export function sendSentence(
	response: ServerResponse,
	status: number,
	sentence: string,
	protocol: string,
	more: OutgoingHttpHeaders = {},
): void {
	response.writeHead(status, {
		'content-type': 'text/plain; charset=utf-8',
		...headersToSet({}, status, 'visitor', protocol),
		...more,
	});
	response.end(`${sentence}\n`);
}

const statuses: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Answers what is no HTTP, has too many headers or comes too slowly: there is no request yet, so it is written by hand. */
export function answerByHand(fault: Error, socket: Socket): void {
	if (!socket.writable) return void socket.destroy();
	const status = statuses[codeOf(fault)] ?? 400;
	const headers = { ...headersToSet({}, status, 'visitor', 'http'), connection: 'close', 'content-length': '0' };
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
	socket.write([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', ''].join('\r\n'));
	socket.destroySoon();
}
