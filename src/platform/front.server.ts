import { readdirSync } from 'node:fs';
import {
	createServer,
	type IncomingMessage,
	type OutgoingHttpHeaders,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compressing, divert, type Sink } from './answer.server.ts';
import { followChanges } from './changes.server.ts';
import { securityHeaders } from './headers.ts';
import { makePage, type Page, PublicPages, sendPage, type Wish, wishOf } from './pages.server.ts';
import { codeOf, Refusal } from './refusal.ts';

type Place = {
	host: string;
	port: number;
	trustProxy: boolean /** The folder of the built application. */;
	build: string;
};
type Render = (request: IncomingMessage, response: ServerResponse) => unknown;

/** The HTTP server before SvelteKit. */
export type Front = { /** e.g. `http://127.0.0.1:3000` */ address: string; close(): Promise<void> };

/** By this header the application says that an answer is the same for everybody. It is not sent. */
const publicMark = 'x-kambana-public';
const forwarded = [
	'x-forwarded-proto',
	'x-forwarded-host',
	'x-forwarded-for',
	'x-forwarded-port',
	'x-real-ip',
	'forwarded',
];

/** Opens the port; public pages come from memory, everything else from the built application. */
export async function openFront({ build, host, port, trustProxy }: Place): Promise<Front> {
	// SvelteKit takes its own address from these headers; the front decides whether they can be believed.
	process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
	process.env.HOST_HEADER = 'x-forwarded-host';
	process.env.BODY_SIZE_LIMIT ??= '16M';
	const { handler } = (await import(pathToFileURL(join(build, 'handler.js')).href)) as { handler: Render };
	// Whatever escapes from there must not end the server: the connection is cut, the others go on.
	const render: Render = (request, response) =>
		Promise.resolve(handler(request, response)).catch((fault) => {
			console.error(`fault at ${request.method} ${request.url}:`, fault);
			response.destroy();
		});
	const pages = new PublicPages();
	const files = new Set(filesBelow(join(build, 'client'), ''));
	const server = createServer((request, response) => {
		if (!request.headers.host) return void response.writeHead(400).end();
		if (!trustProxy) for (const name of forwarded) delete request.headers[name];
		request.headers['x-forwarded-proto'] ??= 'http';
		for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
		if (files.has(request.url ?? '')) render(request, response);
		else answer(pages, render, request, response);
	});
	await listen(server, host, port);
	const changes = followChanges(pages);
	const close = async () => {
		await closeServer(server);
		await changes.stop();
		// The application's own copy of the database pool is closed by who opened it (hooks.server.ts).
		await Promise.all(
			process.listeners('sveltekit:shutdown' as never).map((listener) => Reflect.apply(listener, process, ['kambana'])),
		);
	};
	return { address: addressOf(host, (server.address() as AddressInfo).port), close };
}

/** From memory when the page is kept; else rendered, and kept when the application says so. */
function answer(pages: PublicPages, render: Render, request: IncomingMessage, response: ServerResponse): void {
	const asked = request.method === 'GET' || request.method === 'HEAD';
	const wish = wishOf(request);
	const address = addressAsked(request);
	const page = asked ? pages.find(address) : undefined;
	if (page) {
		sendPage(page, wish, response);
		return;
	}
	const { generation } = pages;
	divert(response, (restore) => {
		if (!asked && response.statusCode < 400) pages.drop();
		const isPublic = asked && isForEverybody(response);
		response.removeHeader(publicMark);
		if (!isPublic) return compressing(request, response);
		const keep = (made: Page) => pages.keep(address, made, generation);
		return collecting(wish, response, restore, keep);
	});
	if (asked) {
		// Whether the page is another one than the visitor has is for us to say: the tags are ours. And the head that HEAD
		// asks for is that of GET; Node leaves out the body.
		delete request.headers['if-none-match'];
		request.method = 'GET';
	}
	render(request, response);
}

/** A page may name its own address, and a stranger can send any: what was made for one is never given to another. */
function addressAsked({ headers, url }: IncomingMessage): string {
	return `${headers['x-forwarded-proto']} ${headers['x-forwarded-host'] ?? headers.host} ${url}`;
}

/** Marked by the application, and nothing in it that only one visitor may get. */
function isForEverybody(response: ServerResponse): boolean {
	const vary = String(response.getHeader('vary') ?? 'accept-encoding').toLowerCase();
	return (
		response.getHeader(publicMark) === '1' &&
		response.statusCode === 200 &&
		!response.hasHeader('set-cookie') &&
		!response.hasHeader('content-encoding') &&
		vary === 'accept-encoding'
	);
}

/** Collects a public page, makes it ready for everybody, and sends it to who asked first. */
function collecting(wish: Wish, response: ServerResponse, restore: () => void, keep: (page: Page) => void): Sink {
	const chunks: Buffer[] = [];
	return {
		holdsHead: true,
		write: (chunk) => chunks.push(chunk) > 0,
		end: () => {
			const {
				etag,
				'content-length': length,
				'transfer-encoding': transfer,
				...headers
			}: OutgoingHttpHeaders = response.getHeaders();
			for (const name of response.getHeaderNames()) response.removeHeader(name);
			restore();
			makePage(Buffer.concat(chunks), headers)
				.then((page) => {
					keep(page);
					sendPage(page, wish, response);
				})
				.catch((fault) => response.destroy(fault));
		},
	};
}

function listen(server: Server, host: string, port: number): Promise<void> {
	const opened = Promise.withResolvers<void>();
	server.once('error', (fault) => opened.reject(new Refusal(whyNotOpen(host, port, fault), { cause: fault })));
	server.listen(port, host, opened.resolve);
	return opened.promise;
}

function whyNotOpen(host: string, port: number, fault: Error): string {
	const code = codeOf(fault);
	if (code === 'EADDRINUSE')
		return `Port ${port} on ${host} is in use: stop the program that uses it, or set PORT to another number.`;
	if (code === 'EACCES')
		return `Port ${port} may be opened only by the administrator: set PORT to a number from 1024 on.`;
	if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'].includes(code)) {
		return `HOST is "${host}", which is no address of this machine: leave it out for 127.0.0.1, or set 0.0.0.0 for all addresses.`;
	}
	return `Port ${port} on ${host} cannot be opened: ${fault.message}.`;
}

/** Requests under way get three seconds; what waits for nothing is closed at once. */
async function closeServer(server: Server): Promise<void> {
	const closed = new Promise<void>((done) => server.close(() => done()));
	const impatience = setTimeout(() => server.closeAllConnections(), 3_000);
	await closed;
	clearTimeout(impatience);
}

/** As a browser on this machine reaches it. */
function addressOf(host: string, port: number): string {
	if (host === '0.0.0.0' || host === '::') return `http://localhost:${port}`;
	return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

const filesBelow = (folder: string, path: string): string[] =>
	readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) =>
		entry.isDirectory() ? filesBelow(folder, `${path}/${entry.name}`) : [`${path}/${entry.name}`],
	);
