import { insertTest, listLines } from '#help/store.server.ts';
import { addDays, dayAt, instantOf } from '#platform/dates.ts';
import { setMoment, type Transaction } from '#platform/db.server.ts';
import { earlierCalls, october, testedLines } from './wording.ts';

/**
 * Invented test calls, marked as such: some numbers answered, one did not, one was called too long ago; those that answer had answered before. A line that somebody has really
 * called is left alone: what is invented must never stand beside what is true.
 */
export async function callLines(tx: Transaction, committeeId: string, actor: string, now: Date): Promise<void> {
	const calls = (await listLines(tx, null)).flatMap(({ id, lastTest, number }) => {
		const told = lastTest === null ? testedLines[number] : undefined;
		if (!told) return [];
		const latest = addDays(dayAt(now), -told.daysAgo);
		const earlier = [
			...earlierCalls.daysBefore.map((days) => addDays(latest, -days)),
			...earlierCalls.october.map((days) => addDays(october.startsOn, days)),
		].filter((day) => day < latest);
		const answered = told.outcome === 'answered' ? earlier : [];
		return [
			{ lineId: id, day: latest, outcome: told.outcome },
			...answered.map((day) => ({ lineId: id, day, outcome: 'answered' as const })),
		];
	});
	for (const { day, ...call } of calls.toSorted((one, other) => one.day.localeCompare(other.day))) {
		const testedAt = instantOf(day, '10:20');
		await setMoment(tx, testedAt);
		await insertTest(tx, committeeId, { ...call, testedAt, actor, demonstration: true });
	}
	await setMoment(tx, null);
}
