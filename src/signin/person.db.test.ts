import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insertActivityEvents } from '#activities/events.server.ts';
import { composeMail } from '#mail/compose.ts';
import { insertMail } from '#mail/store.server.ts';
import { insertAccount, insertFacilitators, insertSeat, listAccountNames } from '#people/store.server.ts';
import { verifyAudit } from '#platform/audit.server.ts';
import { dayAt } from '#platform/dates.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '#tests/support/builders.ts';
import { makeScratch, type Scratch } from '#tests/support/scratch.ts';
import { openSession, recogniseSession } from './actions.server.ts';
import { changeAdministration, disableAccount, enableAccount, eraseAccount, exportAccount } from './person.server.ts';

let scratch: Scratch;
beforeAll(async () => {
	scratch = await makeScratch('person');
});
afterAll(() => scratch.drop());

const installation = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
	inTransaction({ kind: 'installation', actor: 'command' }, work);
const recognise = (token: string) =>
	inTransaction({ kind: 'identity' }, (tx) => recogniseSession(tx, token, 'localhost'));
const since = { validFrom: '2026-01-01', validTo: null };
const administrator = { role: 'administrator', committeeId: null, ...since } as const;
const visit = { userAgent: 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0' };

/** Everybody who is built here has a month of their own. */
let built = 0;

/** Somebody who left a trace in every place that keeps one. */
const buildPerson = (name: string, email: string): Promise<{ id: string; token: string }> =>
	installation(async (tx) => {
		const id = await insertAccount(tx, { name, email, locale: 'sq' });
		const committee = await buildCommittee(tx);
		const partnerId = await buildPartner(tx, committee.id, `Institucioni ${recordId()}`, 'ngo');
		await insertSeat(tx, { role: 'focal_point', committeeId: committee.id, partnerId, accountId: id, ...since });
		const other = await insertAccount(tx, { name: 'Tjetri', email: `t${recordId()}@test.example`, locale: 'sq' });
		const stands = { committeeId: committee.id, accountId: other, substituteId: id, ...since };
		await insertSeat(tx, { role: 'secretary', ...stands });
		const programme = await buildProgramme(tx, committee.id, { slug: `${2060 + built++}-10` });
		const [activityId = ''] = await buildActivities(tx, programme, [{ number: 1, leadId: partnerId }]);
		await insertFacilitators(tx, committee.id, id, [activityId]);
		await insertActivityEvents(tx, committee.id, [
			{ activityId, kind: 'confirmed', from: 'proposed', to: 'confirmed', actor: `focal_point:${id}` },
		]);
		await sql`insert into focal_points (id, committee_id, partner_id, name, email, locale, valid_from)
			values (${recordId()}, ${committee.id}, ${partnerId}, ${name}, ${email}, 'sq', '2026-01-01')`.execute(tx);
		const letter = (text: string) =>
			composeMail('sq', { subject: `Ftesë për ${text}`, paragraphs: [`Përshëndetje ${text}`] });
		const write = async (to: string, accountId: string) => {
			const mail = { id: recordId(), to, accountId, kind: 'invitation', committeeId: null, ...letter(name) } as const;
			await insertMail(tx, { ...mail, replyTo: null, calendar: null, sendBefore: null });
			return mail.id;
		};
		await write(email, id);
		const told = await write('tjetri@test.example', other);
		await sql`update mails set state = 'kept' where id = ${told}`.execute(tx);
		await sql`insert into passkeys (id, account_id, credential_id, public_key, name)
			values (${recordId()}, ${id}, ${Buffer.from(id)}, '\\x00', ${`Telefoni i ${name}`})`.execute(tx);
		await sql`insert into invitations (id, account_id, token_hash, expires_at)
			values (${recordId()}, ${id}, ${Buffer.from(id)}, now() + interval '24 hours')`.execute(tx);
		return { id, token: await openSession(tx, { accountId: id, ...visit }) };
	});

/** Where one of the words stands, in any column that holds text of any kind, of any table. */
const wordsFound = (words: readonly string[]): Promise<string[]> =>
	scratch.asSuperuser(async (tx) => {
		const { rows } = await sql<{ schema: string; table: string; column: string }>`select table_schema as schema,
			table_name as table, column_name as column from information_schema.columns join information_schema.tables
			using (table_schema, table_name) where table_schema in ('public', 'graphile_worker') and table_type = 'BASE TABLE'`.execute(
			tx,
		);
		const found: string[] = [];
		for (const { schema, table, column } of rows)
			for (const word of words) {
				const name = sql.id(schema, table);
				const hit = await sql<{ n: number }>`select count(*)::int as n from ${name}
					where position(${word} in ${sql.ref(column)}::text) > 0`.execute(tx);
				if ((hit.rows[0]?.n ?? 0) > 0) found.push(`${table}.${column}`);
			}
		return found;
	});

describe('the last administrator', () => {
	test('is neither disabled, erased nor made something else; the one before the last is', async () => {
		const people = await installation(async (tx) => {
			const make = (email: string) => insertAccount(tx, { name: 'Admin', email, locale: 'sq' });
			const [one, two] = [await make('one@admin.example'), await make('two@admin.example')];
			for (const accountId of [one, two]) await insertSeat(tx, { ...administrator, accountId });
			return { one, two };
		});
		expect(await installation((tx) => disableAccount(tx, people.one))).toEqual({ ok: true });
		const why = { ok: false, reason: 'last_administrator' };
		expect(await installation((tx) => disableAccount(tx, people.two))).toEqual(why);
		expect(await installation((tx) => eraseAccount(tx, people.two))).toEqual(why);
		expect(await installation((tx) => changeAdministration(tx, people.two, false))).toEqual(why);
		await installation((tx) => enableAccount(tx, people.one));
		expect(await installation((tx) => changeAdministration(tx, people.two, false))).toEqual({ ok: true });
	});
});

test('disabling, and giving or taking the administration, ends every session at once', async () => {
	for (const change of [
		(tx: Transaction, id: string) => disableAccount(tx, id),
		(tx: Transaction, id: string) => changeAdministration(tx, id, true),
		(tx: Transaction, id: string) => changeAdministration(tx, id, false),
	]) {
		const { id, token } = await installation(async (tx) => {
			const account = await insertAccount(tx, { name: 'A', email: `a${recordId()}@test.example`, locale: 'sq' });
			return { id: account, token: await openSession(tx, { accountId: account, ...visit }) };
		});
		expect(await recognise(token)).toBeDefined();
		await installation((tx) => change(tx, id));
		expect(await recognise(token)).toBeUndefined();
	}
});

test('the day of the last visit is noted, no hour', async () => {
	const { id } = await buildPerson('Vera Dita', 'vera.dita@test.example');
	const rows = await installation((tx) => tx.selectFrom('accounts').select('seen_on').where('id', '=', id).execute());
	expect(rows).toEqual([{ seen_on: dayAt(new Date()) }]);
});

test('an export holds everything about a person and no secret', async () => {
	const { id } = await buildPerson('Elira Prifti', 'elira.prifti@test.example');
	await inTransaction({ kind: 'installation', actor: `focal_point:${id}` }, (tx) => buildCommittee(tx, 'AL-11'));
	const kept = await installation((tx) => exportAccount(tx, id));
	expect(kept).toMatchObject({
		account: { email: 'elira.prifti@test.example', name: 'Elira Prifti' },
		seats: [
			{ role: 'focal_point', committee: 'AL-02' },
			{ role: 'secretary', as_what: 'substitute' },
		],
		sessions: [{ device: 'Firefox, Windows' }],
		passkeys: [{ name: 'Telefoni i Elira Prifti' }],
		contacts: [{ email: 'elira.prifti@test.example' }],
		mails: [{ kind: 'invitation', to: 'elira.prifti@test.example' }],
	});
	expect(kept.activities).toHaveLength(1);
	expect(JSON.stringify(kept)).not.toMatch(/hash|public_key|secret(?!ary)|credential/);
});

test('nothing of an erased person is left in any table, histories tell the role, and the chain still holds', async () => {
	const words = ['Drita Shpëtimi', 'drita.shpetimi@test.example'];
	const { id, token } = await buildPerson('Drita Shpëtimi', 'drita.shpetimi@test.example');
	const before = await wordsFound(words);
	for (const place of ['accounts.name', 'accounts.email', 'focal_points.name', 'mails.text_body', 'passkeys.name'])
		expect(before).toContain(place);
	expect(await installation((tx) => eraseAccount(tx, id))).toEqual({ ok: true });
	expect(await wordsFound(words)).toEqual([]);
	expect(await recognise(token)).toBeUndefined();
	await installation(async (tx) => {
		const events = await tx
			.selectFrom('activity_events')
			.select('actor')
			.where('actor', '=', `focal_point:${id}`)
			.execute();
		expect(events).toHaveLength(1);
		expect(await listAccountNames(tx, [id])).toEqual({});
		const seats = await tx.selectFrom('seats').select(['role', 'ended_at']).where('account_id', '=', id).execute();
		expect(seats).toMatchObject([{ role: 'focal_point', ended_at: expect.any(Date) }]);
	});
	const verdict = await installation((tx) => verifyAudit(tx));
	expect(verdict.findings).toEqual([]);
	console.log(
		`erasure: ${before.length} places with name or address before, 0 after; ${verdict.entries} entries verified`,
	);
});
