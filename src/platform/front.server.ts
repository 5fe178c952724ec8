import { readdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { collecting, compressing, divert } from './answer.server.ts';
import { bringsBody, discardRest, longestPatience, mostBytes } from './bodies.server.ts';
import { followChanges } from './changes.server.ts';
import { believe, Fence, type Trust, whyNoAddress } from './fence.server.ts';
import { fileMark, sameMark } from './headers.ts';
import { Lane } from './lane.server.ts';
import { isLeaving } from './leaving.server.ts';
import { makePage, PublicPages, sendPage, wishOf } from './pages.server.ts';
import { Pauses } from './pauses.server.ts';
import { codeOf, Refusal } from './refusal.ts';
import { answerByHand, completeHead, protocolOf, Refusals, type Render, sendSentence } from './refusals.server.ts';
import { keepSpare, type Spare } from './spare.server.ts';

type Place = Trust & {
	host: string;
	port: number;
	/** The first part of addresses by language; the first is the one for everything else. */
	languages: readonly string[];
	/** The folder of the built application. */
	build: string;
	/** Pages of which copies are kept as files. */
	spare?: Spare;
	/** What is answered at once, before anything is counted by address. */
	quick?: Quick;
};

/**
 * An answer of the front itself to what comes in hundreds a second from one address: a class that sends. It counts by something else than the
 * address, and leaves to the application what it does not take (false). The request has been asked for neither body nor origin. What it does
 * for many it begins in the lane.
 */
export type Quick = (request: IncomingMessage, response: ServerResponse, lane: Lane) => Promise<boolean>;

/** The HTTP server before SvelteKit. */
export type Front = { /** e.g. `http://127.0.0.1:3000` */ address: string; close(): Promise<void> };

/** By this header the application says that an answer is the same for everybody. It is not sent. */
const publicMark = 'x-kambana-public';

/** Addresses of kept files, at which tags and parts are the application's own doing. */
const keptFiles = /^\/files\/|\/videos\/[0-9a-f-]{36}\/files\/|\/materials\/(versions\/)?[0-9a-f-]{36}\/file(\.pdf)?$/;

/** Whoever sends slower than this only holds connections. */
const patience = {
	headersTimeout: 10_000,
	// The longest that anything may take; shorter ones are counted by who reads the body.
	requestTimeout: longestPatience * 1000,
	connectionsCheckingInterval: 2_000,
	maxHeaderSize: 16 * 1024,
	// Answered by the front, with all headers.
	requireHostHeader: false,
};
/** Of a page from memory or an answer at a door each costs about a tenth of a millisecond: the desk waits for two or three of those, not for a hundred. */
const beginsPerTurn = 25;
/** Without a byte in either direction. */
const silence = 120_000;

/** Opens the port; public pages come from memory, everything else from the built application, through the fence. */
export async function openFront({ build, host, languages, port, spare, quick, ...trust }: Place): Promise<Front> {
	const render = await loadApplication(build);
	const pages = new PublicPages();
	const files = new Set(filesBelow(join(build, 'client'), ''));
	const fence = new Fence(new Refusals(render, languages), trust);
	const lane = new Lane(beginsPerTurn);
	const pauses = new Pauses();
	const receive = (request: IncomingMessage, response: ServerResponse, proceed = () => {}) => {
		believe(request, trust);
		const wrong = whyNoAddress(request);
		if (wrong) return sendSentence(response, ...wrong, protocolOf(request));
		const asked = request.method === 'GET' || request.method === 'HEAD';
		if (asked && bringsBody(request)) discardRest(request);
		const reads = asked && !isLeaving(request);
		const sendKept = (): boolean => {
			const page = reads ? pages.find(addressAsked(request)) : undefined;
			if (page) lane.run(() => sendPage(page, wishOf(request), response));
			return page !== undefined;
		};
		if (sendKept()) return;
		if (asked && files.has(request.url?.split('?', 1)[0] ?? '')) return answerFile(render, request, response);
		const fenced = async () => {
			if (quick && (await quick(request, response, lane))) return;
			const admitted = await fence.admit(request, response, proceed);
			if (!admitted) return;
			pauses.follow(response);
			answer(pages, render, admitted, response);
		};
		const goOn = () =>
			fenced().catch((fault) => {
				console.error('fault at the fence:', fault);
				response.destroy();
			});
		// A class opens its page within seconds: it is made once, and whoever comes meanwhile waits for that.
		const making = reads && isAnonymous(request) ? pages.making(addressAsked(request)) : undefined;
		if (making)
			making.then(() => {
				if (!sendKept()) goOn();
			});
		else goOn();
	};
	const server = createServer(patience, receive);
	server.timeout = silence;
	server.on('checkContinue', (request, response) => receive(request, response, () => response.writeContinue()));
	server.on('checkExpectation', (request, response) => {
		believe(request, trust);
		sendSentence(response, 417, 'Only 100-continue can be expected.', protocolOf(request));
	});
	server.on('clientError', (fault, socket) => answerByHand(fault, socket as Socket));
	server.on('connect', (_request, socket) => answerByHand(new Error('no proxy'), socket as Socket));
	await listen(server, host, port);
	const changes = followChanges(pages);
	const own = `http://${host === '::' || host.includes(':') ? '[::1]' : '127.0.0.1'}:${(server.address() as AddressInfo).port}`;
	const copies = spare && keepSpare(pages, own, spare);
	const close = async () => {
		await copies?.stop();
		await closeServer(server);
		await changes.stop();
		// The application's own copy of the database pool is closed by who opened it (hooks.server.ts).
		await Promise.all(
			process.listeners('sveltekit:shutdown' as never).map((listener) => Reflect.apply(listener, process, ['kambana'])),
		);
	};
	return { address: addressOf(host, (server.address() as AddressInfo).port), close };
}

async function loadApplication(build: string): Promise<Render> {
	// SvelteKit takes its own address from these headers; the front decides whether they can be believed.
	process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
	process.env.HOST_HEADER = 'x-forwarded-host';
	process.env.BODY_SIZE_LIMIT = String(mostBytes);
	const { handler } = (await import(pathToFileURL(join(build, 'handler.js')).href)) as { handler: Render };
	// Whatever escapes from there must not end the server: the connection is cut, the others go on.
	return (request, response) =>
		Promise.resolve(handler(request, response)).catch((fault) => {
			// Without the address: it may be a link that opens something.
			console.error(`fault at ${request.method}:`, fault);
			response.destroy();
		});
}

/** A file of the build, as the application keeps it ready. */
function answerFile(render: Render, request: IncomingMessage, response: ServerResponse): void {
	divert(response, () => {
		completeHead(response, 'file', protocolOf(request));
		return null;
	});
	render(request, response);
}

/** Rendered by the application, and kept when it says that everybody gets the same. */
function answer(pages: PublicPages, render: Render, request: IncomingMessage, response: ServerResponse): void {
	const asked = request.method === 'GET' || request.method === 'HEAD';
	const wish = wishOf(request);
	const [address, protocol] = [addressAsked(request), protocolOf(request)];
	const { generation } = pages;
	const done = asked && isAnonymous(request) ? pages.make(address) : () => {};
	response.once('close', done);
	divert(response, (restore) => {
		if (!asked && response.statusCode < 400 && !response.hasHeader(sameMark)) pages.drop();
		const isPublic = asked && isForEverybody(response);
		// A kept file that is published: it streams, and the reader may keep it.
		const isFile = asked && response.getHeader(fileMark) === '1';
		completeHead(response, isPublic ? 'public' : isFile ? 'file' : 'visitor', protocol);
		if (!isPublic) done();
		if (isFile) return null;
		if (!isPublic) return compressing(request, response);
		return collecting(response, restore, async (body, headers) => {
			const page = await makePage(body, headers);
			pages.keep(address, page, generation);
			done();
			sendPage(page, wish, response);
		});
	});
	// A kept file has a tag of its own, and nobody reads it from the disk for a HEAD.
	if (asked && !keptFiles.test(request.url ?? '')) {
		// Whether the page is another one than the visitor has is for us to say: the tags are ours. And the head that HEAD
		// asks for is that of GET; Node leaves out the body.
		delete request.headers['if-none-match'];
		request.method = 'GET';
	}
	render(request, response);
}

/** Whoever is signed in may get another page at the same address: nobody waits for theirs. */
const isAnonymous = ({ headers }: IncomingMessage): boolean => headers.cookie === undefined;

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

function listen(server: Server, host: string, port: number): Promise<void> {
	const opened = Promise.withResolvers<void>();
	server.once('error', (fault) => opened.reject(new Refusal(whyNotOpen(host, port, fault), { cause: fault })));
	// A country that answers at once: a telephone that finds the queue of new connections full tries again only after a second.
	server.listen({ port, host, backlog: 4096 }, opened.resolve);
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
