import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { access } from '#people/access.ts';
import type { Rule } from '#people/rules.ts';
import { closeDatabase, inTransaction } from '#platform/db.server.ts';
import { cellsOf } from '../support/addresses.ts';
import { type Asker, makeObjects, type Objects, seatAskers } from '../support/cells.ts';
import { makeDirectory, type RunningServer, removeDirectory, startServer, stop } from '../support/server.ts';
import { isDaily } from '../support/thorough.ts';
import { type Answer, ask, askAll } from '../support/wire.ts';

// The table of access, asked of the running server: every route and verb by everybody, on their own records, on those of another
// county, another institution, and on records that do not exist.
const directory = makeDirectory();
const month = '2026-10';
let server: RunningServer;
let askers: Asker[];
let objects: Objects;
let parameters: Record<string, string>;

beforeAll(async () => {
	server = await startServer(directory);
	process.env.KAMBANA_SOCKET = join(directory, 'run');
	objects = await makeObjects(month);
	askers = await seatAskers(objects);
	parameters = {
		...{ lang: 'sq', county: 'durres', committee: 'durres', month, number: objects.number ?? '', publicNumber: '23' },
		...{
			partners: objects.partner ?? '',
			places: objects.place ?? '',
			members: objects.seated ?? '',
			people: objects.accountId ?? '',
			mails: objects.mail ?? '',
			languages: objects.language ?? '',
			recordings: objects.recording ?? '',
			helpLanguage: 'rom-AL',
			lines: objects.line ?? '',
			offices: objects.office ?? '',
			rights: objects.right ?? '',
			cases: objects.story ?? '',
			questions: objects.question ?? '',
			sets: objects.set ?? '',
			materials: objects.material ?? '',
			versions: objects.version ?? '',
			...{ paper: objects.paper ?? '', paperVersion: objects.paperVersion ?? '' },
			batches: objects.batch ?? '',
			videos: objects.video ?? '',
			opportunities: objects.offer ?? '',
			pledges: objects.pledge ?? '',
			teams: objects.team ?? '',
			letters: objects.letter ?? '',
			checks: objects.check ?? '',
			askedCode: objects.askedCode ?? '',
			askedFile: objects.askedFile ?? '',
			national: objects.national ?? '',
			meetings: objects.meeting ?? '',
			item: objects.item ?? '',
			publicVideo: objects.publicVideo ?? '',
			publicMaterial: objects.publicMaterial ?? '',
			slot: 'picture',
			sheet: 'card.pdf',
			printed: 'counting.pdf',
			posterSheet: 'a4.pdf',
			file: objects.file ?? '',
			language: 'sq',
			figure: 'held',
			format: 'pdf',
			version: '1',
		},
		...{
			...{ case: 'mesazhi', path: 'start' },
			code: 'not_found',
			preview: '',
			token: 'x'.repeat(43),
			contact: 'new',
			answerToken: objects.answerToken ?? '',
			meetingToken: objects.meetingToken ?? '',
			monthToken: objects.monthToken ?? '',
			calendarToken: objects.calendarToken ?? '',
		},
	};
	parameters.preview = await uploadedPreview();
});
afterAll(async () => {
	await closeDatabase();
	if (server) await stop(server);
	removeDirectory(directory);
});

const cookieOf = (name: string): string => askers.find((asker) => asker.name === name)?.cookie ?? '';
const headersFor = (cookie: string) => ({
	origin: server.url,
	'content-type': 'application/x-www-form-urlencoded',
	...(cookie ? { cookie } : {}),
});

/** A file that waits for its answer, as a secretary uploads it. */
async function uploadedPreview(): Promise<string> {
	const cookie = cookieOf('secretary-own-others');
	const form = new FormData();
	form.set('month', '2027-03');
	form.set('file', new File([readFileSync('db/demo/programi-durres-tetor-2026.csv')], 'programi.csv'));
	const answer = await fetch(`${server.url}/sq/desk/durres/import`, {
		...{ method: 'POST', body: form, redirect: 'manual' },
		headers: { cookie, origin: server.url, accept: 'text/html' },
	});
	return /import\/([0-9a-f-]{36})$/.exec(answer.headers.get('location') ?? '')?.[1] ?? '';
}

