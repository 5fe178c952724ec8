import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { closeDatabase } from '#platform/db.server.ts';
import { linksOf, pattern } from '../e2e/crawl.ts';
import { cellsOf } from '../support/addresses.ts';
import { Canaries, type Canary, type Viewer } from '../support/canaries.ts';
import { startMailServer, type TestMailServer } from '../support/mail-server.ts';
import { textOf } from '../support/outputs.ts';
import { addressOf, type Planted, plantCounty, plantEvidence } from '../support/planting.ts';
import { type Looking, seatOverseers } from '../support/planting-people.ts';
import { makeDirectory, type RunningServer, removeDirectory, startServer, stop } from '../support/server.ts';
import { thorough } from '../support/thorough.ts';

/**
 * A canary in every column that somebody must not read, in two counties; then everybody asks for everything that the server can give,
 * by every route of the table of access and every link found on the way, and each output is searched for the canaries of others.
 */
const directory = makeDirectory();
const canaries = new Canaries();
let server: RunningServer;
let mails: TestMailServer;
let superuser: postgres.Sql;
let counties: Planted[];
let looking: Looking[];

beforeAll(async () => {
	mails = await startMailServer();
	server = await startServer(directory, {
		...{ SMTP_URL: mails.url, MAIL_FROM: 'kambana@test.example', PUBLIC_URL: 'https://kambana.test.example' },
	});
	process.env.KAMBANA_SOCKET = join(directory, 'run');
	superuser = postgres({
		...{ host: `${directory}/run`, path: `${directory}/run/.s.PGSQL.5432` },
		...{ username: 'postgres', database: 'kambana', max: 1, onnotice: () => {} },
	});
	const durres = await plantCounty(canaries, 'AL-02');
	const tirana = await plantCounty(canaries, 'AL-11');
	await plantEvidence(canaries, superuser, 'AL-02');
	counties = [durres.planted, tirana.planted];
	// Of the second county those who see most and least: enough to know that its canaries live.
	const second = tirana.looking.filter(({ viewer }) => /secretary$|focal_point$|facilitator$/.test(viewer));
	looking = [{ viewer: 'public', cookie: '' }, ...durres.looking, ...second, ...(await seatOverseers())];
	canaries.secret('KAMBANA_SECRET', 'of the installation', Buffer.from(process.env.KAMBANA_SECRET ?? '', 'base64url'));
});
afterAll(async () => {
	await closeDatabase();
	await superuser?.end({ timeout: 1 });
	if (server) await stop(server);
	await mails?.close();
	removeDirectory(directory);
});

/** Every address that the table of access makes of the planted records, in one language. */
function addressesOf({
	slug,
	months: [month, early],
	numbers,
	partner,
	otherPartner,
	place,
	preview,
	meeting,
}: Planted): string[] {
	const one = {
		lang: 'sq',
		county: slug,
		committee: slug,
		month,
		code: 'not_found',
		place: place,
		places: place,
		preview,
		meetings: meeting,
	};
	const formats = ['html', 'docx', 'pdf', 'csv', 'xlsx', 'ics', 'json'];
	const sets = [
		...numbers.map((number) => ({ number: String(number), publicNumber: String(number) })),
		...[partner, otherPartner].map((id) => ({ partners: id, partner: id })),
		...['persons', 'held', 'activities', 'partners', 'places'].map((figure) => ({ figure })),
		...formats.flatMap((format) => ['1', '2'].map((version) => ({ format, version }))),
		{ month: early },
		...['held', 'persons', 'places', 'partners', 'municipalities'].map((figure) => ({ month: published, figure })),
		...formats.map((format) => ({ month: published, format })),
	];
	const paths = sets.flatMap((set) => {
		// A parameter nobody has planted anything for leads nowhere, and says so.
		const known = {
			number: '1',
			publicNumber: '1',
			partners: partner,
			figure: 'held',
			format: 'pdf',
			version: '1',
			...one,
			...set,
		};
		const parameters = new Proxy<Record<string, string>>(known, {
			get: (all, name) => Reflect.get(all, name) ?? 'nothing',
		});
		return cellsOf(parameters)
			.filter(({ verb }) => verb === 'GET')
			.map(({ path }) => path);
	});
	return [...new Set(paths)];
}

/** A page as data, as the framework would ask for it. */
const dataOf = (path: string): string => {
	const [page = '', search = ''] = path.split('?');
	return `${page === '/' ? '' : page}/__data.json?x-sveltekit-invalidated=111111&${search}`;
};

const ask = (path: string, cookie: string, accept = 'text/html'): Promise<Response> =>
	fetch(server.url + path, { redirect: 'manual', headers: { accept, ...(cookie ? { cookie } : {}) } });

