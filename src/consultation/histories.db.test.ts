import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeState, proposeActivity } from '#activities/actions.server.ts';
import { listClashes, settleClash } from '#activities/clashes.server.ts';
import { listActivityEvents } from '#activities/events.server.ts';
import type { TypedPlan } from '#activities/input.ts';
import type { ListedActivity } from '#activities/model.ts';
import { moveActivity, undoMove } from '#activities/moving.server.ts';
import { getActivity, getPlanSpan, listActivities } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { insertContact } from '#partners/store.server.ts';
import { mayDo } from '#people/access.ts';
import { insertAccount, insertSeat } from '#people/store.server.ts';
import type { Actor, Scope, Transaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import { editProgramme } from '#programmes/actions.server.ts';
import type { Programme } from '#programmes/model.ts';
import { getLatestEventId, getProgramme, listProgrammeEvents } from '#programmes/store.server.ts';
import { getApproval, readVersion } from '#versions/actions.server.ts';
import type { Line } from '#versions/model.ts';
import { listVersions } from '#versions/store.server.ts';
import { buildCommittee, buildPartner, buildPlace, buildProgramme } from '../../tests/support/builders.ts';
import { become, rolledBack } from '../../tests/support/database.ts';
import * as life from '../../tests/support/programme-life.ts';
import { makeScratch, type Scratch } from '../../tests/support/scratch.ts';
import { answerAtDesk } from './answering.server.ts';
import { askForAnswers } from './asking.server.ts';
import { decide } from './deciding.server.ts';
import { getOpenQuestions } from './questions.server.ts';

// A month by two people, each with pages that may be out of date: planned, asked about, handed in, sent back, approved, changed. What each
// step must come to is told by a model of its own (`programme-life.ts`); afterwards the history alone has to lead to what is so.
// A database of its own: who builds a committee waits for everybody else who does, and this takes long.
let database: Scratch;
beforeAll(async () => {
	database = await makeScratch('month_histories');
});
afterAll(() => database?.drop());

const sequences = 40;
const now = new Date('2026-09-20T09:00:00Z');
const today = '2026-09-20';
const year = { validFrom: '2026-01-01', validTo: null };
type House = {
	tx: Transaction;
	scope: Scope;
	committee: Committee;
	lead: string;
	places: { a: string; b: string };
	people: Record<life.Role, readonly [Actor, Actor]>;
};

async function build(tx: Transaction): Promise<House> {
	const committee = await buildCommittee(tx);
	const seat = async (role: life.Role, name: string) => {
		const accountId = await insertAccount(tx, { email: `${name}@durres.example`, name, locale: 'sq' });
		await insertSeat(tx, { role, accountId, committeeId: committee.id, ...year });
		return `${role}:${accountId}` as Actor;
	};
	const people = {
		secretary: [await seat('secretary', 'sekretaria'), await seat('secretary', 'sekretari')],
		chair: [await seat('chair', 'prefekti'), await seat('chair', 'nenprefekti')],
	} as const;
	const lead = await buildPartner(tx, committee.id, 'ZVAP Krujë', 'education_office');
	const contact = { name: 'Arta', email: 'zvap@partner.example', phone: null, locale: 'sq' as const, ...year };
	await insertContact(tx, committee.id, { partnerId: lead, ...contact });
	const places = {
		a: await buildPlace(tx, committee.id, 'Qendra sociale', 'community_centre'),
		b: await buildPlace(tx, committee.id, 'Biblioteka', 'community_centre'),
	};
	return { tx, committee, people, lead, places, scope: { kind: 'committee', committeeId: committee.id } };
}

/** What a person has before them: as the model knows it, and what the forms of those pages carry. */
type Before = life.Desk & {
	seen: { approval: string; step: string };
	latest: string;
	/** Read before whatever was done since: as by a request that had to wait for another one. */
	read: Programme;
	keys: ReadonlyMap<string, string>;
};
type Month = House & { slug: string };

const planOf = ({ lead, places }: House, step: life.Step): TypedPlan => {
	const place = life.placeOf(step);
	return {
		...{ number: null, title: 'Bisedë', setting: 'community', leadId: lead, supporterIds: [], national: false },
		...{ placeId: place && places[place], municipalityCode: null, unitCode: null, audiences: ['parents'] },
		...{ methods: ['talk'], takesPlaceOn: life.dayOf(step), startsAt: '09:30', endsAt: '11:00' },
		...{ plannedPersons: 20, visibility: 'closed' },
	};
};

const getProgrammeOf = ({ tx, committee, slug }: Month) => getProgramme(tx, committee.id, slug);

/** What the pages of a month show now: that of the chair, those of activities, that of clashes. */
async function readMonth(month: Month) {
	const { tx, scope } = month;
	const programme = await getProgrammeOf(month);
	const activities = await listActivities(tx, programme.id);
	const { questions } = await getOpenQuestions(tx, scope, programme, activities, now);
	const { clashes } = await listClashes(tx, scope, programme);
	const named = clashes.map(({ kind, activities: both, day, key }): [string, string] => [
		`${kind} ${both.map(({ number }) => number).join()} ${day}`,
		key,
	]);
	return {
		...{ programme, activities, keys: new Map(named.sort()), latest: await getLatestEventId(tx, programme.id) },
		approval: await getApproval(tx, programme, activities, questions),
	};
}
type Reading = Awaited<ReturnType<typeof readMonth>>;

const look = (truth: life.Truth, { programme, keys, latest, approval }: Reading): Before => ({
	...{ programme: truth, cards: truth.activities, clashes: [...keys.keys()], keys },
	...{ seen: approval.seen, latest, read: programme },
});

/** What somebody sees of it who has just done it: the page that they were on, and no other. */
function lookAfter(fresh: Before, before: Before, step: life.Step): Before {
	const { verb } = step;
	if (verb === 'accept_clash') return { ...before, clashes: fresh.clashes, keys: fresh.keys };
	if (isOfProgramme(verb)) return { ...fresh, cards: before.cards, clashes: before.clashes, keys: before.keys };
	const number = verb === 'propose' ? fresh.cards.length : life.pickedActivity(before, step)?.number;
	const card = fresh.cards.filter((one) => one.number === number);
	return { ...before, cards: [...before.cards.filter((one) => one.number !== number), ...card] };
}
const isOfProgramme = (verb: life.Verb) =>
	verb === 'submit' || verb === 'retitle' || life.chairs.some((one) => one === verb);

/** By which line of the table of access each step goes. */
function isAllowed({ committee }: House, role: life.Role, verb: life.Verb): boolean {
	const own = {
		submit: ['approval', 'submit'],
		approve: ['approval', 'approve'],
		send_back: ['approval', 'send_back'],
		take_back: ['approval', 'reopen'],
		close: ['approval', 'close'],
		retitle: ['programme', 'edit'],
		propose: ['activities/new', ''],
		accept_clash: ['clashes', 'acceptClash'],
		ask: ['activities/[number=number]/answers', 'ask'],
		move: ['activities/[number=number]/move', 'moveDay'],
		undo: ['activities/[number=number]/move', 'undo'],
		confirm: ['activities/[number=number]', 'confirm'],
		postpone: ['activities/[number=number]', 'postpone'],
		cancel: ['activities/[number=number]', 'cancel'],
		reopen: ['activities/[number=number]', 'reopen'],
	} as const satisfies Record<Exclude<life.Verb, 'yes' | 'no'>, readonly [string, string]>;
	if (verb === 'yes' || verb === 'no') return true;
	const [page, action] = own[verb];
	const grant = { seatId: '', role, committeeId: committee.id, committeeLevel: 'county', partnerId: null } as const;
	return mayDo([grant], committee.id, `/[month=month]/${page}`, action === '' ? 'POST' : `?/${action}`);
}

/** Does a step from the pages that the person has, and says how it ended. */
async function take(month: Month, actor: Actor, before: Before, step: life.Step): Promise<life.Outcome> {
	const role = actor.startsWith('chair') ? 'chair' : 'secretary';
	if (!isAllowed(month, role, step.verb)) return 'forbidden';
	try {
		return (await doStep(month, actor, before, step)) ? 'done' : 'refused';
	} catch (cause) {
		if (cause instanceof Problem && cause.code === 'stale') return 'stale';
		if (cause instanceof Problem && (cause.code === 'frozen' || cause.code === 'conflict')) return 'refused';
		throw cause;
	}
}

async function doStep(month: Month, actor: Actor, before: Before, step: life.Step): Promise<boolean> {
	const { tx, committee, scope } = month;
	const { verb } = step;
	const { read: programme, seen } = before;
	const asking = { actor, committee, programme, now };
	if (verb === 'submit' || verb === 'approve' || verb === 'send_back' || verb === 'take_back' || verb === 'close') {
		const wish = {
			accepted: step.accepted,
			seen: verb === 'approve' ? seen.approval : seen.step,
			words: 'Shih listën.',
		};
		return (await decide(tx, { ...asking, scope }, { ...wish, verb: verb === 'take_back' ? 'reopen' : verb })).ok;
	}
	if (verb === 'retitle') {
		const draft = { ...(await getProgrammeOf(month)), titleSq: life.titles[step.at % 2] ?? '' };
		const edit = { draft, span: () => getPlanSpan(tx, programme.id), seen: before.latest };
		return (await editProgramme(tx, actor, programme, edit)).ok;
	}
	if (verb === 'propose') return (await proposeActivity(tx, actor, committee, programme, planOf(month, step))).ok;
	if (verb === 'accept_clash') {
		const key = before.keys.get(life.pickedClash(before, step) ?? '') ?? 'asnjë';
		await settleClash(tx, actor, programme, { key, reason: 'U fol me të dy palët.' });
		return true;
	}
	const { number = 0, version = 0 } = life.pickedActivity(before, step) ?? {};
	if (verb === 'move')
		return (await moveActivity(tx, actor, committee, programme, { number, version, day: step.day })).ok;
	if (verb === 'undo') return (await undoMove(tx, actor, committee, programme, { number, version })).ok;
	if (verb === 'ask' || verb === 'yes' || verb === 'no') {
		const activity = await getActivity(tx, programme.id, number);
		if (verb === 'ask') await askForAnswers(tx, asking, activity);
		else await answer(month, programme, activity, verb);
		return true;
	}
	return (await changeState(tx, actor, committee, programme, number, verb, { version, reason: 'provë', today })).ok;
}

async function answer(
	{ tx, committee, lead }: Month,
	programme: Programme,
	activity: ListedActivity,
	said: 'yes' | 'no',
) {
	const where = { committee, programme, activity, partnerId: lead };
	const typed = { for_day: [activity.takesPlaceOn ?? ''], reason: ['day'] };
	const outcome = await answerAtDesk(tx, `focal_point:${lead}`, where, said, typed, now);
	if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
}

const kept = (lines: readonly Line[]): life.Kept[] =>
	lines
		.map(({ number, off, pencilled, takesPlaceOn: day }) => ({ number, off, pencilled, day }))
		.toSorted((one, other) => one.number - other.number);

/** Everything that is so, as pages and versions say it, is what the model says. */
async function compare({ tx }: Month, truth: life.Truth, reading: Reading): Promise<void> {
	const { programme, activities, approval, keys } = reading;
	expect({ state: programme.state, title: programme.titleSq }).toEqual({ state: truth.state, title: truth.title });
	const plan = activities.map(({ number, state, takesPlaceOn: day, version }) => ({ number, state, day, version }));
	expect(plan.toSorted((one, other) => one.number - other.number)).toEqual(
		truth.activities.map(({ number, state, day, version }) => ({ number, state, day, version })),
	);
	expect([...keys.keys()].sort()).toEqual(life.clashesIn(truth));
	const open = approval.questions.map(({ kind, about }) => [kind, about.map(({ number }) => number).sort()]);
	expect(Object.fromEntries(open)).toEqual(life.openIn(truth));
	const since = truth.versions.at(-1);
	expect(Object.fromEntries(approval.changes.map(({ number, kind }) => [number, kind]))).toEqual(
		since ? life.changedSince(since.lines, life.linesOf(truth)) : {},
	);
	expect(approval.situation.changes).toBe(life.unapproved(truth));
	expect(await listVersions(tx, programme.id)).toHaveLength(truth.versions.length);
	for (const [at, version] of truth.versions.entries()) {
		const { lines, whole, version: read } = await readVersion(tx, programme, at + 1);
		expect({ whole, title: read.text.titleSq, lines: kept(lines) }).toEqual({ whole: true, ...version });
	}
}

/** Goes back from what is so through the history alone: to each version as it was approved, and to nothing at the beginning. */
async function goBack(month: Month): Promise<void> {
	const { tx } = month;
	const programme = await getProgrammeOf(month);
	const activities = await listActivities(tx, programme.id);
	let title: unknown = programme.titleSq;
	const plan = new Map(activities.map(({ id, number, state, takesPlaceOn: day }) => [id, { number, state, day }]));
	const past = (await listProgrammeEvents(tx, programme.id)).map((event) => ({ event, activity: null }));
	const theirs = activities.map(async (activity) =>
		(await listActivityEvents(tx, activity.id)).map((event) => ({ event, activity })),
	);
	const everything = [...past, ...(await Promise.all(theirs)).flat()];
	for (const { event, activity } of everything.toSorted((one, other) => (one.event.id < other.event.id ? 1 : -1))) {
		if (activity === null) {
			if (event.kind === 'edited') title = (event.details.titleSq as { from: unknown }).from;
			if (event.kind !== 'approved') continue;
			expect(event.actor).toMatch(/^chair:/);
			const { lines, version } = await readVersion(tx, programme, Number(event.details.version));
			const then = [...plan.values()].map((one) => ({ ...one, version: 0, place: null, before: undefined }));
			const was = then.map((one) => ({ ...one, asked: false, said: null })) as life.Planned[];
			expect(kept(lines)).toEqual(
				life.linesOf({ activities: was.toSorted((one, other) => one.number - other.number) }),
			);
			expect(version.text.titleSq).toBe(title);
			expect(version.actor).toBe(event.actor);
			continue;
		}
		const one = plan.get(activity.id);
		expect(one?.state).toBe(event.to);
		if (!one) continue;
		const moved = event.kind === 'edited' ? event.changes.takesPlaceOn : undefined;
		if (moved) expect(one.day).toBe(moved.to);
		if (event.from === null) plan.delete(activity.id);
		else plan.set(activity.id, { ...one, state: event.from, day: moved ? (moved.from as string | null) : one.day });
	}
	expect([...plan.values()]).toEqual([]);
}

test(
	'whatever two people do with a month from old pages: approved is what the chair saw, nothing is lost, and the history tells it all',
	() =>
		rolledBack(async (tx) => {
			const house = await build(tx);
			const met: Record<string, number> = {};
			const count = (what: string) => {
				met[what] = (met[what] ?? 0) + 1;
			};
			await fc.assert(
				fc.asyncProperty(life.stories, async (story) => {
					await become(tx, { kind: 'installation' });
					const { id, slug } = await buildProgramme(tx, house.committee.id, { approved: false });
					await become(tx, house.scope);
					await tell({ ...house, slug }, story, count);
					await become(tx, { kind: 'installation' });
					await sql`delete from programmes where id = ${id}`.execute(tx);
				}),
				{ numRuns: sequences, endOnFailure: true },
			);
			// Each way for a step to end was met, and each kind of approval, else this proves little.
			const least = {
				done: 80,
				refused: 80,
				stale: 20,
				forbidden: 15,
				'approve done': 12,
				'approve stale': 1,
				approved: 2,
			};
			const few = Object.entries({
				...least,
				'approved all the same': 5,
				'submit done': 5,
				'submit stale': 1,
				'send_back done': 1,
			});
			expect(few.filter(([what, times]) => (met[what] ?? 0) < times)).toEqual([]);
		}),
	180_000,
);

async function tell(month: Month, { cast, begun, steps }: life.Story, count: (what: string) => void) {
	let truth = await begin(month, begun);
	let reading = await readMonth(month);
	const desks: [Before, Before] = [look(truth, reading), look(truth, reading)];
	for (const { verbs: wished, stray, ...rest } of steps) {
		const role = cast[rest.who];
		const step = { ...rest, verb: wished[stray ? 'anybody' : role] };
		if (step.look) desks[step.who] = look(truth, reading);
		const before = desks[step.who];
		const should = life.expected(truth, before, role, step);
		const outcome = await take(month, month.people[role][step.who], before, step);
		expect({ step, outcome }).toEqual({ step, outcome: should.outcome });
		count(outcome);
		count(`${step.verb} ${outcome}`);
		if (should.outcome !== 'done') continue;
		if (step.verb === 'approve') count(life.countOpen(life.openIn(truth)) > 0 ? 'approved all the same' : 'approved');
		truth = should.truth;
		reading = await readMonth(month);
		await compare(month, truth, reading);
		desks[step.who] = lookAfter(look(truth, reading), before, step);
	}
	// What was not done left nothing behind.
	await compare(month, truth, await readMonth(month));
	await goBack(month);
}

/** Two activities, on two days and in two places. */
async function begin(month: Month, begun: number): Promise<life.Truth> {
	const opening = { who: 0, look: true, accepted: false } as const;
	const propose: life.Step[] = [
		{ ...opening, verb: 'propose', at: 0, day: '2026-10-12' },
		{ ...opening, verb: 'propose', at: 1, day: '2026-10-13' },
	];
	const confirm = propose.map((step): life.Step => ({ ...step, verb: 'confirm' }));
	let truth: life.Truth = life.beginning;
	const submit: life.Step = { ...opening, verb: 'submit', at: 0, day: life.outside };
	for (const step of [...propose, ...confirm, submit].slice(0, begun)) {
		const desk = look(truth, await readMonth(month));
		const next = life.expected(truth, desk, 'secretary', step);
		const outcome = await take(month, month.people.secretary[0], desk, step);
		if (next.outcome !== 'done' || outcome !== 'done') throw new Error('the month did not begin');
		truth = next.truth;
	}
	return truth;
}
