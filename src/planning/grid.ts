import { wasHeld } from '#activities/model.ts';
import type { Audience } from '#programmes/model.ts';
import type { CoveringActivity } from './coverage.ts';

/** By what the rows of the grid stand: areas, or the places of a kind. */
export const gridRows = ['municipalities', 'units', 'school', 'health_centre', 'community_centre', 'company'] as const;
export type GridRows = (typeof gridRows)[number];

/** How often a group is met somewhere; "often" only where another row waits for the same group. */
export type Reach = 'none' | 'once' | 'several' | 'often';
/** From so many activities on it is asked whether others need them more. */
export const oftenFrom = 3;

type Area = { code: string; name: string };
export type GridCell = { audience: Audience; planned: number; held: number; reach: Reach };
export type GridRow = Area & { cells: GridCell[]; planned: number; held: number };
/** A group that is met often in some rows and not at all in others. */
export type Imbalance = { audience: Audience; often: (Area & { planned: number })[]; none: Area[] };
export type Grid = { audiences: Audience[]; rows: GridRow[]; imbalances: Imbalance[] };

/**
 * Who is met where, and how often: a row for each area or place, a column for each group that the plan or its targets name. What is
 * cancelled meets nobody. An activity for several groups stands in the column of each, so a row's own numbers are not the sum of its cells.
 * @param of the row in which an activity stands; null for none
 */
export function gridOf(
	areas: readonly Area[],
	activities: readonly CoveringActivity[],
	of: (activity: CoveringActivity) => string | null,
	audiences: readonly Audience[],
): Grid {
	const planned = activities.filter(({ state }) => state !== 'cancelled');
	const within = new Map<string | null, CoveringActivity[]>();
	for (const activity of planned) within.set(of(activity), [...(within.get(of(activity)) ?? []), activity]);
	const held = (some: readonly CoveringActivity[]) => some.filter(({ state }) => wasHeld(state)).length;
	const counted = areas.map(({ code, name }) => {
		const ours = within.get(code) ?? [];
		const cells = audiences.map((audience) => {
			const those = ours.filter((activity) => activity.audiences.includes(audience));
			return { audience, planned: those.length, held: held(those) };
		});
		return { code, name, cells, planned: ours.length, held: held(ours) };
	});
	const waits = audiences.map((_, column) => counted.some(({ cells }) => cells[column]?.planned === 0));
	const rows = counted.map((row) => ({
		...row,
		cells: row.cells.map((cell, column) => ({ ...cell, reach: reachOf(cell.planned, waits[column] ?? false) })),
	}));
	return { audiences: [...audiences], rows, imbalances: audiences.flatMap((audience) => imbalanceOf(audience, rows)) };
}

function reachOf(planned: number, othersWait: boolean): Reach {
	if (planned === 0) return 'none';
	if (planned === 1) return 'once';
	return planned >= oftenFrom && othersWait ? 'often' : 'several';
}

function imbalanceOf(audience: Audience, rows: readonly GridRow[]): Imbalance[] {
	const met = rows.map((row) => ({ row, cell: row.cells.find((cell) => cell.audience === audience) }));
	const area = ({ code, name }: GridRow): Area => ({ code, name });
	const often = met
		.filter(({ cell }) => cell?.reach === 'often')
		.map(({ row, cell }) => ({ ...area(row), planned: cell?.planned ?? 0 }));
	const none = met.filter(({ cell }) => cell?.reach === 'none').map(({ row }) => area(row));
	return often.length > 0 ? [{ audience, often, none }] : [];
}
