import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insertActivities } from '#activities/store.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import { insertContact, insertPartners } from '#partners/store.server.ts';
import { insertAccount, insertFacilitators, insertSeat } from '#people/store.server.ts';
import { insertPlaces } from '#places/store.server.ts';
import { addDays, dayAt, lastOfMonth } from '#platform/dates.ts';
import { closeDatabase, inTransaction, type Transaction } from '#platform/db.server.ts';
import { insertProgramme } from '#programmes/store.server.ts';
import { openSession } from '#signin/actions.server.ts';
import { sessionCookie } from '#signin/model.ts';
import { launchBrowser } from '../support/browser.ts';
import { startMailServer, type TestMailServer } from '../support/mail-server.ts';
import { enterContext } from '../support/people.ts';
import { makeDirectory, type RunningServer, removeDirectory, startServer, stop } from '../support/server.ts';

// One activity from the question to the approval, each part by the one whose part it is, without script: the secretary asks, the
// institution answers from its mail without an account, the facilitator writes what happened, the Prefect approves. Each
// step is tried by everybody else first, who find nothing. On a server of its own, with a real mail server.
const today = dayAt(new Date());
const month = today.slice(0, 7);
// A county that the demonstration does not use.
const desk = '/sq/desk/elbasan';
const one = `${desk}/${month}/activities/1`;
const directory = makeDirectory();
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0';

type Who =
	| 'secretary'
	| 'chair'
	| 'facilitator'
	| 'focal_point'
	| 'other_focal_point'
	| 'national'
	| 'neighbour'
	| 'nobody';
const cookies = new Map<Who, string>();
const pages = new Map<Who, Page>();
let server: RunningServer;
let mails: TestMailServer;
let browser: Browser;

beforeAll(async () => {
	mails = await startMailServer();
	const origin = `http://127.0.0.1:${await freePort()}`;
	server = await startServer(directory, {
		...{ SMTP_URL: `${mails.url}?ignoreTLS=true`, MAIL_FROM: 'Kambana <kambana@elbasan.example>' },
		...{ PORT: new URL(origin).port, PUBLIC_URL: origin },
	});
	process.env.KAMBANA_SOCKET = join(directory, 'run');
	await inTransaction({ kind: 'installation' }, build);
	browser = await launchBrowser();
	for (const who of [...cookies.keys(), 'nobody'] as Who[]) pages.set(who, await (await open(who)).newPage());
}, 400_000);
afterAll(async () => {
	await closeDatabase();
	await browser?.close();
	if (server) await stop(server);
	await mails?.close();
	removeDirectory(directory);
});

async function freePort(): Promise<number> {
	const { createServer } = await import('node:net');
	const probe = createServer();
	await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
	const address = probe.address();
	await new Promise((resolve) => probe.close(resolve));
	return typeof address === 'object' && address ? address.port : 0;
}

