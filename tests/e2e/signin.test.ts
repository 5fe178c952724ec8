import { TOTP } from 'otpauth';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getCommittee } from '#committees/store.server.ts';
import { fillPlaces } from '#mail/model.ts';
import { insertAccount, insertSeat } from '#people/store.server.ts';
import { closeDatabase, inTransaction } from '#platform/db.server.ts';
import { deriveCode, deriveToken } from '#platform/secrets.server.ts';
import { invite } from '#signin/enrolment.server.ts';
import { testServer } from '../support/server.ts';
import { openBrowser } from './site.ts';

// Passkeys know no numbers: the same server by its name.
const origin = testServer().url.replace('127.0.0.1', 'localhost');
let browser: Browser;

beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(async () => {
	await browser?.close();
	await closeDatabase();
});

const email = (name: string): string => `${name}.${process.pid}@test.example`;

/** A secretary of Durrës with an invitation; the path of its link. */
const newcomer = (name: string): Promise<string> =>
	inTransaction({ kind: 'installation', actor: 'command' }, async (tx) => {
		const accountId = await insertAccount(tx, { email: email(name), name: 'Blerta Provë', locale: 'sq' });
		const committeeId = (await getCommittee(tx, { code: 'AL-02' })).id;
		await insertSeat(tx, { role: 'secretary', committeeId, accountId, validFrom: '2026-01-01', validTo: null });
		return invite(tx, accountId);
	});

/** The latest mail to somebody, with what it says when it goes out. */
const mailTo = (name: string): Promise<string> =>
	inTransaction({ kind: 'installation' }, async (tx) => {
		const mail = await tx
			.selectFrom('mails')
			.select('text_body as text')
			.where('to_address', '=', email(name))
			.where('kind', '=', 'sign_in')
			.orderBy('id', 'desc')
			.executeTakeFirstOrThrow();
		return fillPlaces(mail.text, (place) => {
			if (place.what === 'home') return origin;
			return place.what === 'code' ? deriveCode(place.purpose, place.id) : deriveToken(place.purpose, place.id);
		});
	});

const appCode = async (page: Page): Promise<{ app: TOTP; code: string }> => {
	const secret = (await page.locator('code').first().innerText()).replaceAll(' ', '');
	const app = new TOTP({ secret });
	return { app, code: app.generate() };
};

async function withAuthenticator(context: BrowserContext): Promise<Page> {
	const page = await context.newPage();
	const client = await context.newCDPSession(page);
	await client.send('WebAuthn.enable');
	await client.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
			...{ isUserVerified: true, automaticPresenceSimulation: true },
		},
	});
	return page;
}

describe('signing in', () => {
	test('invitation, authenticator app, recovery codes, sign out, mail and app, own account; without script', async () => {
		const link = await newcomer('app');
		const context = await browser.newContext({ javaScriptEnabled: false });
		const page = await context.newPage();
		await page.goto(origin + link);
		await page.getByRole('button', { name: 'Pranoni ftesën' }).click();
		const { app, code } = await appCode(page);
		await page.getByLabel('Kodi që tregon aplikacioni').fill(code);
		await page.getByRole('button', { name: 'Konfirmoni aplikacionin' }).click();
		const codes = await page.locator('ol code').allInnerTexts();
		expect(codes).toHaveLength(10);
		await page.getByRole('link', { name: 'Vazhdoni te tryeza e punës' }).click();
		expect(new URL(page.url()).pathname).toContain('/sq/desk/durres');
		await page.getByRole('button', { name: 'Dilni' }).click();

		await page.goto(`${origin}/sq/desk/durres/partners`);
		await page.getByRole('link', { name: 'Hyni' }).click();
		await page.getByLabel('Adresa e e-mailit').fill(email('app'));
		await page.getByRole('button', { name: 'Dërgoni kodin' }).click();
		const mail = await mailTo('app');
		await page.getByLabel('Kodi nga mesazhi').fill(/^ {4}(\d{8})$/m.exec(mail)?.[1] ?? '');
		await page.getByRole('button', { name: 'Vazhdoni' }).click();
		// The step of the enrolment is used up: the next one is taken, as people wait for it.
		await page.getByLabel('Kodi i aplikacionit').fill(app.generate({ timestamp: Date.now() + 30_000 }));
		await page.getByRole('button', { name: 'Vazhdoni' }).click();
		expect(new URL(page.url()).pathname).toBe('/sq/desk/durres/partners');
		await page.getByRole('link', { name: 'Blerta Provë' }).click();
		expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Llogaria juaj');
		expect(await page.getByText('Kanë mbetur 10 kode.').count()).toBe(1);
		await context.close();
	});

	test('a passkey opens the desk with one click', async () => {
		const link = await newcomer('key');
		const context = await browser.newContext();
		const page = await withAuthenticator(context);
		await page.goto(origin + link);
		await page.getByRole('button', { name: 'Pranoni ftesën' }).click();
		await page.getByRole('button', { name: 'Krijoni një çelës hyrjeje' }).click();
		await page.getByRole('link', { name: 'Vazhdoni te tryeza e punës' }).click();
		await page.getByRole('button', { name: 'Dilni' }).click();
		await page.goto(`${origin}/sq/desk/enter`);
		const started = performance.now();
		await page.getByRole('button', { name: 'Hyni me çelës hyrjeje' }).click();
		await page.waitForURL('**/sq/desk/durres/**');
		console.log(
			`passkey: 1 interaction from the sign-in page to the desk, ${Math.round(performance.now() - started)} ms`,
		);
		await context.close();
	});
});
