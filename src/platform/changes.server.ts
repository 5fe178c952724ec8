import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { connectionOptions } from './db.server.ts';
import type { PublicPages } from './pages.server.ts';

/**
 * Drops the kept pages whenever PostgreSQL says `public_changed`, on a connection of its own. While there is no
 * connection nothing is kept; it is tried again until `stop`.
 */
export function followChanges(pages: PublicPages): { stop(): Promise<void> } {
	const stopped = new AbortController();
	const following = (async () => {
		while (!stopped.signal.aborted) {
			await followOnce(pages, stopped.signal).catch(() => {});
			pages.listening(false);
			await pause(250, undefined, { signal: stopped.signal }).catch(() => {});
		}
	})();
	return {
		stop: () => {
			stopped.abort();
			return following;
		},
	};
}

/** Listens until the connection is lost or `stopped`. */
async function followOnce(pages: PublicPages, stopped: AbortSignal): Promise<void> {
	const lost = Promise.withResolvers<void>();
	stopped.addEventListener('abort', () => lost.resolve(), { once: true });
	const { url, ...shared } = connectionOptions();
	// `sql.listen` gives up for good when a reconnection fails once; these two callbacks are what it is made of.
	const options = {
		...shared,
		max: 1,
		max_lifetime: null,
		onclose: () => lost.resolve(),
		onnotify: () => pages.drop(),
	} as postgres.Options<Record<string, postgres.PostgresType>>;
	const sql = url ? postgres(url, options) : postgres(options);
	try {
		await sql`listen public_changed`;
		pages.listening(true);
		await lost.promise;
	} finally {
		await sql.end({ timeout: 0 });
	}
}