/** What the table says of somebody, told apart from the application's own code: by the words of the issue. */
function isAllowed(rule: Rule, route: string, { role, county, theirs }: Asker): boolean {
	if (rule === 'public' || rule === 'anyone') return true;
	if (rule === 'signed_in') return role !== null || county !== null;
	const ownership = role === null ? undefined : rule[role];
	if (ownership === undefined) return false;
	if (ownership === 'any') return true;
	// The office has its own desk; the records asked for are a county's.
	if (role === 'national') return false;
	if (county !== 'own') return false;
	if (ownership === 'county') return true;
	// Lists show what is theirs; one activity or institution has to be theirs.
	return theirs || !(route.includes('[number=number]') || /\/(?:partners|meetings|letters)\/\[id=id\]/.test(route));
}

/** Somebody who asks for something. */
type Cell = { asker: Asker; verb: string; path: string };

const asked = ({ asker: { cookie }, verb, path }: Cell): Promise<Answer> => {
	if (verb === 'GET') return ask(server.url, path, { headers: cookie ? { cookie } : {} });
	const action = verb === 'POST' ? '' : verb;
	return ask(server.url, `${path}${action}`, { method: 'POST', headers: headersFor(cookie), body: typed() });
};

/** Fields that the forms ask for, naming the records of the test. */
const typed = (): string =>
	new URLSearchParams({
		...{ version: '1', partner: objects.partner ?? '', place: objects.place ?? '', draft: objects.draft ?? '' },
		phase_id: objects.phase ?? '',
	}).toString();

/** Refused as the page that says nothing: not found for whoever is signed in, "sign in" for whoever is not. */
const refusal = (asker: Asker): number => (asker.cookie === '' ? 401 : 404);
/** Which of many cells were answered otherwise than by their refusal. */
async function notRefused(cells: readonly Cell[]): Promise<string[]> {
	const answers = await askAll(cells, asked);
	return cells.flatMap(({ asker, verb, path }, at) =>
		answers[at]?.status === refusal(asker) ? [] : [`${asker.name} ${verb} ${path}: ${answers[at]?.status}`],
	);
}
/** These end the session of whoever presses them. */
const endsSession = (verb: string): boolean => verb === '?/leave';
/** What the forms here do not fill in finds nothing to act on; whether it was allowed shows in its own tests. */
const actsOnWhatIsMissing = (route: string, verb: string): boolean =>
	[
		'?/merge',
		'?/discard',
		'?/add',
		'?/removeContact',
		'?/reprint',
		'?/up',
		'?/down',
		'?/removeItem',
		'?/removeDecision',
	].includes(verb) ||
	(verb !== 'GET' && /\/(?:tasks|contributions|letters\/bases)$/.test(route));

/** What the law provides, and other languages, only the national office keeps; its desk is not among those asked for here. */
const isOfTheOffice = (route: string, verb: string): boolean =>
	(route.includes('/help/rights/') && verb !== 'GET') ||
	route.includes('/help/languages/') ||
	route.includes('/help/recordings/');

const countChanges = () =>
	inTransaction({ kind: 'installation' }, async (tx) => {
		const { rows } = await sql<{ n: number }>`select count(*) as n from audit_entries
			where content::jsonb ->> 'what' not in ('refused') and content not like '%"sessions%'`.execute(tx);
		return Number(rows[0]?.n);
	});

