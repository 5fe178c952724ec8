import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { defaultLocale } from '#i18n/locales.ts';
import { collectBody } from '#platform/bodies.server.ts';
import { isFromElsewhere } from '#platform/fence.server.ts';
import { typedFrom } from '#platform/forms.ts';
import type { Quick } from '#platform/front.server.ts';
import { headersToSet } from '#platform/headers.ts';
import { Rate } from '#platform/limits.server.ts';
import { problemIn } from '#platform/problem.ts';
import { codeOf } from '#platform/refusal.ts';
import { completeHead, protocolOf, sendSentence } from '#platform/refusals.server.ts';
import { readCode } from './code.server.ts';
import { sendAsked } from './files.server.ts';
import { takeAnswer } from './taking.server.ts';

/** A class sends here: forty telephones behind one address, in ten seconds. */
const sending = /^\/k\/([0-9A-Za-z]{6})\/answers$/;
/** What is read off the wall and typed. */
const shortAddress = /^\/k\/([0-9A-Za-z]{6})$/;
/** What a class loads beside its page: each picture forty times within a minute. */
const attached = /^\/k\/([0-9A-Za-z]{6})\/files\/([0-9a-f]{16}\.[a-z0-9]{3,4})$/;
/** Pages of codes that the application renders: those without script post there. */
const rendered = /^\/(?:[a-z]{2}\/)?k(?:\/|\?|$)/;

/** An answer has twenty options, a receipt and a number. */
const mostBytes = 2_048;
/** What the application may be asked to render here in a second, and at once: from memory comes the page of a code itself. */
const renders = new Rate(100, 1_000);
/** Ten rooms of forty telephones that load ten files at once, and then a room a second. */
const files = new Rate(400, 4_000);

/**
 * The door of answers in the front: what a flood sends costs as little as can be, and no address is counted. In order: is it a code of ours,
 * is it short, does it come from our page, is there proof of work; only then the database hears of it.
 */
export const checkDoor: Quick = async (request, response, lane) => {
	const { method, url = '' } = request;
	// The fence refuses it, as everywhere.
	if (isFromElsewhere(request)) return false;
	const [, code] = sending.exec(url) ?? [];
	if (code !== undefined && method === 'POST') {
		const { promise, resolve } = Promise.withResolvers<void>();
		lane.run(() => resolve(receive(code, request, response)));
		await promise;
		return true;
	}
	const [, opens, name] = attached.exec(url) ?? [];
	if (opens !== undefined && name !== undefined && (method === 'GET' || method === 'HEAD')) {
		if (files.take()) await give(opens, name, request, response);
		else busy(request, response);
		return true;
	}
	const [, typed] = shortAddress.exec(url) ?? [];
	if (typed !== undefined && method === 'GET') {
		leadTo(`/${defaultLocale}/k/${typed.toUpperCase()}`, request, response);
		return true;
	}
	if (!rendered.test(url) || renders.take()) return false;
	busy(request, response);
	return true;
};

const busy = (request: IncomingMessage, response: ServerResponse): void => {
	request.resume();
	// Browsers come again by themselves: whoever waits in a classroom has to press nothing.
	sendSentence(response, 503, 'Prisni pak / One moment …', protocolOf(request), { 'retry-after': '2', refresh: '2' });
};

function leadTo(location: string, request: IncomingMessage, response: ServerResponse): void {
	response.statusCode = 303;
	response.setHeader('location', location);
	response.setHeader('cache-control', 'no-store');
	completeHead(response, 'visitor', protocolOf(request));
	response.end();
}

/** Sends a picture or a recording as fast as it is taken; what the code does not ask is not there. */
async function give(code: string, name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { headers, method = 'GET', url = '' } = request;
	const wish = ['range', 'if-range', 'if-none-match'].flatMap((one) => {
		const value = headers[one];
		return typeof value === 'string' ? [[one, value] as [string, string]] : [];
	});
	const sent = await sendAsked(new Request(`http://front${url}`, { method, headers: wish }), code, name);
	if (!sent) return sendSentence(response, 404, 'Nothing that this code asks.', protocolOf(request));
	response.statusCode = sent.status;
	for (const [head, value] of sent.headers) response.setHeader(head, value);
	completeHead(response, 'file', protocolOf(request));
	if (!sent.body) return void response.end();
	await pipeline(Readable.fromWeb(sent.body as ReadableStream), response).catch((fault) => {
		// Whoever goes away while a recording plays is no fault of ours.
		if (codeOf(fault) !== 'ERR_STREAM_PREMATURE_CLOSE') throw fault;
	});
}

async function receive(code: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
	if (readCode(code) === null) {
		request.resume();
		return say(request, response, 200, { outcome: 'closed' });
	}
	const body = await collectBody(request, mostBytes);
	if (body === 'gone') return;
	if (typeof body === 'string') return say(request, response, 413, { outcome: 'unreadable' });
	try {
		say(request, response, 200, await takeAnswer(code, typedFrom(new URLSearchParams(body.toString()))));
	} catch (fault) {
		if (!problemIn(fault)) console.error('fault at the door of answers:', fault);
		// With the same receipt it may come again: what was kept meanwhile counts once.
		say(request, response, 503, { outcome: 'again' }, { 'retry-after': '1' });
	}
}

/** Of a thousand answers the head differs by its length alone: it is put together once. */
const heads = new Map<string, Record<string, string>>();

function headOf(status: number, protocol: string): Record<string, string> {
	const name = `${status} ${protocol}`;
	const brought = { 'content-type': 'application/json' };
	const head = heads.get(name) ?? { ...brought, ...headersToSet(brought, status, 'visitor', protocol) };
	heads.set(name, head);
	return head;
}

function say(
	request: IncomingMessage,
	response: ServerResponse,
	status: number,
	said: object,
	more: Record<string, string> = {},
): void {
	const text = JSON.stringify(said);
	const head = headOf(status, protocolOf(request));
	response.writeHead(status, { ...head, ...more, 'content-length': Buffer.byteLength(text) }).end(text);
}
