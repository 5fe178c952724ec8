import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres } from '#platform/postgres.server.ts';
import { makeDirectory, removeDirectory, startServer, stop } from '../tests/support/server.ts';
import { type Line, median, milliseconds, ms, spread } from './measure.ts';

/** Start to the ready line on data that exist, against PostgreSQL alone on the same data; and the memory of an idle server. */
export async function benchStart(): Promise<Line[]> {
	const directory = makeDirectory();
	await stop(await startServer(directory));
	const ours: number[] = [];
	const baseline: number[] = [];
	const memory: number[] = [];
	for (let round = 0; round < 5; round++) {
		let server: Awaited<ReturnType<typeof startServer>> | undefined;
		ours.push(
			await milliseconds(async () => {
				server = await startServer(directory);
			}),
		);
		if (!server) throw new Error('no server');
		for (const path of ['/sq', '/en/durres']) await fetch(server.url + path);
		await pause(2000);
		memory.push(residentMegabytes(server.process.pid ?? 0));
		await stop(server);
		let database: Awaited<ReturnType<typeof startPostgres>> | undefined;
		baseline.push(
			await milliseconds(async () => {
				database = await startPostgres({ directory });
			}),
		);
		await database?.stop();
	}
	removeDirectory(directory);
	const start: Line = {
		what: 'second start to the ready line',
		ours: ms(median(ours)),
		baseline: `${ms(median(baseline))} PostgreSQL alone`,
		ratio: `${(median(ours) / median(baseline)).toFixed(1)} ×`,
		n: ours.length,
		spread: spread(ours),
		must: '≤ 2 s',
		met: median(ours) <= 2000,
	};
	const idle: Line = {
		what: 'idle memory of the application',
		ours: `${Math.round(median(memory))} MB`,
		baseline: `${Math.round(process.memoryUsage().rss / 2 ** 20)} MB this script`,
		ratio: '',
		n: memory.length,
		spread: spread(memory),
		must: '≤ 250 MB',
		met: median(memory) <= 250,
	};
	return [start, idle];
}

function residentMegabytes(pid: number): number {
	const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
	return (pages * 4096) / 2 ** 20;
}
