import { getCommittee } from '#committees/store.server.ts';
import { planMeeting } from '#meetings/actions.server.ts';
import { insertItem, insertMinutes } from '#meetings/agenda.server.ts';
import { linkPurpose, meetingLinkFor } from '#meetings/answering.server.ts';
import { getMinutes } from '#meetings/minutes.server.ts';
import { getMeeting } from '#meetings/store.server.ts';
import { insertContact } from '#partners/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { signed } from '#platform/secrets.server.ts';

/** A meeting that the institution was called to, with one point; minutes were approved and are being corrected. */
export async function callMeeting(
	tx: Transaction,
	committeeId: string,
	partnerId: string,
): Promise<Record<'meeting' | 'item' | 'meetingToken', string>> {
	const committee = await getCommittee(tx, { code: 'AL-02' });
	const plan = {
		kind: 'ordinary',
		takesPlaceOn: '2099-01-20',
		startsAt: '10:00',
		endsAt: null,
		online: true,
		place: null,
	} as const;
	const meeting = await planMeeting(tx, 'desk', committee, { plan, invited: [{ partnerId, standing: 'member' }] });
	const point = { title: 'Pika e provës', presenterId: null, presenterOffice: null, note: null };
	const item = await insertItem(tx, { id: meeting, committeeId }, { ...point, programmeId: null, activityId: null });
	await tx
		.updateTable('meetings')
		.set({ convocation: 1, convened_at: new Date(), state: 'held' })
		.where('id', '=', meeting)
		.execute();
	const { content } = await getMinutes(tx, committee, await heldMeeting(tx), {
		asked: null,
		scope: { kind: 'installation' },
	});
	await insertMinutes(tx, { id: meeting, committeeId }, { version: 1, content, reason: null, actor: 'desk' });
	const contactId = await insertContact(tx, committeeId, {
		...{ partnerId, name: 'Provë', email: 'mbledhja@cells.example', phone: null, locale: 'sq' },
		...{ validFrom: '2026-01-01', validTo: null },
	});
	const linkId = await meetingLinkFor(tx, await getMeeting(tx, committeeId, meeting), { id: contactId, partnerId });
	return { meeting, item, meetingToken: signed(linkPurpose, linkId) };
}

/** The meeting of the demonstration whose minutes are approved. */
const heldMeeting = async (tx: Transaction): Promise<string> =>
	(await tx.selectFrom('meetings').select('id').where('state', '=', 'approved').executeTakeFirstOrThrow()).id;
