import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { retention } from '#people/retention.ts';
import { insertAccount } from '#people/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '#tests/support/builders.ts';
import { closeDatabase, rolledBack } from '#tests/support/database.ts';
import { sweep } from './retention.server.ts';

afterAll(closeDatabase);

const hour = 3_600_000;
const now = new Date('2026-11-24T10:30:00Z');
const before = (hours: number): string => new Date(now.getTime() - hours * hour).toISOString();

type Maker = (tx: Transaction, at: string) => Promise<unknown>;

/** One record of each class whose time runs from a moment. */
async function makers(tx: Transaction): Promise<Record<string, Maker>> {
	const committee = await buildCommittee(tx);
	const leadId = await buildPartner(tx, committee.id, 'Institucioni i provës', 'ngo');
	const programme = await buildProgramme(tx, committee.id, { slug: '2031-05' });
	const [activityId] = await buildActivities(tx, programme, [{ number: 1, leadId }]);
	const accountId = await insertAccount(tx, { name: 'Kujtesa', email: 'kujtesa@test.example', locale: 'sq' });
	const meetingId = recordId();
	await sql`insert into meetings (id, committee_id, kind, takes_place_on, starts_at, online)
		values (${meetingId}, ${committee.id}, 'ordinary', '2031-05-05', '10:00', true)`.execute(tx);
	const unique = () => Buffer.from(recordId());
	const contact = async (validTo: string | null) => {
		const id = recordId();
		await sql`insert into focal_points (id, committee_id, partner_id, name, email, locale, valid_from, valid_to)
			values (${id}, ${committee.id}, ${leadId}, 'K', ${`k${id}@test.example`}, 'sq', '2020-01-01', ${validTo}::timestamptz::date)`.execute(
			tx,
		);
		return id;
	};
	const mail: Maker = (_, at) =>
		sql`insert into mails (id, to_address, locale, kind, subject, text_body, html_body, created_at)
			values (${recordId()}, 'x@test.example', 'sq', 'reminder', 'S', 'T', 'H', ${at}::timestamptz)`.execute(tx);
	const challenge: Maker = (_, at) =>
		sql`insert into passkey_challenges (challenge_hash, expires_at) values (${unique()}, ${at}::timestamptz)`.execute(
			tx,
		);
	return {
		accounts: async (_, at) => {
			const id = await insertAccount(tx, { name: 'Larguar', email: `l${recordId()}@test.example`, locale: 'sq' });
			await sql`update accounts set disabled_at = ${at}::timestamptz where id = ${id}`.execute(tx);
		},
		contacts: (_, at) => contact(at),
		mail_texts: mail,
		mails: mail,
		imports: (_, at) =>
			sql`insert into import_previews (id, committee_id, month, file_name, file_sha256, sheet, actor, at)
				values (${recordId()}, ${committee.id}, '2026-10', 'f', 's', '{}', 'command', ${at}::timestamptz)`.execute(tx),
		answer_links: async (_, at) => {
			const contactId = await contact(null);
			await sql`insert into answer_links (id, committee_id, activity_id, partner_id, focal_point_id, token_hash, expires_at)
				values (${recordId()}, ${committee.id}, ${activityId}, ${leadId}, ${contactId}, ${unique()}, ${at}::timestamptz)`.execute(
				tx,
			);
		},
		meeting_links: async (_, at) => {
			const contactId = await contact(null);
			await sql`insert into meeting_links (id, committee_id, meeting_id, partner_id, focal_point_id, token_hash, expires_at)
				values (${recordId()}, ${committee.id}, ${meetingId}, ${leadId}, ${contactId}, ${unique()}, ${at}::timestamptz)`.execute(
				tx,
			);
		},
		invitations: (_, at) =>
			sql`insert into invitations (id, account_id, token_hash, expires_at, created_at)
				values (${recordId()}, ${accountId}, ${unique()}, now(), ${at}::timestamptz)`.execute(tx),
		requests: (_, at) =>
			sql`insert into sign_in_requests (id, token_hash, browser_hash, expires_at, created_at)
				values (${recordId()}, ${unique()}, ${unique()}, now(), ${at}::timestamptz)`.execute(tx),
		halves: (_, at) =>
			sql`insert into half_sessions (token_hash, account_id, purpose, expires_at, created_at)
				values (${unique()}, ${accountId}, 'enrol', now(), ${at}::timestamptz)`.execute(tx),
		challenges: challenge,
		sessions: (_, at) =>
			sql`insert into sessions (id, account_id, token_hash, kind, device, expires_at)
				values (${recordId()}, ${accountId}, ${unique()}, 'desk', 'F', ${at}::timestamptz)`.execute(tx),
	};
}

const ending = retention.flatMap((kept) => (kept.end === 'keep' ? [] : [kept]));

test.each(ending.map((kept) => [kept.name, kept] as const))(
	'%s: nothing an hour before its time, everything an hour after it, and then nothing more',
	(name, kept) =>
		rolledBack(async (tx) => {
			const make = (await makers(tx))[name];
			if (!make) throw new Error(`the test makes no ${name}`);
			await sweep(tx, now);
			// A last day has no hour: it is over with its night.
			const margin = kept.since === 'valid_to' ? 24 : 1;
			const n = 20;
			for (let time = 0; time < n; time++) await make(tx, before(kept.hours - margin));
			expect((await sweep(tx, now))[name]).toBe(0);
			for (let time = 0; time < n; time++) await make(tx, before(kept.hours + margin));
			expect((await sweep(tx, now))[name]).toBe(n);
			expect((await sweep(tx, now))[name]).toBe(0);
			console.log(`retention ${name}: ${n} of ${n} gone after ${kept.hours} h, 0 of ${n} before`);
		}),
);

test('whatever has an account or an address of a person in it is in the table', () =>
	rolledBack(async (tx) => {
		const { rows } = await sql<{ table: string }>`select distinct table_name as table from information_schema.columns
			where table_schema = 'public' and column_name in ('account_id', 'substitute_id', 'email', 'to_address')`.execute(
			tx,
		);
		const told = new Set(retention.map(({ table }) => table));
		// Factors, calendars and who runs what go with their account.
		const withAccount = ['passkeys', 'totp_factors', 'recovery_codes', 'activity_facilitators', 'calendar_feeds'];
		expect(rows.map(({ table }) => table).filter((table) => !told.has(table) && !withAccount.includes(table))).toEqual(
			[],
		);
	}));
