import { afterAll, expect, test } from 'vitest';
import { closePhase, countAnswers, openPhase, removeCheck, tidyChecks, voidPhase } from '#checks/actions.server.ts';
import { type FilledSheet, type Mode, modes, type Phase, phasesOf } from '#checks/model.ts';
import { keepSheets } from '#checks/paper.server.ts';
import { getCheck, insertCheck, listChecksOfMonth, listPhases } from '#checks/store.server.ts';
import { getCommittee, getNationalCommittee } from '#committees/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '../../tests/support/builders.ts';
import { chance } from '../../tests/support/chance.ts';
import { buildSet } from '../../tests/support/checks.ts';
import { become, closeDatabase, rolledBack } from '../../tests/support/database.ts';
import { isPaired, resultOf } from './model.ts';
import { measure } from './reading.server.ts';
import {
	listCountrySums,
	listLines,
	listMonthClasses,
	listMonthModes,
	listMonthQuestions,
	listSums,
} from './store.server.ts';

afterAll(closeDatabase);

/** What the counters say, by the statistics of one class: what is stored has to be the same. */
async function recounted(tx: Transaction, programmeId: string) {
	const checks = (await listChecksOfMonth(tx, programmeId)).map(({ check }) => check);
	return (await measure(tx, checks)).flatMap((measured) =>
		resultOf(measured).questions.flatMap(({ question, before, after, change }) => {
			const counts = change && isPaired(change) ? change : { before, after };
			if (!before && !after) return [];
			return [
				{
					...{
						check_id: measured.check.id,
						version_id: question.versionId,
						answer: question.answer,
						kind: question.kind,
					},
					...{ before_count: counts.before?.count ?? null, before_n: counts.before?.n ?? null },
					...{ after_count: counts.after?.count ?? null, after_n: counts.after?.n ?? null, mode: measured.check.mode },
				},
			];
		}),
	);
}
type Row = Awaited<ReturnType<typeof recounted>>[number];
const byName = (one: Row, other: Row) =>
	`${one.check_id} ${one.version_id}` < `${other.check_id} ${other.version_id}` ? -1 : 1;

const total = (rows: readonly Row[], of: (row: Row) => number) => rows.reduce((sum, row) => sum + of(row), 0);
const most = (rows: readonly Row[], of: (row: Row) => number) => Math.max(...rows.map(of));

/** The sums as their definition says, class by class. */
function summed(rows: readonly Row[]) {
	const asked = rows.filter(({ kind, after_n: n }) => kind === 'knowledge' && (n ?? 0) > 0);
	const sums = Map.groupBy(asked, ({ mode, answer }) => `${mode} ${answer}`);
	return [...sums.values()].map((of) => {
		const classes = [...Map.groupBy(of, ({ check_id: id }) => id).values()].map((own) => ({
			...{ c: total(own, (row) => row.after_count ?? 0), n: total(own, (row) => row.after_n ?? 0) },
			people: most(own, (row) => row.after_n ?? 0),
			before: own.some((row) => row.before_n !== null),
			...{ bc: total(own, (row) => row.before_count ?? 0), bn: total(own, (row) => row.before_n ?? 0) },
			beforePeople: most(own, (row) => row.before_n ?? 0),
		}));
		const all = (value: (one: (typeof classes)[number]) => number) => classes.reduce((sum, one) => sum + value(one), 0);
		return {
			...{ mode: of[0]?.mode, level: '15_18', answer: of[0]?.answer, classes: classes.length },
			...{ people: all(({ people }) => people), c: all(({ c }) => c), n: all(({ n }) => n) },
			...{ cc: all(({ c }) => c * c), cn: all(({ c, n }) => c * n), nn: all(({ n }) => n * n) },
			...{ before_classes: all(({ before }) => Number(before)), before_people: all((one) => one.beforePeople) },
			...{ before_c: all(({ bc }) => bc), before_n: all(({ bn }) => bn) },
		};
	});
}

const inOrder = (one: { mode?: string; answer?: number }, other: { mode?: string; answer?: number }) =>
	`${one.mode} ${one.answer}` < `${other.mode} ${other.answer}` ? -1 : 1;

/** @returns how many rows were equal */
async function compare(tx: Transaction, programmeId: string): Promise<number> {
	const stored = await tx
		.selectFrom('check_results')
		.select(['check_id', 'version_id', 'answer', 'kind', 'mode', 'before_count', 'before_n', 'after_count', 'after_n'])
		.where('programme_id', '=', programmeId)
		.execute();
	const expected = await recounted(tx, programmeId);
	expect((stored as Row[]).toSorted(byName)).toEqual(expected.toSorted(byName));
	const sums = await tx
		.selectFrom('check_sums')
		.select(['mode', 'level', 'answer', 'classes', 'people', 'c', 'n', 'cc', 'cn', 'nn'])
		.select(['before_classes', 'before_people', 'before_c', 'before_n'])
		.where('programme_id', '=', programmeId)
		.execute();
	expect(sums.toSorted(inOrder)).toEqual(summed(expected).toSorted(inOrder));
	await comparePages(tx, programmeId, expected);
	return stored.length;
}

