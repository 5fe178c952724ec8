import { insertTest, listLines } from '#help/store.server.ts';
import { addDays, dayAt, instantOf } from '#platform/dates.ts';
import { setMoment, type Transaction } from '#platform/db.server.ts';
import { testedLines } from './wording.ts';

/**
 * Invented test calls, marked as such: some numbers answered, one did not, one was called too long ago. A line that somebody has really
 * called is left alone: what is invented must never stand beside what is true.
 */
export async function callLines(tx: Transaction, committeeId: string, actor: string, now: Date): Promise<void> {
	for (const line of await listLines(tx, null)) {
		const told = line.lastTest === null ? testedLines[line.number] : undefined;
		if (!told) continue;
		const testedAt = instantOf(addDays(dayAt(now), -told.daysAgo), '10:20');
		await setMoment(tx, testedAt);
		await insertTest(tx, committeeId, { lineId: line.id, outcome: told.outcome, testedAt, actor, demonstration: true });
	}
	await setMoment(tx, null);
}
