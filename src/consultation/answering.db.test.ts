import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { changeState, editActivity } from '#activities/actions.server.ts';
import { getActivity } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { mergePartners, removeContact } from '#partners/actions.server.ts';
import { insertContact } from '#partners/store.server.ts';
import { connectAsOwner, inTransaction, type Scope, type Transaction } from '#platform/db.server.ts';
import { anonymousId, recordId } from '#platform/ids.ts';
import { migrateJobs } from '#platform/jobs.server.ts';
import { deriveToken, randomToken } from '#platform/secrets.server.ts';
import type { Programme } from '#programmes/model.ts';
import { getProgramme, saveProgrammeState } from '#programmes/store.server.ts';
import {
	buildActivities,
	buildCommittee,
	buildPartner,
	buildPlace,
	buildProgramme,
} from '../../tests/support/builders.ts';
import { makeScratch, type Scratch } from '../../tests/support/scratch.ts';
import { acceptDay, getStandings } from './actions.server.ts';
import { answerAtDesk, answerByLink, openLink } from './answering.server.ts';
import { askAgain, askForAnswers, askForMonth, revokeLinks } from './asking.server.ts';

const now = new Date('2026-12-01T09:00:00Z');
const today = '2026-12-01';
const day = '2026-12-10';
const said = { for_day: [day] };

let scratch: Scratch;
let committee: Committee;
let programme: Programme;
let lead: string;
let supporter: string;
let stranger: string;
let contacts: Record<string, string>;
let activityIds: string[];

const all: Scope = { kind: 'installation', actor: 'command' };
const work = <T>(run: (tx: Transaction) => Promise<T>, scope: Scope = all): Promise<T> => inTransaction(scope, run);
const asking = () => ({ actor: 'command' as const, committee, programme, now });
const activity = (tx: Transaction, number = 1) => getActivity(tx, programme.id, number);

beforeAll(async () => {
	process.env.KAMBANA_SECRET ??= randomToken();
	scratch = await makeScratch('answering');
	const owner = connectAsOwner();
	await migrateJobs(owner);
	await owner.end({ timeout: 1 });
	committee = await work((tx) => buildCommittee(tx));
});
afterAll(() => scratch.drop());

beforeEach(() =>
	work(async (tx) => {
		await sql`delete from programmes`.execute(tx);
		await sql`delete from partners`.execute(tx);
		await sql`delete from places`.execute(tx);
		await sql`delete from mails`.execute(tx);
		const built = await buildProgramme(tx, committee.id, { slug: '2026-12' });
		programme = await getProgramme(tx, committee.id, '2026-12');
		lead = await buildPartner(tx, committee.id, 'ZVAP Durrës', 'education_office');
		supporter = await buildPartner(tx, committee.id, 'Policia Durrës', 'police');
		stranger = await buildPartner(tx, committee.id, 'Gruaja në Fokus', 'ngo');
		const contact = { phone: null, locale: 'sq' as const, validFrom: '2026-01-01', validTo: null };
		contacts = {};
		for (const partnerId of [lead, supporter, stranger])
			contacts[partnerId] = await insertContact(tx, committee.id, {
				...contact,
				...{ partnerId, name: 'Arta', email: `kontakti.${partnerId}@canary.example` },
			});
		const placeId = await buildPlace(tx, committee.id, 'Shkolla «Naim Frashëri»', 'school');
		const plan = { leadId: lead, supporterIds: [supporter], placeId, takesPlaceOn: day, state: 'proposed' as const };
		activityIds = await buildActivities(tx, built, [
			{ ...plan, number: 1, startsAt: '10:00', endsAt: '11:30' },
			{ ...plan, number: 2, takesPlaceOn: '2026-12-12' },
		]);
	}),
);

/** The token of an institution's living link for an activity, as its mail carries it. */
async function ask(partnerId: string, number = 1): Promise<string> {
	await work(async (tx) => askForAnswers(tx, asking(), await activity(tx, number)));
	return tokenOf(partnerId, number);
}
const tokenOf = (partnerId: string, number = 1): Promise<string> =>
	work(async (tx) => {
		const { rows } = await sql<{ id: string }>`select id from answer_links where partner_id = ${partnerId}
			and activity_id = ${(await activity(tx, number)).id} and revoked_at is null order by sent_at desc limit 1`.execute(
			tx,
		);
		const id = rows[0]?.id ?? '';
		return `${id}.${deriveToken('answer', id)}`;
	});
