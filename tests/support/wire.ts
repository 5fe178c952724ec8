import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';

/** An answer as it came over the wire. */
export type Answer = { status: number; headers: NodeJS.Dict<string | string[]>; body: string };
export type Asking = { method?: string; headers?: Record<string, string>; body?: string | Buffer };

const agent = new Agent({ keepAlive: true, maxSockets: 48 });

/** Sends a request as it is, without what a browser or fetch would add. */
export function ask(
	origin: string,
	path: string,
	{ method = 'GET', headers = {}, body }: Asking = {},
): Promise<Answer> {
	const { promise, resolve, reject } = Promise.withResolvers<Answer>();
	const length =
		body === undefined || 'transfer-encoding' in headers ? {} : { 'content-length': Buffer.byteLength(body) };
	const sent = request(origin + path, { agent, method, headers: { accept: 'text/html', ...length, ...headers } });
	sent.on('response', async (answer) => {
		const chunks: Buffer[] = await answer.toArray();
		resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks).toString() });
	});
	// A connection that was kept may be closed by the server in the very moment it is used again.
	sent.on('error', (fault) => {
		if (sent.reusedSocket && 'code' in fault && fault.code === 'ECONNRESET')
			ask(origin, path, { method, headers, ...(body !== undefined && { body }) }).then(resolve, reject);
		else reject(fault);
	});
	sent.end(body);
	return promise;
}

/** Many at once, as many as the agent has connections; the answers in the order of the questions. */
export const askAll = <T>(all: readonly T[], how: (one: T) => Promise<Answer>): Promise<Answer[]> =>
	Promise.all(all.map(how));

/** Opens a connection for what is no proper request. */
export function openSocket(origin: string): Socket {
	const { hostname, port } = new URL(origin);
	return connect({ host: hostname, port: Number(port) }).on('error', () => {});
}

/** Writes text and reads until the server closes or has sent a whole head. */
export function say(origin: string, text: string): Promise<Answer> {
	const { promise, resolve, reject } = Promise.withResolvers<Answer>();
	const socket = openSocket(origin);
	let said = '';
	const finish = () => {
		if (said.includes('\r\n\r\n')) resolve(answerIn(said));
		else reject(new Error(`no answer to ${JSON.stringify(text.slice(0, 60))}`));
	};
	socket.setEncoding('latin1').on('data', (chunk) => {
		said += chunk;
		if (said.includes('\r\n\r\n')) socket.end();
	});
	socket.on('close', finish);
	socket.write(text);
	return promise;
}

/** The head of an answer, read by hand. */
export function answerIn(text: string): Answer {
	const [head = '', body = ''] = text.split('\r\n\r\n', 2);
	const [first = '', ...lines] = head.split('\r\n');
	const pairs = lines.map((line) => [
		line.slice(0, line.indexOf(':')).toLowerCase(),
		line.slice(line.indexOf(':') + 2),
	]);
	return { status: Number(first.split(' ')[1]), headers: Object.fromEntries(pairs), body };
}
