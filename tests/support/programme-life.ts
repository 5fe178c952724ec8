import fc from 'fast-check';

/**
 * What the life of a programme has to be, told a second time and without the product: a month between secretariat, chair and one
 * institution, as whoever watched every step knows it. `histories.db.test.ts` of `src/consultation` holds the product to it.
 */

export type Day = '2026-10-12' | '2026-10-13' | '2026-10-14' | '2026-10-18' | '2026-11-01';
/** The third is a Sunday, the last lies outside the programme. */
export const days: readonly Day[] = ['2026-10-12', '2026-10-13', '2026-10-18', '2026-11-01'];
export const outside: Day = '2026-11-01';
const sunday: Day = '2026-10-18';

export const chairs = ['approve', 'send_back', 'take_back', 'close'] as const;
export const secretaries = [
	...(['submit', 'retitle', 'propose', 'accept_clash', 'ask'] as const),
	...(['confirm', 'postpone', 'cancel', 'reopen', 'move', 'undo'] as const),
];
/** What the institution says at its own desk, whoever of the committee is at theirs. */
export const institutions = ['yes', 'no'] as const;
export type Verb = (typeof chairs)[number] | (typeof secretaries)[number] | (typeof institutions)[number];
export type Role = 'secretary' | 'chair';

export type Step = {
	who: 0 | 1;
	/** Whether they look at everything anew before. */
	look: boolean;
	verb: Verb;
	/** Which of the activities, or clashes, that they know. */
	at: number;
	day: Day;
	accepted: boolean;
};

const casts = [
	['secretary', 'chair'],
	['secretary', 'chair'],
	['secretary', 'chair'],
	['secretary', 'secretary'],
	['chair', 'chair'],
] as const satisfies (readonly [Role, Role])[];
/** What each role does, what matters more often. */
const often = {
	secretary: [...secretaries, 'submit', 'submit', 'submit', 'confirm', 'move', 'accept_clash'],
	chair: ['approve', 'approve', 'approve', 'approve', 'send_back', 'send_back', 'take_back'],
	institution: institutions,
} as const satisfies Record<string, readonly Verb[]>;
const verbs: fc.Arbitrary<Record<Role | 'anybody', Verb>> = fc.record({
	secretary: fc.constantFrom(...often.secretary),
	chair: fc.oneof(
		{ weight: 20, arbitrary: fc.constantFrom(...often.chair) },
		{ weight: 1, arbitrary: fc.constant('close') },
	),
	anybody: fc.constantFrom(...often.institution, ...chairs, ...secretaries),
});
/** Who does what in which order. */
export const stories = fc.record({
	cast: fc.constantFrom(...casts),
	/** How far the first two activities are: proposed, agreed, or agreed and handed in, so that an approval without questions is near. */
	begun: fc.constantFrom(2, 4, 5, 5),
	steps: fc.array(
		fc.record({
			who: fc.constantFrom<0 | 1>(0, 1),
			look: fc.constantFrom(true, true, false),
			verbs,
			/** A step that may be the other's, or the institution's. */
			stray: fc.constantFrom(true, false, false, false, false),
			at: fc.nat(11),
			day: fc.constantFrom(...days),
			accepted: fc.boolean(),
		}),
		{ minLength: 8, maxLength: 30 },
	),
});
export type Story = typeof stories extends fc.Arbitrary<infer S> ? S : never;

type State = 'proposed' | 'confirmed' | 'postponed' | 'cancelled';
export type Planned = {
	number: number;
	state: State;
	day: string | null;
	place: 'a' | 'b' | null;
	version: number;
	/** Where the last change moved it from. */
	before: string | null | undefined;
	asked: boolean;
	said: { answer: 'yes' | 'no'; day: string | null } | null;
};
/** An activity as a version keeps it. */
export type Kept = { number: number; off: 'postponed' | 'cancelled' | null; pencilled: boolean; day: string | null };

export type Truth = {
	state: 'in_preparation' | 'approved' | 'closed';
	title: string;
	word: 'submitted' | 'sent_back' | 'approved' | 'taken_back' | null;
	/** Steps between secretariat and chair, and besides them edits, so far. */
	steps: number;
	edits: number;
	activities: readonly Planned[];
	versions: readonly { title: string; lines: readonly Kept[] }[];
	/** Clashes that were accepted, as planned then. */
	accepted: readonly string[];
};

/** What a person has before them, each as it was when they looked: the page of the programme, cards of activities, clashes. */
export type Desk = { programme: Truth; cards: readonly Planned[]; clashes: readonly string[] };
export type Outcome = 'done' | 'refused' | 'stale' | 'forbidden';
export type Expected = { outcome: 'done'; truth: Truth } | { outcome: Exclude<Outcome, 'done'> };

