import { onCommittee } from '#committees/actions.server.ts';
import type { Committee } from '#committees/model.ts';
import { isReached } from '#partners/model.ts';
import { listContacts, listPartners } from '#partners/store.server.ts';
import { actorAccount, isInForce } from '#people/model.ts';
import { listAccountNames, listOrders, listSeats } from '#people/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { enqueue } from '#platform/jobs.server.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { listTasks } from '#tasks/store.server.ts';
import { listDecisions, listItems, listMinutes, listTaskLinks } from './agenda.server.ts';
import {
	type PlannedMeeting,
	parseMeeting,
	parseReason,
	typedForMeeting,
	typedForNewMeeting,
	versionTyped,
} from './input.ts';
import {
	byTime,
	changedFields,
	type Meeting,
	type MeetingPlan,
	type Participant,
	type Situation,
	stateAfter,
	type Verb,
	type WhyNot,
	whyNot,
} from './model.ts';
import {
	findPrevious,
	getMeeting,
	insertEvent,
	insertMeeting,
	listEvents,
	listMeetings,
	listParticipants,
	saveInvited,
	saveMeeting,
} from './store.server.ts';

export type Home = Pick<Committee, 'id'>;
export type Outcome = { ok: true } | { ok: false; reason: WhyNot };
export type Saved = { ok: true; id: string } | { ok: false; issues: Issue[] };

/** How a meeting stands for whoever asks. */
export async function getSituation(
	tx: Transaction,
	meeting: Meeting,
	actor: Actor,
	participants?: readonly Participant[],
	today = dayAt(new Date()),
): Promise<Situation> {
	const written = (await listEvents(tx, meeting.id)).find(({ kind }) => kind === 'written');
	const account = actorAccount(actor);
	return {
		...{ state: meeting.state, takesPlaceOn: meeting.takesPlaceOn, today },
		items: (await listItems(tx, meeting.id)).length,
		participants: participants ?? (await listParticipants(tx, meeting.id)),
		own: account !== null && written !== undefined && actorAccount(written.actor) === account,
	};
}

/** A meeting that is still as a form showed it, and why a verb is not possible. */
export async function begin(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ id, version, verb, today }: { id: string; version: number; verb: Verb; today?: string },
): Promise<{ meeting: Meeting; reason: WhyNot | null }> {
	const meeting = await getMeeting(tx, committee.id, id);
	if (meeting.version !== version) throw new Problem('stale', `meeting ${id} is no longer at version ${version}`);
	return { meeting, reason: whyNot(verb, await getSituation(tx, meeting, actor, undefined, today)) };
}

/** What is not possible any more was possible when the form was opened: somebody else did something. */
export function refuse(reason: WhyNot | null): void {
	if (reason) throw new Problem('stale', `the meeting does not allow it: ${reason}`);
}

/** Everything the form of a meeting chooses from, and how it begins: as the order in force and the last meeting have it. */
export async function getPlanForm(tx: Transaction, committee: Home, locale: 'sq' | 'en', today = dayAt(new Date())) {
	const seats = (await listSeats(tx, committee.id)).filter((seat) => isInForce(seat, today));
	const members = seats.flatMap(({ partner }) => partner?.id ?? []);
	const [last] = await listMeetings(tx, committee.id);
	const known = last ? await listParticipants(tx, last.id) : [];
	const partners = (await listPartners(tx, committee.id, locale)).map(({ id, name }) => ({ id, name }));
	return {
		partners,
		typed: typedForNewMeeting(members, known, last?.place ?? null),
		order: await orderOn(tx, committee, today),
	};
}

/** The yearly order in force on a day. */
export async function orderOn(tx: Transaction, committee: Home, day: string) {
	const orders = await listOrders(tx, committee.id);
	return orders.find(({ validFrom, validTo }) => validFrom <= day && day <= validTo) ?? null;
}

/** Plans a meeting. */
export async function planMeeting(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ plan, invited }: PlannedMeeting,
	demonstration = false,
): Promise<string> {
	const id = await insertMeeting(tx, committee.id, plan, demonstration);
	const home = { id, committeeId: committee.id };
	await saveInvited(tx, home, invited);
	await insertEvent(tx, home, { kind: 'planned', version: 1, actor });
	return id;
}

