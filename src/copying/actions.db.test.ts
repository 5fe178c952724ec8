import { afterAll, describe, expect, test } from 'vitest';
import { listActivityEvents } from '#activities/events.server.ts';
import { listActivities } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { savePartnersMerged } from '#partners/store.server.ts';
import { savePlace } from '#places/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import type { Programme } from '#programmes/model.ts';
import { getProgramme, listProgrammeEvents, saveProgrammeState, saveTargets } from '#programmes/store.server.ts';
import { takeStep } from '#versions/actions.server.ts';
import {
	buildActivities,
	buildCommittee,
	buildPartner,
	buildPlace,
	buildProgramme,
} from '../../tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '../../tests/support/database.ts';
import { copyActivities, getPreview, startAfter } from './actions.server.ts';

afterAll(closeDatabase);

type Desk = {
	tx: Transaction;
	committee: Committee;
	source: Programme;
	programme: Programme;
	lead: string;
	school: string;
};

/** October of last year with three activities, and an empty October of this year, as the desk of Durrës sees them. */
const atDesk = (work: (desk: Desk) => Promise<void>) =>
	rolledBack(async (tx) => {
		const committee = await buildCommittee(tx);
		const earlier = await buildProgramme(tx, committee.id, { slug: '2025-10' });
		const { slug } = await buildProgramme(tx, committee.id, { approved: false });
		const lead = await buildPartner(tx, committee.id, 'ZVAP Krujë', 'education_office');
		const school = await buildPlace(tx, committee.id, 'Shkolla Nr. 2 Krujë', 'school');
		await buildActivities(tx, earlier, [
			{
				number: 1,
				leadId: lead,
				placeId: school,
				takesPlaceOn: '2025-10-14',
				startsAt: '09:00',
				plannedPersons: 40,
				state: 'accepted',
			},
			{ number: 2, leadId: lead, placeId: school, takesPlaceOn: '2025-10-15', state: 'cancelled' },
			{ number: 3, leadId: lead, national: true, setting: 'public', visibility: 'public', takesPlaceOn: '2025-10-18' },
		]);
		await become(tx, { kind: 'committee', committeeId: committee.id });
		const at = (month: string) => getProgramme(tx, committee.id, month);
		await work({ tx, committee, source: await at('2025-10'), programme: await at(slug), lead, school });
	});

const preview = ({ tx, committee, programme }: Desk) => getPreview(tx, committee, programme, '2025-10');
const copy = async (desk: Desk, take: readonly number[], more: Record<string, string[]> = {}) => {
	const { tx, committee, programme } = desk;
	const { seen } = await preview(desk);
	const typed = { seen: [seen], ...Object.fromEntries(take.map((n) => [`take_${n}`, ['1']])), ...more };
	return copyActivities(tx, 'secretary:1', committee, programme, { month: '2025-10', typed });
};
const planned = async ({ tx, programme }: Desk) =>
	(await listActivities(tx, programme.id)).map(({ number, takesPlaceOn, state }) => [number, takesPlaceOn, state]);

describe('refused', () => {
	test('another committee sees no preview and copies nothing', () =>
		atDesk(async (desk) => {
			const { tx, programme } = desk;
			await become(tx, { kind: 'installation' });
			const other = await getCommittee(tx, { code: 'AL-11' });
			await become(tx, { kind: 'committee', committeeId: other.id });
			const refused = { code: 'not_found' };
			await expect(getPreview(tx, other, programme, '2025-10')).rejects.toMatchObject(refused);
			const wish = { month: '2025-10', typed: { take_1: ['1'] } };
			await expect(copyActivities(tx, 'secretary:1', other, programme, wish)).rejects.toMatchObject(refused);
			const start = { slug: '2026-11', titleSq: 'x', titleEn: 'x', startsOn: '2026-11-01', endsOn: '2026-11-30' };
			await expect(
				startAfter(tx, 'secretary:1', other, { ...start, aimSq: '', aimEn: '', targets: [], copyFrom: '2025-10' }),
			).rejects.toMatchObject(refused);
		}));

	test('a closed month takes nothing, and no month is copied into itself', () =>
		atDesk(async (desk) => {
			const { tx, committee, programme, source } = desk;
			await expect(getPreview(tx, committee, source, '2025-10')).rejects.toMatchObject({ code: 'not_found' });
			await saveProgrammeState(tx, programme.id, 'closed');
			await expect(copy(desk, [1])).rejects.toMatchObject({ code: 'frozen' });
		}));

	test('what was previewed otherwise is not copied: the new preview is shown', () =>
		atDesk(async (desk) => {
			const { tx, committee, programme, school } = desk;
			const { seen } = await preview(desk);
			const place = { name: 'Shkolla Nr. 2 Krujë', kind: 'school' as const, municipalityCode: null, unitCode: null };
			await savePlace(tx, school, { ...place, validTo: '2026-08-31' });
			const wish = { month: '2025-10', typed: { seen: [seen], take_1: ['1'] } };
			expect(await copyActivities(tx, 'secretary:1', committee, programme, wish)).toEqual({
				ok: false,
				reason: 'changed',
			});
			expect(await copy(desk, [1, 3])).toMatchObject({ ok: false, issues: [{ field: 'place_1' }] });
			// All or nothing: what had no question was not copied either.
			expect(await planned(desk)).toEqual([]);
			expect(await copy(desk, [1, 3], { place_1: ['open'] })).toMatchObject({ ok: true, copied: 2 });
			expect((await listActivities(tx, programme.id)).map(({ placeId }) => placeId)).toEqual([null, null]);
		}));
});

