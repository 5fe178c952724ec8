import loadHighs, { type Highs, type Model } from 'highs';
import { effortOf, reachOf } from './checking.ts';
import type { Instance, Line, Progress, Proof, Solved } from './draft.ts';
import { buildProgram, type Drafting, type Entry, type Program, slotsOf } from './drafting.ts';
import { buildSchedule, readLines, readSlots, type SlotPlan } from './scheduling.ts';
import { startOf } from './starting.ts';

/** Seconds of one core: how long is looked for what is reached, for everything together, and for the days of one week. */
const patience = { reach: 10, whole: 17, slot: 1 } as const;
/** On a machine that has other work too, a second of a core takes longer; but not without end. */
const busyFactor = 3;
/** What is accepted as proven: nothing more can be reached; at most this share of travel could be saved. */
const gaps = { reach: 0, effort: 0.009 } as const;

type Found = { values: Float64Array; found: number; bound: number };
type Attempt = Omit<Solved, 'seconds'> & { /** Weeks whose visits did not all find a day. */ crowded: string[] };

/**
 * Makes a draft: first as much as possible is reached, then, with that kept, travel and overload are as little as possible, then each
 * week gets its days. Weeks in which that leaves somebody out are planned day by day, and everything once more. It blocks, so it
 * runs beside the server (`offload`).
 */
export async function solveDraft(instance: Instance, report: (progress: Progress) => void = () => {}): Promise<Solved> {
	const seconds = coreClock();
	// A fresh one for each draft: its memory goes when it does.
	const highs = await loadHighs();
	const byDay = new Set<string>();
	let best: Attempt | undefined;
	do {
		const attempt = draftOnce(highs, instance, byDay, patience.whole - seconds(), report);
		if (!best || isBetter(attempt, best)) best = attempt;
		if (attempt.crowded.length === 0) break;
		for (const week of attempt.crowded) byDay.add(week);
	} while (seconds() < patience.whole / 2);
	const { crowded: _, ...solved } = best;
	return { ...solved, seconds: seconds() };
}

/** Seconds that this thread has worked since now. */
function coreClock(): () => number {
	const began = process.threadCpuUsage();
	return () => {
		const { user, system } = process.threadCpuUsage(began);
		return (user + system) / 1e6;
	};
}

const isBetter = (one: Attempt, other: Attempt): boolean =>
	Math.abs(one.reach.found - other.reach.found) < 1e-6
		? one.effort.found < other.effort.found
		: one.reach.found > other.reach.found;

const proofOf = (found: number, bound: number): Proof => {
	const apart = Math.abs(found - bound);
	return { found, bound, gap: apart < 1e-3 ? 0 : apart / Math.max(Math.abs(found), Math.abs(bound)) };
};

function draftOnce(
	highs: Highs,
	instance: Instance,
	byDay: ReadonlySet<string>,
	left: number,
	report: (progress: Progress) => void,
): Attempt {
	const drafting = buildProgram(instance, slotsOf(instance, byDay));
	if (drafting.visits.length === 0) return { lines: [], crowded: [], reach: proofOf(0, 0), effort: proofOf(0, 0) };
	const { reach, effort } = solveSlots(highs, drafting, { start: startOf(instance, drafting), left }, report);
	const crowded: string[] = [];
	const lines = readSlots(drafting, effort.values).flatMap((plan) => {
		const scheduled = schedule(highs, instance, plan);
		if (!scheduled.asSent) crowded.push(plan.slot.week);
		return scheduled.lines;
	});
	lines.sort((a, b) => a.day.localeCompare(b.day) || a.place.localeCompare(b.place));
	return {
		...{ lines, crowded },
		reach: proofOf(reachOf(instance, lines).score, reach.bound + drafting.reachBase),
		effort: proofOf(effortOf(instance, lines).minutes, effort.bound),
	};
}

