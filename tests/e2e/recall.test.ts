import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getCommittee } from '#committees/store.server.ts';
import { insertMovement } from '#materials/batches.server.ts';
import { orderBatch, submitPrinted } from '#materials/stock.server.ts';
import { dayAt } from '#platform/dates.ts';
import { inTransaction } from '#platform/db.server.ts';
import { buildLine, buildMaterial } from '#tests/support/materials.ts';
import { pagesOf, qpdfCheck } from '#tests/support/pdf.ts';
import { violations } from './axe.ts';
import { openBrowser, openSite, type Site } from './site.ts';

// A number dies at the desk: the public page says so, its leaflets are found, places are told, others are ordered, and the recall ends when
// nothing is left.
const installation = { kind: 'installation' } as const;
let site: Site;
let browser: Browser;
let page: Page;
let ids: { materialId: string; versionId: string; lineId: string; batchId: string };

beforeAll(async () => {
	site = await openSite();
	browser = await openBrowser();
	ids = await inTransaction(installation, async (tx) => {
		const committee = await getCommittee(tx, { code: 'AL-02' });
		const now = new Date();
		const lineId = await buildLine(tx, committee.id, '04 555 0123', new Date(now.getTime() - 60_000));
		const { materialId, versionId } = await buildMaterial(tx, committee.id);
		const order = { versionId, format: 'card' as const, quantity: 90 };
		const ordered = await orderBatch(tx, 'desk', committee, order, now);
		if (!ordered.ok) throw new Error(ordered.print);
		await submitPrinted(tx, 'desk', committee, ordered.id, { printed_on: [dayAt(now)] }, now);
		const { rows } = await sql<{
			id: string;
		}>`select place_id as id from activities join partners on partners.id = lead_partner_id
			join focal_points on focal_points.partner_id = partners.id
			where activities.committee_id = ${committee.id} and place_id is not null and state <> 'proposed' limit 1`.execute(
			tx,
		);
		const moved = { kind: 'given', quantity: 40, method: 'counted', movedOn: dayAt(now) } as const;
		await insertMovement(tx, committee.id, ordered.id, { ...moved, placeId: rows[0]?.id ?? '' }, 'desk');
		return { materialId, versionId, lineId, batchId: ordered.id };
	});
	const context = await browser.newContext({ baseURL: site.origin, javaScriptEnabled: false });
	await site.enterDesk(context, 'secretary');
	page = await context.newPage();
});

afterAll(async () => {
	// As the owner would: the application never takes these out.
	await inTransaction(installation, async (tx) => {
		await sql`update materials set demonstration = true where id = ${ids.materialId}`.execute(tx);
		await sql`delete from materials where id = ${ids.materialId}`.execute(tx);
		await sql`delete from mails where kind in ('recall', 'recall_over')`.execute(tx);
		await sql`delete from help_lines where id = ${ids.lineId}`.execute(tx);
	});
	await browser?.close();
	await site?.close();
});

/** What anybody reads of the county. */
const publicCounty = async (): Promise<string> => (await fetch(`${site.origin}/sq/durres`)).text();

/** Axe needs script; the journey goes without. */
async function violationsOn(...paths: string[]): Promise<string[]> {
	const context = await browser.newContext({ baseURL: site.origin });
	await site.enterDesk(context, 'secretary');
	const looking = await context.newPage();
	const found: string[] = [];
	for (const path of paths) {
		await looking.goto(path);
		found.push(...(await violations(looking, path)));
	}
	await context.close();
	return found;
}

test('a number dies at the desk: its leaflets show as recall, places are told, a new print carries living numbers', async () => {
	const materials = '/sq/desk/durres/materials';
	await page.goto(`${materials}/batches/${ids.batchId}`);
	expect(await page.locator('main').innerText()).not.toContain('nuk u përgjigj');
	await page.goto(`/sq/desk/durres/help/lines/${ids.lineId}`);
	await page.getByLabel('Nuk u përgjigj askush').check();
	await page.getByRole('button', { name: 'Ruani provën' }).click();
	expect(await page.getByRole('status').innerText()).toContain('Faqja publike u ndryshua');
	await expect.poll(() => publicCounty()).toMatch(/04\u00a0555\u00a00123[\s\S]*Nuk u përgjigj më/);
	expect(await publicCounty()).toMatch(/Telefononi \d/);

	await page.goto('/sq/desk/durres/2026-10');
	await page.getByRole('link', { name: /fletë me një numër që nuk përgjigjet/ }).click();
	const card = page.locator('section.card', { has: page.locator(`a[href$="${ids.batchId}"]`) });
	expect(await card.innerText()).toContain('04 555 0123: nuk u përgjigj në provën e fundit');
	expect(
		await violationsOn(`${materials}/recall`, `${materials}/batches/${ids.batchId}`, `${materials}/${ids.materialId}`),
	).toEqual([]);

	await page.getByRole('button', { name: 'Njofto dhe porosit të reja' }).click();
	expect(await page.getByRole('status').innerText()).toMatch(/U dërgua(n)? \d+ e-mail/);
	expect(await card.innerText()).toContain('u njoftua');
	expect(await card.innerText()).toContain('Janë porositur 90 copë të reja');

	await card.getByRole('link', { name: 'Shihni shtypjen' }).click();
	expect(await page.locator('main').innerText()).not.toContain('04 555 0123');
	await page.getByRole('button', { name: 'U shtyp' }).click();
	expect(await page.getByRole('status').innerText()).toContain('Shtypja u shënua');

	const paper = await page.request.get(`${materials}/versions/${ids.versionId}/pdf?format=card`);
	expect(paper.headers()['content-type']).toBe('application/pdf');
	const bytes = await paper.body();
	expect(await qpdfCheck(bytes)).toMatchObject({ code: 0 });
	const printed = pagesOf(bytes).flatMap(({ rows }) => rows.map(({ text }) => text));
	expect(printed.join('\n')).not.toMatch(/04.?555.?0123/);
	expect(printed.join('\n')).toMatch(/116.?111|129|112/);

	await page.goto(`${materials}/recall`);
	await card.getByRole('button', { name: /U zëvendësuan/ }).click();
	await card.getByRole('button', { name: /U asgjësuan/ }).click();
	expect(await card.count()).toBe(0);
});
