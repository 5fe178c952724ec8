import { inTransaction } from '#platform/db.server.ts';
import { problemIn } from '#platform/problem.ts';
import type { SetQuestion } from '#questions/model.ts';
import { withSides } from '#questions/sides.server.ts';
import { getSet } from '#questions/store.server.ts';
import { type Arriving, keepAnswers } from './answers.server.ts';
import { isProven, readCode, receiptHash } from './code.server.ts';
import type { Sent } from './input.ts';
import { askedIn, type Mode, type OpenPhase, type Outcome, quotaOf, waysOf } from './model.ts';
import { findByCode } from './store.server.ts';

/** What is answered nowhere but at the door: no seat, no session, no address. */
export const doorScope = { kind: 'answers' } as const;

export type OpenDoor = OpenPhase & { title: { sq: string; en: string } | null; questions: SetQuestion[] };

type Known = { door: OpenDoor | null; until: number };
const known = new Map<string, Known>();
const looking = new Map<string, Promise<OpenDoor | null>>();
/**
 * For how many milliseconds this process believes what it knows of a code. Of one that opens something longer: a class sends thirty answers, and each is
 * counted only where the database finds its phase still open. Of any other not for long: it may be opened any moment.
 */
const belief = { open: 10_000, nothing: 1_000 };
const mostKnown = 2_000;

/** What a code opens to telephones; null for every code that opens nothing, whatever the cause. */
export const openDoor = async (text: string, now = Date.now()): Promise<OpenDoor | null> =>
	forTelephones(await openPhaseOf(text, now));

/** Hands are counted by whoever leads the hour: what telephones sent would be added to them. */
const forTelephones = (found: OpenDoor | null): OpenDoor | null =>
	found && waysOf[found.mode].includes('phone') ? found : null;

/** The open phase of a code, in whatever way it is answered. Guesses of strangers do not reach the database. */
export async function openPhaseOf(text: string, now = Date.now()): Promise<OpenDoor | null> {
	const code = readCode(text);
	if (code === null) return null;
	const believed = known.get(code);
	if (believed && believed.until > now) return stillOpen(believed.door, now);
	// Forty who come at once ask once.
	const asking = looking.get(code) ?? look(code, now).finally(() => looking.delete(code));
	looking.set(code, asking);
	return stillOpen(await asking, now);
}

async function look(code: string, now: number): Promise<OpenDoor | null> {
	const found = await inTransaction(doorScope, async (tx) => {
		const phase = await findByCode(tx, code);
		if (!phase) return null;
		const mode = phase.mode as Mode;
		const set = await getSet(tx, phase.setId);
		const questions = askedIn(mode, set);
		const { activityId, titleSq, titleEn, ...rest } = phase;
		return {
			...(rest as Omit<OpenPhase, 'options' | 'national' | 'mode'>),
			mode,
			options: questions.map(({ options }) => options.length),
			national: activityId === null,
			title: titleSq !== null && titleEn !== null ? { sq: titleSq, en: titleEn } : null,
			questions,
		} satisfies OpenDoor;
	});
	const door = found && { ...found, questions: await Promise.all(found.questions.map(withSides)) };
	if (known.size >= mostKnown) known.clear();
	known.set(code, { door, until: now + (door ? belief.open : belief.nothing) });
	return door;
}

/** The same, believing nothing: for pages that the front will keep until it is told of a change. */
export async function lookAtDoor(text: string): Promise<OpenDoor | null> {
	const [code, now] = [readCode(text), Date.now()];
	return code === null ? null : forTelephones(stillOpen(await look(code, now), now));
}

const stillOpen = (found: OpenDoor | null, now: number): OpenDoor | null =>
	found && found.closesAt.getTime() > now ? found : null;

type Waiting = { one: Arriving; settle: (outcome: Outcome) => void; fail: (fault: unknown) => void };
let waiting: Waiting[] = [];
let writing = false;
/** So many answers share one transaction at most. */
const mostAtOnce = 500;

/**
 * Keeps an answer: settled only when it is durable. Answers that arrive while others are written share the next transaction, so that a whole
 * class costs one write to the disk.
 */
export function keepAnswer(phase: Pick<OpenPhase, 'phaseId'>, { receipt, card, way, answer }: Sent): Promise<Outcome> {
	const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
	const one: Arriving = { phaseId: phase.phaseId, receipt: receiptHash(receipt), card, way, answer };
	waiting.push({ one, settle: resolve, fail: reject });
	if (!writing) void drain();
	return promise;
}

async function drain(): Promise<void> {
	writing = true;
	while (waiting.length > 0) {
		const batch = waiting.slice(0, mostAtOnce);
		waiting = waiting.slice(mostAtOnce);
		await writeAll(batch);
	}
	writing = false;
}

/** Together; if that fails for another reason than the database being away, one by one, so that nobody falls with a neighbour. */
async function writeAll(batch: readonly Waiting[]): Promise<void> {
	try {
		const outcomes = await inTransaction(doorScope, (tx) =>
			keepAnswers(
				tx,
				batch.map(({ one }) => one),
			),
		);
		for (const [at, { settle }] of batch.entries()) settle(outcomes[at] as Outcome);
	} catch (fault) {
		if (batch.length === 1 || problemIn(fault)?.code === 'unavailable') for (const { fail } of batch) fail(fault);
		else for (const one of batch) await writeAll([one]);
	}
}

/** How many answers without proof of work a phase takes: telephones without script are few in a class. */
export const unprovenShare = (persons: number): number => Math.max(5, Math.ceil(quotaOf(persons) / 3));
const unproven = new Map<string, number>();

/**
 * Whether an answer comes from somebody rather than from a flood: it carries proof of work, or it is among the few that may come without (no script).
 */
export function isWelcome(
	{ phaseId, code, persons }: OpenPhase,
	{ receipt, proof }: Pick<Sent, 'receipt' | 'proof'>,
): boolean {
	if (isProven(code, receipt, proof)) return true;
	const count = (unproven.get(phaseId) ?? 0) + 1;
	if (unproven.size > mostKnown) unproven.clear();
	unproven.set(phaseId, count);
	return count <= unprovenShare(persons);
}
