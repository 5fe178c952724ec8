// `node scripts/film.ts`: renders the film of the demonstration (db/demo/video) from its drawings. Needs FFmpeg.
// `node scripts/film.ts --still 12.5 FILE.png`: one picture of it, for looking at.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { Refusal } from '#platform/refusal.ts';
import { findTools } from '#videos/ffmpeg.server.ts';
import { launchBrowser } from '../tests/support/browser.ts';
import { height, width } from './film/drawing.ts';
import { frame, moments, type Said, seconds } from './film/scenes.ts';
import { soundOf } from './film/sound.ts';
import { closeAtEnd, runScript } from './outcome.ts';
import { root } from './settings.ts';

const perSecond = 15;
const folder = join(root, 'db/demo/video');

await runScript(async () => {
	const said = JSON.parse(readFileSync(join(folder, 'fjalet.json'), 'utf8')) as Said;
	const browser = await launchBrowser();
	closeAtEnd(() => browser.close());
	const page = await browser.newPage({ viewport: { width, height } });
	await page.setContent(
		`<!doctype html><style>${fonts()} body { margin: 0 } svg { display: block; font-family: Film }</style><body></body>`,
	);
	// Fonts are loaded when they are used for the first time.
	await page.evaluate(() => Promise.all([document.fonts.load('400 20px Film'), document.fonts.load('700 20px Film')]));
	const still = process.argv.indexOf('--still');
	if (still > 0) {
		writeFileSync(
			resolve(process.argv[still + 2] ?? 'still.png'),
			await picture(page, Number(process.argv[still + 1]), said),
		);
		return 0;
	}
	const tools = findTools();
	if (!tools) throw new Refusal('The film needs FFmpeg: apt install ffmpeg.');
	await render(page, said, tools.ffmpeg, join(folder, 'oferta.mp4'));
	console.log(
		`db/demo/video/oferta.mp4  ${Math.round(statSync(join(folder, 'oferta.mp4')).size / 1000)} kB, ${seconds} s`,
	);
	return 0;
});

/** The letters of the project, so that every machine draws the same. */
function fonts(): string {
	const face = (weight: number, name: string) => {
		const bytes = readFileSync(join(root, 'src/platform/fonts', `NotoSans-${name}.ttf`)).toString('base64');
		return `@font-face { font-family: Film; font-weight: ${weight}; src: url(data:font/ttf;base64,${bytes}) }`;
	};
	return face(400, 'Regular') + face(700, 'Bold');
}

async function picture(page: Page, t: number, said: Said): Promise<Buffer> {
	await page.evaluate(
		(svg) => {
			document.body.innerHTML = svg;
		},
		frame(t, said),
	);
	return page.screenshot({ type: 'png' });
}

async function render(page: Page, said: Said, ffmpeg: string, to: string): Promise<void> {
	const scratch = mkdtempSync(join(tmpdir(), 'kambana-film-'));
	closeAtEnd(() => rmSync(scratch, { recursive: true, force: true }));
	const sound = join(scratch, 'sound.wav');
	writeFileSync(sound, soundOf(seconds, moments));
	const options = [
		...['-nostdin', '-hide_banner', '-v', 'error', '-y', '-threads', '1'],
		...['-f', 'image2pipe', '-framerate', String(perSecond), '-c:v', 'png', '-i', 'pipe:0', '-i', sound],
		...[
			'-map',
			'0:v',
			'-map',
			'1:a',
			'-c:v',
			'libx264',
			'-profile:v',
			'main',
			'-preset',
			'veryslow',
			'-tune',
			'animation',
		],
		...['-crf', '24', '-pix_fmt', 'yuv420p', '-g', String(perSecond * 5), '-threads', '1'],
		...['-c:a', 'aac', '-b:a', '48k', '-ac', '1', '-map_metadata', '-1', '-movflags', '+faststart'],
		...['-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact', to],
	];
	const encoder = spawn(ffmpeg, options, { stdio: ['pipe', 'inherit', 'inherit'] });
	const ended = new Promise<number | null>((done) => encoder.once('close', done));
	for (let index = 0; index < seconds * perSecond; index++) {
		const png = await picture(page, index / perSecond, said);
		if (!encoder.stdin.write(png)) await new Promise((done) => encoder.stdin.once('drain', done));
	}
	encoder.stdin.end();
	if ((await ended) !== 0) throw new Refusal('FFmpeg could not encode the film.');
}