describe('the table of access holds', () => {
	test('whoever may not is refused, and nothing changes', async () => {
		const before = await countChanges();
		const cells: Cell[] = [];
		let turn = 0;
		for (const { route, verb, path } of cellsOf(parameters))
			for (const asker of askers) {
				const rule = access[route]?.[verb];
				// Fifteen ask: every second of them comes up at every address, and each of them at half of all.
				if (rule === undefined || isAllowed(rule, route, asker) || !isDaily(turn++, 2)) continue;
				cells.push({ asker, verb, path });
			}
		expect(await notRefused(cells)).toEqual([]);
		expect(await countChanges()).toBe(before);
		console.log(`authorisation: ${cells.length} forbidden cells refused, 0 changes`);
		expect(cells.length).toBeGreaterThan(500);
	});

	test('what does not exist looks the same to everybody', async () => {
		const gone = {
			...parameters,
			number: '8888',
			partners: missing,
			places: missing,
			members: missing,
			people: missing,
			mails: missing,
			languages: missing,
			recordings: missing,
			lines: missing,
			offices: missing,
			rights: missing,
			cases: missing,
			questions: missing,
			sets: missing,
			materials: missing,
			versions: missing,
			...{ paper: missing, paperVersion: missing },
			batches: missing,
			videos: missing,
			opportunities: missing,
			pledges: missing,
			letters: missing,
			teams: missing,
			checks: missing,
			national: missing,
			meetings: missing,
			item: missing,
			preview: missing,
			version: '77',
		};
		const cells: Cell[] = [];
		let turn = 0;
		for (const { route, verb, path } of cellsOf(gone)) {
			const rule = access[route]?.[verb];
			if (typeof rule === 'string' || !/\[(number|id|preview|version)/.test(route)) continue;
			for (const asker of askers) if (isDaily(turn++, 8)) cells.push({ asker, verb, path });
		}
		expect(await notRefused(cells)).toEqual([]);
		console.log(`authorisation: ${cells.length} cells of records that do not exist, all not found`);
		expect(cells.length).toBeGreaterThan(200);
	});

	test('verbs and actions that the table does not have are refused to everybody', async () => {
		const wrong: string[] = [];
		let [cells, turn] = [0, 0];
		for (const { route, verb, path } of cellsOf(parameters)) {
			if (verb !== 'GET') continue;
			for (const asker of askers) {
				if (!isDaily(turn++, 8)) continue;
				cells++;
				const { status } = await asked({ asker, verb: '?/nothing', path });
				if (status < 400) wrong.push(`${asker.name} ?/nothing ${path}: ${status}`);
			}
			const two = await ask(server.url, `${path}?/a&/b`, {
				method: 'POST',
				headers: headersFor(cookieOf('secretary-own-others')),
				body: '',
			});
			if (two.status < 400) wrong.push(`two actions at ${route}: ${two.status}`);
		}
		expect(wrong).toEqual([]);
		console.log(`authorisation: ${cells} cells of actions that do not exist, all refused`);
	});

	test('whoever may is let in', async () => {
		const cells: (Cell & { route: string })[] = [];
		let turn = 0;
		for (const { route, verb, path } of cellsOf(parameters)) {
			if (endsSession(verb) || actsOnWhatIsMissing(route, verb) || isOfTheOffice(route, verb)) continue;
			for (const asker of askers) {
				const rule = access[route]?.[verb];
				if (rule === undefined || !isAllowed(rule, route, asker)) continue;
				// What everybody may read, five of the fifteen read, other ones at each address.
				if (rule === 'public' && verb === 'GET' && !isDaily(turn++, 3)) continue;
				cells.push({ route, asker, verb, path });
			}
		}
		const wrong: string[] = [];
		const look = ({ route, asker, verb, path }: (typeof cells)[number], { status }: Answer) => {
			// Proving again asks for the session it is about by itself.
			if (route.endsWith('/enter/again') && asker.cookie === '' && status === 401) return;
			const found = route.includes('/refused/') ? status === 404 : ![401, 403, 404, 405].includes(status);
			if (!found || status >= 500) wrong.push(`${asker.name} ${verb} ${path}: ${status}`);
		};
		const [reading, acting] = [true, false].map((reads) => cells.filter(({ verb }) => (verb === 'GET') === reads));
		const read = await askAll(reading ?? [], asked);
		for (const [at, cell] of (reading ?? []).entries()) look(cell, read[at] as Answer);
		// One after the other: what one does, the next finds done.
		for (const cell of acting ?? []) look(cell, await asked(cell));
		expect(wrong).toEqual([]);
		console.log(`authorisation: ${cells.length} allowed cells let in`);
		expect(cells.length).toBeGreaterThan(200);
	});

	test('signing out ends the session for good', async () => {
		const asker = askers.find(({ name }) => name === 'secretary-own-others') as Asker;
		const list = { asker, verb: 'GET', path: '/sq/desk/durres/partners' };
		expect((await asked(list)).status).toBe(200);
		expect((await asked({ asker, verb: '?/leave', path: '/sq/desk/leave' })).status).toBe(303);
		expect((await asked(list)).status).toBe(401);
	});
});

const missing = '00000000-0000-4000-8000-000000000000';
