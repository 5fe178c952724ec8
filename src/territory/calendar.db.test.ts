import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { loadPack } from '#committees/actions.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import { buildCommittee } from '../../tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '../../tests/support/database.ts';
import { parsePack } from './input.ts';
import { listCalendar, savePack } from './store.server.ts';

afterAll(closeDatabase);

const text = (name: string) => readFileSync(`db/packs/al/${name}`, 'utf8');
const files = (calendar: string) => ({
	...{ pack: text('pack.json'), counties: text('counties.csv'), municipalities: text('municipalities.csv') },
	...{ units: text('units.csv'), calendar, outlines: text('outlines.json') },
});
const head = 'from,to,kind,name_sq,name_en,source,confirmed\n';

test('every committee reads the same holidays of a month, and what is not certain says so', () =>
	rolledBack(async (tx) => {
		await buildCommittee(tx);
		for (const code of ['AL-02', 'AL-11']) {
			await become(tx, { kind: 'installation' });
			await become(tx, { kind: 'committee', committeeId: (await getCommittee(tx, { code })).id });
			const december = await listCalendar(tx, '2026-12-01', '2026-12-31');
			expect(december.map(({ from, kind, confirmed }) => `${from} ${kind} ${confirmed}`)).toEqual([
				'2026-12-01 public_holiday true',
				'2026-12-08 public_holiday true',
				'2026-12-21 school_holiday false',
				'2026-12-25 public_holiday true',
			]);
		}
		// A time that began before and ends later touches a day in the middle of it.
		const middle = await listCalendar(tx, '2027-01-03', '2027-01-03');
		expect(middle.map(({ nameEn, to }) => `${nameEn} to ${to}`)).toEqual(['Winter holidays to 2027-01-03']);
	}));

test('a pack loaded again moves a feast and doubles nothing', () =>
	rolledBack(async (tx) => {
		await loadPack(tx, 'db/packs/al');
		const moved = '2026-12-09,2026-12-09,public_holiday,Dita,The day,provë,no\n';
		for (let round = 0; round < 2; round++) await savePack(tx, parsePack(files(head + moved)));
		expect(await listCalendar(tx, '2026-12-01', '2026-12-31')).toEqual([
			{
				from: '2026-12-09',
				to: '2026-12-09',
				kind: 'public_holiday',
				nameSq: 'Dita',
				nameEn: 'The day',
				confirmed: false,
			},
		]);
	}));

test('a wrong line is named', () => {
	const line = (from: string, to: string, kind = 'public_holiday') => `${from},${to},${kind},Dita,The day,provë,no\n`;
	const wrong = (lines: string) => () => parsePack(files(head + lines));
	expect(wrong(line('2026-02-30', '2026-02-30'))).toThrow('calendar.csv, 0.from: a day as YYYY-MM-DD');
	expect(wrong(line('2026-12-09', '2026-12-08'))).toThrow('calendar.csv, 0: a period that ends before it begins');
	expect(wrong(line('2026-12-09', '2026-12-09', 'festival'))).toThrow('calendar.csv, 0.kind');
	expect(wrong(line('2026-12-09', '2026-12-09').repeat(2))).toThrow('two lines of one kind that begin on the same day');
});
