import type { Check } from '#checks/model.ts';
import { getCheck, listCounts, listPairs, listPhases } from '#checks/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { listCommittees } from '#committees/store.server.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import type { QuestionSet } from '#questions/model.ts';
import { getSet } from '#questions/store.server.ts';
import { fiveAnswers } from '#returns/model.ts';
import { type Division, divide, type GroupTogether } from './division.ts';
import { type CheckResult, type Measured, resultOf } from './model.ts';
import { type NamedClass, type PooledMode, poolQuestion, underModes } from './month.ts';
import {
	listClassNames,
	listCountrySums,
	listLines,
	listMonthClasses,
	listMonthModes,
	listMonthQuestions,
	listSums,
} from './store.server.ts';
import {
	type AnswerLine,
	answerLines,
	type CountyRow,
	countyRows,
	lineWanted,
	monthOf,
	type OfferedLine,
	type Point,
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

/** What the page of a month shows: by question, told apart in another way, or class by class. */
export type MonthKnowledge = {
	by: Division;
	classes: number;
	modes: PooledMode[];
	groups: GroupTogether[];
	activities: (Pick<NamedClass, 'number' | 'title'> & { classes: NamedClass[] })[];
};

export async function getMonthKnowledge(tx: Transaction, programmeId: string, by: Division): Promise<MonthKnowledge> {
	const none = { by, modes: [], groups: [], activities: [] };
	if (by === 'class') {
		const named = await listClassNames(tx, programmeId);
		const activities = [...Map.groupBy(named, ({ number }) => number)].map(([number, classes]) => ({
			...{ number, title: classes[0]?.title ?? '', classes },
		}));
		return { ...none, classes: named.length, activities };
	}
	if (by === 'question') {
		// What is slow to pool comes first: meanwhile the database counts the classes.
		const [questions, modes] = await Promise.all([
			listMonthQuestions(tx, programmeId).then((stored) => stored.map(poolQuestion)),
			listMonthModes(tx, programmeId),
		]);
		return { ...none, classes: sum(modes.map(({ classes }) => classes)), modes: underModes(modes, questions) };
	}
	const classes = await listMonthClasses(tx, programmeId);
	if (classes.length > 0) return { ...none, classes: classes.length, groups: divide(classes, by) };
	// Of confidence alone there is nothing to tell apart; that there is no class at all is another thing.
	return { ...none, classes: sum((await listMonthModes(tx, programmeId)).map((one) => one.classes)) };
}
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** What the page over the years shows: months of a county, or years of the country with the counties of one year. */
export type Years = {
	lines: OfferedLine[];
	line: OfferedLine | null;
	answers: AnswerLine[];
	country: { years: string[]; year: string; rows: CountyRow<Committee>[]; all: (Point | null)[] } | null;
};

/** A county over its months. The national office sees all of them, in the scope in which it reads what counties plan and report. */
export function getYears(
	{ actor, scope, committee }: Pick<App.Locals, 'actor' | 'scope' | 'committee'>,
	wanted: { line: string | null; year: string | null },
): Promise<Years> {
	if (!committee) throw new Problem('not_found', 'no committee in the address');
	if (committee.level === 'national')
		return inTransaction({ kind: 'oversight', committeeId: committee.id, actor }, (tx) => countryYears(tx, wanted));
	const whose = { committeeId: committee.id };
	return inTransaction(scope, async (tx) => {
		const lines = await listLines(tx, whose);
		const line = lineWanted(lines, wanted.line);
		const sums = line ? await listSums(tx, whose, line) : [];
		return { lines, line, answers: answerLines(sums, monthOf), country: null };
	});
}

async function countryYears(tx: Transaction, wanted: { line: string | null; year: string | null }): Promise<Years> {
	const everybody = { committeeId: null };
	const [lines, committees] = await Promise.all([listLines(tx, everybody), listCommittees(tx)]);
	const line = lineWanted(lines, wanted.line);
	if (!line) return { lines, line, answers: [], country: null };
	const all = await listCountrySums(tx, line, null);
	const answers = answerLines(all, yearOf);
	const years = [...new Set(all.map(yearOf))].sort().reverse();
	const year = years.find((one) => one === wanted.year) ?? years[0] ?? '';
	const sums = await listCountrySums(tx, line, year);
	const together = fiveAnswers.map(
		(answer) => answers.find((one) => one.answer === answer)?.points.find(({ at }) => at === year) ?? null,
	);
	const counties = committees.filter(({ level }) => level === 'county');
	return { lines, line, answers, country: { years, year, rows: countyRows(counties, sums, year), all: together } };
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
