import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { editActivity } from '#activities/actions.server.ts';
import { getActivity } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { askContribution } from '#contributions/actions.server.ts';
import { listContributions } from '#contributions/store.server.ts';
import { removeContact } from '#partners/actions.server.ts';
import { insertContact } from '#partners/store.server.ts';
import { inTransaction, type Scope, setMoment, type Transaction } from '#platform/db.server.ts';
import { anonymousId } from '#platform/ids.ts';
import { deriveToken, randomToken } from '#platform/secrets.server.ts';
import type { Programme } from '#programmes/model.ts';
import { getProgramme } from '#programmes/store.server.ts';
import { addTask } from '#tasks/actions.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '../../tests/support/builders.ts';
import { makeScratch, type Scratch } from '../../tests/support/scratch.ts';
import { getStandings } from './actions.server.ts';
import { openLink } from './answering.server.ts';
import { askForAnswers, askForMonth, listUnasked, revokeLinks } from './asking.server.ts';
import { getFollowUp } from './following.server.ts';
import { confirmMonth, openMonth } from './month.server.ts';
import { remindFor, remindSilent } from './reminding.server.ts';
import { saveReminderRules } from './store.server.ts';

// A Tuesday, ten o'clock in Albania.
const now = new Date('2026-12-01T09:00:00Z');
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);
let scratch: Scratch;
let committee: Committee;
let programme: Programme;
let lead: string;
let police: string;
let contactOfLead: string;

const all: Scope = { kind: 'installation', actor: 'command' };
const work = <T>(run: (tx: Transaction) => Promise<T>, scope: Scope = all): Promise<T> => inTransaction(scope, run);
/** The same at a moment, as far as records tell one. */
const at = <T>(moment: Date, run: (tx: Transaction) => Promise<T>): Promise<T> =>
	work(async (tx) => {
		await setMoment(tx, moment);
		return run(tx);
	});
const asking = (at = now) => ({ actor: 'command' as const, committee, programme, now: at });
const activity = (tx: Transaction, number = 1) => getActivity(tx, programme.id, number);
const mails = () =>
	work(async (tx) => {
		const { rows } = await sql<{ to: string; kind: string; subject: string; text: string }>`
			select to_address as to, kind, subject, text_body as text from mails order by id`.execute(tx);
		return rows;
	});
const monthToken = (partnerId = lead) =>
	work(async (tx) => {
		const { rows } = await sql<{ id: string }>`select id from month_links where partner_id = ${partnerId}`.execute(tx);
		const id = rows[0]?.id ?? anonymousId();
		return `${id}.${deriveToken('answer_month', id)}`;
	});
const days = { for_day_1: ['2026-12-10'], for_day_2: ['2026-12-12'] };

beforeAll(async () => {
	process.env.KAMBANA_SECRET ??= randomToken();
	scratch = await makeScratch('answering_month');
	committee = await work((tx) => buildCommittee(tx));
});
afterAll(() => scratch.drop());
beforeEach(() =>
	work(async (tx) => {
		for (const table of ['programmes', 'partners', 'mails', 'reminder_settings'])
			await sql`delete from ${sql.table(table)}`.execute(tx);
		const built = await buildProgramme(tx, committee.id, { slug: '2026-12' });
		programme = await getProgramme(tx, committee.id, '2026-12');
		lead = await buildPartner(tx, committee.id, 'ZVAP Durrës', 'education_office');
		police = await buildPartner(tx, committee.id, 'Policia Durrës', 'police');
		const none = await buildPartner(tx, committee.id, 'CSDS', 'ngo');
		const contact = { name: 'Arta', phone: null, locale: 'sq' as const, validFrom: '2026-01-01', validTo: null };
		contactOfLead = await insertContact(tx, committee.id, { ...contact, partnerId: lead, email: 'zvap@a.example' });
		await insertContact(tx, committee.id, { ...contact, partnerId: police, email: 'policia@a.example' });
		const plan = { leadId: lead, supporterIds: [police, none], national: true, state: 'proposed' as const };
		await buildActivities(tx, built, [
			{ ...plan, number: 1, takesPlaceOn: '2026-12-10', startsAt: '10:00' },
			{ ...plan, number: 2, takesPlaceOn: '2026-12-12' },
		]);
		const where = { committee, programme, activity: await activity(tx) };
		const nothing = { quantity: null, versionId: null, note: null };
		await askContribution(tx, 'command', where, { ...nothing, partnerId: lead, kind: 'projector' });
		await askContribution(tx, 'command', where, { ...nothing, partnerId: lead, kind: 'leaflets', quantity: 100 });
		const origin = { programmeId: programme.id, activityId: null, meetingId: null };
		const task = { title: 'Lista e klasave', dueOn: '2026-12-03', partnerId: lead };
		await addTask(tx, 'command', committee, { ...task, ...origin });
	}),
);

