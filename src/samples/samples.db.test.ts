import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { closePhase, countAnswers, openPhase } from '#checks/actions.server.ts';
import type { Phase } from '#checks/model.ts';
import { getCheck, insertCheck, listPhases } from '#checks/store.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { getProgramme } from '#programmes/store.server.ts';
import { listTasks } from '#tasks/store.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '../../tests/support/builders.ts';
import { buildSet } from '../../tests/support/checks.ts';
import { become, closeDatabase, rolledBack } from '../../tests/support/database.ts';
import { drawSample, getSamplePage, keyOf, replaceClass, settleTasks } from './actions.server.ts';
import { reasonField } from './input.ts';
import { findSample, listSampleClasses } from './store.server.ts';

// Which classes are asked again: drawn once, by a lot that anybody can repeat; each a task; replaced once, by the next as the lot fell.
afterAll(closeDatabase);
process.env.KAMBANA_SECRET ??= 'samples-samples-samples-samples-samples-sam';

const days = (n: number) => new Date(Date.now() + n * 86_400_000);

async function begin(tx: Transaction, classes = 6) {
	const committee = await buildCommittee(tx);
	const elsewhere = await getCommittee(tx, { code: 'AL-11' });
	const built = await buildProgramme(tx, committee.id);
	const leadId = await buildPartner(tx, committee.id, 'Shkolla e shortit', 'ngo');
	const municipalities = await sql<{
		code: string;
	}>`select code from municipalities where county_code = 'AL-02' order by code limit 2`
		.execute(tx)
		.then(({ rows }) => rows.map(({ code }) => code));
	const wishes = Array.from({ length: classes }, (_, at) => ({
		...{ number: at + 1, title: `Ora ${at + 1}`, leadId, state: 'held' as const },
		municipalityCode: municipalities[at % 3 === 2 ? 1 : 0] ?? null,
	}));
	const activities = await buildActivities(tx, built, wishes);
	const setId = await buildSet(tx, committee.id);
	const ask = async (id: string, phase: Phase, now = new Date()) => {
		const check = await getCheck(tx, id);
		const opened = await openPhase(tx, 'desk', check, { phase, minutes: 45, now });
		if (!opened.ok) throw new Error(opened.reason);
		const open = (await listPhases(tx, [id])).find(({ state }) => state === 'open')?.id ?? '';
		const byQuestion = Array.from({ length: 4 }, () => [5, 15, 0, 0]);
		await countAnswers(tx, check, open, { way: 'hands', counted: { persons: 20, byQuestion } });
		await closePhase(tx, check, open, now);
	};
	const checks: string[] = [];
	for (const activityId of activities) {
		const about = { committeeId: committee.id, activityId, setId, mode: 'unpaired', persons: 20 } as const;
		const id = await insertCheck(tx, { ...about, label: 'IX-A', title: null, actor: 'desk' });
		checks.push(id);
		for (const phase of ['before', 'after'] as const) await ask(id, phase);
	}
	const programme = await getProgramme(tx, committee.id, built.slug);
	const desk = { tx, actor: 'desk' as const, committee, programme, locale: 'sq' as const };
	const own = () => become(tx, { kind: 'committee', committeeId: committee.id });
	await own();
	return { committee, elsewhere, programme, desk, checks, ask, own };
}
const wish = (size: number | string, by = 'municipality') => ({ size: [String(size)], strata: [by] });

describe('what is not allowed', () => {
	test('another county sees and draws nothing, the national office only reads, an institution sees nothing', () =>
		rolledBack(async (tx) => {
			const { committee, elsewhere, programme, desk, own } = await begin(tx);
			await become(tx, { kind: 'committee', committeeId: elsewhere.id });
			await expect(drawSample(desk, wish(3))).rejects.toMatchObject({ code: 'not_found' });
			await own();
			expect(await drawSample(desk, wish(3))).toEqual({ ok: true });
			const seen = async () => (await findSample(tx, programme.id)) !== undefined;
			await become(tx, { kind: 'committee', committeeId: elsewhere.id });
			expect(await seen()).toBe(false);
			await become(tx, { kind: 'public' });
			expect(await seen()).toBe(false);
			await become(tx, { kind: 'oversight', committeeId: committee.id });
			expect((await getSamplePage(tx, programme.id)).asked).toHaveLength(3);
			await become(tx, { kind: 'partner', committeeId: committee.id, partnerId: committee.id });
			expect(await seen()).toBe(false);
		}));

	test('nothing is drawn of nonsense, of no class, or a second time; what was drawn does not change', () =>
		rolledBack(async (tx) => {
			const { desk, programme } = await begin(tx);
			expect(await drawSample(desk, wish(''))).toMatchObject({ ok: false, issues: [{ field: 'size' }] });
			expect(await drawSample(desk, wish(3, 'niceness'))).toMatchObject({ ok: false, issues: [{ field: 'strata' }] });
			expect(await drawSample(desk, wish(3), days(57))).toEqual({ ok: false, reason: 'no_classes' });
			expect(await drawSample(desk, wish(3))).toEqual({ ok: true });
			expect(await drawSample(desk, wish(5))).toEqual({ ok: false, reason: 'drawn_already' });
			const sample = await findSample(tx, programme.id);
			for (const change of [
				sql`update class_samples set seed = ${'0'.repeat(32)} where id = ${sample?.id}`,
				sql`update sample_classes set drawn = true where sample_id = ${sample?.id}`,
				sql`delete from sample_classes where sample_id = ${sample?.id}`,
			]) {
				await sql`savepoint attempt`.execute(tx);
				await expect(change.execute(tx)).rejects.toThrow(/permission denied/);
				await sql`rollback to savepoint attempt`.execute(tx);
			}
		}));
});