async function build(tx: Transaction): Promise<void> {
	const committee = await getCommittee(tx, { slug: 'elbasan' });
	const neighbour = await getCommittee(tx, { slug: 'tirane' }).catch(() => getCommittee(tx, { code: 'AL-11' }));
	const national = await getCommittee(tx, { code: 'AL' });
	const names = ['ZVAP Elbasan', 'Policia e Elbasanit'];
	const [lead = '', other = ''] = await insertPartners(
		tx,
		committee.id,
		names.map((name) => ({ name, kind: 'education_office' as const })),
	);
	const contact = { name: 'Arta, specialiste', phone: null, locale: 'sq' as const, validFrom: today, validTo: null };
	await insertContact(tx, committee.id, { ...contact, partnerId: lead, email: 'zvap@elbasan.example' });
	const [placeId = ''] = await insertPlaces(tx, committee.id, [
		{ name: 'Shkolla «Luigj Gurakuqi»', kind: 'school', municipalityCode: null },
	]);
	const programmeId = await insertProgramme(tx, committee.id, {
		...{ slug: month, titleSq: 'Muaji i Antitrafikut', titleEn: 'Anti-trafficking Month', aimSq: '', aimEn: '' },
		...{ startsOn: `${month}-01`, endsOn: lastOfMonth(month), demonstration: false },
	});
	const [activityId = ''] = await insertActivities(tx, { committeeId: committee.id, programmeId }, [
		{
			...{ number: 1, title: 'Orë informuese', setting: 'school', leadId: lead, supporterIds: [], placeId },
			...{ municipalityCode: null, unitCode: null, national: false, audiences: ['pupils'], methods: ['talk'] },
			...{ takesPlaceOn: today, startsAt: '10:00', endsAt: '11:00', plannedPersons: 30, visibility: 'closed' },
			...{ state: 'proposed', searchWords: [] },
		},
	]);
	const seat = async (
		who: Who,
		role: Parameters<typeof insertSeat>[1]['role'],
		committeeId: string,
		partnerId: string | null = null,
	) => {
		const accountId = await insertAccount(tx, { email: `${who}@trust.example`, name: `Provë ${who}`, locale: 'sq' });
		await insertSeat(tx, { role, committeeId, partnerId, accountId, validFrom: addDays(today, -30), validTo: null });
		cookies.set(who, `${sessionCookie}=${await openSession(tx, { accountId, userAgent })}`);
		return accountId;
	};
	await seat('secretary', 'secretary', committee.id);
	await seat('chair', 'chair', committee.id);
	await insertFacilitators(tx, committee.id, await seat('facilitator', 'facilitator', committee.id), [activityId]);
	await seat('focal_point', 'focal_point', committee.id, lead);
	await seat('other_focal_point', 'focal_point', committee.id, other);
	await seat('national', 'national', national.id);
	await seat('neighbour', 'secretary', neighbour.id);
}

async function open(who: Who): Promise<BrowserContext> {
	const context = await browser.newContext({
		...{ baseURL: server.url, javaScriptEnabled: false, viewport: { width: 1280, height: 900 } },
	});
	const cookie = cookies.get(who);
	if (cookie) await enterContext(context, server.url, cookie);
	return context;
}

const pageOf = (who: Who): Page => {
	const page = pages.get(who);
	if (!page) throw new Error(`nobody is ${who}`);
	return page;
};
const press = (page: Page, name: string | RegExp) =>
	Promise.all([page.waitForNavigation(), page.getByRole('button', { name }).first().click()]);

/** What everybody gets who may not: as if there were nothing; whoever is not signed in is asked to. */
async function refusedTo(who: readonly Who[], path: string, fields: Record<string, string> = {}): Promise<void> {
	for (const stranger of who) {
		const cookie = cookies.get(stranger);
		const answer = await fetch(`${server.url}${path}`, {
			...{ method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) },
			headers: { origin: server.url, accept: 'text/html', ...(cookie ? { cookie } : {}) },
		});
		expect(`${stranger} ${path}: ${answer.status}`).toBe(`${stranger} ${path}: ${stranger === 'nobody' ? 401 : 404}`);
	}
}
const everybody: Who[] = [
	'secretary',
	'chair',
	'facilitator',
	'focal_point',
	'other_focal_point',
	'national',
	'neighbour',
	'nobody',
];
const allBut = (...allowed: Who[]): Who[] => everybody.filter((who) => !allowed.includes(who));

/** A mail that the mail server has taken for an address. */
async function mailTo(address: string, subject: RegExp) {
	for (const end = Date.now() + 120_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
		const found = mails.mails.find(
			({ to, subject: says }) => JSON.stringify(to).includes(address) && subject.test(says ?? ''),
		);
		if (found) return found;
	}
	throw new Error(`no mail to ${address}: ${mails.mails.map(({ subject: says }) => says).join(', ')}`);
}

