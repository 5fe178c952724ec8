import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Committee } from '#committees/model.ts';
import { mergePartners, removeContact } from '#partners/actions.server.ts';
import { insertContact } from '#partners/store.server.ts';
import { addDays, dayAt } from '#platform/dates.ts';
import { inTransaction, type Scope, type Transaction } from '#platform/db.server.ts';
import { anonymousId } from '#platform/ids.ts';
import { deriveToken, randomToken, readSigned } from '#platform/secrets.server.ts';
import { buildCommittee, buildPartner } from '../../tests/support/builders.ts';
import { makeScratch, type Scratch } from '../../tests/support/scratch.ts';
import { convene, editMeeting, planMeeting, takeStep } from './actions.server.ts';
import { answerMeeting, listExpected, openMeetingLink } from './answering.server.ts';
import { quorumExpected } from './answers.ts';
import { typedForMeeting } from './input.ts';
import { tellMeeting } from './jobs.server.ts';
import { addItem } from './noting.server.ts';
import { getMeeting, insertMeetingAnswer, listParticipants } from './store.server.ts';

// The database asks the clock too, so the days are those of the machine.
const today = dayAt(new Date());
const day = addDays(today, 5);
const said = { for_day: [day] };
const all: Scope = { kind: 'installation', actor: 'command' };
const work = <T>(run: (tx: Transaction) => Promise<T>, scope: Scope = all): Promise<T> => inTransaction(scope, run);

let scratch: Scratch;
let committee: Committee;
let member: string;
let guest: string;
let quiet: string;
let contacts: Record<string, string>;
let meetings: string[];

beforeAll(async () => {
	process.env.KAMBANA_SECRET ??= randomToken();
	scratch = await makeScratch('meeting_answers');
	committee = await work((tx) => buildCommittee(tx));
});
afterAll(() => scratch.drop());

/** Two meetings that the same institutions were called to; one of the institutions has nobody to write to. */
beforeEach(async () => {
	await scratch.own`truncate meetings, partners cascade`;
	await work(async (tx) => {
		await sql`delete from mails`.execute(tx);
		member = await buildPartner(tx, committee.id, 'ZVAP Durrës', 'education_office');
		guest = await buildPartner(tx, committee.id, 'World Vision', 'ngo');
		quiet = await buildPartner(tx, committee.id, 'Policia Durrës', 'police');
		contacts = {};
		for (const partnerId of [member, guest])
			contacts[partnerId] = await insertContact(tx, committee.id, {
				...{ partnerId, name: 'Arta', email: `k.${partnerId}@canary.example`, phone: null, locale: 'sq' },
				...{ validFrom: '2026-01-01', validTo: null },
			});
		meetings = [];
		for (const takesPlaceOn of [day, addDays(day, 1)]) {
			const where = { startsAt: '10:00', endsAt: null, online: false, place: 'Salla' };
			const id = await planMeeting(tx, 'command', committee, {
				plan: { kind: 'ordinary', takesPlaceOn, ...where },
				invited: [
					{ partnerId: member, standing: 'member' },
					{ partnerId: quiet, standing: 'member' },
					{ partnerId: guest, standing: 'invited' },
				],
			});
			const point = { title: 'Kalendari', note: null, presenterId: null, presenterOffice: 'secretary' as const };
			await addItem(tx, 'command', committee, { id, version: 1 }, { ...point, programmeId: null, activityId: null });
			const { version } = await getMeeting(tx, committee.id, id);
			await convene(tx, 'command', committee, { id, version });
			await tellMeeting(tx, id, 'kambana@durres.example');
			meetings.push(id);
		}
	});
});

const idOf = (partnerId: string, at = 0): Promise<string> =>
	work(async (tx) => {
		const { rows } = await sql<{ id: string }>`select id from meeting_links where partner_id = ${partnerId}
			and meeting_id = ${meetings[at]}`.execute(tx);
		return rows[0]?.id ?? '';
	});
const tokenOf = async (partnerId: string, at = 0): Promise<string> => {
	const id = await idOf(partnerId, at);
	return `${id}.${deriveToken('meeting', id)}`;
};
const current = (tx: Transaction) => getMeeting(tx, committee.id, meetings[0] ?? '');
const edit = (plan: { day?: string; without?: string[] }) =>
	work(async (tx) => {
		const meeting = await current(tx);
		const participants = (await listParticipants(tx, meeting.id)).filter(
			({ partnerId }) => !plan.without?.includes(partnerId),
		);
		const typed = typedForMeeting({ ...meeting, takesPlaceOn: plan.day ?? meeting.takesPlaceOn }, participants);
		await editMeeting(tx, 'command', committee, meeting.id, { ...typed, version: [`${meeting.version}`] });
	});
