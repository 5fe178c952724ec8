import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Committee } from '#committees/model.ts';
import type { Transaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import type { Programme } from '#programmes/model.ts';
import { getProgramme } from '#programmes/store.server.ts';
import { buildCommittee, buildPartner, buildPlace, buildProgramme } from '../../tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '../../tests/support/database.ts';
import { changeState, proposeActivity } from './actions.server.ts';
import { listActivityEvents } from './events.server.ts';
import type { TypedPlan } from './input.ts';
import { type ActivityState, needsDay } from './model.ts';
import { moveActivity, undoMove } from './moving.server.ts';
import { getActivity } from './store.server.ts';

// Two people at one activity, each with a card that may be out of date, doing whatever comes into their heads. What each step must do is
// told here by a model of its own; afterwards the history alone has to lead to what is so.
afterAll(closeDatabase);

const sequences = 40;
const people = ['secretary:one', 'secretary:two'] as const;
const verbs = ['confirm', 'postpone', 'cancel', 'reopen'] as const;
type Step = { who: 0 | 1; look: boolean; verb: (typeof verbs)[number] | 'move' | 'undo'; day: string };
const steps = fc.array(
	fc.record<Step>({
		who: fc.constantFrom(0, 1),
		look: fc.boolean(),
		verb: fc.constantFrom(...verbs, 'move', 'move', 'undo'),
		// The last one lies outside the programme.
		day: fc.constantFrom('2026-10-12', '2026-10-13', '2026-10-14', '2026-11-01'),
	}),
	{ minLength: 4, maxLength: 16 },
);

/** What is so, as whoever watched every step knows it. */
type Truth = {
	state: ActivityState;
	day: string | null;
	version: number /** Where the last change moved it from. */;
	before: string | null | undefined;
};
const leads: Record<(typeof verbs)[number], Partial<Record<ActivityState, ActivityState>>> = {
	confirm: { proposed: 'confirmed', postponed: 'confirmed' },
	postpone: { proposed: 'postponed', confirmed: 'postponed' },
	cancel: { proposed: 'cancelled', confirmed: 'cancelled', postponed: 'cancelled' },
	reopen: { cancelled: 'proposed', postponed: 'proposed', confirmed: 'proposed' },
};

/** What a step makes of the truth; null where it is refused. */
function expected({ state, day, version, before }: Truth, step: Step): Truth | null {
	const next = version + 1;
	if (step.verb === 'move' || step.verb === 'undo') {
		const to = step.verb === 'move' ? step.day : before;
		if (state === 'cancelled' || to === undefined || (to !== null && to > '2026-10-31')) return null;
		return to === day ? { state, day, version, before } : { state, day: to, version: next, before: day };
	}
	const to = leads[step.verb][state];
	if (!to || (step.verb === 'confirm' && day === null)) return null;
	return { state: to, day, version: next, before: undefined };
}

type Desk = { tx: Transaction; committee: Committee; programme: Programme };

/** Does a step from the card that the person has, and says whether it was done, refused or stale. */
async function take({ tx, committee, programme }: Desk, number: number, version: number, { who, verb, day }: Step) {
	const actor = people[who];
	try {
		const outcome =
			verb === 'move'
				? await moveActivity(tx, actor, committee, programme, { number, version, day })
				: verb === 'undo'
					? await undoMove(tx, actor, committee, programme, { number, version })
					: await changeState(tx, actor, committee, programme, number, verb, { version, reason: 'provë' });
		return outcome.ok ? 'done' : 'refused';
	} catch (cause) {
		if (cause instanceof Problem && cause.code === 'stale') return 'stale';
		throw cause;
	}
}

/** State, day and number of changes, from the history alone. */
async function replayed({ tx, programme }: Desk, number: number) {
	const { id } = await getActivity(tx, programme.id, number);
	const events = (await listActivityEvents(tx, id)).toReversed();
	let state: ActivityState | null = null;
	let day: unknown = '2026-10-12';
	for (const event of events) {
		expect(event.from).toBe(state);
		state = event.to;
		const change = event.changes.takesPlaceOn;
		if (change) expect(change.from).toBe(day);
		if (change) day = change.to;
	}
	return { state, day, version: events.length };
}

test('whatever two people do with old cards: what is so is what was done, no step is lost, and the history tells it all', () =>
	rolledBack(async (tx) => {
		const committee = await buildCommittee(tx);
		const { slug } = await buildProgramme(tx, committee.id);
		const leadId = await buildPartner(tx, committee.id, 'ZVAP Krujë', 'education_office');
		const placeId = await buildPlace(tx, committee.id, 'Shkolla Nr. 2 Krujë', 'school');
		await become(tx, { kind: 'committee', committeeId: committee.id });
		const programme = await getProgramme(tx, committee.id, slug);
		const desk = { tx, committee, programme };
		const plan: TypedPlan = {
			...{ number: null, title: 'Orë informuese', setting: 'school', leadId, supporterIds: [], placeId },
			...{ municipalityCode: null, unitCode: null, national: false, audiences: ['pupils'], methods: ['video'] },
			...{ takesPlaceOn: '2026-10-12', startsAt: '09:30', endsAt: '11:00', plannedPersons: 50, visibility: 'closed' },
		};
		const met = { done: 0, refused: 0, stale: 0 };
		await fc.assert(
			fc.asyncProperty(steps, async (all) => {
				const proposed = await proposeActivity(tx, people[0], committee, programme, plan);
				if (!proposed.ok) throw new Error('not proposed');
				const { number } = proposed;
				let truth: Truth = { state: 'proposed', day: '2026-10-12', version: 1, before: undefined };
				const cards: [number, number] = [1, 1];
				for (const step of all) {
					if (step.look) cards[step.who] = truth.version;
					const next = cards[step.who] === truth.version ? expected(truth, step) : null;
					const outcome = await take(desk, number, cards[step.who], step);
					met[outcome]++;
					expect(outcome).toBe(next ? 'done' : cards[step.who] === truth.version ? 'refused' : 'stale');
					if (next) {
						truth = next;
						// Whoever did it sees what came of it.
						cards[step.who] = next.version;
					}
					const now = await getActivity(tx, programme.id, number);
					const { state, day, version } = truth;
					expect({ state: now.state, day: now.takesPlaceOn, version: now.version }).toEqual({ state, day, version });
					if (needsDay(now.state)) expect(now.takesPlaceOn).not.toBeNull();
				}
				const { state, day, version } = truth;
				expect(await replayed(desk, number)).toEqual({ state, day, version });
			}),
			{ numRuns: sequences, endOnFailure: true },
		);
		// Each way for a step to end was met, else this proves little.
		expect(Math.min(met.done, met.refused, met.stale)).toBeGreaterThan(10);
	}));