function solveSlots(
	highs: Highs,
	{ program, reach: value, effort: cost }: Drafting,
	{ start, left }: { start: ReadonlyMap<number, number>; left: number },
	report: (progress: Progress) => void,
): { reach: Found; effort: Found } {
	const seconds = coreClock();
	const model = load(highs, program, value);
	const tell = (step: Progress['step']) => (percent: number, gap: number | null) => report({ step, percent, gap });
	const choices = program.whole.flatMap((isWhole, column) => (isWhole ? [column] : []));
	try {
		model.setSolution({ indices: choices, values: choices.map((column) => start.get(column) ?? 0) });
		const reach = run(highs, model, { limit: Math.min(patience.reach, left), gap: gaps.reach }, tell('reach'));
		// From here on no less may be reached, and travel and overload are what counts.
		const costs = columnsOf(program, cost);
		model.addRow(reach.found - 1e-4, highs.infinity, {
			indices: value.map(([column]) => column),
			values: value.map(([, worth]) => worth),
		});
		model.changeColsCost({ kind: 'range', from: 0, to: costs.length - 1 }, costs);
		model.changeObjectiveSense(highs.constants.objectiveSense.minimize);
		model.setSolution({ colValue: reach.values });
		const limit = Math.max(1, left - seconds());
		return { reach, effort: run(highs, model, { limit, gap: gaps.effort }, tell('effort')) };
	} finally {
		model.dispose();
	}
}

/** Days for what one slot holds: with the teams that were sent, and where that leaves a visit without a day, with any. */
function schedule(highs: Highs, instance: Instance, plan: SlotPlan): { lines: Line[]; asSent: boolean } {
	const attempt = (keepTeams: boolean): Line[] => {
		const scheduling = buildSchedule(instance, plan, keepTeams);
		const model = load(highs, scheduling.program, scheduling.kept);
		try {
			return readLines(instance, scheduling, run(highs, model, { limit: patience.slot, gap: 0 }).values);
		} finally {
			model.dispose();
		}
	};
	const lines = attempt(true);
	if (lines.length === plan.visits.length) return { lines, asSent: true };
	const others = attempt(false);
	return { lines: others.length > lines.length ? others : lines, asSent: false };
}

function columnsOf({ lower }: Program, entries: readonly Entry[]): Float64Array {
	const values = new Float64Array(lower.length);
	for (const [column, value] of entries) values[column] = (values[column] ?? 0) + value;
	return values;
}

function load(highs: Highs, program: Program, value: readonly Entry[]): Model {
	const { lower, upper, whole, rows } = program;
	const { integer, continuous } = highs.constants.variableType;
	const limit = (one: number) => (Number.isFinite(one) ? one : Math.sign(one) * highs.infinity);
	const model = highs.createModel({
		...{ numCols: lower.length, numRows: rows.lower.length, sense: highs.constants.objectiveSense.maximize },
		...{ colCost: columnsOf(program, value), colLower: lower, colUpper: upper },
		...{ rowLower: rows.lower.map(limit), rowUpper: rows.upper.map(limit) },
		matrix: {
			...{ format: 'csr', numRows: rows.lower.length, numCols: lower.length },
			starts: Int32Array.from(rows.starts),
			indices: Int32Array.from(rows.columns),
			values: Float64Array.from(rows.values),
		},
		integrality: whole.map((one) => (one ? integer : continuous)),
	});
	model.options.set({ output_flag: false });
	return model;
}

function run(
	{ constants }: Highs,
	model: Model,
	{ limit, gap }: { limit: number; gap: number },
	tell: (percent: number, gap: number | null) => void = () => {},
): Found {
	model.zeroAllClocks();
	model.options.set({ time_limit: limit * busyFactor, mip_rel_gap: gap });
	const seconds = coreClock();
	let told = performance.now();
	const { modelStatus } = model.run({
		// Asked very often; told four times a second.
		[constants.callbackType.mipInterrupt]: ({ data, interrupt }) => {
			if (performance.now() - told < 250) return;
			told = performance.now();
			const spent = seconds();
			if (spent > limit) interrupt();
			const open = data.mip_gap !== undefined && Number.isFinite(data.mip_gap) ? data.mip_gap : null;
			tell(Math.min(99, Math.round((100 * spent) / limit)), open);
		},
	});
	const { colValue } = model.getSolution();
	if (!colValue || model.info.get('primal_solution_status') !== constants.solutionStatus.feasible)
		throw new Error(`no draft was found: ${modelStatus}`);
	return { values: colValue, found: model.getObjectiveValue(), bound: Number(model.info.get('mip_dual_bound')) };
}