describe('one activity, each part by the one whose part it is', () => {
	let link = '';

	test('the secretary asks, nobody else can', async () => {
		await refusedTo(allBut('secretary'), `${one}/answers?/ask`);
		expect(mails.mails).toHaveLength(0);
		const page = pageOf('secretary');
		await page.goto(one);
		await press(page, 'Kërko përgjigje');
		expect(await page.getByRole('status').first().innerText()).toBe('Kërkesa për përgjigje u dërgua.');
		const mail = await mailTo('zvap@elbasan.example', /Kërkohet përgjigjja juaj/);
		link = /\/sq\/answer\/\S+/.exec(mail.text ?? '')?.[0] ?? '';
		expect(link).toMatch(/^\/sq\/answer\/[0-9a-f-]{36}\.[\w-]{43}$/);
		expect(mail.replyTo?.text).toBe('secretary@trust.example');
		expect(mail.headers.has('list-unsubscribe')).toBe(false);
	});

	test('a hundred looks at the link answer nothing, a wrong link is as good as none', async () => {
		for (let count = 0; count < 100; count++) {
			const looked = await fetch(`${server.url}${link}`, { method: count % 2 ? 'HEAD' : 'GET' });
			expect(looked.status).toBe(200);
			expect(looked.headers.get('set-cookie')).toBeNull();
			expect(looked.headers.get('cache-control')).toBe('no-store');
			expect(looked.headers.get('x-robots-tag')).toContain('noindex');
		}
		const wrong = await fetch(`${server.url}${link.slice(0, -3)}AAA`);
		expect(wrong.status).toBe(404);
		expect(await wrong.text()).toContain('Kjo lidhje nuk hap asgjë');
		await pageOf('secretary').goto(one);
		expect(await pageOf('secretary').locator('main').innerText()).toContain('ende pa përgjigje');
		console.log('answer by link: 100 GET and HEAD changed nothing');
	});

	test('the institution confirms from its mail without an account: two taps', async () => {
		await refusedTo(allBut('secretary', 'focal_point'), `${one}?/confirm`, { version: '1' });
		const page = pageOf('nobody');
		await page.setViewportSize({ width: 375, height: 740 });
		await page.goto(link);
		expect(await page.locator('main').innerText()).toContain('Shkolla «Luigj Gurakuqi»');
		await press(page, 'Po, konfirmoj');
		expect(await page.getByRole('status').innerText()).toBe('Faleminderit. Përgjigjja juaj u regjistrua.');
		expect(await page.context().cookies()).toEqual([]);
		await pageOf('secretary').goto(one);
		const shown = await pageOf('secretary').locator('main').innerText();
		expect(shown).toContain('konfirmuar');
		expect(shown).toContain('përgjigje me lidhje');
		const invitation = await mailTo('zvap@elbasan.example', /^U konfirmua/);
		expect(JSON.stringify(invitation.attachments.map(({ contentType }) => contentType))).toContain('text/calendar');
	});

	test('the facilitator sees the activity and writes what happened', async () => {
		await refusedTo(allBut('facilitator', 'secretary', 'focal_point'), `${one}/return?/record`);
		const page = pageOf('facilitator');
		await page.goto(`${one}/return`);
		const fields = page.locator('.groups > fieldset input[name$="_female"], .groups > fieldset input[name$="_male"]');
		for (const field of await fields.all()) if (await field.isVisible()) await field.fill('12');
		await page.locator('input[name=counted][value=counted]').check();
		await press(page, 'Ruaj raportin');
		expect(await page.getByRole('status').count(), await page.locator('main').innerText()).toBe(1);
	});

	test('the Prefect approves the programme, nobody else can', async () => {
		await refusedTo(allBut('chair'), `${desk}/${month}/approval?/approve`);
		const page = pageOf('chair');
		await page.goto(`${desk}/${month}/approval`);
		// Not submitted, and one institution declined: the Prefect says so.
		await page.getByRole('checkbox').check();
		await press(page, 'Mirato (versioni 1)');
		expect(await page.locator('main').innerText()).toContain('miratua');
	});

	test('the history tells each by role, and the contact stands nowhere else', async () => {
		await pageOf('national').goto(`/sq/desk/elbasan/${month}/activities/1`);
		const seen = await pageOf('national').content();
		expect(seen).toContain('përgjigje me lidhje');
		for (const who of ['national', 'chair', 'facilitator', 'other_focal_point', 'nobody'] as const) {
			const cookie = cookies.get(who);
			for (const path of [
				one,
				`${one}/__data.json`,
				`${desk}/partners`,
				`${desk}/${month}/activities`,
				'/sq/elbasan',
			]) {
				const answer = await fetch(`${server.url}${path}`, { headers: cookie ? { cookie } : {} });
				expect(await answer.text(), `${who} ${path}`).not.toContain('zvap@elbasan.example');
			}
		}
	});
});
