/** How a meeting came about: by the calendar of the year, or because something could not wait. */
export const meetingKinds = ['ordinary', 'extraordinary'] as const;
export type MeetingKind = (typeof meetingKinds)[number];

/** `written` are minutes that wait for the chair; approved ones are frozen. */
export const meetingStates = ['planned', 'held', 'written', 'approved', 'cancelled'] as const;
export type MeetingState = (typeof meetingStates)[number];

export const standings = ['member', 'invited'] as const;
export type Standing = (typeof standings)[number];
export const attendances = ['present', 'excused', 'absent'] as const;
export type Attendance = (typeof attendances)[number];

/** Who led it: the Prefect, or whoever stood in. */
export const leaders = ['chair', 'substitute'] as const;
export type Leader = (typeof leaders)[number];

/** Offices of the committee itself, which present points like institutions do. */
export const offices = ['chair', 'secretary'] as const;
export type Office = (typeof offices)[number];

export type Meeting = {
	id: string;
	committeeId: string;
	kind: MeetingKind;
	takesPlaceOn: string;
	startsAt: string;
	endsAt: string | null;
	online: boolean;
	place: string | null;
	state: MeetingState;
	cancelReason: string | null;
	ledBy: Leader;
	protocolNumber: string | null;
	remarks: string | null;
	convenedAt: Date | null;
	convocation: number;
	version: number;
};

/** A meeting in a list, with what is still open of it. */
export type ListedMeeting = Meeting & { decisions: number; openTasks: number };

/** When and where it is, and what kind. */
export type MeetingPlan = Pick<Meeting, 'kind' | 'takesPlaceOn' | 'startsAt' | 'endsAt' | 'online' | 'place'>;

export type Participant = { partnerId: string; name: string; standing: Standing; attendance: Attendance | null };

/** A point of the agenda. */
export type Item = {
	id: string;
	position: number;
	title: string;
	presenterId: string | null;
	presenterName: string | null;
	presenterOffice: Office | null;
	note: string | null;
	programmeId: string | null;
	/** The month of its programme, and the activity of it that this is about. */
	month: string | null;
	activityId: string | null;
	activityNumber: number | null;
	activityTitle: string | null;
	discussion: string | null;
};
export type ItemDraft = Pick<Item, 'title' | 'presenterId' | 'presenterOffice' | 'note' | 'programmeId' | 'activityId'>;

export type Votes = { for: number | null; against: number | null; abstained: number | null };
export type Decision = {
	id: string;
	itemId: string;
	/** Within a year; null until the chair has approved the minutes. */
	number: number | null;
	year: number | null;
	text: string;
	votes: Votes;
};

/** Which point, or which decision, gave a task. */
export type TaskLink = { taskId: string; itemId: string; decisionId: string | null };

/** Files that minutes are handed out as. */
export const minutesFormats = ['pdf', 'docx'] as const;

export const eventKinds = [
	'planned',
	'edited',
	'item_added',
	'item_edited',
	'item_moved',
	'item_removed',
	'convened',
	'cancelled',
	'held',
	'noted',
	'decided',
	'decision_edited',
	'decision_removed',
	'task_added',
	'written',
	'sent_back',
	'approved',
	'reopened',
] as const;
export type EventKind = (typeof eventKinds)[number];
export type MeetingEvent = {
	id: string;
	kind: EventKind;
	/** Of the meeting, after it. */
	version: number;
	/** Fields that changed, or the title of what it is about. */
	details: { fields?: string[]; title?: string; mails?: number };
	reason: string | null;
	actor: string;
	at: Date;
};

export type Verb = 'convene' | 'cancel' | 'plan' | 'hold' | 'note' | 'write' | 'send_back' | 'approve' | 'reopen';
/** Why a verb is not possible now; the message key is `meeting.why_not.<reason>`. */
export type WhyNot = 'wrong_state' | 'no_items' | 'nobody' | 'ahead' | 'past' | 'attendance_open' | 'own';

