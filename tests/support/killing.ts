import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { processesWith, type RunningServer, startServer } from './server.ts';

/** What a test kills. */
export type Victim = 'application' | 'database';

/** Kills it with signal 9: it says no last words. */
export function kill(server: RunningServer, victim: Victim, directory: string): void {
	const postmaster = () => Number(readFileSync(join(directory, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
	process.kill(victim === 'application' ? (server.process.pid as number) : postmaster(), 'SIGKILL');
}

/** What is left of the application is killed too: nothing may depend on its last words. */
export async function startAgain(server: RunningServer, directory: string): Promise<RunningServer> {
	server.process.kill('SIGKILL');
	await server.ended;
	for (const end = Date.now() + 20_000; processesWith(directory).length > 0 && Date.now() < end; await pause(20));
	return startServer(directory);
}
