import { proposeActivity } from '#activities/actions.server.ts';
import { moveActivity } from '#activities/moving.server.ts';
import type { WhyNotMove } from '#activities/moving.ts';
import { findActivity, listActivities } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { listPartners } from '#partners/store.server.ts';
import { listPlaces } from '#places/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { listProgrammes, lockProgramme } from '#programmes/store.server.ts';
import { type JoinChoices, type JoinWish, parseJoin, parseWhy } from './input.ts';
import {
	adoptedDay,
	type CountyWhyNot,
	type ForCounty,
	firstDayIn,
	type NationalActivity,
	programmeFor,
	usualLead,
	waitingFor,
	whyNotAnswer,
} from './model.ts';
import { getNational, listAnswers, listNationals, saveAnswer, saveKnown } from './store.server.ts';

type Home = Pick<Committee, 'id' | 'level'>;
/** One transaction at the desk of a county, and who acts in it. */
export type Desk = { tx: Transaction; actor: Actor; committee: Home };

/** What the office has published, as it stands for one county; what it withdrew only where the county had answered. */
export async function listForCounty(tx: Transaction, committee: Home, now: Date): Promise<ForCounty[]> {
	const answers = await listAnswers(tx, committee.id);
	return (await listNationals(tx))
		.map((national) => {
			const answer = answers.get(national.id) ?? null;
			return { national, answer, waiting: waitingFor(national, answer, dayAt(now)) };
		})
		.filter(
			({ national, answer }) => national.state === 'published' || (national.state === 'withdrawn' && answer !== null),
		);
}

/** What waits for the county, with whether one button is enough to join: for the page it opens every day. */
export async function listWaiting(tx: Transaction, committee: Home, now: Date) {
	if (committee.level !== 'county') return [];
	const waiting = (await listForCounty(tx, committee, now)).filter((one) => one.waiting !== null);
	if (waiting.length === 0) return [];
	const programmes = await listProgrammes(tx, committee.id);
	const lead = usualLead(await listPartners(tx, committee.id));
	return waiting.map((one) => {
		const programme = programmeFor(programmes, one.national);
		return {
			...one,
			atOnce: one.waiting === 'answer' && lead !== null && programme !== null && programme.state !== 'closed',
		};
	});
}

/** Everything the page of one shows a county, and what its form chooses from. */
export async function getForCounty(tx: Transaction, committee: Home, id: string, now: Date) {
	const national = await getNational(tx, id);
	if (national.state === 'draft') throw new Problem('not_found', `national activity ${id} is a draft`);
	const answers = await listAnswers(tx, committee.id);
	const answer = answers.get(id) ?? null;
	const today = dayAt(now);
	const programme = programmeFor(await listProgrammes(tx, committee.id), national);
	const situation = { national, before: answer, programme, today };
	const taken = new Set([...answers.values()].map(({ activity }) => activity?.id));
	const activities = programme ? await listActivities(tx, programme.id) : [];
	return {
		...{ national, answer, programme, waiting: waitingFor(national, answer, today) },
		why: { join: whyNotAnswer('join', situation), decline: whyNotAnswer('decline', situation) },
		partners: await listPartners(tx, committee.id),
		places: (await listPlaces(tx, committee.id)).filter(
			({ validTo }) => validTo === null || validTo >= national.startsOn,
		),
		existing: activities.filter(
			(one) =>
				!taken.has(one.id) &&
				one.state !== 'cancelled' &&
				one.takesPlaceOn !== null &&
				one.takesPlaceOn >= national.startsOn &&
				one.takesPlaceOn <= national.endsOn,
		),
	};
}

export type Answered =
	| { ok: true; slug: string | null; number: number | null }
	| { ok: false; reason: CountyWhyNot }
	| { ok: false; issues: Issue[] };