/** Everything an answer could change. */
const trace = () =>
	work(async (tx) => {
		const { rows } = await sql<Record<string, unknown>>`select (select count(*) from activity_answers) as answers,
			(select count(*) from activity_events) as events, (select count(*) from mails) as mails,
			(select json_agg(state || ' ' || version || ' ' || takes_place_on order by number) from activities) as activities`.execute(
			tx,
		);
		return rows[0];
	});
const kinds = () =>
	work(async (tx) => {
		const { rows } = await sql<{ kind: string; actor: string }>`select kind, actor from activity_events
			where activity_id = ${activityIds[0]} order by at, id`.execute(tx);
		return rows.map(({ kind, actor }) => `${kind} ${actor}`);
	});

describe('a link that does not open', () => {
	const causes: [string, (token: string) => Promise<unknown> | unknown][] = [
		['a wrong signature', (token) => token.replace(/.{3}$/, 'AAA')],
		['the signature of another link', async (token) => `${token.slice(0, 36)}.${(await tokenOf(supporter)).slice(37)}`],
		[
			'an unknown id that is signed',
			() => {
				const id = anonymousId();
				return `${id}.${deriveToken('answer', id)}`;
			},
		],
		['another purpose', (token) => `${token.slice(0, 36)}.${deriveToken('invitation', token.slice(0, 36))}`],
		['revoked', () => work(async (tx) => revokeLinks(tx, asking(), await activity(tx), lead))],
		['replaced by a newer one', () => work(async (tx) => askAgain(tx, asking(), await activity(tx), lead))],
		['of a contact that was removed', () => work((tx) => removeContact(tx, lead, contacts[lead] ?? ''))],
		[
			'of a cancelled activity',
			() =>
				work(async (tx) =>
					changeState(tx, 'command', committee, programme, 1, 'cancel', {
						version: (await activity(tx)).version,
						reason: 'moti',
						today,
					}),
				),
		],
		[
			'of an institution that has no part any more',
			() =>
				work(async (tx) => {
					const one = await activity(tx);
					await editActivity(tx, 'command', committee, programme, {
						number: 1,
						version: one.version,
						plan: { ...one, leadId: stranger },
					});
				}),
		],
		['of a closed programme', () => work((tx) => saveProgrammeState(tx, programme.id, 'closed'))],
		['nothing like a token', () => "' or 1=1 --"],
	];
	test.each(causes)('%s: nothing is read and nothing changes', async (_, break_) => {
		const token = await ask(lead);
		const broken = await break_(token);
		const before = await trace();
		const asked = typeof broken === 'string' ? broken : token;
		expect(await openLink(asked, now)).toBeNull();
		for (const answer of ['yes', 'other_day', 'no'] as const)
			expect(await answerByLink(asked, answer, said, now)).toBeNull();
		expect(await trace()).toEqual(before);
	});

	test('it ends with the day in Albania, and with that day only', async () => {
		const token = await ask(lead);
		expect(await openLink(token, new Date('2026-12-10T22:59:00Z'))).not.toBeNull();
		expect(await openLink(token, new Date('2026-12-10T23:00:00Z'))).toBeNull();
		expect(await answerByLink(token, 'yes', said, new Date('2026-12-11T08:00:00Z'))).toBeNull();
	});
});