describe('copying', () => {
	test('a preview writes nothing', () =>
		atDesk(async (desk) => {
			const { lines } = await preview(desk);
			expect(lines.map(({ source, day }) => [source.number, day.day, day.note])).toEqual([
				[1, '2026-10-13', null],
				[3, '2026-10-18', 'fixed'],
				[2, '2026-10-21', null],
			]);
			expect(await planned(desk)).toEqual([]);
		}));

	test('what was ticked is proposed on its new day, with an event that says from where; twice changes nothing', () =>
		atDesk(async (desk) => {
			expect(await copy(desk, [1, 3])).toEqual({ ok: true, copied: 2, already: 0 });
			const once = [
				[1, '2026-10-13', 'proposed'],
				[2, '2026-10-18', 'proposed'],
			];
			expect(await planned(desk)).toEqual(once);
			const [first] = await listActivities(desk.tx, desk.programme.id);
			expect(first).toMatchObject({ startsAt: '09:00', plannedPersons: 40, placeId: desk.school, leadId: desk.lead });
			expect(await listActivityEvents(desk.tx, first?.id ?? '')).toMatchObject([
				{ kind: 'proposed', actor: 'secretary:1', changes: { copiedFrom: { from: null, to: '2025-10' } } },
			]);
			expect(await copy(desk, [1, 3])).toEqual({ ok: true, copied: 0, already: 2 });
			expect(await planned(desk)).toEqual(once);
			// What was left out the first time still can be taken.
			expect(await copy(desk, [1, 2])).toEqual({ ok: true, copied: 1, already: 2 });
			expect((await preview(desk)).lines.map(({ already }) => already)).toEqual([1, 2, 3]);
		}));

	test('an institution that was merged since is copied as what it is now, and that is said', () =>
		atDesk(async (desk) => {
			const { tx, committee, source, lead } = desk;
			const kept = await buildPartner(tx, committee.id, 'Zyra Vendore Arsimore Krujë', 'education_office');
			await takeStep(tx, 'chair:1', source, { verb: 'approve', ask: async () => [] });
			await savePartnersMerged(tx, { kept, gone: lead, actor: 'secretary:1' });
			const { lines } = await preview(desk);
			expect(lines[0]?.merged).toEqual([{ was: 'ZVAP Krujë', is: 'Zyra Vendore Arsimore Krujë' }]);
			await copy(desk, [1]);
			expect(await listActivities(tx, desk.programme.id)).toMatchObject([{ leadId: kept }]);
		}));

	test('a month started after another takes its aims and targets, and no activity before the preview is confirmed', () =>
		atDesk(async ({ tx, committee, source }) => {
			const start = {
				slug: '2026-12',
				titleSq: 'Dhjetor',
				titleEn: 'December',
				startsOn: '2026-12-01',
				endsOn: '2026-12-31',
			};
			const targets = [{ audience: 'pupils' as const, persons: 100 }];
			await saveTargets(tx, source, targets);
			const wish = { ...start, aimSq: 'Qëllimi', aimEn: '', targets: [], copyFrom: '2025-10' };
			const made = await startAfter(tx, 'desk', committee, wish);
			expect([made.aimSq, made.targets]).toEqual(['Qëllimi', targets]);
			expect(await listActivities(tx, made.id)).toEqual([]);
			expect(await listProgrammeEvents(tx, made.id)).toMatchObject([
				{ kind: 'created', details: { copiedFrom: '2025-10' } },
			]);
		}));
});
