import type { ListedActivity } from '#activities/model.ts';
import { type Contribution, linesOf } from '#contributions/model.ts';
import { type Contact, isReached } from '#partners/model.ts';
import { daysBetween } from '#platform/dates.ts';
import type { Standing } from './model.ts';

/** What an institution may wait for, or be waited for with, the most urgent first; `agreed` waits for nothing. */
export const matters = [
	'declined',
	'other_day',
	'late_return',
	'silent',
	'contribution',
	'no_contact',
	'not_asked',
	'agreed',
] as const;
export type What = (typeof matters)[number];

export type Matter = {
	what: What;
	activity: Pick<ListedActivity, 'id' | 'number' | 'title' | 'takesPlaceOn' | 'version'>;
	leads: boolean;
	/** Days of silence, or since the activity whose return is late. */
	days: number;
	/** What it said, where it said something. */
	answer: Standing['answer'];
	/** What of what it was asked to bring is open or declined. */
	lines: Contribution[];
};

/** One institution of a month. */
export type Followed = {
	partnerId: string;
	name: string;
	/** Whom to call, where the committee has a number. */
	phones: { name: string; phone: string }[];
	reachable: boolean;
	askedAt: Date | null;
	answered: number;
	silentDays: number;
	/** How often it was reminded of its answers, and when last. */
	reminded: number;
	remindedAt: Date | null;
	lateTasks: number;
	matters: Matter[];
};

export type Months = {
	asked: readonly { activity: ListedActivity; standings: readonly Standing[] }[];
	/** All of the month: some may have to be returned. */
	activities: readonly ListedActivity[];
	names: Record<string, string>;
	contacts: readonly Contact[];
	lines: readonly Contribution[];
	lateTasks: readonly { partnerId: string | null }[];
	reminders: readonly { partnerId: string; kind: string; sentAt: Date }[];
};

/** Every institution of a month with what is open between it and the committee, the most urgent first. */
export function followUp(month: Months, today: string): Followed[] {
	const found = new Map<string, Followed>();
	const of = (partnerId: string): Followed => {
		const known = found.get(partnerId) ?? begin(month, partnerId, today);
		found.set(partnerId, known);
		return known;
	};
	for (const { activity, standings } of month.asked)
		for (const standing of standings) {
			const one = of(standing.partnerId);
			const matter = matterOf(activity, standing, month.lines);
			if (matter) one.matters.push(matter);
			if (standing.answer) one.answered++;
			one.silentDays = Math.max(one.silentDays, standing.silentDays ?? 0);
			if (standing.askedAt && (!one.askedAt || one.askedAt < standing.askedAt)) one.askedAt = standing.askedAt;
		}
	for (const activity of month.activities) {
		if (activity.takesPlaceOn === null || !needsReturn(activity, today)) continue;
		const days = daysBetween(activity.takesPlaceOn, today);
		of(activity.leadId).matters.push({ what: 'late_return', activity, leads: true, days, answer: null, lines: [] });
	}
	const all = [...found.values()];
	for (const { matters: own } of all) own.sort((one, other) => rank(one) - rank(other) || other.days - one.days);
	return all;
}

const rank = ({ what }: Pick<Matter, 'what'>): number => matters.indexOf(what);
const urgency = ({ matters: [first] }: Followed): number => (first ? rank(first) : matters.length);

/** The orders in which the list can be read. */
export const sorts = ['urgent', 'silence', 'name'] as const;
export type Sort = (typeof sorts)[number];

/** Held without a return, or past its day and not even said to be held. */
const needsReturn = ({ state, takesPlaceOn }: ListedActivity, today: string): boolean =>
	state === 'held' || ((state === 'confirmed' || state === 'ready') && takesPlaceOn !== null && takesPlaceOn < today);

/** What the list can be narrowed to: what needs something, those to be called, one matter, or everybody. */
export const views = ['open', 'call', ...matters, 'all'] as const;
export type View = (typeof views)[number];

/** Whom a telephone call may help more than another mail. */
const called: readonly What[] = ['declined', 'late_return', 'silent', 'contribution', 'no_contact'];
const shows = (view: View, { what }: Matter): boolean => {
	if (view === 'all') return true;
	if (view === 'open') return what !== 'agreed';
	return view === 'call' ? called.includes(what) : what === view;
};

/** The institutions and matters that a view shows, in the order asked for. */
export const narrowed = (all: readonly Followed[], { view, sort }: { view: View; sort: Sort }): Followed[] => {
	const kept = all.map((one) => ({ ...one, matters: one.matters.filter((matter) => shows(view, matter)) }));
	const byName = (one: Followed, other: Followed) => one.name.localeCompare(other.name, 'sq');
	const orders: Record<Sort, (one: Followed, other: Followed) => number> = {
		urgent: (one, other) => urgency(one) - urgency(other) || other.silentDays - one.silentDays,
		silence: (one, other) => other.silentDays - one.silentDays,
		name: () => 0,
	};
	return kept
		.filter((one) => one.matters.length > 0 || ((view === 'open' || view === 'call') && one.lateTasks > 0))
		.toSorted((one, other) => orders[sort](one, other) || byName(one, other));
};

function begin({ names, contacts, lateTasks, reminders }: Months, partnerId: string, today: string): Followed {
	const own = contacts.filter((contact) => contact.partnerId === partnerId && isReached(contact, today));
	const sent = reminders.filter((one) => one.partnerId === partnerId && one.kind === 'silence');
	const moments = [...new Set(sent.map(({ sentAt }) => sentAt.getTime()))].sort((one, other) => other - one);
	return {
		...{ partnerId, name: names[partnerId] ?? '', askedAt: null, answered: 0, silentDays: 0, matters: [] },
		phones: own.flatMap(({ name, phone }) => (phone ? [{ name, phone }] : [])),
		reachable: own.length > 0,
		// One mail may be about several activities.
		reminded: moments.length,
		remindedAt: moments[0] === undefined ? null : new Date(moments[0]),
		lateTasks: lateTasks.filter((task) => task.partnerId === partnerId).length,
	};
}

function matterOf(activity: ListedActivity, standing: Standing, all: readonly Contribution[]): Matter | null {
	const { partnerId, leads, answer } = standing;
	const lines = linesOf(all, { activityId: activity.id, partnerId }).filter(({ state }) => state !== 'confirmed');
	const what = whatOf(activity, standing, lines);
	return what && { what, activity, leads, days: standing.silentDays ?? 0, answer, lines };
}

function whatOf({ state }: ListedActivity, standing: Standing, lines: readonly Contribution[]): What | null {
	const { answer, agreed, reachable, silentDays, askedAt } = standing;
	if (answer?.answer === 'no') return 'declined';
	if (agreed) return lines.length > 0 ? 'contribution' : 'agreed';
	if (answer) return 'other_day';
	if (!reachable) return 'no_contact';
	if (silentDays !== null) return 'silent';
	// What the desk has confirmed itself waits for nobody, unless something is to be brought.
	if (state !== 'proposed' && askedAt === null) return lines.length > 0 ? 'contribution' : null;
	return 'not_asked';
}