export type Situation = {
	state: MeetingState;
	takesPlaceOn: string;
	today: string;
	items: number;
	participants: readonly Pick<Participant, 'attendance'>[];
	/** Whether whoever asks wrote the minutes: nobody approves their own. */
	own: boolean;
};

const from: Record<Verb, readonly MeetingState[]> = {
	// Date, place and whom to invite.
	plan: ['planned'],
	convene: ['planned'],
	cancel: ['planned'],
	hold: ['planned'],
	// Who was there, what was said, decisions and tasks.
	note: ['held'],
	write: ['held'],
	send_back: ['written'],
	approve: ['written'],
	reopen: ['approved'],
};

/** Null when the verb is possible, otherwise why not: asked by screens (to say why) and by actions (to refuse). */
export function whyNot(verb: Verb, situation: Situation): WhyNot | null {
	const { state, takesPlaceOn, today, items, participants, own } = situation;
	if (!from[verb].includes(state)) return 'wrong_state';
	if (verb === 'convene') {
		if (takesPlaceOn < today) return 'past';
		if (items === 0) return 'no_items';
		if (participants.length === 0) return 'nobody';
	}
	if (verb === 'hold' && takesPlaceOn > today) return 'ahead';
	if (verb === 'write') {
		if (items === 0) return 'no_items';
		if (participants.some(({ attendance }) => attendance === null)) return 'attendance_open';
	}
	if (verb === 'approve' && own) return 'own';
	return null;
}

/** Where a verb leads, where it changes the state at all. */
export const stateAfter: Partial<Record<Verb, MeetingState>> = {
	cancel: 'cancelled',
	hold: 'held',
	write: 'written',
	send_back: 'held',
	approve: 'approved',
	// A correction is written, and approved, as the minutes were.
	reopen: 'held',
};

/** The agenda can still be changed: until the minutes wait for the chair. */
export const agendaOpen = (state: MeetingState): boolean => state === 'planned' || state === 'held';

/** Members who were there, of all; the chair is a member, and whoever leads is there. More than half is a quorum. */
export function quorumOf(participants: readonly Pick<Participant, 'standing' | 'attendance'>[]): {
	present: number;
	members: number;
	reached: boolean;
} {
	const members = participants.filter(({ standing }) => standing === 'member');
	const present = 1 + members.filter(({ attendance }) => attendance === 'present').length;
	return { present, members: members.length + 1, reached: present * 2 > members.length + 1 };
}

/** More votes than members were there. */
export const tooManyVotes = ({ for: agreed, against, abstained }: Votes, present: number): boolean =>
	(agreed ?? 0) + (against ?? 0) + (abstained ?? 0) > present;

/** The agenda with one point a place further up or down; the same where it is at the end already. */
export function moved<I extends { id: string }>(items: readonly I[], id: string, by: -1 | 1): readonly I[] {
	const at = items.findIndex((item) => item.id === id);
	const [one, other] = [items[at], items[at + by]];
	if (!one || !other) return items;
	return items.map((item, index) => (index === at ? other : index === at + by ? one : item));
}

/** Fields of a plan that differ. */
export const changedFields = (before: MeetingPlan, after: MeetingPlan): (keyof MeetingPlan)[] =>
	(Object.keys(after) as (keyof MeetingPlan)[]).filter((field) => before[field] !== after[field]);

/** Meetings that come, the next first, and those that lie behind, the latest first. */
export function byTime<M extends Pick<Meeting, 'takesPlaceOn' | 'startsAt' | 'state'>>(
	meetings: readonly M[],
	today: string,
): { ahead: M[]; behind: M[] } {
	const lies = ({ takesPlaceOn, state }: M) => state === 'planned' && takesPlaceOn >= today;
	const at = ({ takesPlaceOn, startsAt }: M) => `${takesPlaceOn} ${startsAt}`;
	return {
		ahead: meetings.filter(lies).toSorted((one, other) => at(one).localeCompare(at(other))),
		behind: meetings.filter((one) => !lies(one)).toSorted((one, other) => at(other).localeCompare(at(one))),
	};
}
