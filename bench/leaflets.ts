import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import qrcode from 'qrcode';
import { printLeaflet } from '#materials/print.server.ts';
import { codeTextOf, type PrintOrder, printAudiences, printedDay } from '#materials/print.ts';
import { closeAtEnd } from '../scripts/outcome.ts';
import { launchBrowser } from '../tests/support/browser.ts';
import { leafletOrder } from '../tests/support/leaflets.ts';
import { type Line, median, milliseconds, ms, paired, spread } from './measure.ts';

/** Tri-folds of the first set, each for another county: Typst beside the server, against a headless browser that prints the same. */
export async function benchLeaflets(): Promise<Line[]> {
	const orders = ['Berat', 'Dibër', 'Durrës', 'Elbasan', 'Fier'].flatMap((county) =>
		printAudiences.map((audience) => leafletOrder('trifold', audience, 'sq', { county })),
	);
	const directory = mkdtempSync(join(tmpdir(), 'leaflets-'));
	closeAtEnd(() => rmSync(directory, { recursive: true }));
	const pages = await Promise.all(
		orders.map(async (order, index) => {
			const file = join(directory, `${index}.html`);
			writeFileSync(file, await asPage(order));
			return pathToFileURL(file).href;
		}),
	);
	const browser = await launchBrowser();
	const page = await browser.newPage();
	const round = (print: (index: number) => Promise<unknown>) => async () => {
		const times: number[] = [];
		for (const index of orders.keys()) times.push(await milliseconds(() => print(index)));
		return median(times);
	};
	// Nothing is printed twice: what Typst remembers of a sheet would be another kind of speed.
	let edition = 0;
	const printOurs = round((index) => printLeaflet({ ...(orders[index] as PrintOrder), version: String(++edition) }));
	const warm = round((index) => printed(page, pages[index] ?? ''));
	await printOurs();
	await warm();
	const times = await paired(5, printOurs, warm);
	await browser.close();
	const cold = () =>
		milliseconds(async () => {
			const own: Browser = await launchBrowser();
			await printed(await own.newPage(), pages[0] ?? '');
			await own.close();
		});
	const started = await paired(5, printOurs, cold);
	const line = (what: string, { ours, baseline }: typeof times, must: number): Line => ({
		what,
		ours: `${ms(median(ours))} (${Math.round(1000 / median(ours))}/s)`,
		baseline: ms(median(baseline)),
		ratio: `${(median(baseline) / median(ours)).toFixed(1)} ×`,
		n: baseline.length,
		spread: spread(ours),
		must: `≥ ${must} ×`,
		met: median(baseline) / median(ours) >= must,
	});
	return [
		line('a tri-fold leaflet as PDF/UA, warm; baseline: a warm headless browser, tagged', times, 8),
		line('the same; baseline: a browser started for it', started, 50),
	];
}

async function printed(page: Page, address: string): Promise<void> {
	await page.goto(address);
	await page.evaluate('document.fonts.ready.then(() => true)');
	await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: false });
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** The same leaflet as a person would write it for a browser: same texts, fonts, code, panels and two pages. */
async function asPage({ texts, lines, words, address, county, locale }: PrintOrder): Promise<string> {
	const face = (style: string, more: string) => {
		const font = pathToFileURL(join(import.meta.dirname, `../src/platform/fonts/NotoSans-${style}.ttf`));
		return `@font-face{font-family:Noto;${more};src:url(${font})}`;
	};
	const marked = (text: string) =>
		escaped(text)
			.replaceAll('{?}', `<i>(${escaped(words.toBeConfirmed)})</i>`)
			.replace(/^- /, '• ');
	const body = (sentences: readonly string[]) => sentences.map((sentence) => `<p>${marked(sentence)}</p>`).join('');
	const answer = (index: number) =>
		`<h2><b>${index + 1}</b>${escaped(texts.answers[index]?.heading ?? '')}</h2>${body(texts.answers[index]?.sentences ?? [])}`;
	const numbers = lines
		.map(
			(entry) =>
				`<div class="n"><strong>${entry.number}</strong><p><b>${escaped(entry.name)}</b></p><p>${entry.hours} · ${entry.cost} · ${printedDay(locale, entry.testedOn)}</p></div>`,
		)
		.join('');
	const code = await qrcode.toString(codeTextOf(address), { type: 'svg', errorCorrectionLevel: 'M' });
	return `<!doctype html><html lang="${locale}"><meta charset="utf-8"><title>${escaped(texts.title)}</title><style>${face('Regular', 'font-weight:400')}${face('Bold', 'font-weight:700')}${face('Italic', 'font-style:italic')}
@page{size:297mm 210mm;margin:0}body{margin:0;font:13.5pt/1.3 Noto;color:#16202e}section{display:grid;grid-template-columns:1fr 1fr 1fr;width:297mm;height:209mm;break-after:page}article{padding:11mm 8mm}.c{background:#0f2a4a;color:#fff;border-radius:3mm;margin:7mm 5mm}h1{font-size:29pt}h2{font-size:16pt;margin:0 0 3mm;color:#0f2a4a}h2 b{border:1pt solid #b7791f;border-radius:50%;padding:0 2mm;margin-right:2mm;background:#fbf1dc}p{margin:0 0 1.5mm}.n strong{font-size:20pt}.n{border-bottom:.5pt solid #dcd8cc;font-size:12pt}svg{width:25mm}.w{background:#fbf1dc;border-radius:3mm;padding:5mm}</style>
<section><article>${answer(0)}</article><article>${answer(3)}${numbers}${code}<b>${address}</b></article><article class="c"><h1>${escaped(texts.title)}</h1>${body(texts.lead)}<p>${county}</p></article></section>
<section><article>${answer(1)}</article><article>${answer(2)}<div class="w"><h2>${escaped(texts.now.heading)}</h2>${body(texts.now.sentences)}</div></article><article>${answer(4)}</article></section></html>`;
}
