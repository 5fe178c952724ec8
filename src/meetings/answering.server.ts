import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { isReached } from '#partners/model.ts';
import { getPartner, listContacts } from '#partners/store.server.ts';
import { addDays, dayAt, instantOf } from '#platform/dates.ts';
import { actAs, inTransaction, type Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { anonymousId } from '#platform/ids.ts';
import type { Issue } from '#platform/problem.ts';
import { deriveToken, readSigned, sha256 } from '#platform/secrets.server.ts';
import { listItems } from './agenda.server.ts';
import {
	type Closed,
	type Coming,
	closedOf,
	type Expected,
	expectedOf,
	type MeetingAnswer,
	parseComing,
} from './answers.ts';
import type { Item, Meeting, Participant } from './model.ts';
import {
	findMeetingLink,
	findMeetingLinkOf,
	findWhereabouts,
	getMeeting,
	insertMeetingAnswer,
	insertMeetingLink,
	listMeetingAnswers,
	listParticipants,
	type MeetingLink,
} from './store.server.ts';

/** What tokens of such links are derived for. */
export const linkPurpose = 'meeting';

/** What the page behind a link shows. */
export type Called = {
	committee: Committee;
	meeting: Meeting;
	items: Item[];
	partnerId: string;
	partnerName: string;
	/** About the day as planned. */
	answer: MeetingAnswer | null;
	/** Why it can be answered no more. */
	closed: Closed | null;
};

/** Reads only: whoever looks into a mail before its reader opens links, and must not answer by that. Null for a link that does not open. */
export const openMeetingLink = (text: string, now = new Date()): Promise<Called | null> =>
	within(text, now, async (_, called) => called);

export type ComingOutcome = { ok: true } | { ok: false; issues: Issue[] } | { ok: false; closed: Closed };

/** Takes an answer; null for a link that does not open. */
export const answerMeeting = (
	text: string,
	answer: Coming,
	typed: Typed,
	now = new Date(),
): Promise<ComingOutcome | null> =>
	within(text, now, async (tx, called): Promise<ComingOutcome> => {
		const { meeting, partnerId, closed, answer: before } = called;
		if (closed) return { ok: false, closed };
		const parsed = parseComing(typed);
		if (!parsed.ok) return parsed;
		const { forDay, note } = parsed.value;
		if (forDay !== meeting.takesPlaceOn)
			return { ok: false, issues: [{ field: 'for_day', message: 'issue.meeting_moved' }] };
		if (before?.answer === answer && before.note === note) return { ok: true };
		await insertMeetingAnswer(tx, meeting, { partnerId, answer, forDay, note });
		return { ok: true };
	});

/** One transaction in the scope of the link itself: that meeting, that institution, and nothing beside. The signature is asked first. */
async function within<T>(
	text: string,
	now: Date,
	work: (tx: Transaction, called: Called) => Promise<T>,
): Promise<T | null> {
	const read = readSigned(linkPurpose, text);
	if (!read) return null;
	return inTransaction({ kind: 'link', tokenHash: read.tokenHash }, async (tx) => {
		const link = await findMeetingLink(tx, read.id);
		if (!link) return null;
		await actAs(tx, `link:${link.partnerId}`);
		const called = await readCalled(tx, link, dayAt(now));
		return called && work(tx, called);
	});
}

/** Null for who is not called any more. */
async function readCalled(
	tx: Transaction,
	{ meetingId, committeeId, partnerId }: MeetingLink,
	today: string,
): Promise<Called | null> {
	const where = await findWhereabouts(tx, meetingId);
	const participants = await listParticipants(tx, meetingId);
	if (!where || !participants.some((one) => one.partnerId === partnerId)) return null;
	const meeting = await getMeeting(tx, committeeId, meetingId);
	const answers = await listMeetingAnswers(tx, meetingId);
	return {
		...{ meeting, partnerId, committee: await getCommittee(tx, { code: where.committeeCode }) },
		partnerName: (await getPartner(tx, committeeId, partnerId)).name,
		items: await listItems(tx, meetingId),
		answer: answers.find((one) => one.partnerId === partnerId && one.forDay === meeting.takesPlaceOn) ?? null,
		closed: closedOf(meeting, today),
	};
}

/** The link of a contact for a meeting: the same in every mail about it. */
export async function meetingLinkFor(
	tx: Transaction,
	{ id: meetingId, committeeId, takesPlaceOn }: Meeting,
	{ id: contactId, partnerId }: { id: string; partnerId: string },
): Promise<string> {
	const known = await findMeetingLinkOf(tx, meetingId, contactId);
	if (known) return known;
	const id = anonymousId();
	await insertMeetingLink(tx, {
		...{ id, meetingId, committeeId, partnerId, contactId },
		tokenHash: sha256(deriveToken(linkPurpose, id)),
		expiresAt: instantOf(addDays(takesPlaceOn, 1), '00:00'),
	});
	return id;
}

/** Who comes to a meeting, who does not, who is silent: for whoever sees the answers of all, once the call went out. */
export async function listExpected(
	tx: Transaction,
	meeting: Meeting,
	participants: readonly Participant[],
	today = dayAt(new Date()),
): Promise<Expected[] | null> {
	if (meeting.state !== 'planned' || meeting.convocation === 0) return null;
	const contacts = await listContacts(
		tx,
		participants.map(({ partnerId }) => partnerId),
	);
	const reachable = new Set(contacts.filter((one) => isReached(one, today)).map(({ partnerId }) => partnerId));
	return expectedOf(meeting, participants, { answers: await listMeetingAnswers(tx, meeting.id), reachable });
}
