import { fork } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import path from 'node:path';
import autocannon from 'autocannon';
import { type Line, median, paired, spread } from './measure.ts';

type Answer = { headers: Record<string, string>; body: Buffer };

/** The answer as it travels, compressed. */
function ask(address: string): Promise<Answer> {
	const { promise, resolve, reject } = Promise.withResolvers<Answer>();
	request(address, { headers: { 'accept-encoding': 'br', accept: 'text/html' } }, (answer) => {
		const chunks: Buffer[] = [];
		answer.on('data', (chunk: Buffer) => chunks.push(chunk));
		if (answer.statusCode !== 200) reject(new Error(`${answer.statusCode} ${address}`));
		answer.on('end', () => resolve({ headers: answer.headers as Record<string, string>, body: Buffer.concat(chunks) }));
	})
		.on('error', reject)
		.end();
	return promise;
}

async function requestsPerSecond(url: string): Promise<number> {
	const result = await autocannon({ url, connections: 8, duration: 3, headers: { 'accept-encoding': 'br' } });
	if (result.non2xx > 0 || result.errors > 0)
		throw new Error(`${url}: ${result.non2xx} other answers, ${result.errors} errors`);
	return result.requests.average;
}

const pages = {
	home: '',
	county: '/durres',
	programme: '/durres/2026-10',
	activity: '/durres/2026-10/23',
	announcement: '/durres/2026-10/announcement',
};

export async function benchPages(origin: string): Promise<Line[]> {
	const lines: Line[] = [];
	for (const [name, tail] of Object.entries(pages)) {
		const { body, headers } = await ask(`${origin}/sq${tail}`);
		const raw = Buffer.byteLength(await (await fetch(`${origin}/sq${tail}`)).text());
		lines.push({
			what: `bytes of the ${name} page, br`,
			ours: `${body.length} B`,
			baseline: `${raw} B as HTML`,
			ratio: `${Math.round((body.length / raw) * 100)} %`,
			n: 1,
			spread: '',
			must: '≤ 14 KB',
			met: headers['content-encoding'] === 'br' && body.length <= 14 * 1024,
		});
	}
	for (const name of ['home', 'announcement'] as const) {
		const url = `${origin}/sq${pages[name]}`;
		const { body, headers } = await ask(url);
		const bare = fork(path.join(import.meta.dirname, 'bare.ts'));
		const { date, connection, 'keep-alive': alive, ...sent } = headers;
		bare.send({ body: body.toString('base64'), headers: sent });
		const [{ port }] = (await once(bare, 'message')) as [{ port: number }];
		const other = `http://127.0.0.1:${port}/`;
		await Promise.all([requestsPerSecond(url), requestsPerSecond(other)]);
		const { ours, baseline } = await paired(
			5,
			() => requestsPerSecond(url),
			() => requestsPerSecond(other),
		);
		bare.disconnect();
		const ratio = median(ours.map((value, round) => value / (baseline[round] ?? Number.NaN)));
		lines.push({
			what: `${name} page, requests/s, 8 connections`,
			ours: String(Math.round(median(ours))),
			baseline: `${Math.round(median(baseline))} bare node:http, same bytes`,
			ratio: `${Math.round(ratio * 100)} %`,
			n: 5,
			spread: spread(ours),
			must: '≥ 50 %',
			met: ratio >= 0.5,
		});
	}
	return lines;
}
