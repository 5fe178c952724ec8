import { addDays, daysBetween } from '#platform/dates.ts';
import { type Card, cardOf } from './board.ts';
import {
	type Activity,
	type ListedActivity,
	lineTestLapsed,
	type Readiness,
	type ReadinessItem,
	readinessItems,
} from './model.ts';

/** Why an activity waits for a person, the most urgent first; the message key is `attention.<reason>`. */
export const attentionReasons = [
	'no_return',
	'not_held',
	'unconfirmed_late',
	'declined',
	'other_day',
	'contribution_missing',
	'line_test_old',
	'not_ready',
	'unconfirmed_soon',
	'silent',
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

/** What institutions said of an activity, as far as it needs a person; `consultation` finds it out. */
export type Answered = {
	declined: boolean;
	/** One proposes another day, and nobody has decided. */
	otherDay: boolean;
	/** Days since the one that is silent longest was asked. */
	silentDays: number;
	/** What somebody was asked to bring and nobody has promised yet. */
	missing?: number;
};
/** So many days an institution may think before a person calls. */
export const silenceDays = 7;

/** So many days before its day an activity must be ready. */
export const readyDays = 3;

type Watched = Pick<Activity, 'id' | 'number' | 'state' | 'takesPlaceOn'>;

/** What a line shows of its activity. */
export type Noted = Card & Pick<ListedActivity, 'leadName'>;
export const notedOf = (activity: Noted): Noted => ({ ...cardOf(activity), leadName: activity.leadName });

/** What needs a person today: one line for each activity at most, the most urgent first, then by day. */
export function attentionOf<A extends Watched>(
	activities: readonly A[],
	readiness: ReadonlyMap<string, Readiness>,
	today: string,
	answered: ReadonlyMap<string, Answered> = new Map(),
): Attention<A>[] {
	const lines = activities.flatMap((activity) => {
		const stated = readiness.get(activity.id) ?? {};
		const said = answered.get(activity.id);
		const reason = reasonFor(activity, stated, today, said);
		if (!reason) return [];
		const away = activity.takesPlaceOn === null ? 0 : Math.abs(daysBetween(activity.takesPlaceOn, today));
		const days = reason === 'silent' && said ? said.silentDays : away;
		return [{ activity, reason, days, missing: readinessItems.filter((item) => stated[item] === undefined) }];
	});
	const rank = ({ reason }: Attention<A>) => attentionReasons.indexOf(reason);
	const key = ({ activity }: Attention<A>) => activity.takesPlaceOn ?? '9999';
	return lines.sort(
		(a, b) => rank(a) - rank(b) || key(a).localeCompare(key(b)) || a.activity.number - b.activity.number,
	);
}

function reasonFor(
	{ state, takesPlaceOn: day }: Watched,
	readiness: Readiness,
	today: string,
	said?: Answered,
): AttentionReason | null {
	if (state === 'postponed') return day === null || day < today ? 'no_new_day' : null;
	if (state === 'proposed' && day === null) return 'no_date';
	if (state === 'held') return 'no_return';
	if (day === null || !['proposed', 'confirmed', 'ready'].includes(state)) return null;
	if (day < today) return state === 'proposed' ? 'unconfirmed_late' : 'not_held';
	if (said?.declined) return 'declined';
	if (said?.otherDay) return 'other_day';
	const soon = day <= addDays(today, readyDays);
	if (soon && (said?.missing ?? 0) > 0) return 'contribution_missing';
	const silent = said !== undefined && said.silentDays >= silenceDays ? 'silent' : null;
	if (state === 'proposed') return soon ? 'unconfirmed_soon' : silent;
	if (lineTestLapsed(readiness, day)) return 'line_test_old';
	return soon && state === 'confirmed' ? 'not_ready' : silent;
}
