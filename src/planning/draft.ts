import type { Setting } from '#activities/model.ts';
import type { PlaceKind } from '#places/model.ts';
import type { Audience } from '#programmes/model.ts';

/** A day on which activities may be proposed, and the Monday of its week. */
export type DraftDay = { day: string; week: string };

export type DraftPlace = {
	id: string;
	/** Where it lies as far as journeys go: its unit, or its municipality. */
	zone: string;
	municipality: string | null;
	setting: Setting;
	/** On which it is open and nothing else is planned there. */
	days: readonly string[];
	/** Whether some activity of the programme is held there already. */
	inPlan: boolean;
};

/** One group to be reached at one place, and how many persons that is usually. */
export type Wish = { place: string; audience: Audience; persons: number };

/** People of one institution who travel together. Never a name of a person. */
export type DraftTeam = {
	id: string;
	partner: string;
	municipalities: readonly string[];
	settings: readonly Setting[];
	audiences: readonly Audience[];
	perWeek: number;
	days: readonly string[];
	/** One way, by zone. */
	minutes: Readonly<Record<string, number>>;
};

/** One activity of a draft. */
export type Line = { place: string; audience: Audience; day: string; team: string };

/** Activities a day that an institution manages, and what it leads or supports already on which day. */
export type Capacity = { partner: string; perDay: number; taken: Readonly<Record<string, number>> };

/** Everything a draft is made from, as plain values: it is solved in a thread of its own. */
export type Instance = {
	days: readonly DraftDay[];
	places: readonly DraftPlace[];
	wishes: readonly Wish[];
	/** Vulnerable groups, each to be reached in each municipality. */
	groups: readonly { municipality: string; audience: Audience }[];
	/** Persons still to be planned for. */
	targets: readonly { audience: Audience; persons: number }[];
	teams: readonly DraftTeam[];
	/** What institutions lead already: it takes the time of one of their teams. */
	busy: readonly (DraftDay & { partner: string; activities: number })[];
	/** How much institutions manage a day, where they have said so. */
	capacities: readonly Capacity[];
	/** Lines that stay as they are. */
	locks: readonly Line[];
};

/** What it is worth to reach a vulnerable group in a municipality, a place, one more group at a place, a whole target. */
export const worth = { group: 30, place: 10, wish: 2, target: 100 } as const;

/** What it costs, in minutes, when a team has no activity of its week to spare for what must be moved. */
export const reserveMinutes = 60;

/** How good something is proven to be: what was found, and what no draft could go beyond. */
export type Proof = { found: number; bound: number /** 0.01 is one per cent. */; gap: number };

/** Groups whom traffickers seek out more than others: to be reached in every municipality. */
export const vulnerable = [
	'roma_community',
	'egyptian_community',
	'job_seekers',
] as const satisfies readonly Audience[];

/** What stands in the way of a wish. */
export type Obstacle =
	| 'no_municipality'
	| 'no_team_there'
	| 'no_team_for'
	| 'no_common_day'
	| 'teams_full'
	| 'institution_busy'
	| 'institution_full'
	| 'place_full'
	| 'not_found';

/** Wishes that a draft does not fulfil, for one and the same reason. */
export type Unmet = {
	obstacle: Obstacle;
	municipality: string | null;
	setting: Setting;
	audience: Audience;
	places: string[];
	/** Those who could go if something were different. */
	teams: string[];
	/** Of `institution_full`: who manages no more a day. */
	capacities?: { partner: string; perDay: number }[];
};
/** A vulnerable group that is not reached in a municipality. */
export type UnmetGroup = { municipality: string; audience: Audience; obstacle: Obstacle | 'no_place' };
/** A target that the draft leaves short. */
export type Shortfall = { audience: Audience; target: number; persons: number };

export type Solved = {
	lines: Line[];
	reach: Proof;
	/** Minutes of travel there and back, and what spent reserves count. */
	effort: Proof;
	seconds: number;
};

/** What a person asks of the assistant. */
export type DraftRequest = {
	/** `persons` is how many a meeting is expected to have; where it is not said, the usual (`wishes.ts`). */
	asked: readonly { kind: PlaceKind; audience: Audience; persons?: number }[];
	municipalities: readonly string[];
	daysOff: readonly string[];
	locks: readonly Line[];
};

/** What was drafted, with what stands in the way of the rest. */
export type DraftResult = Solved & { unmet: Unmet[]; groups: UnmetGroup[]; shortfalls: Shortfall[] };

export type DraftState = 'waiting' | 'working' | 'done' | 'failed' | 'cancelled' | 'accepted';
export const isUnderWay = (state: DraftState): boolean => state === 'waiting' || state === 'working';

/** How far the solver is: first what is reached, then what it costs. */
export type DraftStep = 'reach' | 'effort';
export type Progress = { step: DraftStep; percent: number; gap: number | null };

/** What the assistant was asked, how far it is, and what it proposes. */
export type Draft = Progress & {
	id: string;
	programmeId: string;
	committeeId: string;
	state: DraftState;
	request: DraftRequest;
	result: DraftResult | null;
	reason: string | null;
	/** How many of its lines became activities. */
	accepted: number | null;
	at: Date;
};

/** The draft whose lines are shown: the latest that was made and not accepted since; a later one may be under way or have failed. */
export function shownDraft(drafts: readonly Draft[]): Draft | null {
	const latest = drafts.find(({ state }) => state === 'done' || state === 'accepted');
	return latest?.state === 'done' ? latest : null;
}
