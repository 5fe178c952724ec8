import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import type { Transaction } from '#platform/db.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '../../tests/support/builders.ts';
import { buildSet } from '../../tests/support/checks.ts';
import { closeDatabase, rolledBack } from '../../tests/support/database.ts';
import { thorough } from '../../tests/support/thorough.ts';
import { closePhase, openPhase } from './actions.server.ts';
import { keepAnswers, openCards } from './answers.server.ts';
import { receiptHash } from './code.server.ts';
import type { Check } from './model.ts';
import { findCards, getCheck, insertCheck, listPhases } from './store.server.ts';

afterAll(closeDatabase);

const classes = thorough ? 1_000 : 60;
const seats = 25;
const options = 4;

/** Numbers that look drawn, the same in every run. */
function* drawn(seed: number): Generator<number> {
	for (let state = seed; ; ) {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		yield state / 2 ** 32;
	}
}
function shuffled<T>(all: readonly T[], random: Iterator<number>): T[] {
	const left = [...all];
	return all.map(() => left.splice(Math.floor((random.next().value as number) * left.length), 1)[0] as T);
}

/** What a copy of the tables holds of a class while it answers: the rows of receipts as they lie, the counters, the cards. */
type Dump = { receipts: Buffer[]; counts: number[]; cards: number[] };

async function dumpOf(tx: Transaction, check: Check, phaseId: string): Promise<Dump> {
	const { rows } = await sql<{
		hash: Buffer;
	}>`select hash from check_receipts where phase_id = ${phaseId} order by ctid`.execute(tx);
	const counted = await sql<{ option: number; n: number }>`select option, n from check_counts
		where phase_id = ${phaseId} and question = 0`.execute(tx);
	const counts = Array.from(
		{ length: options },
		(_, option) => counted.rows.find((row) => row.option === option)?.n ?? 0,
	);
	// The worst case: whoever has the copy has the secret of the installation too, and opens the cards.
	const cards = openCards(check.id, await findCards(tx, check.id));
	return {
		receipts: rows.map(({ hash }) => hash),
		counts,
		cards: Object.values(cards).map(({ before }) => before?.[0] ?? -1),
	};
}

/** Of guesses, how many are right. */
const right = (guesses: readonly number[], truth: readonly number[]) =>
	guesses.filter((guess, at) => guess === truth[at]).length;
const commonest = (counts: readonly number[]): number => counts.indexOf(Math.max(...counts));

test('a copy of the tables with the order of the seats tells no more than chance who answered what', async () => {
	process.env.KAMBANA_SECRET ??= randomBytes(32).toString('base64url');
	await rolledBack(async (tx) => {
		const committee = await buildCommittee(tx);
		const programme = await buildProgramme(tx, committee.id);
		const leadId = await buildPartner(tx, committee.id, 'Shkolla', 'ngo');
		const [activityId = ''] = await buildActivities(tx, programme, [{ number: 1, leadId, state: 'ready' }]);
		const setId = await buildSet(tx, committee.id);
		const random = drawn(20261129);
		let [chance, byCounters, byReceipts, byCards, all] = [0, 0, 0, 0, 0];
		/** What the first byte of a receipt went with in the classes that the attacker knows. */
		const learned = new Map<number, number[]>();
		for (let number = 0; number < classes; number += 1) {
			const id = await insertCheck(tx, {
				...{
					committeeId: committee.id,
					activityId,
					setId,
					mode: 'paired',
					label: null,
					persons: seats,
					title: null,
					actor: 'command',
				},
			});
			const check = await getCheck(tx, id);
			await openPhase(tx, 'command', check, { phase: 'before', minutes: 10 });
			const phaseId = (await listPhases(tx, [id]))[0]?.id ?? '';
			const truth = Array.from({ length: seats }, () => Math.floor((random.next().value as number) ** 2 * options));
			const cards = shuffled(
				Array.from({ length: seats }, (_, n) => n + 1),
				random,
			);
			for (const [seat, option] of truth.entries())
				await keepAnswers(tx, [
					{
						phaseId,
						receipt: receiptHash(randomBytes(16).toString('hex')),
						card: cards[seat] ?? 0,
						way: 'phone',
						answer: [option],
					},
				]);
			const dump = await dumpOf(tx, check, phaseId);
			// Chance: drawing each seat's answer from what the class answered. Nobody needs a copy of tables to name the commonest.
			chance += Math.max(
				...truth.reduce((counts, option) => counts.with(option, (counts[option] ?? 0) + 1), [0, 0, 0, 0]),
			);
			byCounters += right(
				truth.map(() => commonest(dump.counts)),
				truth,
			);
			const guess = (receipt: Buffer) => learned.get(receipt[0] ?? 0) ?? dump.counts;
			byReceipts += right(
				dump.receipts.map((receipt) => commonest(guess(receipt))),
				truth,
			);
			byCards += right(dump.cards, truth);
			for (const [seat, receipt] of dump.receipts.entries()) {
				const seen = learned.get(receipt[0] ?? 0) ?? [0, 0, 0, 0];
				learned.set(receipt[0] ?? 0, seen.with(truth[seat] ?? 0, (seen[truth[seat] ?? 0] ?? 0) + 1));
			}
			all += seats;
			await closePhase(tx, check, phaseId);
			expect((await dumpOf(tx, check, phaseId)).receipts).toEqual([]);
		}
		const share = (n: number) => n / all;
		console.log(
			`relinking ${classes} classes of ${seats}: chance ${share(chance).toFixed(3)}, by counters ${share(byCounters).toFixed(3)}, by the order of receipts ${share(byReceipts).toFixed(3)}, by opened cards ${share(byCards).toFixed(3)}`,
		);
		for (const attack of [byCounters, byReceipts, byCards])
			expect(share(attack)).toBeLessThanOrEqual(share(chance) + 0.02);
	});
}, 600_000);
