import { isAtCeiling, type Part, pool } from '#checks/statistics.ts';

/** How many were right before their hour, of a version of a question: classes of any mode with a phase before, their answers added. */
export type KnownBefore = Part & { versionId: string; classes: number };

/** Puts together what was read county by county. */
export const addUp = (known: readonly KnownBefore[]): KnownBefore[] =>
	[...Map.groupBy(known, ({ versionId }) => versionId)].map(([versionId, of]) => ({
		...{ versionId, ...pool(of) },
		classes: of.reduce((sum, { classes }) => sum + classes, 0),
	}));

/** Versions with little room to learn, by version: to be replaced, or left out of the next set. The same rule as on the page of a result. */
export const ceilingsAmong = (known: readonly KnownBefore[]): ReadonlyMap<string, KnownBefore> =>
	new Map(known.filter(isAtCeiling).map((one) => [one.versionId, one]));