/** What the page of a month reads is the same too, by question and class by class. */
async function comparePages(tx: Transaction, programmeId: string, counted: readonly Row[]): Promise<void> {
	const ended = counted.filter(({ after_n: n }) => n !== null);
	const ofQuestions = (await listMonthQuestions(tx, programmeId)).flatMap(({ mode, question, classes }) =>
		classes.map(
			({ before, after }) => `${mode} ${question.versionId} ${before?.count} ${before?.n} ${after.count} ${after.n}`,
		),
	);
	const said = (row: Row) =>
		`${row.before_count ?? undefined} ${row.before_n ?? undefined} ${row.after_count} ${row.after_n}`;
	expect(ofQuestions.toSorted()).toEqual(ended.map((row) => `${row.mode} ${row.version_id} ${said(row)}`).toSorted());
	const ofClasses = (await listMonthClasses(tx, programmeId)).flatMap(({ mode, results }) =>
		results.map(
			({ answer, before, after }) => `${mode} ${answer} ${before?.count} ${before?.n} ${after?.count} ${after?.n}`,
		),
	);
	const known = ended.filter(({ kind, after_n: n }) => kind === 'knowledge' && (n ?? 0) > 0);
	expect(ofClasses.toSorted()).toEqual(known.map((row) => `${row.mode} ${row.answer} ${said(row)}`).toSorted());
	const classes = Map.groupBy(new Map(ended.map((row) => [row.check_id, row.mode])).values(), (mode) => mode);
	const sizes = (await listMonthModes(tx, programmeId)).map(({ mode, classes: n }) => [mode, n]);
	expect(new Map(sizes as [Mode, number][])).toEqual(new Map([...classes].map(([mode, of]) => [mode, of.length])));
}

/** A month with one activity, and a set that asks of one answer twice and has scales among its questions. */
async function built(tx: Transaction) {
	const committee = await buildCommittee(tx);
	const programme = await buildProgramme(tx, committee.id);
	const leadId = await buildPartner(tx, committee.id, 'ZVAP Durrës', 'education_office');
	const [activityId = ''] = await buildActivities(tx, programme, [{ number: 1, leadId, state: 'held' }]);
	const kinds = [{}, { right: 2 }, { kind: 'attitude' }, {}, { kind: 'confidence' }, {}, { right: 0 }] as const;
	const setId = await buildSet(tx, committee.id, kinds);
	const prepare = async (mode: Mode) => {
		const draft = { committeeId: committee.id, activityId, setId, mode, label: null, persons: 30, title: null };
		return getCheck(tx, await insertCheck(tx, { ...draft, actor: 'command' }));
	};
	return { committee, programme, activityId, prepare };
}

const questionsOf = (mode: Mode) => (mode === 'retrospective' ? 2 : 7);

test('what is stored of checks always equals a recount from the counters, whatever is done', () =>
	rolledBack(async (tx) => {
		const { programme, prepare } = await built(tx);
		const random = chance(11);
		const upTo = (n: number) => Math.floor(random() * n);
		const checks = await Promise.all(modes.flatMap((mode) => [prepare(mode), prepare(mode)]));
		const done: Record<string, number> = {};
		for (let turn = 0; turn < 80; turn += 1) {
			const check = checks[upTo(checks.length)];
			if (!check) continue;
			const phases = (await listPhases(tx, [check.id])).filter(({ state }) => state !== 'voided');
			const open = phases.find(({ state }) => state === 'open');
			const last = phases.at(-1);
			const asked = questionsOf(check.mode);
			const note = (what: string) => {
				done[what] = (done[what] ?? 0) + 1;
			};
			if (open && random() < 0.7) {
				const byQuestion = Array.from({ length: asked * (check.mode === 'retrospective' ? 2 : 1) }, () =>
					Array.from({ length: 4 }, () => upTo(7)),
				);
				const way = check.mode === 'group' ? 'hands' : 'paper';
				if (check.mode !== 'paired')
					await countAnswers(tx, check, open.id, { way, counted: { persons: 28, byQuestion } });
				if (random() < 0.3) await tidyChecks(tx, new Date(Date.now() + 3_600_000));
				else await closePhase(tx, check, open.id);
				note('closed');
			} else if (last && random() < 0.3) {
				await voidPhase(tx, check, { phaseId: last.id, reason: 'Provë' });
				note('voided');
			} else if (random() < 0.5 && check.mode !== 'group' && !open) {
				const answer = () =>
					Array.from({ length: asked * (check.mode === 'retrospective' ? 2 : 1) }, () => upTo(5) - 1);
				const has = (phase: Phase) => phasesOf[check.mode].includes(phase);
				const sheets: FilledSheet[] = Array.from({ length: 5 + upTo(10) }, () => ({
					before: has('before') && random() < 0.8 ? answer() : null,
					after: random() < 0.9 ? answer() : null,
				}));
				if ((await keepSheets(tx, 'command', check, sheets)).ok) note('sheets');
			} else {
				const phase = (['before', 'after'] as const)[upTo(2)] ?? 'after';
				if ((await openPhase(tx, 'command', check, { phase, minutes: 10 })).ok) note('opened');
			}
			await compare(tx, programme.id);
		}
		expect(Math.min(...['closed', 'voided', 'sheets', 'opened'].map((what) => done[what] ?? 0))).toBeGreaterThan(2);
		for (const check of checks) {
			const phases = await listPhases(tx, [check.id]);
			for (const { id } of phases.filter(({ state }) => state !== 'voided'))
				await voidPhase(tx, check, { phaseId: id, reason: 'Provë' });
			expect(await removeCheck(tx, check)).toEqual({ ok: true });
		}
		expect(await compare(tx, programme.id)).toBe(0);
	}));

