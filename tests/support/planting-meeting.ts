import { sql } from 'kysely';
import { recordId } from '#platform/ids.ts';
import { committee, type Plot } from './planting-people.ts';

const readers = [...committee, 'national'] as const;

/** A meeting to which one institution was called: it reads the agenda and approved minutes, and not what is being decided. */
export async function plantMeeting(
	{ tx, canaries, committeeId, at }: Plot,
	partner: string,
	day: string,
): Promise<string> {
	const [called, own] = [at(...readers, 'focal_point'), at(...readers)];
	const word = (column: string, what: string, seenBy = called) => canaries.word(column, `${what} of a meeting`, seenBy);
	const id = recordId();
	const part = { committee_id: committeeId, meeting_id: id };
	await tx
		.insertInto('meetings')
		.values({
			...{ id, committee_id: committeeId, kind: 'ordinary', takes_place_on: day, starts_at: '10:00' },
			...{ state: 'held', convocation: 1, convened_at: sql<Date>`now()` },
			place: word('meetings.place', 'the place'),
			remarks: word('meetings.remarks', 'a remark'),
		})
		.execute();
	await tx
		.insertInto('meeting_participants')
		.values({ ...part, partner_id: partner, standing: 'member' })
		.execute();
	await tx
		.insertInto('meeting_answers')
		.values({
			...{ ...part, id: recordId(), partner_id: partner, answer: 'no', for_day: day },
			note: word('meeting_answers.note', 'why an institution does not come', at(...committee)),
		})
		.execute();
	const item = recordId();
	await tx
		.insertInto('meeting_items')
		.values({
			...{ ...part, id: item, position: 1, title: word('meeting_items.title', 'a point') },
			note: word('meeting_items.note', 'a note'),
			discussion: word('meeting_items.discussion', 'what was said'),
		})
		.execute();
	const text = word('meeting_decisions.text', 'a decision', own);
	await tx
		.insertInto('meeting_decisions')
		.values({ ...part, id: recordId(), item_id: item, text })
		.execute();
	const reason = word('meeting_events.reason', 'why minutes went back', own);
	await tx
		.insertInto('meeting_events')
		.values({ ...part, id: recordId(), kind: 'sent_back', version: 2, actor: 'desk', reason })
		.execute();
	return id;
}