describe('what the database lets an answer by link do', () => {
	const byLink = (partnerId: string): Scope => ({
		...{ kind: 'activity', committeeId: committee.id, activityIds: [activityIds[0] ?? ''], partnerId },
		actor: `link:${partnerId}`,
	});
	const seen = (table: string, scope: Scope) =>
		work(
			async (tx) =>
				Number((await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(tx)).rows[0]?.n),
			scope,
		);

	test('it sees its own links and answers to that activity, no contact, no mail, no return', async () => {
		await ask(lead);
		await ask(lead, 2);
		await answerByLink(await tokenOf(supporter), 'yes', said, now);
		const foreign = await work((tx) => getCommittee(tx, { code: 'AL-11' }));
		expect(await seen('answer_links', byLink(lead))).toBe(1);
		expect(await seen('activity_answers', byLink(lead))).toBe(0);
		expect(await seen('activity_answers', byLink(supporter))).toBe(1);
		expect(await seen('activities', byLink(lead))).toBe(1);
		for (const table of [
			'focal_points',
			'mails',
			'returns',
			'activity_readiness',
			'accounts',
			'seats',
			'calendar_invitations',
		])
			expect(await seen(table, byLink(lead)), table).toBe(0);
		for (const scope of [
			{ kind: 'committee', committeeId: foreign.id },
			{ kind: 'oversight', committeeId: committee.id },
			{ kind: 'partner', committeeId: committee.id, partnerId: stranger },
			{ kind: 'activity', committeeId: committee.id, activityIds },
			{ kind: 'identity' },
			{ kind: 'public' },
			{ kind: 'link', tokenHash: 'ab' },
		] as const)
			for (const table of ['answer_links', 'activity_answers'])
				expect(await seen(table, scope), `${table} ${JSON.stringify(scope)}`).toBe(0);
	});

	const refused = (scope: Scope, run: (tx: Transaction) => Promise<unknown>) =>
		expect(work(run, scope)).rejects.toThrow(/row-level security|permission denied|read-only/);

	test('it answers for nobody else, about nothing else, and writes neither gate nor return', async () => {
		const [one, two] = activityIds;
		const answer = (activityId: string | undefined, partnerId: string) => (tx: Transaction) =>
			sql`insert into activity_answers (id, committee_id, activity_id, partner_id, answer, via)
				values (${recordId()}, ${committee.id}, ${activityId}, ${partnerId}, 'yes', 'link')`.execute(tx);
		await refused(byLink(lead), answer(one, supporter));
		await refused(byLink(lead), answer(two, lead));
		await refused(byLink(lead), (tx) => sql`update activity_answers set answer = 'yes'`.execute(tx));
		await refused(byLink(lead), (tx) =>
			sql`insert into returns (id, committee_id, activity_id, version, held_on, actor)
				values (${recordId()}, ${committee.id}, ${one}, 1, ${day}, 'x')`.execute(tx),
		);
		await refused(byLink(lead), (tx) =>
			sql`insert into activity_readiness (committee_id, activity_id, item, checked_on, actor)
				values (${committee.id}, ${one}, 'quiet_place', ${today}, 'x')`.execute(tx),
		);
		await refused(byLink(lead), (tx) =>
			sql`insert into activity_events (id, committee_id, activity_id, kind, to_state, actor)
				values (${recordId()}, ${committee.id}, ${one}, 'accepted', 'accepted', 'x')`.execute(tx),
		);
		await refused({ kind: 'oversight', committeeId: committee.id }, answer(one, lead));
		const moved = (scope: Scope) =>
			work((tx) => sql`update activities set state = 'confirmed' where id = ${one}`.execute(tx), scope);
		expect((await moved(byLink(supporter))).numAffectedRows).toBe(0n);
		expect((await moved(byLink(lead))).numAffectedRows).toBe(1n);
	});
});

describe('an answer', () => {
	test('read a hundred times by whatever looks into mails, it waits for the human, and is taken once', async () => {
		const token = await ask(lead);
		const before = await trace();
		for (let count = 0; count < 100; count++) expect(await openLink(token, now)).not.toBeNull();
		expect(await trace()).toEqual(before);
		expect(await answerByLink(token, 'yes', said, now)).toEqual({ ok: true });
		expect(await kinds()).toEqual(['answers_asked command', `answered_yes link:${lead}`, `confirmed link:${lead}`]);
		expect((await work((tx) => activity(tx))).state).toBe('confirmed');
		await Promise.all(Array.from({ length: 5 }, () => answerByLink(token, 'yes', said, now)));
		expect(await kinds()).toHaveLength(3);
		console.log('answer by link: 100 readings changed 0 records, 6 times yes is 1 answer');
	});

	test('a supporter’s yes is kept and confirms nothing', async () => {
		await ask(lead);
		expect(await answerByLink(await tokenOf(supporter), 'yes', said, now)).toEqual({ ok: true });
		expect((await work((tx) => activity(tx))).state).toBe('proposed');
		expect(await kinds()).toEqual(['answers_asked command', `answered_yes link:${supporter}`]);
	});

	test('it can be changed until the day; every one is in the history', async () => {
		const token = await ask(lead);
		await answerByLink(token, 'yes', said, now);
		await answerByLink(token, 'no', { ...said, reason: ['exams'], note: ['java e testeve'] }, now);
		expect((await openLink(token, now))?.answer).toMatchObject({ answer: 'no', reason: 'exams' });
		expect((await kinds()).at(-1)).toBe(`answered_no link:${lead}`);
	});

	test('to a day that has moved meanwhile it is not taken', async () => {
		const token = await ask(lead);
		const outcome = await answerByLink(token, 'yes', { for_day: ['2026-12-09'] }, now);
		expect(outcome).toMatchObject({ ok: false, issues: [{ message: 'issue.day_moved' }] });
	});

	test('a proposed day is taken up with one step: the activity moves, its links go on, other answers are asked anew', async () => {
		const token = await ask(lead);
		await answerByLink(await tokenOf(supporter), 'yes', said, now);
		await answerByLink(token, 'other_day', { ...said, day: ['2026-12-15'], hour: ['12:00'] }, now);
		await work(async (tx) => {
			const one = await activity(tx);
			const refused = await acceptDay(tx, asking(), one, { partnerId: supporter, version: one.version });
			expect(refused).toEqual({ ok: false, reason: 'nothing_proposed' });
			expect(await acceptDay(tx, asking(), one, { partnerId: lead, version: one.version })).toEqual({ ok: true });
		});
		const moved = await work((tx) => activity(tx));
		expect([moved.takesPlaceOn, moved.startsAt, moved.endsAt]).toEqual(['2026-12-15', '12:00', '13:30']);
		expect((await kinds()).at(-1)).toBe('edited command');
		expect(await openLink(token, new Date('2026-12-14T12:00:00Z'))).not.toBeNull();
		const standings = await work(async (tx) => getStandings(tx, moved, now));
		expect(standings.map(({ agreed, outdated }) => [agreed, outdated])).toEqual([
			[true, false],
			[false, true],
		]);
	});

	test('whoever speaks for an institution with an account answers at the desk, for that one only', async () => {
		await ask(lead);
		const scope = (partnerId: string): Scope => ({ kind: 'partner', committeeId: committee.id, partnerId });
		const answer = (partnerId: string, as = partnerId) =>
			work(async (tx) => {
				const where = { committee, programme, activity: await activity(tx), partnerId };
				return answerAtDesk(tx, `focal_point:${recordId()}`, where, 'yes', said, now);
			}, scope(as));
		await expect(answer(stranger)).rejects.toThrow(/no activity|nothing is asked/);
		await expect(answer(lead, supporter)).rejects.toThrow(/row-level security/);
		expect(await answer(supporter)).toEqual({ ok: true });
		expect((await work((tx) => activity(tx))).state).toBe('proposed');
		expect(await answer(lead)).toEqual({ ok: true });
		expect((await work((tx) => activity(tx))).state).toBe('confirmed');
	});

	test('merging institutions keeps what was asked and answered', async () => {
		const token = await ask(lead);
		await answerByLink(token, 'yes', said, now);
		await work((tx) => mergePartners(tx, 'command', committee, { kept: stranger, gone: lead }));
		expect((await openLink(token, now))?.partnerId).toBe(stranger);
		expect((await openLink(token, now))?.answer?.answer).toBe('yes');
	});
});

