import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadPack } from '#committees/actions.server.ts';
import { emailOf, isEmail } from '#people/model.ts';
import { findAccount } from '#people/store.server.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { deriveCode, deriveToken, randomToken, sha256 } from '#platform/secrets.server.ts';
import { closeDatabase } from '../../tests/support/database.ts';
import {
	freeAddress,
	inviteNewcomer,
	type Newcomer,
	newcomer,
	removeNewcomers,
	visitor,
} from '../../tests/support/newcomers.ts';
import { closeSession, recogniseSession } from './actions.server.ts';
import { askByMail, stateOfLink, useCode, useLink } from './asking.server.ts';
import { acceptInvitation, enrol, readEnrolment, readInvitation } from './enrolment.server.ts';
import { enterBySecondFactor } from './entering.server.ts';
import { plainRecovery } from './model.ts';
import { makeRecoveryCodes, offerTotp } from './totp.server.ts';

const everywhere = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
	inTransaction({ kind: 'installation' }, work);
const recognise = (token: string) =>
	inTransaction({ kind: 'identity' }, (tx) => recogniseSession(tx, token, 'localhost'));

beforeAll(async () => {
	await everywhere((tx) => loadPack(tx, 'db/packs/al'));
});
afterAll(async () => {
	await removeNewcomers();
	await closeDatabase();
});

const ask = (email: string, more: { nonce?: string; mark?: string } = {}) =>
	askByMail({ email, field: false, nonce: more.nonce, mark: more.mark });

/** What the latest mail to somebody says: nobody else knows it. */
async function latest(accountId: string): Promise<{ id: string; token: string; code: string }> {
	const { id } = await everywhere((tx) =>
		tx
			.selectFrom('sign_in_requests')
			.select('id')
			.where('account_id', '=', accountId)
			.orderBy('id', 'desc')
			.limit(1)
			.executeTakeFirstOrThrow(),
	);
	return { id, token: deriveToken('sign_in', id), code: deriveCode('sign_in', id) };
}

const countMails = (email: string): Promise<number> =>
	everywhere(async (tx) => {
		const row = await tx
			.selectFrom('mails')
			.select(sql<number>`count(*)::int`.as('n'))
			.where('to_address', '=', email)
			.where('kind', '=', 'sign_in')
			.executeTakeFirstOrThrow();
		return row.n;
	});

/** A code with one digit changed. */
const wrong = (code: string): string => `${(Number(code[0]) + 1) % 10}${code.slice(1)}`;

async function halfOf(person: Newcomer): Promise<string> {
	const nonce = await ask(person.email);
	const outcome = await useCode((await latest(person.id)).code, nonce);
	if ('why' in outcome) throw new Error(outcome.why);
	return outcome.half;
}

const withCode = (half: string | undefined, code: string) => enterBySecondFactor(half, { code, recovery: '' }, visitor);
const withRecovery = (half: string, recovery: string) => enterBySecondFactor(half, { code: '', recovery }, visitor);
const age = (what: 'sign_in_requests' | 'invitations', id: string, minutes: number) =>
	everywhere((tx) =>
		tx
			.updateTable(what)
			.set({ expires_at: sql`expires_at - make_interval(secs => ${minutes * 60})` })
			.where('id', '=', id)
			.execute(),
	);

describe('a link', () => {
	test('is for the browser that asked, once, and not in the eleventh minute', async () => {
		const person = await newcomer();
		const nonce = await ask(person.email);
		const { token, id } = await latest(person.id);
		expect(await stateOfLink(token, undefined)).toBe('elsewhere');
		expect(await useLink(token, undefined)).toBeNull();
		expect(await useLink(token, randomToken())).toBeNull();
		await age('sign_in_requests', id, 9);
		expect(await stateOfLink(token, nonce)).toBe('here');
		await age('sign_in_requests', id, 1.01);
		expect([await stateOfLink(token, nonce), await useLink(token, nonce)]).toEqual(['gone', null]);

		const again = await ask(person.email, { nonce });
		const fresh = await latest(person.id);
		const both = await Promise.all([useLink(fresh.token, again), useLink(fresh.token, again)]);
		expect(both.filter((half) => half !== null)).toHaveLength(1);
		expect(await stateOfLink(fresh.token, again)).toBe('gone');
		expect(await useLink(randomToken(), again)).toBeNull();
	});
});

describe('a code', () => {
	test('may be tried five times, then the right one does not help either', async () => {
		const person = await newcomer();
		const nonce = await ask(person.email);
		const { code } = await latest(person.id);
		for (let n = 0; n < 5; n += 1) expect(await useCode(wrong(code), nonce)).toEqual({ why: 'wrong' });
		expect(await useCode(code, nonce)).toEqual({ why: 'over' });
	});

	test('is for the browser that asked, and is used up with its link', async () => {
		const person = await newcomer();
		const nonce = await ask(person.email);
		const { code, token } = await latest(person.id);
		expect(await useCode(code, randomToken())).toEqual({ why: 'over' });
		expect(await useCode(code, undefined)).toEqual({ why: 'over' });
		expect(await useLink(token, nonce)).not.toBeNull();
		expect(await useCode(code, nonce)).toEqual({ why: 'over' });
	});

	test('of an address that nobody has is refused the same way', async () => {
		const nonce = await ask(freeAddress('nobody'));
		for (let n = 0; n < 5; n += 1) expect(await useCode('12345678', nonce)).toEqual({ why: 'wrong' });
		expect(await useCode('12345678', nonce)).toEqual({ why: 'over' });
	});
});