describe('the link of a month opens nothing', () => {
	const closing: [string, () => Promise<unknown>][] = [
		[
			'once the links of its institution were revoked',
			() => work(async (tx) => revokeLinks(tx, asking(), await activity(tx), lead)),
		],
		['once its contact was removed', () => work((tx) => removeContact(tx, lead, contactOfLead))],
		[
			'once the programme is closed',
			() => work((tx) => sql`update programmes set state = 'closed' where id = ${programme.id}`.execute(tx)),
		],
	];
	test.each(closing)('%s', async (_, close) => {
		await at(now, (tx) => askForMonth(tx, asking()));
		const token = await monthToken();
		expect(await openMonth(token, now)).not.toBeNull();
		await close();
		expect(await openMonth(token, now)).toBeNull();
		expect(await confirmMonth(token, days, now)).toBeNull();
	});

	test('of what it was not signed for, nor as the link of one activity', async () => {
		await at(now, (tx) => askForMonth(tx, asking()));
		const token = await monthToken();
		expect(await openLink(token, now)).toBeNull();
		const id = token.slice(0, 36);
		expect(await openMonth(`${id}.${deriveToken('answer', id)}`, now)).toBeNull();
		expect(await openMonth(await monthToken(anonymousId()), now)).toBeNull();
		expect(await openMonth(token, new Date('2026-12-13T00:00:00Z'))).toBeNull();
	});
});