export const titles = ['Muaji i Antitrafikut', 'Muaji pa trafik'] as const;
export const beginning: Truth = {
	...{ state: 'in_preparation', title: titles[0], word: null, steps: 0, edits: 0 },
	...{ activities: [], versions: [], accepted: [] },
};

const offOf = (state: State): Kept['off'] => (state === 'postponed' || state === 'cancelled' ? state : null);
export const linesOf = ({ activities }: Pick<Truth, 'activities'>): Kept[] =>
	activities.map(({ number, state, day }) => ({ number, off: offOf(state), pencilled: state === 'proposed', day }));

/** What became of activities since a version, by number; agreement is no change. */
export function changedSince(then: readonly Kept[], now: readonly Kept[]): Record<number, string> {
	const changes: Record<number, string> = {};
	for (const after of now) {
		const before = then.find(({ number }) => number === after.number);
		if (!before) changes[after.number] = after.off ?? 'added';
		else if (before.off !== after.off) changes[after.number] = after.off ?? 'restored';
		else if (before.day !== after.day) changes[after.number] = 'moved';
	}
	return changes;
}

/** How many changes since the latest version; null without one. */
export function unapproved(truth: Truth): number | null {
	const latest = truth.versions.at(-1);
	if (!latest) return null;
	return Object.keys(changedSince(latest.lines, linesOf(truth))).length + (latest.title === truth.title ? 0 : 1);
}

/** The clashes of a plan. All activities are led by one institution at one hour, so that two on a day always clash. */
export function clashesIn({ activities }: Pick<Truth, 'activities'>): string[] {
	const planned = activities.filter(({ day, state }) => day !== null && offOf(state) === null);
	const sundays = planned.filter(({ day }) => day === sunday).map(({ number, day }) => `sunday ${number} ${day}`);
	const pairs = planned.flatMap((one, at) =>
		planned
			.slice(at + 1)
			.filter(({ day }) => day === one.day)
			.map((other) => {
				const together = one.place !== null && one.place === other.place;
				return `${together ? 'same_place' : 'same_lead'} ${one.number},${other.number} ${one.day}`;
			}),
	);
	return [...sundays, ...pairs].sort();
}

/** What is open before an approval: kinds with the numbers of activities. */
export function openIn(truth: Truth): Record<string, number[]> {
	const ahead = truth.activities.filter(({ state }) => offOf(state) === null);
	const clashing = clashesIn(truth)
		.filter((key) => !truth.accepted.includes(key))
		.flatMap((key) => (key.split(' ')[1] ?? '').split(',').map(Number));
	const of = (open: (one: Planned) => boolean) => ahead.filter(open).map(({ number }) => number);
	const current = ({ said, day }: Planned) => (said && said.day === day ? said.answer : null);
	const found = {
		declined: of((one) => one.day !== null && current(one) === 'no'),
		unanswered: of((one) => one.day !== null && one.asked && current(one) === null),
		unconfirmed: of(({ state }) => state === 'proposed'),
		no_day: of(({ day }) => day === null),
		no_place: of(({ place }) => place === null),
		clash: of(({ number }) => clashing.includes(number)),
	};
	const some = Object.entries(found).filter(([, numbers]) => numbers.length > 0);
	const submitted = truth.state === 'approved' || truth.word === 'submitted';
	return { ...(submitted ? {} : { not_submitted: [] }), ...Object.fromEntries(some) };
}
export const countOpen = (open: Record<string, readonly number[]>): number =>
	Object.values(open).reduce((sum, numbers) => sum + Math.max(1, numbers.length), 0);

const refused = { outcome: 'refused' } as const;
const stale = { outcome: 'stale' } as const;
const done = (truth: Truth): Expected => ({ outcome: 'done', truth });

/** What a step has to come to, from what is so and from what the person has before them. */
export function expected(truth: Truth, desk: Desk, role: Role, step: Step): Expected {
	const { verb } = step;
	const belongs = verb === 'yes' || verb === 'no' || (isChairs(verb) ? role === 'chair' : role === 'secretary');
	if (!belongs) return { outcome: 'forbidden' };
	if (verb === 'submit' || isChairs(verb)) return ofProgramme(truth, desk.programme, verb, step.accepted);
	const closed = truth.state === 'closed';
	if (verb === 'propose') return closed ? refused : done(proposed(truth, step));
	if (verb === 'retitle') {
		if (closed) return refused;
		const { edits, steps } = desk.programme;
		if (edits + steps !== truth.edits + truth.steps) return stale;
		const title = titles[step.at % 2] ?? truth.title;
		return done(title === truth.title ? truth : { ...truth, title, edits: truth.edits + 1 });
	}
	if (verb === 'accept_clash') {
		const key = pickedClash(desk, step);
		if (closed) return refused;
		if (!key || !clashesIn(truth).includes(key) || truth.accepted.includes(key)) return stale;
		return done({ ...truth, accepted: [...truth.accepted, key] });
	}
	const known = pickedActivity(desk, step);
	const now = truth.activities.find(({ number }) => number === known?.number);
	if (!now || !known) throw new Error('nothing was picked');
	const next = verb === 'ask' || verb === 'yes' || verb === 'no' ? consulted(now, verb) : changed(now, step);
	// Consulting is asked of the activity as it is; everything else of the card.
	if (verb !== 'ask' && verb !== 'yes' && verb !== 'no' && known.version !== now.version) return stale;
	if (closed || next === null) return refused;
	return done({ ...truth, activities: truth.activities.map((one) => (one === now ? next : one)) });
}

