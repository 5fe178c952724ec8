import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mostSoundBytes, mostSoundSeconds } from '#help/sound.ts';
import { mostFileBytes, mostLetters, mostPages } from '#materials/files.ts';
import { limits as sheet } from '#planning/model.ts';
import { limitFor, mostFields } from '#platform/bodies.server.ts';
import { filesQuota } from '#platform/files.server.ts';
import { allowances } from '#platform/limits.server.ts';
import * as signin from '#signin/model.ts';
import { mostPixels, mostSeconds } from '#videos/container.ts';
import { mostVideoBytes } from '#videos/model.ts';
import { owners } from './support/house.ts';
import { code, isTest, sources } from './support/sources.ts';

const read = (name: string): string => readFileSync(`docs/security/${name}.md`, 'utf8');
/** As sentences read, however tables are padded. */
const squeezed = (text: string): string => text.replace(/ +/g, ' ');

describe('the table of ASVS 5.0.0, level 2', () => {
	type Line = { id: string; level: string; asked: string; verdict: string; where: string; why: string };
	const verdicts = ['met', 'not applicable', 'deviation', 'not met'];
	const text = read('asvs');
	const cells = (row: string): string[] =>
		row
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim());
	const lines: Line[] = text
		.split('\n')
		.filter((row) => /^\| \d+\.\d+\.\d+ /.test(row))
		.map(cells)
		.map(([id = '', level = '', asked = '', verdict = '', where = '', why = '']) => ({
			id,
			level,
			asked,
			verdict,
			where,
			why,
		}));
	const perChapter = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7];
	const count = (wanted: (line: Line) => boolean): number => lines.filter(wanted).length;

	test('has each of the 253 lines once: 70 of level 1, 183 of level 2', () => {
		expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
		expect(perChapter.map((_, index) => count(({ id }) => id.startsWith(`${index + 1}.`)))).toEqual(perChapter);
		expect([count(({ level }) => level === '1'), count(({ level }) => level === '2'), lines.length]).toEqual([
			70, 183, 253,
		]);
	});

	test('has one of four verdicts in each, and a reason for all but what is met', () => {
		const wrong = lines.filter(
			({ verdict, asked, why }) =>
				!verdicts.includes(verdict) ||
				asked === '' ||
				why.replace(/`[^`]*` “[^”]*”/g, '').length < (verdict === 'met' ? 0 : 5),
		);
		expect(wrong.map(({ id }) => id)).toEqual([]);
	});

	test('says of what is met which test proves it, or that none does', () => {
		const silent = lines.filter(
			({ verdict, why }) => verdict === 'met' && !/`[^`]+\.test\.ts` “|^no test of its own: ./.test(why),
		);
		expect(silent.map(({ id }) => id)).toEqual([]);
	});

	test('names files that exist', () => {
		const named = lines.flatMap(({ id, where }) =>
			[...where.matchAll(/`([^`]+)`/g)].map(([, path = '']) => ({ id, path })),
		);
		expect(named.length).toBeGreaterThan(100);
		expect(named.filter(({ path }) => !existsSync(path))).toEqual([]);
	});

	test('names tests as they are called', () => {
		const named = lines.flatMap(({ id, why }) =>
			[...why.matchAll(/`([^`]+\.test\.ts)` “([^”]+)”/g)].map(([, path = '', name = '']) => ({ id, path, name })),
		);
		expect(named.length).toBeGreaterThan(100);
		expect(named.filter(({ path, name }) => !existsSync(path) || !readFileSync(path, 'utf8').includes(name))).toEqual(
			[],
		);
	});

	test('sums them up as they are', () => {
		const summary = [...text.matchAll(/^\| (?:V\d+ [^|]+|\*\*together\*\*) +\|(.+)\|$/gm)].map(([, row = '']) =>
			row.split('|').map((cell) => Number(cell.replaceAll('*', ''))),
		);
		const ofChapter = (chapter: number) =>
			verdicts.map((one) => count(({ id, verdict }) => verdict === one && id.startsWith(`${chapter}.`)));
		const all = verdicts.map((one) => count(({ verdict }) => verdict === one));
		expect(summary).toEqual([...perChapter.map((n, index) => [n, ...ofChapter(index + 1)]), [253, ...all]]);
		console.log(`ASVS 5.0.0 level 2: ${verdicts.map((one, index) => `${all[index]} ${one}`).join(', ')}`);
	});
});

