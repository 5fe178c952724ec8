import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import type { ActivityState } from '#activities/model.ts';
import { type ActivityPlan, insertActivities } from '#activities/store.server.ts';
import { loadPack } from '#committees/actions.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import { insertPartners } from '#partners/store.server.ts';
import { insertPlaces } from '#places/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import type { ProgrammeState } from '#programmes/model.ts';
import { insertProgramme, saveProgrammeState } from '#programmes/store.server.ts';
import { become, closeDatabase, rolledBack } from '../../tests/support/database.ts';
import {
	getPublicActivity,
	getPublishedProgramme,
	listLatestProgrammes,
	listPublicActivities,
	listPublishedProgrammes,
} from './store.server.ts';

afterAll(closeDatabase);

/** A programme with an open, a closed, a proposed, a postponed and a cancelled activity; then the eyes of the public. */
async function month(tx: Transaction, state: ProgrammeState) {
	await loadPack(tx, 'db/packs/al');
	const { id: committeeId } = await getCommittee(tx, { code: 'AL-05' });
	const programmeId = await insertProgramme(tx, committeeId, {
		slug: '2031-10',
		titleSq: 'Muaji',
		titleEn: 'Month',
		startsOn: '2031-10-01',
		endsOn: '2031-10-31',
		aimSq: '',
		aimEn: '',
	});
	const [open = '', shut = ''] = await insertPartners(tx, committeeId, [
		{ name: 'Bashkia e hapur', kind: 'municipality' },
		{ name: 'Shkolla e mbyllur', kind: 'education_office' },
	]);
	const [square = '', classroom = ''] = await insertPlaces(tx, committeeId, [
		{ name: 'Sheshi', kind: 'square', municipalityCode: null },
		{ name: 'Klasa', kind: 'school', municipalityCode: null },
	]);
	const plan = (
		number: number,
		visibility: 'public' | 'closed',
		stands: ActivityState,
	): ActivityPlan & { state: ActivityState } => ({
		number,
		title: `Veprimtaria ${number}`,
		setting: 'public',
		leadId: visibility === 'public' ? open : shut,
		supporterIds: visibility === 'public' ? [open] : [shut],
		placeId: visibility === 'public' ? square : classroom,
		municipalityCode: null,
		unitCode: null,
		national: false,
		audiences: ['general_public'],
		methods: ['leaflet'],
		takesPlaceOn: '2031-10-04',
		startsAt: '10:00',
		endsAt: null,
		plannedPersons: 10,
		visibility,
		searchWords: [],
		state: stands,
	});
	const activityIds = await insertActivities(tx, { committeeId, programmeId }, [
		plan(1, 'public', 'accepted'),
		plan(2, 'closed', 'accepted'),
		plan(3, 'public', 'proposed'),
		plan(4, 'public', 'postponed'),
		plan(5, 'public', 'cancelled'),
	]);
	await sql`insert into returns (id, committee_id, activity_id, version, held_on, methods, actor)
		values (${recordId()}, ${committeeId}, ${activityIds[0]}, 1, '2031-10-04', '{leaflet}', 'desk')`.execute(tx);
	await saveProgrammeState(tx, programmeId, state);
	await become(tx, { kind: 'public' });
	return { committeeId, programmeId };
}
const seen = async (tx: Transaction, table: string): Promise<number> =>
	(await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(tx)).rows[0]?.n ?? -1;

describe('the public', () => {
	test('sees nothing of a programme in preparation, not even how many activities it has', () =>
		rolledBack(async (tx) => {
			const { committeeId, programmeId } = await month(tx, 'in_preparation');
			for (const table of ['programmes', 'activities', 'partners', 'places', 'returns']) {
				const { rows } = await sql<{
					n: number;
				}>`select count(*) as n from ${sql.table(table)} where committee_id = ${committeeId}`.execute(tx);
				expect([table, rows[0]?.n]).toEqual([table, 0]);
			}
			expect(
				(await sql<{ n: number }>`select published_activity_count(${programmeId}) as n`.execute(tx)).rows[0]?.n,
			).toBe(0);
			expect(await listPublishedProgrammes(tx, committeeId)).toEqual([]);
			await expect(getPublishedProgramme(tx, committeeId, '2031-10')).rejects.toThrow('no published programme');
			expect((await listLatestProgrammes(tx)).some((programme) => programme.committeeId === committeeId)).toBe(false);
			expect(await listPublicActivities(tx, { committeeId })).toEqual([]);
		}));

	test('sees neither closed nor proposed activities of a published one, nor who and where those are', () =>
		rolledBack(async (tx) => {
			const { committeeId, programmeId } = await month(tx, 'approved');
			const { rows } = await sql<{
				number: number;
			}>`select number from activities where programme_id = ${programmeId} order by number`.execute(tx);
			expect(rows.map(({ number }) => number)).toEqual([1, 4, 5]);
			await expect(getPublicActivity(tx, programmeId, 2)).rejects.toThrow('no public activity');
			await expect(getPublicActivity(tx, programmeId, 3)).rejects.toThrow('no public activity');
			for (const [table, name] of [
				['partners', 'Bashkia e hapur'],
				['places', 'Sheshi'],
			] as const) {
				const shown = await sql<{
					name: string;
				}>`select name from ${sql.table(table)} where committee_id = ${committeeId}`.execute(tx);
				expect(shown.rows).toEqual([{ name }]);
			}
		}));

	test('never sees returns, counts, histories, imports, readiness, other spellings or targets', () =>
		rolledBack(async (tx) => {
			await month(tx, 'closed');
			for (const table of [
				'returns',
				'return_counts',
				'return_partners',
				'return_materials',
				'activity_events',
				'programme_events',
			]) {
				expect([table, await seen(tx, table)]).toEqual([table, 0]);
			}
			for (const table of [
				'import_previews',
				'activity_readiness',
				'partner_aliases',
				'place_aliases',
				'programme_targets',
			]) {
				expect([table, await seen(tx, table)]).toEqual([table, 0]);
			}
		}));

	test('is told how many activities there are in all, and sees the open ones in the order of the calendar', () =>
		rolledBack(async (tx) => {
			const { committeeId, programmeId } = await month(tx, 'approved');
			expect(await getPublishedProgramme(tx, committeeId, '2031-10')).toMatchObject({ total: 5, announced: false });
			const shown = await listPublicActivities(tx, { programmeId });
			expect(shown.map(({ number, state }) => [number, state])).toEqual([
				[1, 'accepted'],
				[4, 'postponed'],
				[5, 'cancelled'],
			]);
			expect(shown[0]).toMatchObject({
				placeName: 'Sheshi',
				leadName: 'Bashkia e hapur',
				supporterNames: ['Bashkia e hapur'],
				programmeSlug: '2031-10',
			});
			expect(await listPublicActivities(tx, { committeeId })).toEqual(shown);
		}));

	test('counting leaves the scope as it was', () =>
		rolledBack(async (tx) => {
			const { programmeId } = await month(tx, 'approved');
			await sql`select published_activity_count(${programmeId})`.execute(tx);
			expect(
				(await sql<{ scope: string }>`select current_setting('kambana.scope') as scope`.execute(tx)).rows[0]?.scope,
			).toBe('public');
		}));
});
