import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { changeState, editActivity, proposeActivity } from '#activities/actions.server.ts';
import { getActivity, listActivities } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { mergePartners } from '#partners/actions.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import type { Programme } from '#programmes/model.ts';
import { getProgramme, listProgrammeEvents } from '#programmes/store.server.ts';
import {
	buildActivities,
	buildCommittee,
	buildPartner,
	buildPlace,
	buildProgramme,
} from '../../tests/support/builders.ts';
import { become, closeDatabase, rolledBack, rolledBackAsOwner } from '../../tests/support/database.ts';
import {
	findPartnerChange,
	getApproval,
	getComparison,
	listPartnerChanges,
	listPublicReleases,
	readVersion,
	seenOf,
	takeStep,
	type Wish,
} from './actions.server.ts';
import { changesSince } from './model.ts';
import type { Question } from './questions.ts';
import { listLines, listVersions } from './store.server.ts';

afterAll(closeDatabase);

type Desk = {
	tx: Transaction;
	committee: Committee;
	programme: Programme;
	lead: string;
	other: string;
	supporter: string;
};

/** A month with a public, a closed and a pencilled activity, seen by the committee. */
async function build(tx: Transaction): Promise<Desk> {
	const committee = await buildCommittee(tx);
	const { slug, ...built } = await buildProgramme(tx, committee.id, { approved: false });
	const [lead, other] = [
		await buildPartner(tx, committee.id, 'Bashkia Durrës', 'municipality'),
		await buildPartner(tx, committee.id, 'ZVAP Durrës', 'education_office'),
	];
	const supporter = await buildPartner(tx, committee.id, 'CSDS', 'ngo');
	const placeId = await buildPlace(tx, committee.id, 'Sheshi "Liria"', 'square');
	const wish = { leadId: lead, supporterIds: [supporter], placeId, state: 'confirmed' as const };
	await buildActivities(tx, { ...built, slug }, [
		{ ...wish, number: 1, visibility: 'public', setting: 'public' },
		{ ...wish, number: 2 },
		{ ...wish, number: 3, visibility: 'public', state: 'proposed', leadId: other, supporterIds: [] },
	]);
	await become(tx, { kind: 'committee', committeeId: committee.id });
	return { tx, committee, programme: await getProgramme(tx, committee.id, slug), lead, other, supporter };
}
const atDesk = (work: (desk: Desk) => Promise<void>) => rolledBack(async (tx) => work(await build(tx)));

const nothing = async (): Promise<Question[]> => [];
const step = (desk: Desk, verb: Wish['verb'], more: Partial<Wish> = {}) =>
	takeStep(desk.tx, 'chair:0198a6f0-0000-7000-8000-000000000001', desk.programme, { verb, ask: nothing, ...more });
const edit = async ({ tx, committee, programme }: Desk, number: number, changes: object) => {
	const activity = await getActivity(tx, programme.id, number);
	const plan = { ...activity, ...changes };
	return editActivity(tx, 'desk', committee, programme, { number, version: activity.version, plan });
};
const turnOff = async (
	{ tx, committee, programme }: Desk,
	number: number,
	verb: 'cancel' | 'postpone',
	reason: string,
) => {
	const { version } = await getActivity(tx, programme.id, number);
	return changeState(tx, 'desk', committee, programme, number, verb, { version, reason });
};
const asPublic = async <T>({ tx, committee }: Desk, read: () => Promise<T>): Promise<T> => {
	await become(tx, { kind: 'public' });
	const seen = await read();
	await become(tx, { kind: 'committee', committeeId: committee.id });
	return seen;
};

describe('another committee', () => {
	test('neither approves nor reads a version', () =>
		atDesk(async (desk) => {
			await step(desk, 'approve');
			const [version] = await listVersions(desk.tx, desk.programme.id);
			await become(desk.tx, { kind: 'installation' });
			const other = await getCommittee(desk.tx, { code: 'AL-11' });
			await become(desk.tx, { kind: 'committee', committeeId: other.id });
			await expect(step(desk, 'approve')).rejects.toMatchObject({ code: 'not_found' });
			await expect(readVersion(desk.tx, desk.programme, 1)).rejects.toMatchObject({ code: 'not_found' });
			expect(await listLines(desk.tx, version?.id ?? '')).toEqual([]);
		}));
});

