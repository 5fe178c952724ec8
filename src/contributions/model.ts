import { type Activity, type ActivityState, wasHeld } from '#activities/model.ts';

/** What institutions bring, in the order in which forms offer it. */
export const contributionKinds = [
	'leaflets',
	'projector',
	'speaker',
	'police_presence',
	'room',
	'transport',
	'sound',
	'refreshments',
	'other',
] as const;
export type ContributionKind = (typeof contributionKinds)[number];

export const contributionStates = ['asked', 'confirmed', 'declined'] as const;
export type ContributionState = (typeof contributionStates)[number];

export type Contribution = {
	id: string;
	activityId: string;
	partnerId: string;
	kind: ContributionKind;
	quantity: number | null;
	/** Which leaflet of the library, and what it is called; null by link, where the library is closed. */
	versionId: string | null;
	titleSq: string | null;
	titleEn: string | null;
	note: string | null;
	state: ContributionState;
};

export type ContributionDraft = Pick<Contribution, 'partnerId' | 'kind' | 'quantity' | 'versionId' | 'note'>;

/** What institutions say of their lines: brought or not, by id. */
export type Brought = ReadonlyMap<string, boolean>;

const over: readonly ActivityState[] = ['cancelled', 'postponed'];
/** Whether anything can still be asked of an institution for an activity, or answered. */
export const isOpen = ({ state }: Pick<Activity, 'state'>): boolean => !over.includes(state) && !wasHeld(state);

/** What nobody has promised to bring: not answered yet, or declined. */
export const isMissing = ({ state }: Pick<Contribution, 'state'>): boolean => state !== 'confirmed';

/** The state after an answer; the same again when nothing changes. */
export const stateAfter = (brings: boolean): ContributionState => (brings ? 'confirmed' : 'declined');

/** The lines of one institution for one activity. */
export const linesOf = (
	all: readonly Contribution[],
	{ activityId, partnerId }: { activityId: string; partnerId: string },
): Contribution[] => all.filter((one) => one.activityId === activityId && one.partnerId === partnerId);