test('whoever carries out one activity adds its class to the sums of the month, and reads none of them', () =>
	rolledBack(async (tx) => {
		const { committee, programme, activityId, prepare } = await built(tx);
		const check = await prepare('unpaired');
		await become(tx, { kind: 'activity', committeeId: committee.id, activityIds: [activityId] });
		const byQuestion = Array.from({ length: 7 }, () => [4, 20, 2, 2]);
		await openPhase(tx, 'command', check, { phase: 'after', minutes: 10 });
		const [phase] = await listPhases(tx, [check.id]);
		await countAnswers(tx, check, phase?.id ?? '', { way: 'paper', counted: { persons: 28, byQuestion } });
		await closePhase(tx, check, phase?.id ?? '');
		const read = () => tx.selectFrom('check_sums').select(['answer', 'c', 'n', 'people']).orderBy('answer').execute();
		expect(await read()).toEqual([]);
		await become(tx, { kind: 'committee', committeeId: committee.id });
		// The first answer is asked about twice: 56 answers of 28 people.
		expect((await read())[0]).toEqual({ answer: 1, c: 40, n: 56, people: 28 });
		expect(await compare(tx, programme.id)).toBe(7);
		await expect(tx.updateTable('check_sums').set({ c: 0 }).execute()).rejects.toThrow(/permission denied/);
	}));

test('a month that is removed takes its results and sums along', () =>
	rolledBack(async (tx) => {
		const { programme, prepare } = await built(tx);
		const check = await prepare('after');
		const answer = [1, 2, 0, 1, 2, 1, 0];
		await keepSheets(tx, 'command', check, [{ before: null, after: answer }]);
		expect(await compare(tx, programme.id)).toBe(7);
		await tx.deleteFrom('programmes').where('id', '=', programme.id).execute();
		const left = (table: 'check_results' | 'check_sums') =>
			tx.selectFrom(table).select('answer').where('programme_id', '=', programme.id).execute();
		expect([await left('check_results'), await left('check_sums')]).toEqual([[], []]);
	}));

test('a county reads its own sums over the months, the national office those of all counties, and one county none of another', () =>
	rolledBack(async (tx) => {
		const { committee, prepare } = await built(tx);
		for (const check of [await prepare('unpaired'), await prepare('unpaired'), await prepare('after')])
			await keepSheets(
				tx,
				'command',
				check,
				Array.from({ length: 12 }, () => ({ before: null, after: [1, 2, 0, 1, 2, 1, 0] })),
			);
		const everybody = { committeeId: null };
		const own = { committeeId: committee.id };
		await become(tx, { kind: 'committee', committeeId: (await getCommittee(tx, { code: 'AL-11' })).id });
		expect(await listLines(tx, own)).toEqual([]);
		expect(await listLines(tx, everybody)).toEqual([]);
		await become(tx, { kind: 'committee', committeeId: committee.id });
		const lines = await listLines(tx, own);
		expect(lines).toEqual([
			{ mode: 'unpaired', level: '15_18', n: 120 },
			{ mode: 'after', level: '15_18', n: 60 },
		]);
		const [line] = lines;
		if (!line) throw new Error('no line');
		const sums = await listSums(tx, own, line);
		expect(sums[0]).toMatchObject({
			month: '2026-10',
			answer: 1,
			classes: 2,
			people: 24,
			c: 48,
			n: 48,
			beforePeople: 0,
		});
		await become(tx, { kind: 'oversight', committeeId: (await getNationalCommittee(tx)).id });
		// Of the country years stand beside each other, and counties in one of them.
		const years = sums.map((one) => ({ ...one, month: '2026' }));
		expect(await listCountrySums(tx, line, '2026')).toEqual(years);
		expect(await listCountrySums(tx, line, null)).toEqual(years.map((one) => ({ ...one, committeeId: null })));
		expect(await listCountrySums(tx, line, '2025')).toEqual([]);
	}));