test('an address that looks like another is never the same account', async () => {
	const person = await newcomer('edona');
	const { email } = person;
	const [local = '', host = ''] = email.split('@');
	const wide = (text: string) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
	const looks = [
		...[email.replace('e', 'ë'), email.replace('e', 'ë').normalize('NFD'), email.toUpperCase(), `E${email.slice(1)}`],
		...[
			wide(email),
			`${wide(local)}@${host}`,
			`${local}@${wide(host)}`,
			email.replace('o', 'о'),
			`${local}\u200b@${host}`,
		],
		...[`${local}.@${host}`, `${local}+x@${host}`, ` ${email}`, email.replace('a', 'а').normalize('NFKC')],
	];
	for (const look of looks) {
		expect([look, await inTransaction({ kind: 'identity' }, (tx) => findAccount(tx, { email: look }))]).toEqual([
			look,
			undefined,
		]);
	}
	// The form refuses what can be no address; the others are asked for.
	const asked = looks.filter((look) => isEmail(emailOf(look)));
	expect(asked.length).toBeGreaterThan(2);
	await Promise.all(asked.map((look) => ask(look)));
	expect(await countMails(email)).toBe(0);
	await ask(email);
	expect(await countMails(email)).toBe(1);
	console.log(
		`look-alike addresses: 0 of ${looks.length} are the account, ${looks.length - asked.length} are no address`,
	);
});

describe('guessing', () => {
	test('five mails within the hour, silently; whoever asks as a stranger does not lock the owner out', async () => {
		const person = await newcomer();
		const stranger = randomToken();
		for (let n = 0; n < 8; n += 1) await ask(person.email, { nonce: stranger });
		expect(await countMails(person.email)).toBe(5);
		let refused = 0;
		for (let n = 0; n < 30; n += 1) refused += 'why' in (await useCode(String(n).padStart(8, '0'), stranger)) ? 1 : 0;
		expect(refused).toBe(30);
		// The owner's browser has signed in before.
		const nonce = randomToken();
		const mark = `${nonce}.${deriveToken('known_browser', `${person.id}:${nonce}`)}`;
		const own = await ask(person.email, { mark });
		const outcome = await useCode((await latest(person.id)).code, own);
		expect('half' in outcome).toBe(true);
		const opened = await withCode('half' in outcome ? outcome.half : undefined, person.nextCode());
		expect(opened).toMatchObject({ accountId: person.id, kind: 'desk' });
		const forged = `${nonce}.${deriveToken('known_browser', `${(await newcomer()).id}:${nonce}`)}`;
		const mails = await countMails(person.email);
		await ask(person.email, { mark: forged });
		expect(await countMails(person.email)).toBe(mails);
	});

	test('the second factor: five tries to a half session, ten to an account', async () => {
		const person = await newcomer();
		const first = await halfOf(person);
		for (let n = 0; n < 5; n += 1) expect(await withCode(first, '000000')).toBe('wrong');
		expect(await withCode(first, person.nextCode())).toBe('over');
		const second = await halfOf(person);
		for (let n = 0; n < 5; n += 1) expect(await withCode(second, '000000')).toBe('wrong');
		const third = await halfOf(person);
		expect(await withCode(third, person.nextCode())).toBe('too_many');
		expect(await withRecovery(third, person.codes[0] ?? '')).toBe('too_many');
	});
});