const cancel = () =>
	work(async (tx) => {
		const { id, version } = await current(tx);
		await takeStep(tx, 'command', committee, { id, version, verb: 'cancel', words: 'Salla nuk është e lirë.' });
	});
/** The meeting lies behind, as it does on the day after it. */
const pass = () =>
	work((tx) => sql`update meetings set takes_place_on = ${addDays(today, -1)} where id = ${meetings[0]}`.execute(tx));
const answers = () =>
	work(async (tx) => {
		const { rows } = await sql<{ said: string }>`select answer || ' ' || coalesce(note, '-') as said
			from meeting_answers order by answered_at, id`.execute(tx);
		return rows.map((row) => row.said);
	});

describe('forbidden', () => {
	const causes: [string, (token: string) => Promise<unknown> | unknown][] = [
		['a wrong signature', (token) => token.replace(/.{3}$/, 'AAA')],
		[
			'the signature of the link to another meeting',
			async (token) => `${token.slice(0, 36)}.${(await tokenOf(member, 1)).slice(37)}`,
		],
		[
			'the signature of another institution',
			async (token) => `${token.slice(0, 36)}.${(await tokenOf(guest)).slice(37)}`,
		],
		[
			'an unknown id that is signed',
			() => {
				const id = anonymousId();
				return `${id}.${deriveToken('meeting', id)}`;
			},
		],
		['signed for another purpose', (token) => `${token.slice(0, 36)}.${deriveToken('answer', token.slice(0, 36))}`],
		['of a contact that was removed', () => work((tx) => removeContact(tx, member, contacts[member] ?? ''))],
		['of an institution that is called no more', () => edit({ without: [member] })],
	];
	test.each(causes)('%s opens nothing and takes no answer', async (_, cause) => {
		const token = await tokenOf(member);
		const made = await cause(token);
		const used = typeof made === 'string' ? made : token;
		expect(await openMeetingLink(used)).toBeNull();
		expect(await answerMeeting(used, 'yes', said)).toBeNull();
		expect(await answers()).toEqual([]);
	});

	test('a meeting that is off, or over, takes no answer and says so, however the form is sent', async () => {
		const token = await tokenOf(member);
		await cancel();
		expect(await openMeetingLink(token)).toMatchObject({
			closed: 'cancelled',
			meeting: { cancelReason: 'Salla nuk është e lirë.' },
		});
		expect(await answerMeeting(token, 'yes', said)).toEqual({ ok: false, closed: 'cancelled' });
		const other = await tokenOf(member, 1);
		expect(
			await answerMeeting(other, 'yes', { for_day: [addDays(day, 1)] }, new Date(`${addDays(day, 2)}T12:00:00Z`)),
		).toEqual({
			ok: false,
			closed: 'past',
		});
		expect(await answers()).toEqual([]);
	});

	test('an answer from before the meeting, sent again after it, changes nothing', async () => {
		const token = await tokenOf(member);
		expect(await answerMeeting(token, 'yes', said)).toEqual({ ok: true });
		await pass();
		expect(await answerMeeting(token, 'no', said)).toEqual({ ok: false, closed: 'past' });
		expect(await answers()).toEqual(['yes -']);
	});

	test('the database itself refuses, in the scope of a link, whatever is not that meeting, that institution, that day', async () => {
		const token = await tokenOf(member);
		const tokenHash = readSigned('meeting', token)?.tokenHash ?? '';
		const link: Scope = { kind: 'link', tokenHash };
		const answer = { answer: 'yes' as const, note: null };
		const at = (index: number) => ({ id: meetings[index] ?? '', committeeId: committee.id });
		const tries: [string, () => Promise<unknown>][] = [
			[
				'another meeting',
				() =>
					work((tx) => insertMeetingAnswer(tx, at(1), { ...answer, partnerId: member, forDay: addDays(day, 1) }), link),
			],
			[
				'another institution',
				() => work((tx) => insertMeetingAnswer(tx, at(0), { ...answer, partnerId: guest, forDay: day }), link),
			],
			[
				'another day',
				() => work((tx) => insertMeetingAnswer(tx, at(0), { ...answer, partnerId: member, forDay: today }), link),
			],
		];
		for (const [what, insert] of tries) await expect(insert(), what).rejects.toThrow(/row-level security/);
		await pass();
		const late = () =>
			work((tx) => insertMeetingAnswer(tx, at(0), { ...answer, partnerId: member, forDay: addDays(today, -1) }), link);
		await expect(late()).rejects.toThrow(/row-level security/);
		const seen = await work(async (tx) => {
			const { rows } = await sql<Record<string, number>>`select (select count(*) from meetings) as meetings,
				(select count(*) from meeting_participants) as participants, (select count(*) from partners) as partners,
				(select count(*) from meeting_links) as links, (select count(*) from focal_points) as contacts,
				(select count(*) from meeting_decisions) as decisions, (select count(*) from meeting_minutes) as minutes,
				(select count(*) from mails) as mails, (select count(*) from activities) as activities`.execute(tx);
			return rows[0];
		}, link);
		expect(seen).toEqual({
			...{ meetings: 1, participants: 1, partners: 1, links: 1 },
			...{ contacts: 0, decisions: 0, minutes: 0, mails: 0, activities: 0 },
		});
		// Without a token, or as somebody who speaks for the institution, nobody answers in its place.
		const partner: Scope = { kind: 'partner', committeeId: committee.id, partnerId: member };
		for (const scope of [{ kind: 'public' }, { kind: 'identity' }, partner] as Scope[])
			await expect(
				work((tx) => insertMeetingAnswer(tx, at(1), { ...answer, partnerId: member, forDay: addDays(day, 1) }), scope),
			).rejects.toThrow(/row-level security|read-only/);
		expect(await answers()).toEqual([]);
	});
});