describe('a version', () => {
	test('is never changed: not by the application, and not by the owner of its table', () =>
		rolledBackAsOwner(async (tx) => {
			await become(tx, { kind: 'installation' });
			const desk = await build(tx);
			await step(desk, 'approve');
			const refuses = async (statement: string, why: RegExp) => {
				await sql`savepoint here`.execute(tx);
				await expect(sql.raw(statement).execute(tx), statement).rejects.toThrow(why);
				await sql`rollback to savepoint here`.execute(tx);
			};
			for (const table of ['programme_versions', 'programme_version_activities']) {
				await refuses(`update ${table} set content = '{}'`, /permission denied/);
				await refuses(`delete from ${table}`, /permission denied/);
			}
			await sql`reset role`.execute(tx);
			for (const table of ['programme_versions', 'programme_version_activities'])
				await refuses(`update ${table} set content = '{}'`, /frozen/);
		}));

	test('is what stood when it was approved, and says so of itself', () =>
		atDesk(async (desk) => {
			expect(await step(desk, 'approve')).toEqual({ ok: true, version: 1 });
			await edit(desk, 1, { title: 'Tryezë' });
			const { version, lines, whole } = await readVersion(desk.tx, desk.programme, 1);
			expect(version).toMatchObject({ number: 1, text: { titleSq: 'Muaji i Antitrafikut' } });
			expect(lines.map(({ title, pencilled }) => [title, pencilled])).toEqual([
				['Veprimtaria 1', false],
				['Veprimtaria 2', false],
				['Veprimtaria 3', true],
			]);
			expect(whole).toBe(true);
		}));

	test('goes with its programme and with nothing else', () =>
		atDesk(async ({ tx, ...desk }) => {
			await step({ tx, ...desk }, 'approve');
			await become(tx, { kind: 'installation' });
			await sql`delete from programmes where id = ${desk.programme.id}`.execute(tx);
			expect(await listVersions(tx, desk.programme.id)).toEqual([]);
		}));
});

describe('approving', () => {
	test('what was not seen is stale, and with open questions only a deliberate yes approves; both are in the history', () =>
		atDesk(async (desk) => {
			const questions: Question[] = [{ kind: 'unconfirmed', about: [{ number: 3, title: 'Veprimtaria 3' }] }];
			const ask = async () => questions;
			const seen = seenOf((await getComparison(desk.tx, desk.programme)).digest, [], questions);
			await edit(desk, 1, { startsAt: '11:00' });
			await expect(step(desk, 'approve', { ask, seen })).rejects.toMatchObject({ code: 'stale' });
			const { programme } = desk;
			const now = seenOf((await getComparison(desk.tx, programme)).digest, [], questions);
			await expect(step(desk, 'approve', { seen: now })).rejects.toMatchObject({ code: 'stale' });
			expect(await step(desk, 'approve', { ask, seen: now })).toEqual({ ok: false, reason: 'open_questions' });
			expect(await listVersions(desk.tx, programme.id)).toEqual([]);
			expect(await step(desk, 'approve', { ask, seen: now, accepted: true })).toEqual({ ok: true, version: 1 });
			const [event] = await listProgrammeEvents(desk.tx, programme.id);
			expect(event).toMatchObject({ kind: 'approved', details: { version: 1, questions: 1, unconfirmed: 1 } });
		}));

	test('changes after it are not approved until the next version; the programme stays public meanwhile', () =>
		atDesk(async (desk) => {
			await step(desk, 'submit', { words: 'Gati.' });
			await step(desk, 'approve');
			expect(await step(desk, 'approve')).toEqual({ ok: false, reason: 'no_changes' });
			await edit(desk, 2, { takesPlaceOn: '2026-10-06' });
			await turnOff(desk, 1, 'cancel', 'Moti i keq.');
			const { programme } = await fresh(desk);
			const { situation, changes, next } = await approvalOf(desk.tx, programme);
			expect([situation.changes, next, programme.state]).toEqual([2, 2, 'approved']);
			expect(changes.map(({ kind, reason }) => [kind, reason])).toEqual([
				['cancelled', 'Moti i keq.'],
				['moved', null],
			]);
			expect(await step(desk, 'approve')).toEqual({ ok: true, version: 2 });
			expect((await approvalOf(desk.tx, programme)).situation.changes).toBe(0);
			const [second, first] = await listVersions(desk.tx, programme.id);
			const between = changesSince(
				await listLines(desk.tx, first?.id ?? ''),
				await listLines(desk.tx, second?.id ?? ''),
			);
			expect(between.map(({ kind }) => kind)).toEqual(['cancelled', 'moved']);
		}));

	test('merging an institution is no change of the plan', () =>
		atDesk(async (desk) => {
			await step(desk, 'approve');
			const { tx, committee, lead, other } = desk;
			await mergePartners(tx, 'desk', committee, { kept: other, gone: lead });
			expect((await getComparison(tx, desk.programme)).changes).toEqual([]);
			expect((await asPublic(desk, () => listPublicReleases(tx, desk.programme)))[0]?.changes).toEqual([]);
		}));
});

const approvalOf = async (tx: Transaction, programme: Programme) =>
	getApproval(tx, programme, await listActivities(tx, programme.id), []);
