import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import {
	type Attendance,
	attendances,
	type Decision,
	type Item,
	type ItemDraft,
	type Leader,
	leaders,
	type Meeting,
	type MeetingPlan,
	meetingKinds,
	offices,
	type Participant,
	type Standing,
	standings,
	type Votes,
} from './model.ts';

type Named = { id: string };
export type Invited = { partnerId: string; standing: Standing };
export type PlannedMeeting = { plan: MeetingPlan; invited: Invited[] };

/** Reads the form of a meeting: when, where, and each institution as a member, a guest or not at all (`as_<id>`). */
export function parseMeeting(typed: Typed, partners: readonly Named[]): Parsed<PlannedMeeting> {
	const read = new Reader(typed);
	const kind = read.choice('kind', meetingKinds, { required: true });
	const takesPlaceOn = read.day('day', { required: true });
	const startsAt = read.hour('from');
	if (first(typed, 'from') === '') read.issue('from', 'issue.missing');
	const endsAt = read.hour('to');
	if (startsAt && endsAt && endsAt <= startsAt) read.issue('to', 'issue.meeting_ends_early');
	const online = read.ticked('online');
	const place = read.text('place', 200, { required: !online });
	const invited = partners.flatMap(({ id }) => {
		const standing = read.choice(`as_${id}`, standings);
		return standing ? [{ partnerId: id, standing }] : [];
	});
	if (read.issues.length > 0 || !kind || !takesPlaceOn || !startsAt) return { ok: false, issues: read.issues };
	return { ok: true, value: { plan: { kind, takesPlaceOn, startsAt, endsAt, online, place }, invited } };
}

/** The form that shows a meeting as it is. */
export const typedForMeeting = (
	meeting: MeetingPlan,
	participants: readonly Pick<Participant, 'partnerId' | 'standing'>[],
): Typed => ({
	...{ kind: [meeting.kind], day: [meeting.takesPlaceOn], from: [meeting.startsAt], to: [meeting.endsAt ?? ''] },
	...{ online: meeting.online ? ['yes'] : [], place: [meeting.place ?? ''] },
	...Object.fromEntries(participants.map(({ partnerId, standing }) => [`as_${partnerId}`, [standing]])),
});

/** The form of a meeting that does not exist yet: whom the order in force names, and whom the last one knew, are there already. */
export const typedForNewMeeting = (
	members: readonly string[],
	last: readonly Pick<Participant, 'partnerId' | 'standing'>[],
	place: string | null,
): Typed => ({
	...{ kind: ['ordinary'], from: ['10:00'], place: [place ?? ''] },
	...Object.fromEntries(last.map(({ partnerId, standing }) => [`as_${partnerId}`, [standing]])),
	...Object.fromEntries(members.map((id) => [`as_${id}`, ['member']])),
});

type ItemChoices = {
	partners: readonly Named[];
	programmes: readonly { id: string; slug: string }[];
	/** Those of the months that can be chosen, under `<month>/<number>`. */
	activities: readonly { id: string; programmeId: string; key: string }[];
};

/** Reads a point of the agenda. What it is about is a month (`2026-10`) or one of its activities (`2026-10/12`). */
export function parseItem(typed: Typed, { partners, programmes, activities }: ItemChoices): Parsed<ItemDraft> {
	const read = new Reader(typed);
	const title = read.text('title', 200, { required: true })?.replace(/\s+/g, ' ') ?? null;
	const presenter = read.choice('presenter', [...offices, ...partners.map(({ id }) => id)]);
	const note = read.text('note', 1000);
	const subject = read.choice('subject', [...programmes.map(({ slug }) => slug), ...activities.map(({ key }) => key)]);
	if (read.issues.length > 0 || title === null) return { ok: false, issues: read.issues };
	const activity = activities.find(({ key }) => key === subject);
	const programme = programmes.find(({ slug }) => slug === subject);
	const office = offices.find((one) => one === presenter) ?? null;
	return {
		ok: true,
		value: {
			...{ title, note, presenterOffice: office, presenterId: office ? null : presenter },
			...{ programmeId: activity?.programmeId ?? programme?.id ?? null, activityId: activity?.id ?? null },
		},
	};
}

/** The form that shows a point as it is. */
export const typedForItem = (item: Item): Typed => ({
	...{ title: [item.title], presenter: [item.presenterOffice ?? item.presenterId ?? ''], note: [item.note ?? ''] },
	subject: [item.month ? (item.activityNumber ? `${item.month}/${item.activityNumber}` : item.month) : ''],
});

export type DecisionDraft = Pick<Decision, 'text' | 'votes'>;

