import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getActivity } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { inTransaction, type Scope, type Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import type { Programme } from '#programmes/model.ts';
import { getProgramme } from '#programmes/store.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '../../tests/support/builders.ts';
import { makeScratch, type Scratch } from '../../tests/support/scratch.ts';
import {
	answerContributions,
	askContribution,
	getContributionCard,
	removeContribution,
	settleContribution,
} from './actions.server.ts';
import { listContributions } from './store.server.ts';

let scratch: Scratch;
let committee: Committee;
let programme: Programme;
let lead: string;
let police: string;
let stranger: string;
let projector: string;
let presence: string;
let activityId: string;

const installation: Scope = { kind: 'installation', actor: 'command' };
const work = <T>(run: (tx: Transaction) => Promise<T>, scope: Scope = installation): Promise<T> =>
	inTransaction(scope, run);
const where = async (tx: Transaction, number = 1) => ({
	...{ committee, programme },
	activity: await getActivity(tx, programme.id, number),
});
const nothing = { quantity: null, versionId: null, note: null };
const desk = (): Scope => ({ kind: 'committee', committeeId: committee.id });
const byLink = (partnerId: string): Scope => ({
	...{ kind: 'activity', committeeId: committee.id, activityIds: [activityId], partnerId },
	actor: `link:${partnerId}`,
});
const states = () =>
	work(async (tx) =>
		(await listContributions(tx, { activityIds: [activityId] })).map(({ kind, state }) => `${kind} ${state}`),
	);

beforeAll(async () => {
	scratch = await makeScratch('contributions');
	committee = await work((tx) => buildCommittee(tx));
});
afterAll(() => scratch.drop());
beforeEach(() =>
	work(async (tx) => {
		await sql`delete from programmes`.execute(tx);
		await sql`delete from partners`.execute(tx);
		const built = await buildProgramme(tx, committee.id, { slug: '2026-12' });
		programme = await getProgramme(tx, committee.id, '2026-12');
		lead = await buildPartner(tx, committee.id, 'ZVAP Durrës', 'education_office');
		police = await buildPartner(tx, committee.id, 'Policia Durrës', 'police');
		stranger = await buildPartner(tx, committee.id, 'CSDS', 'ngo');
		[activityId = ''] = await buildActivities(tx, built, [
			{ number: 1, leadId: lead, supporterIds: [police], state: 'proposed' },
			{ number: 2, leadId: lead, state: 'held' },
		]);
		const one = await where(tx);
		projector = await askContribution(tx, 'command', one, { ...nothing, partnerId: lead, kind: 'projector' });
		presence = await askContribution(tx, 'command', one, { ...nothing, partnerId: police, kind: 'police_presence' });
	}),
);

describe('what is not allowed', () => {
	test('nothing is asked of who has no part, nor for what is over', async () => {
		await expect(
			work(async (tx) =>
				askContribution(tx, 'command', await where(tx), { ...nothing, partnerId: stranger, kind: 'room' }),
			),
		).rejects.toMatchObject({ code: 'not_found' });
		await expect(
			work(async (tx) =>
				askContribution(tx, 'command', await where(tx, 2), { ...nothing, partnerId: lead, kind: 'room' }),
			),
		).rejects.toMatchObject({ code: 'conflict' });
	});

	test('by link an institution sees its own lines, answers them only, and changes nothing else of them', async () => {
		const seen = await work((tx) => listContributions(tx, { activityIds: [activityId] }), byLink(police));
		expect(seen.map(({ id }) => id)).toEqual([presence]);
		const both = new Map([
			[projector, true],
			[presence, true],
		]);
		await work(async (tx) => {
			const activity = { id: activityId, state: 'proposed' as const };
			await answerContributions(tx, `link:${police}`, { committee, activity, partnerId: police }, both);
		}, byLink(police));
		expect(await states()).toEqual(['projector asked', 'police_presence confirmed']);
		await expect(work((tx) => sql`update contributions set quantity = 5`.execute(tx), byLink(police))).rejects.toThrow(
			/permission denied/,
		);
		await expect(
			work(
				(tx) =>
					sql`insert into contributions (id, committee_id, activity_id, partner_id, kind)
				values (${recordId()}, ${committee.id}, ${activityId}, ${police}, 'room')`.execute(tx),
				byLink(police),
			),
		).rejects.toThrow(/row-level security/);
	});

	test('another county and another institution see none', async () => {
		const foreign = await work((tx) => getCommittee(tx, { code: 'AL-11' }));
		for (const scope of [
			{ kind: 'committee', committeeId: foreign.id },
			{ kind: 'partner', committeeId: committee.id, partnerId: stranger },
			{ kind: 'public' },
		] as const)
			expect(await work((tx) => listContributions(tx, { programmeId: programme.id }), scope), scope.kind).toEqual([]);
	});
});

test('what is said by telephone, and taken away, stands in the history', async () => {
	await work(async (tx) => {
		const one = await where(tx);
		await settleContribution(tx, 'command', one, projector, true);
		await settleContribution(tx, 'command', one, projector, true);
		await settleContribution(tx, 'command', one, presence, false);
		expect(await removeContribution(tx, 'command', one, presence)).toBe(true);
		expect(await removeContribution(tx, 'command', one, presence)).toBe(false);
	}, desk());
	expect(await states()).toEqual(['projector confirmed']);
	const kinds = await work((tx) =>
		sql<{ kind: string }>`select kind from activity_events where activity_id = ${activityId} order by id`.execute(tx),
	);
	expect(kinds.rows.map(({ kind }) => kind)).toEqual([
		...['contribution_asked', 'contribution_asked', 'contribution_confirmed'],
		...['contribution_declined', 'contribution_removed'],
	]);
});

test('the card offers the institutions of the activity, the lead first', async () => {
	const card = await work(async (tx) => getContributionCard(tx, await where(tx), 'sq'), desk());
	expect([card.partners.map(({ name }) => name), card.open]).toEqual([['ZVAP Durrës', 'Policia Durrës'], true]);
});
