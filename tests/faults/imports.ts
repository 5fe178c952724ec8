import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { kill, startAgain, type Victim } from '../support/killing.ts';
import { seatedCookie } from '../support/people.ts';
import { makeDirectory, type RunningServer, removeDirectory, startServer, stop } from '../support/server.ts';
import { sheetOf } from '../support/sheets.ts';

/** One kill: what was killed how long after the import was asked for, and what was found after the next start. */
export type Round = {
	round: number;
	victim: Victim;
	afterMs: number;
	/** Whether the server had said that the import is done. */
	acknowledged: boolean;
	found: 'all' | 'nothing' | 'PART';
};

type Found = { activities: number; events: number; supporters: number; partners: number; done: number };

/** Months of 31 days, one for each round. */
const monthOf = (round: number) => ({
	year: 2031 + Math.floor(round / 7),
	month: String([1, 3, 5, 7, 8, 10, 12][round % 7]).padStart(2, '0'),
});
const partnerOf = (round: number) => `Shoqata e provës ${round}`;

function fileOf(round: number, rows: number): File {
	const { year, month } = monthOf(round);
	const text = sheetOf(rows)
		.replaceAll('.10.2026', `.${month}.${year}`)
		.replaceAll('Policia e Shtetit', partnerOf(round));
	return new File([text], `${year}-${month}.csv`, { type: 'text/csv' });
}

/**
 * Imports a month through the desk again and again, and kills -9 the application or PostgreSQL at a random moment of it. After
 * the next start the month must be there whole or not at all, and whole when the server had said so.
 */
export async function killDuringImports(
	{ rounds, rows }: { rounds: number; rows: number },
	say: (round: Round) => void,
): Promise<Round[]> {
	const directory = makeDirectory();
	const results: Round[] = [];
	let server = await startServer(directory);
	try {
		// Two imports are left alone: what they bring is a whole one, and how long the second takes says when to kill the others.
		await confirm(await preview(server, rounds + 1, rows));
		const waiting = await preview(server, 0, rows);
		const began = performance.now();
		await confirm(waiting);
		const usual = performance.now() - began;
		const whole = await count(directory, 0);
		if (whole.activities !== rows)
			throw new Error(`the undisturbed import brought ${whole.activities} of ${rows} activities`);
		for (let round = 1; round <= rounds; round++) {
			const victim = round % 2 === 0 ? 'database' : 'application';
			const ready = await preview(server, round, rows);
			// Past the usual end too: the moment of the commit must be among those hit.
			const afterMs = Math.round(Math.random() * usual * 1.6);
			const asked = confirm(ready).catch(() => false);
			await pause(afterMs);
			kill(server, victim, directory);
			const acknowledged = await asked;
			server = await startAgain(server, directory);
			const found = verdict(await count(directory, round), whole);
			const result: Round = {
				round,
				victim,
				afterMs,
				acknowledged,
				found: acknowledged && found !== 'all' ? 'PART' : found,
			};
			results.push(result);
			say(result);
		}
	} finally {
		await stop(server);
		removeDirectory(directory);
	}
	return results;
}

function verdict(found: Found, whole: Found): Round['found'] {
	const numbers = Object.keys(whole) as (keyof Found)[];
	if (numbers.every((name) => found[name] === whole[name])) return 'all';
	return numbers.every((name) => found[name] === 0) ? 'nothing' : 'PART';
}

type Ready = { address: string; cookie: string; origin: string; seen: string };

const headersOf = (origin: string, cookie = '') => ({ origin, cookie, accept: 'text/html' });

/** Enters the desk and uploads the file; the preview waits to be confirmed. */
async function preview(server: RunningServer, round: number, rows: number): Promise<Ready> {
	const { url: origin } = server;
	const cookie = await enter(server);
	const form = new FormData();
	form.set('file', fileOf(round, rows));
	form.set('month', '');
	const headers = headersOf(origin, cookie);
	const upload = await fetch(`${origin}/sq/desk/durres/import`, {
		method: 'POST',
		body: form,
		headers,
		redirect: 'manual',
	});
	const location = upload.headers.get('location');
	if (upload.status !== 303 || !location) throw new Error(`the upload was answered ${upload.status}`);
	const address = new URL(location, origin).href;
	const page = await (await fetch(address, { headers })).text();
	const seen = /name="seen" value="([^"]+)"/.exec(page)?.[1];
	if (!seen) throw new Error('the preview has no form to confirm');
	return { address, cookie, origin, seen };
}

const cookies = new WeakMap<RunningServer, string>();
async function enter(server: RunningServer): Promise<string> {
	const known = cookies.get(server);
	if (known) return known;
	const cookie = await seatedCookie(server.directory, 'secretary', 'AL-02');
	cookies.set(server, cookie);
	return cookie;
}

/** True when the server says that the import is done. */
async function confirm({ address, cookie, origin, seen }: Ready): Promise<boolean> {
	const body = new URLSearchParams({ seen });
	const answer = await fetch(`${address}?/confirm`, {
		method: 'POST',
		body,
		headers: headersOf(origin, cookie),
		redirect: 'manual',
	});
	return answer.status === 303;
}

async function count(directory: string, round: number): Promise<Found> {
	const socket = join(directory, 'run');
	const sql = postgres({
		host: socket,
		path: join(socket, '.s.PGSQL.5432'),
		username: 'postgres',
		database: 'kambana',
		max: 1,
		onnotice: () => {},
	});
	const { year, month } = monthOf(round);
	const slug = `${year}-${month}`;
	try {
		const [found] = await sql<Found[]>`
			with mine as (select a.id from activities a join programmes p on p.id = a.programme_id where p.slug = ${slug})
			select (select count(*)::int from mine) as activities,
				(select count(*)::int from activity_events where activity_id in (select id from mine)) as events,
				(select count(*)::int from activity_supporters where activity_id in (select id from mine)) as supporters,
				(select count(*)::int from partners where name = ${partnerOf(round)}) as partners,
				(select count(*)::int from import_previews where month = ${slug} and outcome is not null) as done`;
		if (!found) throw new Error('nothing could be counted');
		return found;
	} finally {
		await sql.end({ timeout: 1 });
	}
}
