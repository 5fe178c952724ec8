import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import type { Programme } from '#programmes/model.ts';
import { type Activity, type ActivityEvent, wasHeld } from './model.ts';

type Day = Pick<Activity, 'takesPlaceOn' | 'startsAt' | 'endsAt'>;
const dayFields: readonly string[] = ['takesPlaceOn', 'startsAt', 'endsAt'] satisfies (keyof Day)[];

/** Where an activity is to go; without an hour it keeps its own. */
export type MoveWish = { day: string; startsAt?: string | null };

/** Why an activity stays where it is; the message key is `move.why_not.<reason>`. */
export type WhyNotMove = 'held' | 'cancelled' | 'programme_closed' | 'outside_period';

/** Null when it can be moved, otherwise why not. @param day where to, when that is known */
export function whyNotMove(
	{ state }: Pick<Activity, 'state'>,
	programme: Pick<Programme, 'state' | 'startsOn' | 'endsOn'>,
	day?: string | null,
): WhyNotMove | null {
	if (programme.state === 'closed') return 'programme_closed';
	if (wasHeld(state)) return 'held';
	if (state === 'cancelled') return 'cancelled';
	return day && (day < programme.startsOn || day > programme.endsOn) ? 'outside_period' : null;
}

/** Reads the form of a move. A field for the hour that is left empty takes the hour away; without that field it stays. */
export function parseMove(typed: Typed): Parsed<MoveWish> {
	const read = new Reader(typed);
	const day = read.day('day', { required: true });
	const startsAt = read.hour('from');
	if (read.issues.length > 0 || day === null) return { ok: false, issues: read.issues };
	return { ok: true, value: typed.from === undefined ? { day } : { day, startsAt } };
}

/** Which institutions had agreed to the day, as the page told; an answer that came meanwhile is asked about again. */
export const parseKnown = (typed: Typed): string => first(typed, 'known').slice(0, 4000);

/** Day and hours after a move: it lasts as long as before. */
export function movedTo(activity: Day, { day, startsAt = activity.startsAt }: MoveWish): Day {
	if (startsAt === activity.startsAt) return { takesPlaceOn: day, startsAt, endsAt: activity.endsAt };
	return { takesPlaceOn: day, startsAt, endsAt: startsAt === null ? null : movedEnd(activity, startsAt) };
}

/** The end of an activity that begins at another hour and lasts as long. */
export function movedEnd({ startsAt, endsAt }: Pick<Activity, 'startsAt' | 'endsAt'>, hour: string): string | null {
	if (startsAt === null || endsAt === null) return null;
	const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
	const end = minutes(hour) + minutes(endsAt) - minutes(startsAt);
	if (end >= 24 * 60) return null;
	return `${String(Math.floor(end / 60)).padStart(2, '0')}:${String(end % 60).padStart(2, '0')}`;
}

/** Whether an event moved an activity to another day and did nothing else. */
export const isMove = ({ kind, changes }: { kind: string; changes: ActivityEvent['changes'] }): boolean =>
	kind === 'edited' &&
	changes.takesPlaceOn !== undefined &&
	Object.keys(changes).every((field) => dayFields.includes(field));

/** Questions, answers and clashes accepted say nothing about the plan. */
export const changesPlan = ({ kind }: { kind: string }): boolean => !/^(answer|clash)/.test(kind);

/** Where an activity was before its last change, if that was a move; undefined when something else came after. */
export function placeBefore(events: readonly Pick<ActivityEvent, 'kind' | 'changes'>[], now: Day): Day | undefined {
	const last = events.find(changesPlan);
	if (!last || !isMove(last)) return undefined;
	const before = (field: keyof Day): string | null =>
		last.changes[field] === undefined ? now[field] : ((last.changes[field].from as string | null) ?? null);
	return { takesPlaceOn: before('takesPlaceOn'), startsAt: before('startsAt'), endsAt: before('endsAt') };
}
