import { beforeAll, describe, expect, test } from 'vitest';
import { chance } from '#tests/support/chance.ts';
import { type Outcome, readSheet, type Sheet, sheetsOf, shippedSet, throughTheCamera } from '#tests/support/filled.ts';
import { photographOf, telephones } from '#tests/support/photographs.ts';
import { thorough } from '#tests/support/thorough.ts';

let sheets: Sheet[];
beforeAll(async () => {
	sheets = [
		...(await sheetsOf(await shippedSet('12_14'), 'paired')),
		...(await sheetsOf(await shippedSet('employers', 3), 'paired')),
		...(await sheetsOf(await shippedSet('15_18', 4), 'unpaired')),
	];
});

const wrong = ({ how, truth, read, question, telephone }: Outcome): string =>
	`${how} ${question}: ${read?.option} instead of ${truth}, ${telephone}`;

describe('sheets filled in by hand, photographed by eight telephones, from aside, in half shadow', () => {
	const count = thorough ? 500 : 32;
	test(
		`of ${count} no mark is read wrongly, and nearly every clear one without asking`,
		() => {
			const outcomes = Array.from({ length: count }, (_, seed) =>
				throughTheCamera(sheets[seed % sheets.length] as Sheet, seed * 7919 + seed),
			).flat();
			const read = outcomes.filter((one) => one.read !== null);
			const silent = read.filter(({ read: seen, truth }) => seen?.doubt === null && seen.option !== truth);
			expect(silent.map(wrong)).toEqual([]);
			const clear = read.filter((one) => one.clear);
			const right = clear.filter(({ read: seen }) => seen?.doubt === null).length;
			const unread = outcomes.length - read.length;
			console.info(
				`sheets: ${count} photographed; ${right} of ${clear.length} clear marks read (${((100 * right) / clear.length).toFixed(2)} %), ${clear.length - right} asked, 0 wrong; of ${read.length - clear.length} unclear ones 0 wrong; ${unread} on pictures that have to be taken again`,
			);
			expect(right / clear.length).toBeGreaterThanOrEqual(thorough ? 0.995 : 0.97);
			expect(unread / outcomes.length).toBeLessThan(0.03);
		},
		thorough ? 7_200_000 : 400_000,
	);
});

test('what is no sheet, a corner that is missing, or another sheet, is told', async () => {
	const [sheet] = sheets as [Sheet];
	const phone = telephones[6] as (typeof telephones)[number];
	const take = (page: Sheet['page'], readings = sheet.readings) =>
		readSheet(photographOf(page, phone, chance(5)), readings);
	expect(take(sheet.page)).toMatchObject({ trouble: null, halves: [{}] });
	const covered = sheet.page.light.slice();
	// A thumb on the lower right corner.
	for (let y = 280; y < 297; y += 1 / sheet.page.scale)
		for (let x = 193; x < 210; x += 1 / sheet.page.scale)
			covered[Math.floor(y * sheet.page.scale) * sheet.page.width + Math.floor(x * sheet.page.scale)] = 0.35;
	expect(take({ ...sheet.page, light: covered })).toEqual({ halves: [], trouble: 'marks' });
	const [other] = await sheetsOf(await shippedSet('adults'), 'paired');
	expect(take(sheet.page, other?.readings)).toEqual({ halves: [], trouble: 'other' });
	const nothing = { ...sheet.page, light: sheet.page.light.map(() => 0.8) };
	expect(take(nothing)).toEqual({ halves: [], trouble: 'marks' });
});
