import { type Instance, worth } from './draft.ts';
import { cellKey, type Drafting } from './drafting.ts';

/** What limits choices alone: rows of "at most" without a quantity in them, and in which of them a column stands. */
function capacities({ whole, rows }: Drafting['program']): { left: number[]; rowsOf: Map<number, number[]> } {
	const left: number[] = [];
	const rowsOf = new Map<number, number[]>();
	for (let row = 0; row < rows.lower.length; row++) {
		const columns = rows.columns.slice(rows.starts[row], rows.starts[row + 1]);
		left.push(rows.upper[row] ?? 0);
		if (Number.isFinite(rows.lower[row]) || !columns.every((column) => whole[column])) continue;
		for (const column of columns) rowsOf.set(column, [...(rowsOf.get(column) ?? []), row]);
	}
	return { left, rowsOf };
}

/**
 * A first plan for the solver to begin with, made in a moment: again and again the visit worth most, in the first slot and with the
 * nearest team that can. The solver looks for better ones; it only never ends with less.
 * @returns values of the choices, by column
 */
export function startOf(instance: Instance, { program, visits, trips, effort }: Drafting): Map<number, number> {
	const { left, rowsOf } = capacities(program);
	const values = new Map<number, number>();
	const minutes = new Map(effort);
	const take = (column: number, times: number) => {
		if (times === 0) return;
		values.set(column, (values.get(column) ?? 0) + times);
		for (const row of rowsOf.get(column) ?? []) left[row] = (left[row] ?? 0) - times;
	};
	const isFree = (column: number): boolean =>
		(values.get(column) ?? 0) < (program.upper[column] ?? 0) &&
		(rowsOf.get(column) ?? []).every((row) => (left[row] ?? 0) >= 1);
	for (const { column } of [...visits, ...trips]) take(column, program.lower[column] ?? 0);
	const ways = new Map<string, number[]>();
	const nearest = trips.toSorted((a, b) => (minutes.get(a.column) ?? 0) - (minutes.get(b.column) ?? 0));
	for (const { column, cell, slot } of nearest) {
		const key = `${cell} ${slot.id}`;
		ways.set(key, [...(ways.get(key) ?? []), column]);
	}
	const places = new Map(instance.places.map((place) => [place.id, place]));
	const choices = new Map<string, { column: number; slot: string }[]>();
	for (const { column, place, audience, slot } of visits) {
		const key = `${place} ${audience}`;
		choices.set(key, [...(choices.get(key) ?? []), { column, slot: slot.id }]);
	}
	const value = valuing(instance);
	const open = instance.wishes.filter(({ place, audience }) => choices.has(`${place} ${audience}`));
	while (open.length > 0) {
		let most = 0;
		for (let index = 1; index < open.length; index++) if (value.of(open[index]) > value.of(open[most])) most = index;
		const [wish] = open.splice(most, 1);
		const place = wish && places.get(wish.place);
		if (!wish || !place) continue;
		const cell = cellKey(place, wish.audience);
		for (const { column, slot } of choices.get(`${wish.place} ${wish.audience}`) ?? []) {
			const way = isFree(column) ? ways.get(`${cell} ${slot}`)?.find(isFree) : undefined;
			if (way === undefined) continue;
			take(column, 1);
			take(way, 1);
			value.taken(wish);
			break;
		}
	}
	return values;
}

type Wish = Instance['wishes'][number];

/** What one more wish would add to what is reached so far. */
function valuing({ places, groups, targets, locks, wishes }: Instance): {
	of(wish: Wish | undefined): number;
	taken(wish: Wish): void;
} {
	const placeOf = new Map(places.map((place) => [place.id, place]));
	const reached = new Set(places.filter(({ inPlan }) => inPlan).map(({ id }) => id));
	const wanted = new Set(groups.map(({ municipality, audience }) => `${municipality} ${audience}`));
	const missing = new Map(targets.map(({ audience, persons }) => [audience, persons]));
	const targetOf = new Map(targets.map(({ audience, persons }) => [audience, persons]));
	const groupOf = ({ place, audience }: Wish) => `${placeOf.get(place)?.municipality} ${audience}`;
	const taken = (wish: Wish) => {
		reached.add(wish.place);
		wanted.delete(groupOf(wish));
		missing.set(wish.audience, Math.max(0, (missing.get(wish.audience) ?? 0) - wish.persons));
	};
	for (const lock of locks) {
		const wish = wishes.find((one) => one.place === lock.place && one.audience === lock.audience);
		if (wish) taken(wish);
	}
	return {
		taken,
		of: (wish) => {
			if (!wish) return 0;
			const target = targetOf.get(wish.audience);
			const short = Math.min(missing.get(wish.audience) ?? 0, wish.persons);
			return (
				worth.wish +
				(reached.has(wish.place) ? 0 : worth.place) +
				(wanted.has(groupOf(wish)) ? worth.group : 0) +
				(target ? (worth.target * short) / target : 0)
			);
		},
	};
}