/** Sends a form as somebody. */
const send = (path: string, viewer: Viewer, fields: Record<string, string> = {}): Promise<Response> =>
	fetch(server.url + path, {
		...{ method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) },
		headers: {
			origin: server.url,
			accept: 'text/html',
			cookie: looking.find((one) => one.viewer === viewer)?.cookie ?? '',
		},
	});
const press = async (path: string, viewer: Viewer, fields: Record<string, string> = {}): Promise<number> =>
	(await send(path, viewer, fields)).status;

/** The month of the demonstration that has an announcement. */
const published = '2026-10';
/**
 * Of the demonstration's months only the announcement has canaries; leaving would end the session. The English pages are the same
 * records in other words.
 */
const isWorthwhile = (path: string): boolean => {
	const month = /\/(\d{4}-\d\d)(?=[/?]|$)/.exec(path)?.[1];
	const planted = month === undefined || counties.some(({ months }) => months.includes(month));
	const spoken = thorough ? /^\/(sq|en)?(\/|$|\?)/ : /^\/(sq)?(\/|$|\?)/;
	return (planted || path.includes('/announcement')) && !path.includes('/leave') && spoken.test(path);
};
/** Values of filters are looked at once for each set of names. */
const kindOf = (path: string): string => {
	const { pathname, searchParams } = new URL(path, 'http://x');
	return `${pathname}?${[...new Set(searchParams.keys())].sort()}`;
};

/** Of pages alike, such as those of institutions that nobody planted, this many are looked at. */
const mostAlike = thorough ? 3 : 2;

type Output = { path: string; text: string };

/**
 * Whether this viewer looks at an address. What is open to everybody is the same for everybody: in the daily run the public reads it, and the
 * secretary as one who is signed in.
 */
const looksAt = (viewer: Viewer, path: string): boolean =>
	isWorthwhile(path) && (thorough || path.includes('/desk') || ['public', 'AL-02 secretary'].includes(viewer));

/** Everything one viewer can get, by the table and by links. */
async function* outputsFor({ viewer, cookie }: Looking): AsyncGenerator<Output> {
	const starts = ['/sq', '/en', '/sq/desk', '/en/desk', ...counties.flatMap(addressesOf)];
	const waiting = starts.filter((path) => looksAt(viewer, path));
	const seen = new Set<string>();
	const alike = new Map<string, number>();
	const isOneMore = (path: string): boolean => {
		const n = (alike.get(pattern(path)) ?? 0) + 1;
		alike.set(pattern(path), n);
		return n <= mostAlike;
	};
	while (waiting.length > 0) {
		const batch = waiting.splice(0, 8).filter((path) => !seen.has(kindOf(path)) && seen.add(kindOf(path)));
		const answers = await Promise.all(
			batch.map(async (path) => {
				const answer = await ask(path, cookie);
				const html = answer.headers.get('content-type')?.startsWith('text/html') ? await answer.clone().text() : '';
				const outputs: Output[] = [{ path, text: await textOf(answer) }];
				if (html && answer.status < 400)
					outputs.push({ path: dataOf(path), text: await textOf(await ask(dataOf(path), cookie, '*/*')) });
				return { outputs, links: linksOf(html, path, server.url) };
			}),
		);
		for (const { outputs, links } of answers) {
			waiting.push(...links.filter((link) => looksAt(viewer, link) && !seen.has(kindOf(link)) && isOneMore(link)));
			yield* outputs;
		}
	}
}

const describeLeak = (viewer: Viewer | string, path: string, { where, what }: Canary): string =>
	`${viewer} reads ${where} ${what} at ${path}`;