const fresh = async (desk: Desk) => ({
	...desk,
	programme: await getProgramme(desk.tx, desk.committee.id, desk.programme.slug),
});

describe('what the public is told', () => {
	const told = (desk: Desk) => asPublic(desk, () => listPublicReleases(desk.tx, desk.programme));

	test('nothing before an approval, nothing of closed activities, and no reason that was written for the desk', () =>
		atDesk(async (desk) => {
			expect(await told(desk)).toEqual([]);
			await step(desk, 'approve');
			await turnOff(desk, 2, 'cancel', 'Mësuesja është e sëmurë.');
			await edit(desk, 2, { visibility: 'public' });
			const [release] = await told(desk);
			// It was opened when it was off already: told that it is cancelled, not why.
			expect(release?.changes).toMatchObject([{ number: 2, kind: 'cancelled', reason: null }]);
			await edit(desk, 2, { visibility: 'closed' });
			expect((await told(desk))[0]?.changes).toEqual([]);
		}));

	test('what is closed to it meanwhile is not named any more, in no version', () =>
		atDesk(async (desk) => {
			await step(desk, 'approve');
			await edit(desk, 1, { takesPlaceOn: '2026-10-07' });
			await step(desk, 'approve');
			expect(JSON.stringify(await told(desk))).toContain('2026-10-07');
			await edit(desk, 1, { visibility: 'closed' });
			expect(JSON.stringify(await told(desk))).not.toContain('Veprimtaria 1');
			const rows = await asPublic(desk, () => sql`select from programme_version_activities`.execute(desk.tx));
			expect(rows.rows).toEqual([]);
		}));

	test('cancelled with its reason, moved, agreed since and planned again; from version to version', () =>
		atDesk(async (desk) => {
			const { tx, committee, programme } = desk;
			await step(desk, 'approve');
			await changeState(tx, 'desk', committee, programme, 3, 'confirm', { version: 1 });
			expect((await told(desk))[0]?.changes).toMatchObject([{ number: 3, kind: 'added', before: null }]);
			await edit(desk, 2, { title: 'Bisedë' });
			await step(desk, 'approve');
			await turnOff(desk, 1, 'postpone', 'Sheshi është i zënë.');
			const { version } = await getActivity(tx, programme.id, 3);
			await changeState(tx, 'desk', committee, programme, 3, 'reopen', { version });
			const [now, before] = await told(desk);
			expect(now?.changes).toMatchObject([
				{ number: 1, kind: 'postponed', reason: 'Sheshi është i zënë.' },
				{ number: 3, kind: 'removed' },
			]);
			expect(before?.number).toBe(1);
			const text = JSON.stringify(now);
			for (const secret of ['plannedPersons', 'leadId', 'Bisedë']) expect(text).not.toContain(secret);
		}));
});

test('an institution is told of its own activities, in its own scope as at the desk', () =>
	atDesk(async (desk) => {
		const { tx, committee, programme, lead, other, supporter } = desk;
		await step(desk, 'approve');
		await edit(desk, 2, { supporterIds: [other], startsAt: '12:00' });
		await edit(desk, 1, { takesPlaceOn: '2026-10-08' });
		const all = async () =>
			Object.fromEntries(
				await Promise.all(
					Object.entries({ lead, other, supporter }).map(async ([who, id]) => [
						who,
						(await listPartnerChanges(tx, committee, id)).flatMap(({ changes }) =>
							changes.map(({ number, kind }) => `${number} ${kind}`),
						),
					]),
				),
			);
		const told = { lead: ['1 moved', '2 moved'], other: ['2 added'], supporter: ['1 moved', '2 removed'] };
		expect(await all()).toEqual(told);
		const activity = await getActivity(tx, programme.id, 2);
		expect(await findPartnerChange(tx, activity, supporter)).toMatchObject({ told: { kind: 'removed' } });
		await become(tx, { kind: 'partner', committeeId: committee.id, partnerId: supporter });
		expect((await listPartnerChanges(tx, committee, supporter)).flatMap(({ changes }) => changes)).toMatchObject([
			{ number: 1, kind: 'moved' },
			{ number: 2, kind: 'removed' },
		]);
		// Of what was never its own it sees no version either.
		const rows = await sql<{ n: number }>`select count(*)::int as n from programme_version_activities`.execute(tx);
		expect(rows.rows[0]?.n).toBe(2);
	}));

test('what is added after an approval is told as new', () =>
	atDesk(async (desk) => {
		const { tx, committee, programme } = desk;
		await step(desk, 'approve');
		const activity = await getActivity(tx, programme.id, 1);
		await proposeActivity(tx, 'desk', committee, programme, { ...activity, number: null });
		expect((await getComparison(tx, programme)).changes).toMatchObject([{ kind: 'added', after: { number: 4 } }]);
	}));