test('the lot is spread, can be repeated from its seed, and gives each class a task with its day', () =>
	rolledBack(async (tx) => {
		const { committee, desk, programme } = await begin(tx);
		await drawSample(desk, wish(3));
		const page = await getSamplePage(tx, programme.id);
		expect([page.places, page.asked.length, page.reached, page.candidates]).toEqual([3, 3, 0, 6]);
		// Four and two of six.
		expect([...Map.groupBy(page.asked, ({ stratum }) => stratum).values()].map((of) => of.length).toSorted()).toEqual([
			1, 2,
		]);
		const all = await listSampleClasses(tx, page.sample?.id ?? '');
		for (const of of Map.groupBy(all, ({ stratum }) => stratum).values()) {
			const keys = of.map(({ checkId }) => keyOf(page.sample?.seed ?? '', checkId));
			expect(keys).toEqual(keys.toSorted());
		}
		const tasks = await listTasks(tx, { committeeId: committee.id, programmeId: programme.id });
		expect(
			tasks.map(({ partnerName, title }) => [partnerName, title.startsWith('Pyeteni sërish klasën: Ora ')]),
		).toEqual(Array.from({ length: 3 }, () => ['Shkolla e shortit', true]));
		expect(page.asked.map(({ standing }) => standing)).toEqual(['early', 'early', 'early']);
		expect((await getSamplePage(tx, programme.id, days(29))).asked[0]?.standing).toBe('due');
	}));

test('a class is replaced once, by the next of its part; the reason stays and its task is taken back', () =>
	rolledBack(async (tx) => {
		const { committee, desk, programme } = await begin(tx);
		await drawSample(desk, wish(3));
		const { asked } = await getSamplePage(tx, programme.id);
		const [most] = [...Map.groupBy(asked, ({ stratum }) => stratum).values()].toSorted((a, b) => b.length - a.length);
		const one = most?.[0];
		const replace = (checkId: string, reason = 'Klasa u shpërnda') =>
			replaceClass(desk, { class: [checkId], [reasonField(checkId)]: [reason] });
		expect(await replace(one?.checkId ?? '', '')).toMatchObject({
			ok: false,
			issues: [{ field: reasonField(one?.checkId ?? '') }],
		});
		await expect(replace(committee.id)).rejects.toMatchObject({ code: 'not_found' });
		expect(await replace(one?.checkId ?? '')).toEqual({ ok: true });
		const page = await getSamplePage(tx, programme.id);
		const next = page.asked.find(({ replaces }) => replaces === one?.checkId);
		expect([next?.stratum, next?.rank, page.asked.length, page.places]).toEqual([one?.stratum, 2, 3, 3]);
		expect(page.replaced.map(({ reason }) => reason)).toEqual(['Klasa u shpërnda']);
		const states = (await listTasks(tx, { committeeId: committee.id })).map(({ state }) => state);
		expect(states.toSorted()).toEqual(['cancelled', 'open', 'open', 'open']);
		expect(await replace(one?.checkId ?? '')).toEqual({ ok: false, reason: 'replaced' });
		expect(await replace(next?.checkId ?? '')).toEqual({ ok: false, reason: 'not_drawn' });
		const entries = await sql<{
			n: number;
		}>`select count(*)::int as n from audit_entries where content::jsonb ->> 'table' = 'sample_classes'`.execute(tx);
		expect(entries.rows[0]?.n).toBe(7);
	}));

test('who answers is reached, and its task is done; who is late is asked no more and stays among the drawn', () =>
	rolledBack(async (tx) => {
		const { committee, desk, programme, ask, own } = await begin(tx);
		await drawSample(desk, wish(3));
		const { asked } = await getSamplePage(tx, programme.id);
		await ask(asked[0]?.checkId ?? '', 'follow_up', days(30));
		const later = await getSamplePage(tx, programme.id, days(30));
		expect([later.reached, later.places]).toEqual([1, 3]);
		expect(later.results[0]?.questions[0]?.followUp).toMatchObject({ count: 15, n: 20 });
		await expect(ask(asked[1]?.checkId ?? '', 'follow_up', days(57))).rejects.toThrow('too_late');
		const states = async (now: Date) => {
			await become(tx, { kind: 'installation' });
			await settleTasks(tx, now);
			await own();
			return (await listTasks(tx, { committeeId: committee.id })).map(({ state }) => state).toSorted();
		};
		expect(await states(days(31))).toEqual(['done', 'open', 'open']);
		expect(await states(days(57))).toEqual(['cancelled', 'cancelled', 'done']);
		const over = await getSamplePage(tx, programme.id, days(57));
		expect([over.reached, over.places]).toEqual([1, 3]);
	}));
