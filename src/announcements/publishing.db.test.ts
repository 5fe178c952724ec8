import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { closePhase, countAnswers, openPhase, voidPhase } from '#checks/actions.server.ts';
import type { Mode, Phase } from '#checks/model.ts';
import { getCheck, insertCheck, listPhases } from '#checks/store.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import { recordsOf } from '#figures/evidence.ts';
import { getEvidence } from '#figures/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { getProgramme } from '#programmes/store.server.ts';
import { previewKnowledge } from '#results/publishing.server.ts';
import { listKept } from '#results/store.server.ts';
import { publishedRows } from '#results/telling.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '../../tests/support/builders.ts';
import { buildSet } from '../../tests/support/checks.ts';
import { become, closeDatabase, rolledBack } from '../../tests/support/database.ts';
import {
	approveAnnouncement,
	draftAnnouncement,
	getPublishedKnowledge,
	publishAnnouncement,
	renewAnnouncement,
	withdrawAnnouncement,
} from './actions.server.ts';
import { draft } from './drafting.ts';
import { getVersion } from './store.server.ts';

afterAll(closeDatabase);

// The page of what people learned: what is public of it, since when, and that it never changes.
const [during, now, later] = [
	new Date('2026-10-20T09:00Z'),
	new Date('2026-11-02T09:00Z'),
	new Date('2026-11-09T09:00Z'),
];

async function october(tx: Transaction) {
	const committee = await buildCommittee(tx);
	const built = await buildProgramme(tx, committee.id);
	const leadId = await buildPartner(tx, committee.id, 'ZVAP Durrës', 'education_office');
	const [activityId = ''] = await buildActivities(tx, built, [{ number: 1, leadId, state: 'held' }]);
	const setId = await buildSet(tx, committee.id);
	await become(tx, { kind: 'committee', committeeId: committee.id });
	const programme = await getProgramme(tx, committee.id, built.slug);
	const about = { committeeId: committee.id, activityId, setId, label: 'IX-A', title: null, actor: 'command' };
	/** A class that is counted by hands: so many right answers to each of its four questions. */
	const ask = async (persons: number, right: Partial<Record<Phase, number>>, mode: Mode = 'group') => {
		const check = await getCheck(tx, await insertCheck(tx, { ...about, mode, persons }));
		for (const [phase, n] of Object.entries(right) as [Phase, number][]) {
			await openPhase(tx, 'command', check, { phase, minutes: 10 });
			const id = (await listPhases(tx, [check.id])).at(-1)?.id ?? '';
			const byQuestion = Array.from({ length: 4 }, () => [persons - n, n, 0, 0]);
			await countAnswers(tx, check, id, { way: 'hands', counted: { persons, byQuestion } });
			await closePhase(tx, check, id);
		}
		return check;
	};
	/** What a reader sees; null where there is no page. */
	const read = async () => {
		await become(tx, { kind: 'public' });
		const rows = (await sql<{ n: number }>`select count(*) as n from published_knowledge`.execute(tx)).rows[0]?.n;
		const page = await getPublishedKnowledge(tx, committee.id, '2026-10').catch((fault) => {
			if (fault.code !== 'not_found') throw fault;
			return null;
		});
		await become(tx, { kind: 'committee', committeeId: committee.id });
		return page && { ...page, rows };
	};
	const approve = (version: number, at = now, revision = 1) =>
		approveAnnouncement(tx, programme, { version, revision }, at);
	return { committee, programme, ask, read, approve };
}
const told = (page: Awaited<ReturnType<Awaited<ReturnType<typeof october>>['read']>>) =>
	page?.modes.map(({ mode, whole }) => [mode, whole.people.before?.about, whole.people.after?.about]);

/** Tries what the database must refuse, and leaves the transaction usable. */
async function refused(tx: Transaction, work: () => Promise<unknown>): Promise<string> {
	await sql`savepoint before`.execute(tx);
	try {
		await work();
		return 'accepted';
	} catch (fault) {
		await sql`rollback to before`.execute(tx);
		return String((fault as Error).message);
	}
}