test('the limits are those of the code', () => {
	const { form, page, signIn } = allowances;
	const mib = (bytes: number): string => `${bytes / 1024 / 1024} MiB`;
	const import_ = '/sq/desk/durres/import';
	const said = [
		`one visitor, from one network | ${page.most} in ${page.seconds} seconds`,
		`forms from one network | ${form.most} in ${form.seconds} seconds`,
		`an account, from one network | ${signIn.most} in ${signIn.seconds} seconds`,
		`networks together | ${signIn.together} in ${signIn.seconds} seconds | each network keeps its first ${signIn.first},`,
		`to one account | ${signin.mostMails} in an hour`,
		`one second factor | ${signin.mostTries} tries`,
		`at the desk | ${signin.idleMinutes} minutes without a request, ${signin.deskHours} hours in any case`,
		`field phone | ${signin.fieldDays} days; a factor again after ${signin.provenMinutes} minutes`,
		`code by mail | ${signin.mailMinutes} minutes`,
		`invitation | ${signin.invitationHours} hours`,
		`passkey | ${signin.challengeMinutes} minutes`,
		`asking for a mail | ${signin.askMilliseconds} milliseconds`,
		`a form | ${limitFor('/sq/desk/leave').bytes / 1024} KiB, ${mostFields} fields`,
		`XLSX) | ${mib(sheet.bytes)}; ${mib(sheet.unzippedBytes)} unpacked, measured before unpacking; ${sheet.rows} rows, ${sheet.columns} columns, ${sheet.cell} characters`,
		`at all | ${mib(limitFor(import_).bytes)}`,
		`a video (MP4 or WebM) | ${mib(mostVideoBytes)}; ${mostSeconds / 60} minutes, ${mostPixels} pixels a side`,
		`a recording (MP3 or Ogg with Opus) | ${mib(mostSoundBytes)}; ${mostSoundSeconds / 60} minutes; its page takes ${mib(limitFor('/sq/desk/kombetar/help/recordings/new').bytes)}`,
		`a material (PDF) | ${mib(mostFileBytes)}; ${mostPages} pages, ${mostLetters} letters; its page takes ${mib(limitFor('/sq/desk/durres/materials/01900000-0000-7000-8000-000000000001/upload').bytes)}`,
		`its upload takes at all | ${mib(limitFor('/sq/desk/durres/videos/01900000-0000-7000-8000-000000000001/upload').bytes)}`,
		`all kept files together | ${filesQuota({}) / 1e9} GB`,
		`preview | ${mib(limitFor(`${import_}/x`).bytes)}`,
	];
	const text = squeezed(read('limits'));
	expect(said.filter((sentence) => !text.includes(sentence))).toEqual([]);
});

test('every purpose of a key is in the inventory', () => {
	const calls = /\b(?:derive|deriveToken|deriveCode|seal|unseal|tokenPlace|codePlace)\(\s*'(\w+)'/g;
	const purposes = new Set(
		sources(['src', 'scripts'], ['.ts'])
			.filter(({ path }) => !isTest(path))
			.flatMap(({ text }) => [...code(text).matchAll(calls)].map(([, purpose = '']) => purpose)),
	);
	expect(purposes.size).toBeGreaterThan(4);
	const inventory = read('keys');
	expect([...purposes].filter((purpose) => !inventory.includes(`| \`${purpose}\` `))).toEqual([]);
});

test('every table of the database has its class', () => {
	const [, classes = ''] = read('threats').split('Every table has one class:');
	const [list = ''] = classes.split('\n#');
	const times = (table: string): number => list.split(`\`${table}\``).length - 1;
	expect(Object.keys(owners).filter((table) => times(table) !== 1)).toEqual([]);
});
