import type { Typed } from '#platform/forms.ts';
import type { Issue } from '#platform/problem.ts';
import { isWelcome, keepAnswer, openDoor } from './answering.server.ts';
import { parseAnswer } from './input.ts';
import type { Outcome, Refused } from './model.ts';

/**
 * What whoever sent an answer is told. `unproven`: it came without proof of work, and so many did already that it may be a flood;
 * `unreadable`: nobody's page sends that, or something is missing, which the issues name.
 */
export type Taken = { outcome: Outcome | Refused; issues?: Issue[] };

/** Takes an answer that a page with script sends: code, receipt, proof of work and options. Settled when it is durable. */
export async function takeAnswer(code: string, typed: Typed): Promise<Taken> {
	const door = await openDoor(code);
	if (!door) return { outcome: 'closed' };
	const parsed = parseAnswer(typed, door);
	if (!parsed.ok) return { outcome: 'unreadable', issues: parsed.issues };
	if (parsed.value.receipt === '') return { outcome: 'unreadable' };
	if (!isWelcome(door, parsed.value)) return { outcome: 'unproven' };
	return { outcome: await keepAnswer(door, parsed.value) };
}