const isChairs = (verb: Verb): verb is (typeof chairs)[number] => (chairs as readonly Verb[]).includes(verb);
export const pickedActivity = ({ cards }: Desk, { at }: Step) => cards[at % cards.length];
export const pickedClash = ({ clashes }: Desk, { at }: Step) => clashes[at % clashes.length];

/** What a page told of the programme, by which a step from it is as good as new. */
const told = (page: Truth, verb: Verb): string =>
	JSON.stringify([page.title, linesOf(page), page.steps, verb === 'approve' ? openIn(page) : null]);

function ofProgramme(truth: Truth, page: Truth, verb: 'submit' | (typeof chairs)[number], accepted: boolean): Expected {
	if (told(page, verb) !== told(truth, verb)) return stale;
	const { state, word, steps, versions, title } = truth;
	const to = (more: Partial<Truth>) => done({ ...truth, ...more, steps: steps + 1 });
	if (state === 'closed' || ((verb === 'take_back' || verb === 'close') && state !== 'approved')) return refused;
	if (verb === 'take_back') return to({ state: 'in_preparation', word: 'taken_back' });
	// Closing is no word between secretariat and chair: what was handed in stays so.
	if (verb === 'close') return done({ ...truth, state: 'closed', edits: truth.edits + 1 });
	if (verb === 'send_back') return word === 'submitted' ? to({ word: 'sent_back' }) : refused;
	if (state === 'approved' && unapproved(truth) === 0) return refused;
	if (verb === 'submit') return word === 'submitted' ? refused : to({ word: 'submitted' });
	if (countOpen(openIn(truth)) > 0 && !accepted) return refused;
	return to({ state: 'approved', word: 'approved', versions: [...versions, { title, lines: linesOf(truth) }] });
}

/** Where a new activity goes: the fourth kind has no place, and one outside the programme no day. */
export const placeOf = ({ at }: Step): Planned['place'] => (['a', 'b', 'a', null] as const)[at % 4] ?? null;
export const dayOf = ({ day }: Step): string | null => (day === outside ? null : day);
function proposed(truth: Truth, step: Step): Truth {
	const number = truth.activities.length + 1;
	const fresh = { state: 'proposed', version: 1, before: undefined, asked: false, said: null } as const;
	return { ...truth, activities: [...truth.activities, { ...fresh, number, day: dayOf(step), place: placeOf(step) }] };
}

const leads: Record<'confirm' | 'postpone' | 'cancel' | 'reopen', Partial<Record<State, State>>> = {
	confirm: { proposed: 'confirmed', postponed: 'confirmed' },
	postpone: { proposed: 'postponed', confirmed: 'postponed' },
	cancel: { proposed: 'cancelled', confirmed: 'cancelled', postponed: 'cancelled' },
	reopen: { cancelled: 'proposed', postponed: 'proposed', confirmed: 'proposed' },
};

/** An activity after a step that changes it; null where that is refused. */
function changed(now: Planned, { verb, day }: Pick<Step, 'verb' | 'day'>): Planned | null {
	const version = now.version + 1;
	if (verb === 'move' || verb === 'undo') {
		const to = verb === 'move' ? day : now.before;
		if (now.state === 'cancelled' || to === undefined || to === outside) return null;
		return to === now.day ? now : { ...now, day: to, version, before: now.day };
	}
	const state = leads[verb as keyof typeof leads][now.state];
	if (!state || (verb === 'confirm' && (now.day === null || now.place === null))) return null;
	return { ...now, state, version, before: undefined };
}

/** An activity after its institution was asked, or has answered. The yes of the lead confirms. */
function consulted(now: Planned, verb: 'ask' | 'yes' | 'no'): Planned | null {
	if (now.day === null || now.state === 'cancelled') return null;
	if (verb === 'ask') return { ...now, asked: true };
	if (now.said && now.said.day === now.day && now.said.answer === verb) return now;
	const said = { ...now, said: { answer: verb, day: now.day } };
	const agrees = verb === 'yes' && now.state === 'proposed';
	return agrees ? (changed(said, { verb: 'confirm', day: outside }) ?? said) : said;
}
