import type { Setting } from '#activities/model.ts';
import { type CheckPhase, followUpDays, type Mode } from '#checks/model.ts';

/** By what a month is divided, so that the sample is spread as the classes are. */
export const strata = ['municipality', 'setting'] as const;
export type Strata = (typeof strata)[number];

/** A class that was asked before and after its hour. */
export type Candidate = {
	checkId: string;
	activityId: string;
	number: number;
	title: string;
	label: string | null;
	mode: Mode;
	setting: Setting;
	/** Null where nobody said. */
	municipality: { code: string; name: string } | null;
	partner: { id: string; name: string };
	phases: CheckPhase[];
};

/** What the lot needs to know of a class: its stratum, and a number that the seed gives it. */
export type Lot = { checkId: string; stratum: string; key: string };
export type Placed = { checkId: string; stratum: string; rank: number; drawn: boolean };

/** Of an activity without a municipality. */
export const nowhere = '-';
export const stratumOf = ({ municipality, setting }: Candidate, by: Strata): string =>
	by === 'setting' ? setting : (municipality?.code ?? nowhere);

/**
 * Draws classes: each stratum gets its share of the places (largest remainders, of equal ones the larger stratum first), and in it those come first whose key is
 * lowest. Depends on nothing but the classes and their keys. No class twice; all where fewer are left than were asked for.
 */
export function draw(lots: readonly Lot[], size: number): Placed[] {
	const groups = [...Map.groupBy(lots, ({ stratum }) => stratum)]
		.map(([stratum, of]) => ({ stratum, of: of.toSorted(byKey) }))
		.toSorted((one, other) => other.of.length - one.of.length || compare(one.stratum, other.stratum));
	const places = Math.min(size, lots.length);
	const shares = groups.map(({ of }) => (places * of.length) / lots.length);
	const given = shares.map(Math.floor);
	const left = places - given.reduce((sum, n) => sum + n, 0);
	const rest = shares.map((share, at) => ({ at, remainder: share - Math.floor(share) }));
	rest.sort((one, other) => other.remainder - one.remainder || one.at - other.at);
	for (const { at } of rest.slice(0, left)) given[at] = (given[at] ?? 0) + 1;
	return groups.flatMap(({ stratum, of }, at) =>
		of.map(({ checkId }, rank) => ({ checkId, stratum, rank, drawn: rank < (given[at] ?? 0) })),
	);
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
const byKey = (one: Lot, other: Lot): number => compare(one.key, other.key) || compare(one.checkId, other.checkId);

/** Whether a class can be drawn: before and after have ended, and nobody has asked again yet. */
export function isCandidate(phases: readonly CheckPhase[]): boolean {
	const closed = phases.filter(({ state, answered }) => state === 'closed' && answered > 0).map(({ phase }) => phase);
	return closed.includes('before') && closed.includes('after');
}

/** - `early`: four weeks are not over; `due`: to be asked now; `reached`: has answered; `late`: eight weeks are over, and it is asked no more. */
export const standings = ['due', 'early', 'reached', 'late'] as const;
export type Standing = (typeof standings)[number];

const oneDay = 86_400_000;
/** From when to when a class is asked again; null before its hour is over. */
export function windowOf(phases: readonly CheckPhase[]): { from: Date; to: Date } | null {
	const over = phases.find(({ phase, state }) => phase === 'after' && state === 'closed')?.endedAt?.getTime();
	const [least, most] = followUpDays;
	return over === undefined ? null : { from: new Date(over + least * oneDay), to: new Date(over + most * oneDay) };
}

export function standingOf(phases: readonly CheckPhase[], now: Date): Standing {
	if (phases.some(({ phase, state, answered }) => phase === 'follow_up' && state === 'closed' && answered > 0))
		return 'reached';
	const window = windowOf(phases);
	if (!window || now < window.from) return 'early';
	return now > window.to ? 'late' : 'due';
}

export type Sample = {
	id: string;
	committeeId: string;
	programmeId: string;
	seed: string;
	size: number;
	strata: Strata;
	actor: string;
	madeAt: Date;
};
export type SampleClass = Placed & { reason: string | null; replaces: string | null; taskId: string | null };

/** The classes that are asked: those the lot drew, and in the place of a replaced one the next of its stratum. */
export const isAsked = ({ drawn, reason, replaces }: SampleClass): boolean =>
	(drawn && reason === null) || replaces !== null;

/** Who comes in the place of a class: the next in its stratum, as the lot fell; undefined where none is left. */
export const nextInLine = (
	classes: readonly SampleClass[],
	{ stratum }: Pick<SampleClass, 'stratum'>,
): SampleClass | undefined =>
	classes
		.filter((one) => one.stratum === stratum && !one.drawn && one.replaces === null)
		.toSorted((one, other) => one.rank - other.rank)[0];

/** Why a class is not replaced; the message key is `sample.why.<reason>`. */
export type WhyNotReplace = 'not_drawn' | 'replaced' | 'reached' | 'none_left';
export function whyNotReplace(
	classes: readonly SampleClass[],
	one: SampleClass,
	standing: Standing,
): WhyNotReplace | null {
	if (!one.drawn) return 'not_drawn';
	if (one.reason !== null) return 'replaced';
	if (standing === 'reached') return 'reached';
	return nextInLine(classes, one) ? null : 'none_left';
}

/** A class of the sample as the page shows it. */
export type FollowedClass = Candidate &
	SampleClass & { standing: Standing; window: { from: Date; to: Date } | null; why: WhyNotReplace | null };