test('before anything is sent it is said who gets a mail and who cannot; the mail tells everything', async () => {
	const { wanted, unreached } = await work((tx) => listUnasked(tx, programme, now));
	expect([wanted.size, [...unreached.values()].map((own) => own.length)]).toEqual([2, [2]]);
	await at(now, (tx) => askForMonth(tx, asking()));
	const all = await mails();
	expect(all.map(({ to }) => to)).toEqual(['zvap@a.example', 'policia@a.example']);
	const text = all[0]?.text ?? '';
	for (const part of ['10:00', 'Në kujdesin tuaj', 'projektor', '100 copë', 'Lista e klasave', 'Policia Durrës'])
		expect(text).toContain(part);
	expect(text.match(/\/sq\/answer\/month\//g)).toHaveLength(1);
	expect(text.match(/\/sq\/answer\/[0-9a-f]/g)).toHaveLength(2);
	expect(all[1]?.text).not.toContain('projektor');
});

describe('yes to all', () => {
	test('confirms what is led, keeps what is brought, and says no to what was unticked', async () => {
		await at(now, (tx) => askForMonth(tx, asking()));
		const page = await openMonth(await monthToken(), now);
		expect(page?.all.map(({ lines }) => lines.length)).toEqual([2, 0]);
		expect(page?.tasks.map(({ title }) => title)).toEqual(['Lista e klasave']);
		const [projector = '', leaflets = ''] = page?.all[0]?.lines.map(({ id }) => id) ?? [];
		const typed = { ...days, shown: [projector, leaflets], brings: [projector] };
		expect(await confirmMonth(await monthToken(), typed, now)).toEqual({ ok: true });
		expect(await confirmMonth(await monthToken(), typed, now)).toEqual({ ok: true });
		await work(async (tx) => {
			expect([(await activity(tx)).state, (await activity(tx, 2)).state]).toEqual(['confirmed', 'confirmed']);
			const lines = await listContributions(tx, { programmeId: programme.id });
			expect(lines.map(({ state }) => state)).toEqual(['confirmed', 'declined']);
			const { rows } = await sql<{ n: number }>`select count(*) as n from activity_answers`.execute(tx);
			expect(Number(rows[0]?.n)).toBe(2);
		});
	});

	test('takes nothing when one of the days has moved meanwhile, and asks nobody else’s', async () => {
		await at(now, (tx) => askForMonth(tx, asking()));
		const token = await monthToken();
		await work(async (tx) => {
			const plan = { ...(await activity(tx, 2)), takesPlaceOn: '2026-12-15' };
			await editActivity(tx, 'command', committee, programme, { number: 2, version: plan.version, plan });
		});
		expect(await confirmMonth(token, days, now)).toMatchObject({ ok: false, issues: [{ message: 'issue.day_moved' }] });
		expect((await work((tx) => activity(tx))).state).toBe('proposed');
		expect(await confirmMonth(await monthToken(police), { for_day_1: ['2026-12-10'] }, now)).toEqual({ ok: true });
		expect((await work((tx) => activity(tx))).state).toBe('proposed');
	});
});

describe('reminding', () => {
	const rules = { enabled: true, firstAfter: 2, thenEvery: 3, atMost: 2, daysBefore: 2 };
	const run = (moment: Date) => at(moment, (tx) => remindFor(tx, committee, moment));
	const reminders = async () => (await mails()).filter(({ kind }) => kind === 'reminder').map(({ to }) => to);

	test('nobody who has answered, has no contact, was revoked, or on a day on which nobody works; and never without rules', async () => {
		await at(now, (tx) => askForMonth(tx, asking()));
		await run(later(2));
		await work((tx) => saveReminderRules(tx, committee.id, { ...rules, enabled: false, daysBefore: 0 }));
		await run(later(2));
		await work((tx) => saveReminderRules(tx, committee.id, { ...rules, daysBefore: 0 }));
		// Saturday, and six in the morning.
		await run(later(4));
		await run(new Date('2026-12-03T05:00:00Z'));
		await confirmMonth(await monthToken(), days, now);
		for (const number of [1, 2])
			await work(async (tx) => revokeLinks(tx, asking(), await activity(tx, number), police));
		await run(later(2));
		expect(await reminders()).toEqual([]);
	});

	test('by the rules: one mail to each, the same links, never twice, and silence goes on from the first asking', async () => {
		await at(now, (tx) => askForMonth(tx, asking()));
		await work((tx) => saveReminderRules(tx, committee.id, { ...rules, daysBefore: 0 }));
		const links = () => work((tx) => sql`select id from answer_links`.execute(tx).then(({ rows }) => rows.length));
		const before = await links();
		await Promise.all([run(later(2)), run(later(2))]);
		await run(later(2));
		expect((await reminders()).sort()).toEqual(['policia@a.example', 'zvap@a.example']);
		await run(later(6));
		await run(later(7));
		expect(await reminders()).toHaveLength(4);
		await run(later(8));
		expect([await reminders(), await links()]).toEqual([expect.objectContaining({ length: 4 }), before]);
		const [first] = await work(async (tx) => getStandings(tx, await activity(tx), later(8)));
		expect(first?.silentDays).toBe(8);
		const last = (await mails()).findLast(({ to }) => to === 'zvap@a.example');
		expect(last?.subject).toContain('Kujtesë');
		expect(last?.text).toContain('projektor');
		const { rows } = await work((tx) => sql`select id from activity_events where kind = 'reminded'`.execute(tx));
		expect(rows).toHaveLength(4);
	});

	test('who takes part of what is confirmed, once, with everything there is to know; not who cannot come', async () => {
		await work((tx) => saveReminderRules(tx, committee.id, rules));
		await work((tx) => sql`update activities set state = 'confirmed' where number = 1`.execute(tx));
		await run(later(6));
		await Promise.all([run(later(7)), run(later(7))]);
		await run(later(8));
		const all = (await mails()).filter(({ kind }) => kind === 'reminder');
		expect(all.map(({ to }) => to).sort()).toEqual(['policia@a.example', 'zvap@a.example']);
		for (const part of ['10:00', 'ZVAP Durrës', 'projektor', 'fletëpalosje']) expect(all[0]?.text).toContain(part);
	});

	test('the desk reminds all or one, of each activity once a day; the list tells it', async () => {
		await at(now, (tx) => askForMonth(tx, asking()));
		expect(await work((tx) => remindSilent(tx, asking(), null))).toEqual([]);
		const one = await at(later(3), (tx) => remindSilent(tx, asking(later(3)), police));
		expect(one.map(({ name, mails, activities }) => [name, mails, activities])).toEqual([['Policia Durrës', 1, 2]]);
		const rest = await at(later(3), (tx) => remindSilent(tx, asking(later(3)), null));
		expect(rest.map(({ name }) => name)).toEqual(['ZVAP Durrës']);
		const list = await work((tx) => getFollowUp(tx, { committee, programme }, later(3)));
		expect(list.map(({ name, reminded, lateTasks }) => [name, reminded, lateTasks])).toEqual([
			['ZVAP Durrës', 1, 1],
			['Policia Durrës', 1, 0],
			['CSDS', 0, 0],
		]);
		expect(list.flatMap(({ matters }) => matters.map(({ what }) => what))).toEqual([
			...['silent', 'silent', 'silent', 'silent', 'no_contact', 'no_contact'],
		]);
	});

	test('a contact that came later gets a link of its own with the reminder', async () => {
		await at(now, async (tx) => askForAnswers(tx, asking(), await activity(tx)));
		const contact = { name: 'Gent', phone: null, locale: 'en' as const, validFrom: '2026-01-01', validTo: null };
		await work((tx) => insertContact(tx, committee.id, { ...contact, partnerId: lead, email: 'gent@a.example' }));
		await at(later(3), (tx) => remindSilent(tx, asking(later(3)), lead));
		expect(await reminders()).toEqual(['zvap@a.example', 'gent@a.example']);
		const [first] = await work(async (tx) => getStandings(tx, await activity(tx), later(3)));
		expect(first?.silentDays).toBe(3);
	});
});