export async function submitMeeting(tx: Transaction, actor: Actor, committee: Home, typed: Typed): Promise<Saved> {
	const parsed = parseMeeting(typed, await listPartners(tx, committee.id));
	return parsed.ok ? { ok: true, id: await planMeeting(tx, actor, committee, parsed.value) } : parsed;
}

/** Everything the form of a planned meeting shows. */
export async function getEditForm(tx: Transaction, committee: Home, id: string, locale: 'sq' | 'en') {
	const meeting = await getMeeting(tx, committee.id, id);
	const participants = await listParticipants(tx, id);
	const partners = (await listPartners(tx, committee.id, locale)).map((one) => ({ id: one.id, name: one.name }));
	return {
		...{ meeting, partners, typed: typedForMeeting(meeting, participants), ...(await getHistory(tx, id)) },
		order: await orderOn(tx, committee, meeting.takesPlaceOn),
	};
}

/** Changes when and where a planned meeting is, and who is called; whoever was called already is told of what calendars show. */
export async function editMeeting(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	id: string,
	typed: Typed,
): Promise<Saved> {
	const { meeting, reason } = await begin(tx, actor, committee, { id, version: versionTyped(typed), verb: 'plan' });
	refuse(reason);
	const parsed = parseMeeting(typed, await listPartners(tx, committee.id));
	if (!parsed.ok) return parsed;
	const { plan, invited } = parsed.value;
	const before = await listParticipants(tx, id);
	const called = (all: readonly Pick<Participant, 'partnerId' | 'standing'>[]) =>
		all
			.map(({ partnerId, standing }) => `${partnerId} ${standing}`)
			.toSorted()
			.join();
	const same = called(before) === called(invited);
	const fields = [...changedFields(planOf(meeting), plan), ...(same ? [] : ['participants'])];
	if (fields.length === 0) return { ok: true, id };
	const version = await saveMeeting(tx, id, meeting.version, { plan });
	await saveInvited(tx, meeting, invited);
	await insertEvent(tx, meeting, { kind: 'edited', version, actor, details: { fields } });
	if (meeting.convocation > 0) await tellLater(tx, id);
	return { ok: true, id };
}

const planOf = ({ kind, takesPlaceOn, startsAt, endsAt, online, place }: Meeting): MeetingPlan => ({
	...{ kind, takesPlaceOn, startsAt, endsAt, online, place },
});

/** Leaves the job that tells the institutions, once for however much changes. */
const tellLater = (tx: Transaction, id: string): Promise<void> =>
	enqueue(tx, 'meeting_changed', { id }, { key: `meeting_changed:${id}` });

/** Who is called to a meeting: whom mails reach, and whom only the telephone does. */
export async function listCalled(
	tx: Transaction,
	participants: readonly Participant[],
	today = dayAt(new Date()),
): Promise<{ partnerId: string; name: string; addresses: string[] }[]> {
	const contacts = await listContacts(
		tx,
		participants.map(({ partnerId }) => partnerId),
	);
	return participants.map(({ partnerId, name }) => ({
		...{ partnerId, name },
		addresses: contacts
			.filter((contact) => contact.partnerId === partnerId && isReached(contact, today))
			.map(({ email }) => email),
	}));
}

type Step = { id: string; version: number; today?: string };

/** Sends the agenda to everybody who is called, with an entry for the calendar; once more where it went out already. */
export async function convene(tx: Transaction, actor: Actor, committee: Home, step: Step): Promise<Outcome> {
	const { meeting, reason } = await begin(tx, actor, committee, { ...step, verb: 'convene' });
	if (reason) return { ok: false, reason };
	const called = await listCalled(tx, await listParticipants(tx, meeting.id), step.today);
	const version = await saveMeeting(tx, meeting.id, meeting.version, { convened: true });
	const mails = called.reduce((sum, { addresses }) => sum + addresses.length, 0);
	await insertEvent(tx, meeting, { kind: 'convened', version, actor, details: { mails } });
	await tellLater(tx, meeting.id);
	return { ok: true };
}

const kindOf = {
	cancel: 'cancelled',
	hold: 'held',
	write: 'written',
	send_back: 'sent_back',
	reopen: 'reopened',
} as const;