describe('what people learned', () => {
	test('is nobody’s to read before the announcement is public, and never another county’s to write', () =>
		rolledBack(async (tx) => {
			const { committee, programme, ask, read, approve } = await october(tx);
			await ask(40, { before: 12, after: 26 });
			await draftAnnouncement(tx, 'desk', programme);
			expect(await read()).toBeNull();
			// A draft keeps nothing, be it that the desk looks at what would be public.
			expect((await previewKnowledge(tx, programme.id, now)).modes).toHaveLength(1);
			expect(await listKept(tx, programme.id)).toEqual([]);
			const forged = () =>
				sql`insert into published_knowledge (committee_id, announcement_id, version, made_at, mode, classes, activities, checks,
				reviewed, tables) select committee_id, announcement_id, version, now(), 'paired', 1, '{1}', array[gen_random_uuid()], true, '[]'
				from announcement_versions where committee_id = ${committee.id}`.execute(tx);
			expect(await refused(tx, forged)).toMatch(/row-level security/);
			expect(await approve(1)).toEqual({ ok: true });
			expect(await read()).toBeNull();
			const other = await getCommittee(tx, { code: 'AL-11' });
			await become(tx, { kind: 'committee', committeeId: other.id });
			expect(await listKept(tx, programme.id)).toEqual([]);
			await become(tx, { kind: 'committee', committeeId: committee.id });
			await publishAnnouncement(tx, programme, 1, now);
			expect(told(await read())).toEqual([['group', 40, 40]]);
			await withdrawAnnouncement(tx, programme, 1);
			expect(await read()).toBeNull();
		}));

	test('is made once: nobody changes it, and counters that change afterwards change nothing', () =>
		rolledBack(async (tx) => {
			const { programme, ask, read, approve } = await october(tx);
			const check = await ask(40, { before: 12, after: 26 });
			await ask(30, { before: 9, after: 21 });
			await draftAnnouncement(tx, 'desk', programme);
			await approve(1);
			await publishAnnouncement(tx, programme, 1, now);
			const first = await read();
			const { evidence } = await getVersion(tx, programme.id, 1);
			expect(told(first)).toEqual([['group', 70, 70]]);
			expect(await refused(tx, () => sql`update published_knowledge set tables = '[]'`.execute(tx))).toMatch(
				/permission denied/,
			);
			expect(await refused(tx, () => sql`delete from published_knowledge`.execute(tx))).toMatch(/permission denied/);

			// A class is voided, another is asked after all: neither is told of.
			for (const phase of await listPhases(tx, [check.id]))
				await voidPhase(tx, check, { phaseId: phase.id, reason: 'Shumë zhurmë në klasë' });
			await ask(50, { before: 5, after: 50 });
			expect(await read()).toEqual(first);
			await renewAnnouncement(tx, 'desk', programme, 1);
			expect((await getEvidence(tx, programme.id, later)).figures).toMatchObject({
				'asked.1.after': evidence?.figures['asked.1.after'],
			});
			expect(await approve(2, later)).toEqual({ ok: true });
			await publishAnnouncement(tx, programme, 2, later);
			expect((await read())?.modes).toEqual(first?.modes);
			expect(publishedRows('en', (await read())?.modes ?? [])).toEqual(publishedRows('en', first?.modes ?? []));
		}));

	test('a later version adds what no earlier one had, and is not shown with the earlier one', () =>
		rolledBack(async (tx) => {
			const { programme, ask, read, approve } = await october(tx);
			await ask(40, { before: 12, after: 26 });
			await draftAnnouncement(tx, 'desk', programme);
			await approve(1);
			await publishAnnouncement(tx, programme, 1, now);
			await ask(30, { after: 21 }, 'after');
			await renewAnnouncement(tx, 'desk', programme, 1);
			await approve(2, later);
			expect(told(await read())).toEqual([['group', 40, 40]]);
			expect((await read())?.rows).toBe(1);
			await publishAnnouncement(tx, programme, 2, later);
			expect(told(await read())).toEqual([
				['group', 40, 40],
				['after', undefined, 30],
			]);
		}));

	test('waits for the end of the month and of every phase; the announcement says so and tells no number', () =>
		rolledBack(async (tx) => {
			const { programme, ask, read, approve } = await october(tx);
			const check = await ask(40, { before: 12, after: 26 });
			const evidence = await getEvidence(tx, programme.id, during);
			expect(JSON.stringify(evidence.figures)).not.toMatch(/asked|knowing/);
			expect(draft(evidence).find(({ key }) => key === 'knowledge')?.en).toMatch(/when the month is over/);
			await draftAnnouncement(tx, 'desk', programme);
			// It was drawn today, when the month is over.
			expect(await approve(1, during)).toEqual({ ok: false, reason: 'text_changed' });
			expect(await approve(1, during, 2)).toEqual({ ok: true });
			await publishAnnouncement(tx, programme, 1, during);
			expect(await read()).toMatchObject({ modes: [], isMeasured: true, rows: 0 });
			expect((await previewKnowledge(tx, programme.id, during)).waits).toBe('period');
			const again = await ask(30, { before: 9 });
			await openPhase(tx, 'command', again, { phase: 'after', minutes: 10 });
			expect(await previewKnowledge(tx, programme.id, now)).toMatchObject({ modes: [], waits: 'phases' });
			const asked = draft(await getEvidence(tx, programme.id, now)).find(({ key }) => key === 'knowledge');
			expect(asked?.en).toMatch(/^Knowledge was measured at .*; a class is still being asked/);
			// What is asked again some weeks later is another table, and none is waited for.
			const open = (await listPhases(tx, [again.id])).find(({ state }) => state === 'open')?.id ?? '';
			await closePhase(tx, again, open);
			const weeksLater = new Date(Date.now() + 30 * 86_400_000);
			await openPhase(tx, 'command', check, { phase: 'follow_up', minutes: 10, now: weeksLater });
			expect((await listPhases(tx, [check.id])).map(({ phase }) => phase)).toContain('follow_up');
			expect((await previewKnowledge(tx, programme.id, now)).waits).toBeNull();
		}));

	test('is said of the activities as they are numbered today, and of none that was cancelled', () =>
		rolledBack(async (tx) => {
			const { programme, ask, approve } = await october(tx);
			await ask(40, { before: 12, after: 26 });
			const checkedAt = async () =>
				recordsOf(await getEvidence(tx, programme.id, later), 'checked').map(({ of }) => of);
			const numbered = (number: number) =>
				tx.updateTable('activities').set({ number }).where('programme_id', '=', programme.id).execute();
			await tx.updateTable('activities').set({ state: 'cancelled' }).where('programme_id', '=', programme.id).execute();
			expect(await checkedAt()).toEqual([]);
			await tx.updateTable('activities').set({ state: 'held' }).where('programme_id', '=', programme.id).execute();
			expect(await checkedAt()).toEqual(['1']);
			await draftAnnouncement(tx, 'desk', programme);
			expect(await approve(1)).toEqual({ ok: true });
			await numbered(40);
			expect(await checkedAt()).toEqual(['40']);
		}));

	test('of fewer than ten people is told that it was measured, and nothing else', () =>
		rolledBack(async (tx) => {
			const { programme, ask, read, approve } = await october(tx);
			await ask(9, { before: 2, after: 8 });
			await draftAnnouncement(tx, 'desk', programme);
			await approve(1);
			await publishAnnouncement(tx, programme, 1, now);
			const page = await read();
			expect(page?.modes.map(({ whole }) => [whole.isHidden, whole.answers.map(({ after }) => after)])).toEqual([
				[true, [null, null, null, null]],
			]);
			expect(page?.isMeasured).toBe(true);
		}));
});
