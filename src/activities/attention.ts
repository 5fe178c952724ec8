import { addDays, daysBetween } from '#platform/dates.ts';
import { type Activity, lineTestLapsed, type Readiness, type ReadinessItem, readinessItems } from './model.ts';

/** Why an activity waits for a person, the most urgent first; the message key is `attention.<reason>`. */
export const attentionReasons = [
	'no_return',
	'not_held',
	'unconfirmed_late',
	'line_test_old',
	'not_ready',
	'unconfirmed_soon',
	'no_new_day',
	'no_date',
] as const;
export type AttentionReason = (typeof attentionReasons)[number];

export type Attention<A> = {
	activity: A;
	reason: AttentionReason;
	/** Days since it should have happened, or until it takes place. */
	days: number;
	/** Lines of the readiness gate nobody has stated yet. */
	missing: ReadinessItem[];
};

/** So many days before its day an activity must be ready. */
export const readyDays = 3;

type Watched = Pick<Activity, 'id' | 'number' | 'state' | 'takesPlaceOn'>;

/** What needs a person today: one line for each activity at most, the most urgent first, then by day. */
export function attentionOf<A extends Watched>(
	activities: readonly A[],
	readiness: ReadonlyMap<string, Readiness>,
	today: string,
): Attention<A>[] {
	const lines = activities.flatMap((activity) => {
		const stated = readiness.get(activity.id) ?? {};
		const reason = reasonFor(activity, stated, today);
		if (!reason) return [];
		const days = activity.takesPlaceOn === null ? 0 : Math.abs(daysBetween(activity.takesPlaceOn, today));
		return [{ activity, reason, days, missing: readinessItems.filter((item) => stated[item] === undefined) }];
	});
	const rank = ({ reason }: Attention<A>) => attentionReasons.indexOf(reason);
	const key = ({ activity }: Attention<A>) => activity.takesPlaceOn ?? '9999';
	return lines.sort(
		(a, b) => rank(a) - rank(b) || key(a).localeCompare(key(b)) || a.activity.number - b.activity.number,
	);
}

function reasonFor({ state, takesPlaceOn: day }: Watched, readiness: Readiness, today: string): AttentionReason | null {
	if (state === 'postponed') return day === null || day < today ? 'no_new_day' : null;
	if (state === 'proposed' && day === null) return 'no_date';
	if (state === 'held') return 'no_return';
	if (day === null || !['proposed', 'confirmed', 'ready'].includes(state)) return null;
	if (day < today) return state === 'proposed' ? 'unconfirmed_late' : 'not_held';
	const soon = day <= addDays(today, readyDays);
	if (state === 'proposed') return soon ? 'unconfirmed_soon' : null;
	if (lineTestLapsed(readiness, day)) return 'line_test_old';
	return soon && state === 'confirmed' ? 'not_ready' : null;
}