describe('asking', () => {
	test('for a month each institution gets one mail with a link to each of its activities, and nothing opens from the database', async () => {
		const sent = await work((tx) => askForMonth(tx, asking()));
		expect(sent.map(({ name, mails, activities }) => [name, mails, activities]).sort()).toEqual([
			['Policia Durrës', 1, 2],
			['ZVAP Durrës', 1, 2],
		]);
		expect(await work((tx) => askForMonth(tx, asking()))).toEqual([]);
		const mails = await work((tx) =>
			sql<{
				to: string;
				text: string;
				html: string;
				before: Date;
			}>`select to_address as to, text_body as text, html_body as html,
				send_before as before from mails`.execute(tx),
		);
		expect(mails.rows.map(({ to }) => to).sort()).toEqual(
			[lead, supporter].map((partnerId) => `kontakti.${partnerId}@canary.example`).sort(),
		);
		const dump = JSON.stringify(mails.rows);
		const links = await work((tx) =>
			sql<{ id: string; hash: Buffer }>`select id, token_hash as hash from answer_links`.execute(tx),
		);
		expect(links.rows).toHaveLength(4);
		for (const { id, hash } of links.rows) {
			const token = deriveToken('answer', id);
			expect(dump).toContain(`/sq/answer/${id}.⟦token:answer:${id}⟧`);
			expect(dump).not.toContain(token);
			expect(hash.toString('base64url')).not.toBe(token);
			expect(await openLink(`${id}.${token}`, now)).not.toBeNull();
		}
		expect(mails.rows.map(({ before }) => before.toISOString())).toEqual(Array(2).fill('2026-12-12T23:00:00.000Z'));
	});

	test('an institution without a contact is not asked; what lies behind is refused', async () => {
		await work((tx) => removeContact(tx, lead, contacts[lead] ?? ''));
		expect(await work(async (tx) => askForAnswers(tx, asking(), await activity(tx)))).toHaveLength(1);
		expect(await work(async (tx) => askAgain(tx, asking(), await activity(tx), lead))).toEqual([]);
		const later = { ...asking(), now: new Date('2026-12-11T08:00:00Z') };
		await expect(work(async (tx) => askForAnswers(tx, later, await activity(tx)))).rejects.toThrow(/lies behind/);
		await expect(work(async (tx) => askAgain(tx, asking(), await activity(tx), stranger))).rejects.toThrow(/no part/);
	});
});