describe('what was planted', () => {
	const found = new Set<Canary>();
	const leaks: string[] = [];
	const counted: Record<string, number> = {};

	test('appears in no output for whom it is not', async () => {
		for (const one of looking) {
			counted[one.viewer] = 0;
			for await (const { path, text } of outputsFor(one)) {
				counted[one.viewer] = (counted[one.viewer] ?? 0) + 1;
				for (const canary of canaries.in(text)) {
					if (canary.seenBy.includes(one.viewer)) found.add(canary);
					else leaks.push(describeLeak(one.viewer, path, canary));
				}
			}
		}
		const outputs = Object.values(counted).reduce((sum, n) => sum + n, 0);
		console.log(
			`canaries: ${canaries.all.length} planted in ${new Set(canaries.all.map(({ where }) => where)).size} columns, ` +
				`${outputs} outputs read by ${looking.length} viewers (${Object.entries(counted)
					.map(([who, n]) => `${who} ${n}`)
					.join(', ')}), ` +
				`${leaks.length} found where they must not be`,
		);
		expect(leaks).toEqual([]);
		expect(canaries.all.length).toBeGreaterThanOrEqual(30);
		for (const n of Object.values(counted)) expect(n).toBeGreaterThan(50);
	}, 3_600_000);

	test('is alive: whoever may see it came across it', () => {
		const silent = canaries.all.filter((canary) => canary.seenBy.length > 0 && !found.has(canary));
		const names = new Set(silent.map(({ where, what }) => `${where} ${what}`));
		console.log(`canaries: ${found.size} came across by those who may; not on any page yet: ${[...names].join('; ')}`);
		expect(found.size).toBeGreaterThanOrEqual(30);
	});

	test('cannot be found out by searching: what is hidden is answered as what does not exist', async () => {
		const wrong: string[] = [];
		let asked = 0;
		const hidden = canaries.all.filter(({ forms: [form = ''] }) => form.startsWith('knr'));
		const noise = canaries.word('nothing', 'that was never planted', []);
		for (const { viewer, cookie } of looking.filter((one) => one.cookie !== '')) {
			for (const {
				slug,
				months: [month],
			} of counties) {
				for (const list of [
					`/sq/desk/${slug}/${month}/activities`,
					`/sq/desk/${slug}/partners`,
					`/sq/desk/${slug}/places`,
				]) {
					const answerTo = async (word: string) => {
						asked++;
						const answer = await ask(`${list}?search=${word}`, cookie);
						return `${answer.status} ${(await answer.text()).replaceAll(word, '…')}`;
					};
					const nothing = await answerTo(noise);
					for (const {
						where,
						what,
						forms: [word = ''],
					} of hidden.filter(({ seenBy }) => !seenBy.includes(viewer)).slice(0, 12))
						if ((await answerTo(word)) !== nothing) wrong.push(`${viewer} finds ${where} ${what} by ${list}`);
				}
			}
		}
		console.log(`canaries: ${asked} searches, ${wrong.length} told of something hidden`);
		expect(wrong).toEqual([]);
	});

	test('is in no mail to somebody else, nor behind the links in it', async () => {
		for (const [
			index,
			{
				slug,
				months: [month],
			},
		] of counties.entries()) {
			expect(
				await press(`/sq/desk/${slug}/${month}/follow-up/ask?/askAll`, `${index === 0 ? 'AL-02' : 'AL-11'} secretary`),
			).toBe(200);
		}
		const waiting = async () => (await superuser`select from mails where state = 'waiting'`).length;
		await vi.waitFor(async () => expect([await waiting(), mails.mails.length > 0]).toEqual([0, true]), {
			...{ timeout: 60_000, interval: 100 },
		});
		const leaks: string[] = [];
		let outputs = 0;
		for (const mail of mails.mails) {
			const to = [mail.to]
				.flat()
				.flatMap((one) => one?.text ?? [])
				.join();
			const viewer =
				looking.find((one) => addressOf(one.viewer) === to)?.viewer ??
				(`AL-${/al-(\d\d)/.exec(to)?.[1]} mailbox` as const);
			const texts = [
				mail.subject,
				mail.text,
				mail.html,
				JSON.stringify([...mail.headers]),
				...mail.attachments.map(({ content }) => content.toString()),
			];
			const links = [...`${mail.text}`.matchAll(/https:\/\/kambana\.test\.example(\/\S+)/g)].map(
				(match) => match[1] ?? '',
			);
			const pages = links.flatMap((link) => [link, dataOf(link)]);
			const behind = await Promise.all(pages.map(async (path) => textOf(await ask(path, ''))));
			for (const [place, text] of [
				...texts.map((text) => ['a mail', text]),
				...behind.map((text) => ['a link in a mail', text]),
			] as [string, string | undefined][]) {
				outputs++;
				for (const canary of canaries.in(text ?? '')) {
					if (canary.seenBy.includes(viewer)) found.add(canary);
					else leaks.push(describeLeak(viewer, place, canary));
				}
			}
		}
		console.log(
			`canaries: ${mails.mails.length} mails and ${outputs} outputs in and behind them, ${leaks.length} found where they must not be`,
		);
		expect(leaks).toEqual([]);
		// One to an institution of each county at least: its texts, the link in it as a page and as data.
		expect(mails.mails.length).toBeGreaterThanOrEqual(counties.length);
		expect(outputs).toBeGreaterThanOrEqual(6 * mails.mails.length);
	});

	test('is in no log, not even when a bug comes upon it', async () => {
		const word = canaries.word('a form', 'that a bug came upon', []);
		await superuser.unsafe(`alter table partners add constraint partners_name_bug check (name !~ '${word}')`);
		const answer = await send('/sq/desk/durres/partners/new', 'AL-02 secretary', {
			name: word,
			kind: 'ngo',
			municipality: '',
		});
		expect(answer.status).toBe(500);
		const id = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(await answer.text())?.[0];
		expect(server.said()).toContain(`fault ${id}`);
		const logs = [server.said(), readFileSync(join(directory, 'postgres.log'), 'utf8')].join('\n');
		expect(canaries.in(logs).map((canary) => describeLeak('whoever reads the log', 'the log', canary))).toEqual([]);
	});
});