test('opening the link answers nothing; the latest answer counts, the same one is kept once', async () => {
	const token = await tokenOf(member);
	for (let times = 0; times < 2; times += 1)
		expect(await openMeetingLink(token)).toMatchObject({ answer: null, closed: null, partnerName: 'ZVAP Durrës' });
	expect(await answers()).toEqual([]);
	await answerMeeting(token, 'no', { ...said, note: ['Provime.'] });
	await answerMeeting(token, 'substitute', said);
	await answerMeeting(token, 'substitute', said);
	expect(await answers()).toEqual(['no Provime.', 'substitute -']);
	expect(await openMeetingLink(token)).toMatchObject({ answer: { answer: 'substitute', note: null } });
	const { rows } = await work((tx) =>
		sql<{ n: number }>`select count(*) as n from audit_entries
			where content like '%meeting_answers%' and content like ${`%link:${member}%`}`.execute(tx),
	);
	expect(rows[0]?.n).toBe(2);
});

test('an answer is to the day that the page showed; once the meeting moves it says nothing, and the same link answers anew', async () => {
	const token = await tokenOf(member);
	await answerMeeting(token, 'yes', said);
	await edit({ day: addDays(day, 2) });
	expect(await answerMeeting(token, 'yes', said)).toEqual({
		...{ ok: false, issues: [{ field: 'for_day', message: 'issue.meeting_moved' }] },
	});
	expect(await openMeetingLink(token)).toMatchObject({ answer: null });
	await work((tx) => tellMeeting(tx, meetings[0] ?? '', 'kambana@durres.example'));
	expect(await tokenOf(member)).toBe(token);
	expect(await answerMeeting(token, 'yes', { for_day: [addDays(day, 2)] })).toEqual({ ok: true });
	expect(await openMeetingLink(token)).toMatchObject({ answer: { answer: 'yes' } });
});

test('the mail carries the place of the link, never the token; the desk sees who comes, who is silent, whom to telephone', async () => {
	const token = await tokenOf(member);
	const { rows } = await work((tx) =>
		sql<{
			text: string;
		}>`select text_body as text from mails where to_address = ${`k.${member}@canary.example`}`.execute(tx),
	);
	expect(rows[0]?.text).toContain(`/sq/answer/meeting/${token.slice(0, 36)}.⟦token:meeting:${token.slice(0, 36)}⟧`);
	expect(rows[0]?.text).not.toContain(token.slice(37));
	await answerMeeting(token, 'substitute', { ...said, note: ['Vjen zyra juridike.'] });
	const desk: Scope = { kind: 'committee', committeeId: committee.id };
	const expected = await work(async (tx) => {
		const meeting = await current(tx);
		return listExpected(tx, meeting, await listParticipants(tx, meeting.id));
	}, desk);
	expect(expected?.map(({ name, answer, reachable }) => [name, answer?.answer ?? null, reachable])).toEqual([
		['Policia Durrës', null, false],
		['ZVAP Durrës', 'substitute', true],
		['World Vision', null, true],
	]);
	expect(quorumExpected(expected ?? [])).toEqual({ coming: 2, members: 3, needed: 2 });
});

test('merging institutions keeps the link and what was said', async () => {
	const token = await tokenOf(guest);
	await answerMeeting(token, 'yes', said);
	await work((tx) => mergePartners(tx, 'command', committee, { kept: quiet, gone: guest }));
	expect(await openMeetingLink(token)).toMatchObject({ partnerId: quiet, answer: { answer: 'yes' } });
});
