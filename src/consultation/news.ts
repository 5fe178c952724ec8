import type { ListedActivity } from '#activities/model.ts';
import type { Told } from '#versions/telling.ts';

/** What a mail about an activity tells; the message key is `consult.calendar.says.<news>`. */
export type News = 'confirmed' | 'changed' | 'cancelled' | 'postponed' | 'released';

/** Confirmed, and still to come. */
export const takesPlace = ({ state, takesPlaceOn }: Pick<ListedActivity, 'state' | 'takesPlaceOn'>, today: string) =>
	(state === 'confirmed' || state === 'ready') && takesPlaceOn !== null && takesPlaceOn >= today;

/** Why an entry leaves a calendar: an activity that goes on has let the institution go. */
export function newsOf(activity: Pick<ListedActivity, 'state' | 'takesPlaceOn'>, today: string): News {
	if (takesPlace(activity, today)) return 'released';
	return activity.state === 'postponed' ? 'postponed' : 'cancelled';
}

/** What changed of an activity for an institution since the approved version, and why it does not take place. */
export type Background = { since: string | null; change: Told | null; reason: string | null };
