import type { Check } from '#checks/model.ts';
import { getCheck, listChecksOfMonth, listCounts, listPairs, listPhases } from '#checks/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { listCommittees } from '#committees/store.server.ts';
import { type Actor, inTransaction, type Transaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import type { QuestionSet } from '#questions/model.ts';
import { getSet } from '#questions/store.server.ts';
import { fiveAnswers } from '#returns/model.ts';
import { type Division, divide, type GroupTogether } from './division.ts';
import { type CheckResult, type Measured, resultOf } from './model.ts';
import { type PooledMode, poolClasses, type StoredClass } from './month.ts';
import { listAsked, listMonthClasses, listSums } from './store.server.ts';
import {
	type AnswerLine,
	answerLines,
	type CountyRow,
	countyRows,
	linesOf,
	lineWanted,
	type OfferedLine,
	type Point,
	type StoredSum,
	yearOf,
} from './years.ts';

/** Checks with everything that is kept of them. */
export async function measure(tx: Transaction, checks: readonly Check[]): Promise<Measured[]> {
	const ids = checks.map(({ id }) => id);
	const phases = await listPhases(tx, ids);
	const ended = phases.filter(({ state }) => state === 'closed').map(({ id }) => id);
	const counts = await listCounts(tx, ended);
	const pairs = await listPairs(tx, ids);
	const sets = new Map<string, QuestionSet>();
	for (const { setId } of checks) if (!sets.has(setId)) sets.set(setId, await getSet(tx, setId));
	return checks.map((check) => {
		const own = phases.filter(({ checkId }) => checkId === check.id);
		return {
			check,
			set: sets.get(check.setId) as QuestionSet,
			phases: own,
			counts: counts.filter(({ phaseId }) => own.some(({ id }) => id === phaseId)),
			pairs: pairs.filter(({ checkId }) => checkId === check.id),
		};
	});
}

/** A class of a month: its activity by number and title. */
export type ClassResult = { check: Check; result: CheckResult; number: number; title: string };

/** What was measured in a month, class by class, in the order of the activities; what nobody has answered is left out. */
export async function listMonthResults(tx: Transaction, programmeId: string): Promise<ClassResult[]> {
	const found = await listChecksOfMonth(tx, programmeId);
	const measured = await measure(
		tx,
		found.map(({ check }) => check),
	);
	return measured.flatMap((one, at) => {
		const result = resultOf(one);
		const { number = 0, title = '' } = found[at] ?? {};
		return result.answered.some(({ n }) => n > 0) ? [{ check: one.check, result, number, title }] : [];
	});
}

/** What the page of a month shows: by question, with the list of classes, or told apart in another way. */
export type MonthKnowledge = {
	by: Division;
	classes: number;
	modes: PooledMode[];
	groups: GroupTogether[];
	activities: (Pick<StoredClass, 'number' | 'title'> & {
		classes: Pick<StoredClass, 'id' | 'label' | 'mode' | 'answered'>[];
	})[];
};

export async function getMonthKnowledge(tx: Transaction, programmeId: string, by: Division): Promise<MonthKnowledge> {
	const [classes, asked] = await Promise.all([listMonthClasses(tx, programmeId), listAsked(tx, programmeId)]);
	if (by !== 'question')
		return { by, classes: classes.length, modes: [], groups: divide(classes, asked, by), activities: [] };
	const activities = [...Map.groupBy(classes, ({ number }) => number)].map(([number, of]) => ({
		...{ number, title: of[0]?.title ?? '' },
		classes: of.map(({ id, label, mode, answered }) => ({ id, label, mode, answered })),
	}));
	return { by, classes: classes.length, modes: poolClasses(classes, asked), groups: [], activities };
}

/** What the page over the years shows: months of a county, or years of the country with the counties of one year. */
export type Years = {
	lines: OfferedLine[];
	line: OfferedLine | null;
	answers: AnswerLine[];
	country: { years: string[]; year: string; rows: CountyRow<Committee>[]; all: (Point | null)[] } | null;
};

/** A county over its months. The national office sees all of them, each asked in the scope in which it reads what a county plans and reports. */
export async function getYears(
	{ actor, scope, committee }: Pick<App.Locals, 'actor' | 'scope' | 'committee'>,
	wanted: { line: string | null; year: string | null },
): Promise<Years> {
	if (!committee) throw new Problem('not_found', 'no committee in the address');
	if (committee.level === 'national') return countryYears(await listCountySums(actor), wanted);
	const sums = await inTransaction(scope, (tx) => listSums(tx, committee.id));
	const lines = linesOf(sums);
	const line = lineWanted(lines, wanted.line);
	return { lines, line, answers: line ? answerLines(sums, line) : [], country: null };
}

type CountySums = { county: Committee; sums: StoredSum[] };
async function listCountySums(actor: Actor): Promise<CountySums[]> {
	const all = await inTransaction({ kind: 'identity', actor }, listCommittees);
	const counties = all.filter(({ level }) => level === 'county');
	return Promise.all(
		counties.map(async (county) => ({
			county,
			sums: await inTransaction({ kind: 'oversight', committeeId: county.id, actor }, (tx) => listSums(tx, county.id)),
		})),
	);
}

function countryYears(counties: readonly CountySums[], wanted: { line: string | null; year: string | null }): Years {
	const sums = counties.flatMap((one) => one.sums);
	const lines = linesOf(sums);
	const line = lineWanted(lines, wanted.line);
	if (!line) return { lines, line, answers: [], country: null };
	const answers = answerLines(sums, line, yearOf);
	const years = [...new Set(answers.flatMap(({ points }) => points.map(({ at }) => at)))].sort().reverse();
	const year = years.find((one) => one === wanted.year) ?? years[0] ?? '';
	const all = fiveAnswers.map(
		(answer) => answers.find((one) => one.answer === answer)?.points.find(({ at }) => at === year) ?? null,
	);
	return { lines, line, answers, country: { years, year, rows: countyRows(counties, line, year), all } };
}

/** What one check found. @throws Problem not_found for a check of another activity, or of another owner */
export async function getResult(
	tx: Transaction,
	owner: { committeeId: string; activityId: string | null },
	id: string,
): Promise<{ check: Check; isOpen: boolean; result: CheckResult }> {
	const check = await getCheck(tx, id);
	const [measured] =
		check.activityId === owner.activityId && check.committeeId === owner.committeeId ? await measure(tx, [check]) : [];
	if (!measured) throw new Problem('not_found', `check ${id} of another activity`);
	return { check, isOpen: measured.phases.some(({ state }) => state === 'open'), result: resultOf(measured) };
}
