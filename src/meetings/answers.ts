import { Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import type { Meeting, Participant } from './model.ts';

/** Whether an institution comes, with whom it always sends or with somebody in their place. */
export const comings = ['yes', 'substitute', 'no'] as const;
export type Coming = (typeof comings)[number];

/** What an institution said, and about which day it was asked. */
export type MeetingAnswer = {
	partnerId: string;
	answer: Coming;
	forDay: string;
	note: string | null;
	answeredAt: Date;
};

/** How one institution stands to a meeting it is called to. */
export type Expected = Pick<Participant, 'partnerId' | 'name' | 'standing'> & {
	/** The latest, when it is about the day as planned. */
	answer: MeetingAnswer | null;
	/** Whether somebody there gets mails today; if not, it is telephoned. */
	reachable: boolean;
};

export const expectedOf = (
	{ takesPlaceOn }: Pick<Meeting, 'takesPlaceOn'>,
	participants: readonly Participant[],
	{ answers, reachable }: { answers: readonly MeetingAnswer[]; reachable: ReadonlySet<string> },
): Expected[] =>
	participants.map(({ partnerId, name, standing }) => ({
		...{ partnerId, name, standing, reachable: reachable.has(partnerId) },
		answer: answers.find((one) => one.partnerId === partnerId && one.forDay === takesPlaceOn) ?? null,
	}));

/** How many members are to be counted on by what was said so far: whoever leads is there. More than half is a quorum (`quorumOf`). */
export function quorumExpected(expected: readonly Expected[]): { coming: number; members: number; needed: number } {
	const members = expected.filter(({ standing }) => standing === 'member');
	const coming = members.filter(({ answer }) => answer !== null && answer.answer !== 'no').length;
	return { coming: coming + 1, members: members.length + 1, needed: Math.floor((members.length + 1) / 2) + 1 };
}

/** Why there is nothing to answer any more; the message key is `meeting.answer.closed.<why>`. */
export type Closed = 'cancelled' | 'past';
export function closedOf(
	{ state, takesPlaceOn }: Pick<Meeting, 'state' | 'takesPlaceOn'>,
	today: string,
): Closed | null {
	if (state === 'cancelled') return 'cancelled';
	return state !== 'planned' || takesPlaceOn < today ? 'past' : null;
}

/** Reads an answer from the page of a link: which day it showed, and what was written along. */
export function parseComing(typed: Typed): Parsed<{ forDay: string | null; note: string | null }> {
	const read = new Reader(typed);
	const draft = { forDay: read.day('for_day'), note: read.text('note', 200) };
	return read.issues.length > 0 ? { ok: false, issues: read.issues } : { ok: true, value: draft };
}