/** Reads a decision: its text, and how many were for it, against it or abstained, where that was counted. */
export function parseDecision(typed: Typed): Parsed<DecisionDraft> {
	const read = new Reader(typed);
	const text = read.text('text', 2000, { required: true });
	const votes: Votes = {
		for: read.whole('votes_for', 0, 999),
		against: read.whole('votes_against', 0, 999),
		abstained: read.whole('votes_abstained', 0, 999),
	};
	if (read.issues.length > 0 || text === null) return { ok: false, issues: read.issues };
	return { ok: true, value: { text, votes } };
}

export const typedForDecision = ({ text, votes }: DecisionDraft): Typed => ({
	text: [text],
	votes_for: [String(votes.for ?? '')],
	votes_against: [String(votes.against ?? '')],
	votes_abstained: [String(votes.abstained ?? '')],
});

export type TypedTask = { title: string; dueOn: string; partnerId: string | null; decisionId: string | null };

/** Reads a task that a point gave, or one of its decisions. */
export function parseMeetingTask(
	typed: Typed,
	{ partners, decisions }: { partners: readonly Named[]; decisions: readonly Named[] },
): Parsed<TypedTask> {
	const read = new Reader(typed);
	const title = read.text('task_title', 200, { required: true })?.replace(/\s+/g, ' ') ?? null;
	const dueOn = read.day('due_on', { required: true });
	const ids = (named: readonly Named[]) => named.map(({ id }) => id);
	const partnerId = read.choice('owner', ids(partners));
	const decisionId = read.choice('of_decision', ids(decisions));
	if (read.issues.length > 0 || title === null || dueOn === null) return { ok: false, issues: read.issues };
	return { ok: true, value: { title, dueOn, partnerId, decisionId } };
}

export type Notes = {
	ledBy: Leader;
	endsAt: string | null;
	protocolNumber: string | null;
	remarks: string | null;
	attendance: { partnerId: string; attendance: Attendance | null }[];
	discussions: { itemId: string; text: string | null }[];
};

/** Reads what is noted of a meeting: who led it and was there, what was said to each point, its number in the registry. */
export function parseNotes(
	typed: Typed,
	{
		meeting,
		participants,
		items,
	}: { meeting: MeetingPlan; participants: readonly Participant[]; items: readonly Named[] },
): Parsed<Notes> {
	const read = new Reader(typed);
	const notes: Notes = {
		ledBy: read.choice('led_by', leaders, { required: true }) ?? 'chair',
		endsAt: read.hour('to'),
		protocolNumber: read.text('protocol', 40),
		remarks: read.text('remarks', 2000),
		attendance: participants.map(({ partnerId }) => ({
			...{ partnerId, attendance: read.choice(`was_${partnerId}`, attendances) },
		})),
		discussions: items.map(({ id }) => ({ itemId: id, text: read.text(`said_${id}`, 4000) })),
	};
	if (notes.endsAt !== null && notes.endsAt <= meeting.startsAt) read.issue('to', 'issue.meeting_ends_early');
	return read.issues.length > 0 ? { ok: false, issues: read.issues } : { ok: true, value: notes };
}

/** The form that shows what is noted. */
export const typedForNotes = (
	{ ledBy, endsAt, protocolNumber, remarks }: Pick<Meeting, 'ledBy' | 'endsAt' | 'protocolNumber' | 'remarks'>,
	participants: readonly Participant[],
	items: readonly Item[],
): Typed => ({
	...{ led_by: [ledBy], to: [endsAt ?? ''], protocol: [protocolNumber ?? ''], remarks: [remarks ?? ''] },
	...Object.fromEntries(participants.map(({ partnerId, attendance }) => [`was_${partnerId}`, [attendance ?? '']])),
	...Object.fromEntries(items.map(({ id, discussion }) => [`said_${id}`, [discussion ?? '']])),
});

/** Why: of a cancellation, of minutes sent back, of a correction. */
export function parseReason(typed: Typed): Parsed<string> {
	const read = new Reader(typed);
	const reason = read.text('reason', 500, { required: true });
	return reason === null ? { ok: false, issues: read.issues } : { ok: true, value: reason };
}

/** The version of the meeting that a form was made from; 0 matches none. */
export const versionTyped = (typed: Typed): number => Number(/^\d{1,9}$/.exec(first(typed, 'version'))?.[0] ?? 0);

/** The year that a list is asked for; null for all of them. */
export const yearAsked = (asked: URLSearchParams): number | null =>
	/^20\d\d$/.test(asked.get('year') ?? '') ? Number(asked.get('year')) : null;

/** The version of the minutes that a file is asked for; null for the one in force. */
export const versionAsked = (asked: URLSearchParams): number | null =>
	/^[1-9]\d{0,3}$/.test(asked.get('version') ?? '') ? Number(asked.get('version')) : null;