/** A county joins, with an activity of its own that is proposed, or with one that is in its plan already. */
export async function joinNational(
	{ tx, actor, committee }: Desk,
	id: string,
	typed: Typed,
	now = new Date(),
): Promise<Answered> {
	if (committee.level !== 'county') throw new Problem('forbidden', 'only a county joins');
	const { national, programme, why, partners, places, existing } = await getForCounty(tx, committee, id, now);
	if (why.join !== null || programme === null) return { ok: false, reason: why.join ?? 'no_programme' };
	await lockProgramme(tx, programme.id);
	const choices: JoinChoices = {
		...{ programme, places, partners, lead: usualLead(partners) },
		day: firstDayIn(programme, national),
		existing: existing.map(({ number }) => number),
	};
	const parsed = parseJoin(typed, choices);
	if (!parsed.ok) return parsed;
	const number =
		'existing' in parsed.value
			? parsed.value.existing
			: await proposePart({ tx, actor, committee }, programme, national, parsed.value);
	const activity = await findActivity(tx, programme.id, number);
	if (!activity) throw new Problem('not_found', `no activity ${number}`);
	await saveAnswer(tx, committee.id, national, { answer: 'joined', activityId: activity.id }, actor);
	return { ok: true, slug: programme.slug, number };
}

async function proposePart(
	{ tx, actor, committee }: Desk,
	programme: Parameters<typeof proposeActivity>[3],
	{ titleSq, audiences, methods }: NationalActivity,
	wish: Exclude<JoinWish, { existing: number }>,
): Promise<number> {
	const made = await proposeActivity(tx, actor, committee, programme, {
		...{
			number: null,
			title: titleSq,
			setting: 'public',
			leadId: wish.leadId,
			supporterIds: [],
			placeId: wish.placeId,
		},
		...{ municipalityCode: null, unitCode: null, national: true, audiences, methods, takesPlaceOn: wish.day },
		...{ startsAt: wish.startsAt, endsAt: wish.endsAt, plannedPersons: wish.plannedPersons, visibility: 'public' },
	});
	if (!made.ok) throw new Problem('conflict', `activity ${made.number} exists`);
	return made.number;
}

/** A county says that it does not join, and why; until it is over it may still join. */
export async function declineNational(
	{ tx, actor, committee }: Desk,
	id: string,
	typed: Typed,
	now = new Date(),
): Promise<Answered> {
	if (committee.level !== 'county') throw new Problem('forbidden', 'only a county declines');
	const { national, why } = await getForCounty(tx, committee, id, now);
	if (why.decline !== null) return { ok: false, reason: why.decline };
	const reason = parseWhy(typed);
	if (!reason.ok) return reason;
	await saveAnswer(tx, committee.id, national, { answer: 'declined', reason: reason.value }, actor);
	return { ok: true, slug: null, number: null };
}

/**
 * A county takes the days that the office has now: its own activity moves there, an edit like every other. `seen` is the version
 * of the national activity that it was shown.
 */
export async function adoptDays(
	{ tx, actor, committee }: Desk,
	id: string,
	seen: number,
	now = new Date(),
): Promise<{ ok: true } | { ok: false; reason: WhyNotMove }> {
	const { national, activity } = await getWaiting(tx, committee, id, seen, now);
	const programme = (await listProgrammes(tx, committee.id)).find(({ slug }) => slug === activity.slug);
	if (!programme) throw new Problem('not_found', `no programme ${activity.slug}`);
	const { number, version } = activity;
	const day = adoptedDay(national, activity.takesPlaceOn);
	const moved = await moveActivity(tx, actor, committee, programme, { number, version, day });
	if (!moved.ok) return moved;
	await saveKnown(tx, committee.id, national);
	return { ok: true };
}

/** A county has seen what the office changed, and leaves its own activity as it is. */
export async function keepAsItIs(
	{ tx, committee }: Desk,
	id: string,
	seen: number,
	now = new Date(),
): Promise<{ ok: true }> {
	const { national } = await getWaiting(tx, committee, id, seen, now);
	await saveKnown(tx, committee.id, national);
	return { ok: true };
}

async function getWaiting(tx: Transaction, committee: Home, id: string, seen: number, now: Date) {
	const national = await getNational(tx, id);
	const answer = (await listAnswers(tx, committee.id)).get(id) ?? null;
	const waiting = waitingFor(national, answer, dayAt(now));
	if (!answer?.activity || waiting === null || waiting === 'answer' || national.version !== seen)
		throw new Problem('stale', `national activity ${id} is no longer as it was shown`);
	return { national, activity: answer.activity };
}