describe('the second factor', () => {
	test('each step of the app works once, and not before the mail', async () => {
		const person = await newcomer();
		expect(await withCode(undefined, person.nextCode())).toBe('over');
		expect(await withCode(randomToken(), person.nextCode())).toBe('over');
		const fresh = await newcomer();
		const code = fresh.nextCode();
		expect(await withCode(await halfOf(fresh), code)).toMatchObject({ accountId: fresh.id });
		expect(await withCode(await halfOf(fresh), code)).toBe('wrong');
	});

	test('a recovery code works once', async () => {
		const person = await newcomer();
		const [code = ''] = person.codes;
		const half = await halfOf(person);
		expect(await withRecovery(half, 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA')).toBe('wrong');
		expect(await withRecovery(half, code.toLowerCase().replaceAll('-', ' '))).toMatchObject({ accountId: person.id });
		expect(await withRecovery(await halfOf(person), code)).toBe('wrong');
		expect(await withRecovery(half, person.codes[1] ?? '')).toBe('over');
	});

	test('a session is new at each sign-in, and the one before it ends', async () => {
		const person = await newcomer();
		const fixed = randomToken();
		const opened = await enterBySecondFactor(
			await halfOf(person),
			{ code: person.nextCode(), recovery: '' },
			{ ...visitor, before: person.session },
		);
		const token = typeof opened === 'string' ? '' : opened.token;
		expect(new Set([token, person.session, fixed, '']).size).toBe(4);
		expect(await recognise(person.session)).toBeUndefined();
		expect(await recognise(fixed)).toBeUndefined();
		expect((await recognise(token))?.account.id).toBe(person.id);
		await closeSession(token);
		expect(await recognise(token)).toBeUndefined();
	});
});

describe('an invitation', () => {
	test('works once, within 24 hours, and a later one voids it', async () => {
		const { id, path } = await inviteNewcomer(freeAddress('invited'));
		const token = path.split('/').at(-1) ?? '';
		for (let n = 0; n < 100; n += 1) expect(await readInvitation(token)).toEqual({ name: 'Blerta Provë' });
		const row = await everywhere((tx) =>
			tx.selectFrom('invitations').select('id').where('account_id', '=', id).executeTakeFirstOrThrow(),
		);
		await age('invitations', row.id, 24 * 60 - 1);
		expect(await readInvitation(token)).not.toBeNull();
		const both = await Promise.all([acceptInvitation(token), acceptInvitation(token)]);
		expect(both.filter((half) => half !== null)).toHaveLength(1);
		expect(await readInvitation(token)).toBeNull();

		const other = await inviteNewcomer(freeAddress('invited'));
		const old = other.path.split('/').at(-1) ?? '';
		const late = await everywhere((tx) =>
			tx.selectFrom('invitations').select('id').where('account_id', '=', other.id).executeTakeFirstOrThrow(),
		);
		await age('invitations', late.id, 24 * 60 + 1);
		expect([await readInvitation(old), await acceptInvitation(old)]).toEqual([null, null]);
	});

	test('an offer of an app is for its account, and a wrong code keeps nothing', async () => {
		const { path } = await inviteNewcomer(freeAddress('invited'));
		const half = (await acceptInvitation(path.split('/').at(-1) ?? '')) ?? undefined;
		const foreign = offerTotp((await newcomer()).id, 'x@newcomer.example');
		expect(await enrol(half, { sealed: foreign.sealed, code: '000000' }, visitor)).toBe('over');
		const own = await readEnrolment(half);
		expect(await enrol(half, { sealed: own?.totp.sealed ?? '', code: '000000' }, visitor)).toBe('wrong');
		expect(await enrol(half, { sealed: 'nonsense', code: '000000' }, visitor)).toBe('over');
		expect(await enrol(half, { passkey: '{}', name: 'x' }, visitor)).toBe('wrong');
	});
});

test('what opens a door is in no table', async () => {
	const person = await newcomer();
	const nonce = await ask(person.email);
	const mail = await latest(person.id);
	const half = (await useLink(mail.token, nonce)) ?? '';
	const open = await ask(person.email);
	const unused = await latest(person.id);
	const codes = await everywhere((tx) => makeRecoveryCodes(tx, person.id));
	const { path } = await inviteNewcomer(freeAddress('invited'));
	const { secret } = person.app;
	const tokens = [person.session, nonce, half, open, mail.token, unused.token, path.split('/').at(-1) ?? ''];
	const texts = [...tokens, mail.code, unused.code, ...codes, ...codes.map(plainRecovery), secret.base32];
	const hex = (bytes: Buffer | Uint8Array) => Buffer.from(bytes).toString('hex');
	const needles = [
		...texts,
		...texts.map((text) => hex(Buffer.from(text))),
		...tokens.map((token) => hex(Buffer.from(token, 'base64url'))),
		hex(secret.bytes),
	];
	const found = await everywhere(async (tx) => {
		const { rows: tables } = await sql<{ name: string }>`select format('%I.%I', table_schema, table_name) as name
			from information_schema.tables where table_type = 'BASE TABLE'
				and table_schema not in ('pg_catalog', 'information_schema')
				and has_table_privilege(format('%I.%I', table_schema, table_name), 'select')`.execute(tx);
		expect(tables.length).toBeGreaterThan(40);
		const hits: string[] = [];
		for (const { name } of tables) {
			const { rows } = await sql<{
				n: number;
			}>`select count(*)::int as n from ${sql.raw(name)} as whole, unnest(${needles}::text[]) as needle
				where position(lower(needle) in lower(whole::text)) > 0`.execute(tx);
			if (rows[0]?.n) hits.push(`${name}: ${rows[0].n}`);
		}
		// The search finds what is there: the hash of a living session.
		const { rows } = await sql<{ n: number }>`select count(*)::int as n from sessions as whole
			where position(${hex(sha256(person.session))} in whole::text) > 0`.execute(tx);
		expect(rows[0]?.n).toBe(1);
		console.log(
			`secrets: ${needles.length} forms looked for in every row of ${tables.length} tables, ${hits.length} found`,
		);
		return hits;
	});
	expect(found).toEqual([]);
});

test('a hundred thousand session tokens are all different, of 256 bits', () => {
	const tokens = new Set(Array.from({ length: 100_000 }, randomToken));
	expect(tokens.size).toBe(100_000);
	for (const token of [...tokens].slice(0, 1000)) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
	console.log(`session tokens: ${tokens.size} of 100000 distinct`);
});
