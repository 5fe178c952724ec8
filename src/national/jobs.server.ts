import { listCommittees } from '#committees/store.server.ts';
import { queueMail } from '#mail/actions.server.ts';
import { isInForce } from '#people/model.ts';
import { listSeats } from '#people/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import type { Task } from '#platform/jobs.server.ts';
import { nationalMail } from './letters.ts';
import type { Telling } from './model.ts';
import { getNational, listAnswers } from './store.server.ts';

export const nationalTasks: Record<string, Task> = {
	national_told: ({ id, telling }) =>
		inTransaction({ kind: 'installation', actor: 'job' }, async (tx) => {
			await tellCounties(tx, String(id), telling as Telling);
		}),
};

/** Who hears of what: all of a new one, the silent of a reminder, whoever did not decline of new days, whoever joined of the end. */
const hears = (telling: Telling, answer: 'joined' | 'declined' | null): boolean =>
	({
		published: true,
		reminder: answer === null,
		moved: answer !== 'declined',
		withdrawn: answer === 'joined',
	})[telling];

/** Writes to the secretaries of the counties; how many mails. What is no longer so is not told. */
export async function tellCounties(tx: Transaction, id: string, telling: Telling, now = new Date()): Promise<number> {
	const national = await getNational(tx, id);
	if ((national.state === 'withdrawn') !== (telling === 'withdrawn')) return 0;
	let mails = 0;
	for (const county of await listCommittees(tx)) {
		if (county.level !== 'county') continue;
		const answer = (await listAnswers(tx, county.id)).get(id)?.answer ?? null;
		if (!hears(telling, answer)) continue;
		const seats = (await listSeats(tx, county.id)).filter(
			(seat) => seat.role === 'secretary' && isInForce(seat, dayAt(now)),
		);
		for (const { person } of seats) {
			if (person.disabled || person.email === null) continue;
			const mail = nationalMail(person.locale, national, { telling, slug: county.slug });
			await queueMail(tx, { to: person.email, kind: 'national', mail, committeeId: county.id, accountId: person.id });
			mails++;
		}
	}
	return mails;
}
