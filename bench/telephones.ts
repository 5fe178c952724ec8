import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';

/**
 * Telephones that answer, as bytes on a line: whatever the sender costs is taken from the server on the same machine, so what they send is ready
 * before the watch runs, and of what they are told only the outcome is read.
 */

const request = (host: string, code: string): Buffer => {
	const body = `receipt=${randomBytes(16).toString('hex')}&proof=0&q0=1&q1=2&q2=0&q3=3`;
	const head = [
		`POST /k/${code}/answers HTTP/1.1`,
		`host: ${host}`,
		`origin: http://${host}`,
		'content-type: application/x-www-form-urlencoded',
		`content-length: ${body.length}`,
	];
	return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
};

/** Sends one after the other, each as soon as the one before has its receipt. */
function sendOver(line: Socket, requests: readonly Buffer[]): Promise<void> {
	const { promise, resolve, reject } = Promise.withResolvers<void>();
	let [sent, told] = [0, ''];
	const next = () => {
		const one = requests[sent++];
		if (one) line.write(one);
		else resolve();
	};
	line.setEncoding('latin1').on('error', reject);
	line.on('close', () => reject(new Error(`The line was cut after ${sent} of ${requests.length} answers.`)));
	line.on('data', (text: string) => {
		told += text;
		// The answer is the whole of the body, and short: what is not complete goes on in the next piece.
		if (!told.endsWith('}')) return;
		if (!told.endsWith('{"outcome":"kept"}')) return reject(new Error(`An answer was not kept: ${told}`));
		told = '';
		next();
	});
	next();
	return promise;
}

/** Sends so many answers over so many lines, each line as fast as it is answered. @returns milliseconds until the last receipt */
export async function sendAnswers(origin: string, code: string, answers: number, lines: number): Promise<number> {
	const { host, hostname, port } = new URL(origin);
	const each = Math.floor(answers / lines);
	const prepared = Array.from({ length: lines }, () => Array.from({ length: each }, () => request(host, code)));
	const began = performance.now();
	const opened: Socket[] = [];
	try {
		await Promise.all(
			prepared.map(async (requests) => {
				const line = connect({ host: hostname, port: Number(port), noDelay: true });
				opened.push(line);
				await once(line, 'connect');
				await sendOver(line, requests);
			}),
		);
		return performance.now() - began;
	} finally {
		for (const line of opened) line.removeAllListeners('close').destroy();
	}
}
