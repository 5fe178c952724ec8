import { afterAll, beforeAll, expect, test } from 'vitest';
import { confirmAll } from '#activities/actions.server.ts';
import { listActivityEvents } from '#activities/events.server.ts';
import { moveActivity } from '#activities/moving.server.ts';
import { getActivity, getPlanSpan, listActivities } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { type Actor, inTransaction, type Transaction } from '#platform/db.server.ts';
import { editProgramme } from '#programmes/actions.server.ts';
import { lastStep, type Programme } from '#programmes/model.ts';
import { getLatestEventId, getProgramme, listProgrammeEvents } from '#programmes/store.server.ts';
import { getApproval } from '#versions/actions.server.ts';
import { listVersions } from '#versions/store.server.ts';
import {
	buildActivities,
	buildCommittee,
	buildPartner,
	buildPlace,
	buildProgramme,
} from '../../tests/support/builders.ts';
import { makeScratch, type Scratch } from '../../tests/support/scratch.ts';
import { decide } from './deciding.server.ts';
import { getOpenQuestions } from './questions.server.ts';

// Two requests at once: the first has begun, and read the programme, when the second does all of its work. The first then acts on a month
// that is no longer as it read it.
const now = new Date('2026-09-20T09:00:00Z');
const chairs = ['chair:0198a6f0-0000-7000-8000-000000000001', 'chair:0198a6f0-0000-7000-8000-000000000002'] as const;
let database: Scratch;
let committee: Committee;
let owned: { leadId: string; placeId: string };

beforeAll(async () => {
	database = await makeScratch('waiting_for_each_other');
	await inTransaction({ kind: 'installation' }, async (tx) => {
		committee = await buildCommittee(tx);
		owned = {
			leadId: await buildPartner(tx, committee.id, 'ZVAP Durrës', 'education_office'),
			placeId: await buildPlace(tx, committee.id, 'Biblioteka', 'community_centre'),
		};
	});
});
afterAll(() => database?.drop());

type Desk = { tx: Transaction; programme: Programme };

/** A month with two activities, one of them agreed. */
const buildMonth = (slug: string) =>
	inTransaction({ kind: 'installation' }, async (tx) => {
		const built = await buildProgramme(tx, committee.id, { slug, approved: false });
		const wish = { ...owned, setting: 'community' as const, takesPlaceOn: `${slug}-12` };
		await buildActivities(tx, built, [
			{ ...wish, number: 1, state: 'proposed' },
			{ ...wish, number: 2, state: 'confirmed', takesPlaceOn: `${slug}-13` },
		]);
	});

const request = <T>(
	slug: string,
	work: (desk: Desk) => Promise<T>,
	meanwhile: () => Promise<unknown> = async () => null,
) =>
	inTransaction({ kind: 'committee', committeeId: committee.id }, async (tx) => {
		const programme = await getProgramme(tx, committee.id, slug);
		await meanwhile();
		return work({ tx, programme });
	});

const decideAs = (actor: Actor, verb: 'submit' | 'approve' | 'send_back', seen?: string) => (desk: Desk) =>
	decide(
		desk.tx,
		{ ...desk, actor, committee, now, scope: { kind: 'committee', committeeId: committee.id } },
		{ verb, accepted: true, ...(seen ? { seen } : {}) },
	);

const readPage = (slug: string) =>
	request(slug, async ({ tx, programme }) => {
		const activities = await listActivities(tx, programme.id);
		const scope = { kind: 'committee', committeeId: committee.id } as const;
		const { questions } = await getOpenQuestions(tx, scope, programme, activities, now);
		return getApproval(tx, programme, activities, questions);
	});

test('of two chairs with the same page, the one who comes second decides nothing', async () => {
	await buildMonth('2026-10');
	await request('2026-10', decideAs('secretary:0198a6f0-0000-7000-8000-000000000003', 'submit'));
	const { seen } = await readPage('2026-10');
	const sendingBack = () => request('2026-10', decideAs(chairs[1], 'send_back', seen.step));
	const approving = request('2026-10', decideAs(chairs[0], 'approve', seen.approval), sendingBack);
	await expect(approving).rejects.toMatchObject({ code: 'stale' });
	await request('2026-10', async ({ tx, programme }) => {
		expect(await listVersions(tx, programme.id)).toEqual([]);
		expect(lastStep(await listProgrammeEvents(tx, programme.id))).toMatchObject({
			kind: 'sent_back',
			actor: chairs[1],
		});
	});
});

test('an approval that had to wait for an edit of the programme is stale, and freezes no title that was', async () => {
	await buildMonth('2026-11');
	const { seen } = await readPage('2026-11');
	const editing = () =>
		request('2026-11', async ({ tx, programme }) => {
			const latest = await getLatestEventId(tx, programme.id);
			const draft = { ...programme, titleSq: 'Muaji pa trafik' };
			await editProgramme(tx, 'desk', programme, { draft, span: () => getPlanSpan(tx, programme.id), seen: latest });
		});
	const approving = request('2026-11', decideAs(chairs[0], 'approve', seen.approval), editing);
	await expect(approving).rejects.toMatchObject({ code: 'stale' });
});

test('no move leaves the period that was shortened meanwhile, and no period is shortened over a move', async () => {
	await buildMonth('2026-12');
	const move = (day: string) =>
		request('2026-12', async ({ tx, programme }) => {
			const { version } = await getActivity(tx, programme.id, 1);
			return moveActivity(tx, 'desk', committee, programme, { number: 1, version, day });
		});
	const shorten = (endsOn: string, meanwhile?: () => Promise<unknown>) =>
		request(
			'2026-12',
			async ({ tx, programme }) => {
				const seen = await getLatestEventId(tx, programme.id);
				const span = () => getPlanSpan(tx, programme.id);
				return editProgramme(tx, 'desk', programme, { draft: { ...programme, endsOn }, span, seen });
			},
			meanwhile,
		);
	expect(await shorten('2026-12-20', () => move('2026-12-28'))).toMatchObject({
		ok: false,
		reason: 'activities_outside',
	});
	await move('2026-12-12');
	const moved = await request(
		'2026-12',
		async ({ tx, programme }) => {
			const { version } = await getActivity(tx, programme.id, 1);
			return moveActivity(tx, 'desk', committee, programme, { number: 1, version, day: '2026-12-28' });
		},
		() => shorten('2026-12-20'),
	);
	expect(moved).toEqual({ ok: false, reason: 'outside_period' });
});

test('the history says last what was done last, whoever began first', async () => {
	await buildMonth('2027-01');
	const moving = () =>
		request('2027-01', ({ tx, programme }) =>
			moveActivity(tx, 'desk', committee, programme, { number: 1, version: 1, day: '2027-01-14' }),
		);
	await request('2027-01', ({ tx, programme }) => confirmAll(tx, 'desk', committee, programme), moving);
	await request('2027-01', async ({ tx, programme }) => {
		const { id, takesPlaceOn, state } = await getActivity(tx, programme.id, 1);
		expect([takesPlaceOn, state]).toEqual(['2027-01-14', 'confirmed']);
		const told = (await listActivityEvents(tx, id)).map(({ kind, from, to }) => `${kind} ${from} ${to}`);
		expect(told).toEqual(['confirmed proposed confirmed', 'edited proposed proposed']);
	});
});
