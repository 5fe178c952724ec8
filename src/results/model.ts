import {
	askedIn,
	type Check,
	type CheckPhase,
	type Counts,
	leastAnswers,
	type Mode,
	type Phase,
	phasesOf,
	type Tally,
	tallyOf,
	type Way,
	ways,
} from '#checks/model.ts';
import {
	type Change,
	type GroupChange,
	groupChange,
	type PairedChange,
	type Part,
	type Proportion,
	pairedChange,
	proportion,
	unpairedChange,
} from '#checks/statistics.ts';
import type { QuestionSet, SetQuestion } from '#questions/model.ts';

/** One class: a check with the counters of the phases that have ended. */
export type Measured = {
	check: Check;
	set: QuestionSet;
	phases: readonly CheckPhase[];
	counts: readonly { phaseId: string; way: Way; counts: Counts }[];
	pairs: readonly { question: number; rightBefore: boolean; rightAfter: boolean; n: number }[];
};

/** A question as a class answered it. Of knowledge `part` is who was right; of a scale, who chose its upper half. */
export type QuestionResult = {
	question: SetQuestion;
	tallies: Partial<Record<Phase, Tally>>;
	before: Proportion | null;
	after: Proportion | null;
	followUp: Proportion | null;
	change: PairedChange | GroupChange | Change | null;
};

export type CheckResult = {
	mode: Mode;
	/** How many answered in each phase that has ended, and in which way. */
	answered: { phase: Phase; n: number; ways: { way: Way; n: number }[] }[];
	/** Cards that were answered before and after; null where nobody is told apart. */
	matched: number | null;
	/** Below ten answers in every phase nothing is shown but that. */
	isShown: boolean;
	questions: QuestionResult[];
};

/** Who was right; of a scale (attitude, confidence) who chose its upper half: the last of three, the last two of four. */
export function partOf({ kind, right }: SetQuestion, tally: Tally): Part {
	const n = tally.asked - tally.leftOut;
	if (kind === 'knowledge' && right !== null) return { count: tally.right, n };
	const upper = tally.byOption.slice(-Math.floor(tally.byOption.length / 2));
	return { count: upper.reduce((sum, one) => sum + one, 0), n };
}

/** What one class knew and knows. */
export function resultOf({ check, set, phases, counts, pairs }: Measured): CheckResult {
	const ended = phases.filter(({ state }) => state === 'closed');
	const asked = askedIn(check.mode, set);
	const of = (phase: Phase) => ended.find((one) => one.phase === phase);
	const countsIn = (phase: Phase): Counts =>
		counts.filter(({ phaseId }) => phaseId === of(phase)?.id).flatMap((one) => one.counts);
	const answered = phasesOf[check.mode].flatMap((phase) => {
		const here = of(phase);
		if (!here) return [];
		const by = ways.map((way) => ({
			way,
			n: persons(counts.filter((one) => one.phaseId === here.id && one.way === way)),
		}));
		return [{ phase, n: by.reduce((sum, { n }) => sum + n, 0), ways: by.filter(({ n }) => n > 0) }];
	});
	const first = check.mode === 'retrospective' ? asked.slice(0, asked.length / 2) : asked;
	const questions = first.map((question, position) => {
		const tally = (phase: Phase, at = position): Tally | null => {
			const here = countsIn(phase);
			return here.length > 0 ? tallyOf(here, at, question.options.length, question.right) : null;
		};
		// Asked at the end about before: the second half of the sheet.
		const before = check.mode === 'retrospective' ? tally('after', position + first.length) : tally('before');
		const found = { before, after: tally('after'), follow_up: tally('follow_up') };
		return questionResult(
			check.mode,
			question,
			found,
			pairs.filter((pair) => pair.question === position),
		);
	});
	return {
		...{ mode: check.mode, answered, questions },
		matched: check.mode === 'paired' ? matchedOf(pairs) : null,
		isShown: answered.some(({ n }) => n >= leastAnswers),
	};
}

const persons = (of: readonly { counts: Counts }[]): number =>
	of.flatMap(({ counts }) => counts).reduce((sum, { question, n }) => sum + (question === 0 ? n : 0), 0);

/** Whoever left a question out has no pair there: the question that most answered twice tells how many there are at least. */
function matchedOf(pairs: Measured['pairs']): number {
	const sums = Map.groupBy(pairs, ({ question }) => question);
	return Math.max(0, ...[...sums.values()].map((of) => of.reduce((sum, { n }) => sum + n, 0)));
}

type Found = Record<Phase, Tally | null>;

function questionResult(mode: Mode, question: SetQuestion, found: Found, pairs: Measured['pairs']): QuestionResult {
	const part = (phase: Phase): Part | null => {
		const tally = found[phase];
		return tally && partOf(question, tally);
	};
	const [before, after, later] = [part('before'), part('after'), part('follow_up')];
	const tallies = Object.fromEntries(Object.entries(found).filter(([, tally]) => tally !== null));
	return {
		...{ question, tallies },
		before: before && proportion(before),
		after: after && proportion(after),
		followUp: later && proportion(later),
		change: before && after && changeIn(mode, question, before, after, pairs),
	};
}

/** Modes are never mixed: each change is read as its mode allows. A scale of a paired check is read as two counts: its cards say right or not. */
function changeIn(mode: Mode, { right }: SetQuestion, before: Part, after: Part, pairs: Measured['pairs']) {
	if (mode === 'group') return groupChange(before, after);
	if (mode !== 'paired' || right === null || pairs.length === 0) return unpairedChange(before, after);
	const n = (rightBefore: boolean, rightAfter: boolean) =>
		pairs.find((pair) => pair.rightBefore === rightBefore && pair.rightAfter === rightAfter)?.n ?? 0;
	return pairedChange({ both: n(true, true), gained: n(false, true), lost: n(true, false), neither: n(false, false) });
}

export const isPaired = (change: QuestionResult['change']): change is PairedChange => change !== null && 'p' in change;
export const isGroup = (change: QuestionResult['change']): change is GroupChange =>
	change !== null && 'asUnpaired' in change;
