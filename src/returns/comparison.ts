import type { Method } from '#activities/model.ts';
import {
	type Answer,
	type Count,
	type CountGroup,
	countGroups,
	countMethods,
	type Material,
	materialKinds,
	type Return,
	type Unit,
	units,
} from './model.ts';

type Told = Pick<Return, 'heldOn' | 'methods' | 'answers' | 'counts' | 'partnerIds' | 'materials'>;

/** One thing in which two versions of a return differ. Sets name what came and what went. */
export type Difference =
	| { of: 'heldOn'; from: string; to: string }
	| { of: 'counts'; group: CountGroup; unit: Unit; from: number; to: number }
	| { of: 'ages'; group: CountGroup; unit: Unit }
	| { of: 'counted'; group: CountGroup; unit: Unit; from: string[]; to: string[] }
	| { of: 'methods'; added: Method[]; removed: Method[] }
	| { of: 'answers'; added: Answer[]; removed: Answer[] }
	| { of: 'partners'; added: string[]; removed: string[] }
	| { of: 'materials'; kind: Material['kind']; language: Material['language']; from: number; to: number };

/** What a later version says otherwise; empty when both say the same. */
export function differences(before: Told, after: Told): Difference[] {
	const { heldOn: from } = before;
	const { heldOn: to } = after;
	return [
		...(from === to ? [] : [{ of: 'heldOn' as const, from, to }]),
		...countDifferences(before.counts, after.counts),
		...setDifference('methods', before.methods as Method[], after.methods as Method[]),
		...setDifference('answers', before.answers, after.answers),
		...setDifference('partners', before.partnerIds, after.partnerIds),
		...materialDifferences(before.materials, after.materials),
	];
}

function setDifference<N extends 'methods' | 'answers' | 'partners', V>(of: N, from: readonly V[], to: readonly V[]) {
	const added = to.filter((value) => !from.includes(value));
	const removed = from.filter((value) => !to.includes(value));
	return added.length + removed.length === 0
		? []
		: [{ of, added, removed } as unknown as Extract<Difference, { of: N }>];
}

const parts = (counts: readonly Count[]): string =>
	JSON.stringify(
		counts
			.filter(({ value }) => value > 0)
			.map(({ sex, ageBand, value }) => `${sex} ${ageBand} ${value}`)
			.sort(),
	);
const howCounted = (counts: readonly Count[]) =>
	countMethods.filter((method) => counts.some((count) => count.method === method && count.value > 0));

function countDifferences(before: readonly Count[], after: readonly Count[]): Difference[] {
	return countGroups.flatMap((group) =>
		units.flatMap((unit): Difference[] => {
			const [was, is] = [before, after].map((counts) =>
				counts.filter((count) => count.audience === group && count.unit === unit),
			) as [Count[], Count[]];
			const [from, to] = [was, is].map((counts) => counts.reduce((sum, { value }) => sum + value, 0)) as [
				number,
				number,
			];
			const [how, now] = [howCounted(was), howCounted(is)];
			return [
				...(from === to ? [] : [{ of: 'counts' as const, group, unit, from, to }]),
				...(from === to && parts(was) !== parts(is) ? [{ of: 'ages' as const, group, unit }] : []),
				...(from > 0 && to > 0 && how.join() !== now.join()
					? [{ of: 'counted' as const, group, unit, from: how, to: now }]
					: []),
			];
		}),
	);
}

function materialDifferences(before: readonly Material[], after: readonly Material[]): Difference[] {
	const keyOf = ({ kind, language, versionId }: Material) => `${kind} ${language} ${versionId ?? ''}`;
	const quantity = (materials: readonly Material[], key: string) =>
		materials.find((material) => keyOf(material) === key)?.quantity ?? 0;
	const named = new Map([...before, ...after].map((material) => [keyOf(material), material]));
	return [...named]
		.toSorted(([, a], [, b]) => materialKinds.indexOf(a.kind) - materialKinds.indexOf(b.kind))
		.map(([key, { kind, language }]) => ({
			of: 'materials' as const,
			kind,
			language,
			from: quantity(before, key),
			to: quantity(after, key),
		}))
		.filter(({ from, to }) => from !== to);
}
