import { onCommittee } from '#committees/actions.server.ts';
import type { Committee } from '#committees/model.ts';
import { listCommittees } from '#committees/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { enqueue } from '#platform/jobs.server.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { parseNational, parseVersion, parseWhy } from './input.ts';
import {
	type CountyAnswer,
	type OfficeSituation,
	type OfficeVerb,
	type OfficeWhyNot,
	type Telling,
	tallyOf,
	whyNotOffice,
} from './model.ts';
import { getNational, insertNational, listAnswers, saveNational, saveReminded } from './store.server.ts';

type Home = Pick<Committee, 'id' | 'level'>;
type County = Extract<Committee, { level: 'county' }>;
export type CountyStanding = { county: County; answers: ReadonlyMap<string, CountyAnswer> };

function refuseOthers(committee: Home | undefined): void {
	if (committee?.level !== 'national') throw new Problem('forbidden', 'only the national office publishes');
}

/**
 * What the counties answered, each asked in the scope in which the office reads what a county plans: no table of one county is open
 * to another, and none to the office at large. Outside of any other transaction.
 */
export async function listStandings({
	actor,
	committee,
}: Pick<App.Locals, 'actor' | 'committee'>): Promise<CountyStanding[]> {
	refuseOthers(committee);
	const all = await inTransaction({ kind: 'identity', actor }, listCommittees);
	const counties = all.filter((one) => one.level === 'county');
	return Promise.all(
		counties.map(async (county) => ({
			county,
			answers: await inTransaction({ kind: 'oversight', committeeId: county.id, actor }, (tx) =>
				listAnswers(tx, county.id),
			),
		})),
	);
}

/** How the counties stand to one of them. */
export const talliesOf = (standings: readonly CountyStanding[], id: string) =>
	tallyOf(standings.map(({ answers }) => answers.get(id) ?? null));

export type Written = { ok: true; id: string } | { ok: false; issues: Issue[] };

/** Writes a draft, or changes one; when the days of a published one change, the counties that joined or are silent hear of it. */
export async function writeNational(
	tx: Transaction,
	committee: Home,
	typed: Typed,
	{ id, now }: { id: string | null; now: Date },
): Promise<Written> {
	refuseOthers(committee);
	const parsed = parseNational(typed);
	if (!parsed.ok) return parsed;
	if (id === null) return { ok: true, id: await insertNational(tx, committee.id, parsed.value) };
	const before = await getNational(tx, id, true);
	const why = whyNotOffice('edit', { national: before, today: dayAt(now), silent: 0, remindedOn: null });
	if (why !== null) throw new Problem('frozen', `national activity ${id}: ${why}`);
	await saveNational(tx, id, parseVersion(typed), parsed.value);
	const moved = before.startsOn !== parsed.value.startsOn || before.endsOn !== parsed.value.endsOn;
	if (before.state === 'published' && moved) await tell(tx, id, 'moved');
	return { ok: true, id };
}

/** What a rule of the office has to know; the answers were asked for before, in the scopes of the counties. */
const situationOf = (
	national: Awaited<ReturnType<typeof getNational>>,
	standings: readonly CountyStanding[],
	now: Date,
): OfficeSituation => ({
	...{ national, today: dayAt(now), silent: talliesOf(standings, national.id).silent },
	remindedOn: national.remindedAt ? dayAt(national.remindedAt) : null,
});

export type Step = { ok: true } | { ok: false; reason: OfficeWhyNot } | { ok: false; issues: Issue[] };
type Wish = { id: string; typed: Typed; now: Date };

/** One step in the life of a national activity; how the counties stand is asked before, in the scope of each. */
export async function takeOfficeStep(
	locals: Pick<App.Locals, 'actor' | 'scope' | 'committee'>,
	verb: Exclude<OfficeVerb, 'edit'>,
	wish: Wish,
): Promise<Step> {
	const standings = await listStandings(locals);
	return onCommittee(locals, ({ tx, committee }) => changeNational(tx, committee, verb, { ...wish, standings }));
}

/** The step itself, with the mails that go with it. */
export async function changeNational(
	tx: Transaction,
	committee: Home,
	verb: Exclude<OfficeVerb, 'edit'>,
	{ id, typed, standings, now }: Wish & { standings: readonly CountyStanding[] },
): Promise<Step> {
	refuseOthers(committee);
	const national = await getNational(tx, id, true);
	const reason = whyNotOffice(verb, situationOf(national, standings, now));
	if (reason !== null) return { ok: false, reason };
	if (verb === 'remind') {
		await saveReminded(tx, id);
		await tell(tx, id, 'reminder');
		return { ok: true };
	}
	const version = parseVersion(typed);
	if (verb === 'publish') await saveNational(tx, id, version, { state: 'published' });
	else {
		const why = parseWhy(typed);
		if (!why.ok) return why;
		await saveNational(tx, id, version, { state: 'withdrawn', reason: why.value });
	}
	await tell(tx, id, verb === 'publish' ? 'published' : 'withdrawn');
	return { ok: true };
}

/** Leaves word to write to the counties: the office sees none of their addresses. */
const tell = (tx: Transaction, id: string, telling: Telling) =>
	enqueue(tx, 'national_told', { id, telling }, { key: `national:${telling}:${id}` });

/** Everything the page of one shows the office. */
export async function getOfficePage(locals: Pick<App.Locals, 'actor' | 'scope' | 'committee'>, id: string, now: Date) {
	const standings = await listStandings(locals);
	const national = await onCommittee(locals, ({ tx }) => getNational(tx, id));
	const situation = situationOf(national, standings, now);
	const why = (verb: OfficeVerb) => whyNotOffice(verb, situation);
	return {
		national,
		rows: standings.map(({ county, answers }) => ({ county, answer: answers.get(id) ?? null })),
		tally: talliesOf(standings, id),
		why: { publish: why('publish'), edit: why('edit'), withdraw: why('withdraw'), remind: why('remind') },
	};
}