/** A step from one state to the next, with its reason where it has one. Approval is more: `approveMinutes`. */
export async function takeStep(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ verb, words = null, ...step }: Step & { verb: keyof typeof kindOf; words?: string | null },
): Promise<Outcome> {
	const { meeting, reason } = await begin(tx, actor, committee, { ...step, verb });
	if (reason) return { ok: false, reason };
	const version = await saveMeeting(tx, meeting.id, meeting.version, {
		...(stateAfter[verb] ? { state: stateAfter[verb] } : {}),
		...(verb === 'cancel' && words ? { cancelReason: words } : {}),
	});
	await insertEvent(tx, meeting, { kind: kindOf[verb], version, actor, reason: words });
	if (verb === 'cancel' && meeting.convocation > 0) await tellLater(tx, meeting.id);
	return { ok: true };
}

const reasoned: readonly Verb[] = ['cancel', 'send_back', 'reopen'];

/** The same from a form; three of the steps want to know why. */
export async function submitStep(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ verb, typed, ...at }: Step & { verb: keyof typeof kindOf; typed: Typed },
): Promise<Outcome | { ok: false; issues: Issue[] }> {
	const words = reasoned.includes(verb) ? parseReason(typed) : { ok: true as const, value: null };
	return words.ok ? takeStep(tx, actor, committee, { ...at, verb, words: words.value }) : words;
}

type Desk = { tx: Transaction; committee: Committee; actor: Actor };

/** One transaction for a meeting of the committee in the address, which is there: how the forms of its page begin. */
export const onMeeting = <T>(
	locals: Parameters<typeof onCommittee>[0],
	id: string,
	work: (desk: Desk) => Promise<T>,
): Promise<T> =>
	onCommittee(locals, async (desk) => {
		await getMeeting(desk.tx, desk.committee.id, id);
		return work(desk);
	});

/** The meetings of a committee by time, of one year or all, with the years there are. */
export async function getList(tx: Transaction, committee: Home, year: number | null, today = dayAt(new Date())) {
	const all = await listMeetings(tx, committee.id);
	const yearOf = ({ takesPlaceOn }: Meeting) => Number(takesPlaceOn.slice(0, 4));
	const shown = all.filter((one) => year === null || yearOf(one) === year);
	return { ...byTime(shown, today), years: [...new Set(all.map(yearOf))], year, today };
}

/** What happened to a meeting, and who is named in it. */
export async function getHistory(tx: Transaction, id: string) {
	const events = await listEvents(tx, id);
	const ids = events.flatMap(({ actor }) => actorAccount(actor) ?? []);
	return { events, names: await listAccountNames(tx, ids) };
}

/** Everything the page of a meeting shows, as far as the scope lets it. */
export async function getMeetingPage(
	tx: Transaction,
	committee: Home,
	{ id, actor, today = dayAt(new Date()) }: { id: string; actor: Actor; today?: string },
) {
	const meeting = await getMeeting(tx, committee.id, id);
	const participants = await listParticipants(tx, id);
	const previous = await findPrevious(tx, committee.id, meeting);
	return {
		...{ meeting, participants, today, items: await listItems(tx, id), decisions: await listDecisions(tx, id) },
		...{ links: await listTaskLinks(tx, id), tasks: await listTasks(tx, { committeeId: committee.id, meetingId: id }) },
		situation: await getSituation(tx, meeting, actor, participants, today),
		minutes: (await listMinutes(tx, id)).map(({ content: _, ...minutes }) => minutes),
		previous: previous ? { meeting: previous, tasks: await listBefore(tx, committee, previous) } : null,
		...(await getHistory(tx, id)),
	};
}

/** The tasks of a meeting, and what is still open of those before it: nothing is forgotten because another meeting came between. */
async function listBefore(tx: Transaction, committee: Home, { id, takesPlaceOn }: Meeting) {
	const earlier = new Set(
		(await listMeetings(tx, committee.id)).filter((one) => one.takesPlaceOn <= takesPlaceOn).map((one) => one.id),
	);
	const tasks = await listTasks(tx, { committeeId: committee.id });
	return tasks.filter(
		({ meetingId, state }) => meetingId !== null && (meetingId === id || (state === 'open' && earlier.has(meetingId))),
	);
}
