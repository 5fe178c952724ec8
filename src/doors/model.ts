import type { Activity, ActivityState, Method, Setting } from '#activities/model.ts';
import type { Audience, Programme } from '#programmes/model.ts';

/** A programme as anybody may see it. */
export type PublishedProgramme = Programme & {
	/** All its activities, closed ones too; those are never named. */
	total: number;
	announced: boolean;
};

/** An activity open to the public. */
export type PublicActivity = {
	id: string;
	programmeSlug: string;
	number: number;
	title: string;
	setting: Setting;
	state: ActivityState;
	/** Why it does not take place; null where it does, or nobody may read it. */
	reason: string | null;
	takesPlaceOn: string | null;
	startsAt: string | null;
	endsAt: string | null;
	placeName: string | null;
	municipalityName: string | null;
	leadName: string;
	supporterNames: string[];
	audiences: Audience[];
	methods: Method[];
	version: number;
	changedAt: Date;
};

/** An activity as those see it who have a part in it; closed ones too. */
export type OwnActivity = PublicActivity & Pick<Activity, 'visibility'>;

/** Whose calendar has an address: an institution's, or that of a person of one committee. */
export type FeedOwner = { partnerId: string } | { accountId: string; committeeId: string };

/** Does not take place on its day, though its programme says so. */
export const isOff = (state: ActivityState): state is 'cancelled' | 'postponed' =>
	state === 'cancelled' || state === 'postponed';

export type Week = { from: string; to: string; activities: PublicActivity[] };

/** The activities of a programme by week; those without a day apart, weeks without any left out. */
export function byWeek(
	weeks: readonly { from: string; to: string }[],
	activities: readonly PublicActivity[],
): { weeks: Week[]; undated: PublicActivity[] } {
	const within = (week: { from: string; to: string }) =>
		activities.filter(({ takesPlaceOn: day }) => day !== null && day >= week.from && day <= week.to);
	const placed = weeks
		.map((week) => ({ ...week, activities: within(week) }))
		.filter((week) => week.activities.length > 0);
	const shown = new Set(placed.flatMap((week) => week.activities));
	return { weeks: placed, undated: activities.filter((activity) => !shown.has(activity)) };
}

/** "Sheshi Liria, Durrës"; empty where neither is known. A place that already names its municipality does not repeat it. */
export function whereabouts({
	placeName,
	municipalityName,
}: Pick<PublicActivity, 'placeName' | 'municipalityName'>): string {
	if (placeName && municipalityName && !placeName.includes(municipalityName))
		return `${placeName}, ${municipalityName}`;
	return placeName ?? municipalityName ?? '';
}
