import ICAL from 'ical.js';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveActivityState } from '#activities/store.server.ts';
import { insertAccount, insertFacilitators, insertSeat } from '#people/store.server.ts';
import { inTransaction, type Scope } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '../../tests/support/builders.ts';
import { makeScratch, type Scratch } from '../../tests/support/scratch.ts';
import { endFeed, getFeedAddress, openFeed, renewFeed } from './actions.server.ts';
import { calendar } from './calendar.ts';

let scratch: Scratch;
let committeeId: string;
let ours: string;
let theirs: string;
let accountId: string;
let mine: string;
const installation = { kind: 'installation' } as const;
const now = new Date('2026-10-01T08:00:00Z');

beforeAll(async () => {
	scratch = await makeScratch('feeds');
	await inTransaction(installation, async (tx) => {
		({ id: committeeId } = await buildCommittee(tx));
		const programme = await buildProgramme(tx, committeeId, { approved: false });
		ours = await buildPartner(tx, committeeId, 'Zyra arsimore', 'education_office');
		theirs = await buildPartner(tx, committeeId, 'Policia', 'police');
		[mine = ''] = await buildActivities(tx, programme, [
			{ number: 1, leadId: ours, state: 'proposed' },
			{ number: 2, leadId: theirs, supporterIds: [ours], state: 'confirmed' },
			{ number: 3, leadId: theirs, state: 'confirmed' },
		]);
		accountId = await insertAccount(tx, { email: 'drejton@feeds.example', name: 'Drejton', locale: 'sq' });
		const days = { validFrom: '2026-01-01', validTo: '2026-12-31' };
		await insertSeat(tx, { role: 'facilitator', committeeId, accountId, ...days });
		await insertFacilitators(tx, committeeId, accountId, [mine]);
	});
});
afterAll(() => scratch?.drop());

const made = (scope: Scope, owner: { partnerId: string } | { accountId: string; committeeId: string }) =>
	inTransaction(scope, async (tx) => {
		await renewFeed(tx, committeeId, owner);
		return (await getFeedAddress(tx, owner)) ?? '';
	});
const numbers = async (address: string) => (await openFeed(address, now))?.activities.map(({ number }) => number);

test('nobody makes a calendar for somebody else, and a secretary sees no person’s', async () => {
	const institution: Scope = { kind: 'partner', committeeId, partnerId: ours };
	await expect(made(institution, { partnerId: theirs })).rejects.toThrow(/row-level security/);
	await expect(made({ kind: 'committee', committeeId: recordId() }, { partnerId: ours })).rejects.toThrow(/row-level/);
	await expect(made({ kind: 'committee', committeeId }, { accountId, committeeId })).rejects.toThrow(/row-level/);
	await expect(made({ kind: 'public' }, { partnerId: ours })).rejects.toThrow();
	await made({ kind: 'identity' }, { accountId, committeeId });
	expect(
		await inTransaction({ kind: 'committee', committeeId }, (tx) => getFeedAddress(tx, { accountId, committeeId })),
	).toBeNull();
});

test('an institution has what it leads and supports; a person what that person runs', async () => {
	expect(await numbers(await made({ kind: 'partner', committeeId, partnerId: ours }, { partnerId: ours }))).toEqual([
		1, 2,
	]);
	expect(await numbers(await made({ kind: 'committee', committeeId }, { partnerId: theirs }))).toEqual([2, 3]);
	expect(await numbers(await made({ kind: 'identity' }, { accountId, committeeId }))).toEqual([1]);
});

test('what is proposed is tentative, what is cancelled stays as cancelled, closed ones are private', async () => {
	const address = await made({ kind: 'committee', committeeId }, { partnerId: theirs });
	await inTransaction(installation, async (tx) => {
		const { rows } = await sql<{ id: string }>`select id from activities where number = 3`.execute(tx);
		await saveActivityState(tx, rows[0]?.id ?? '', 1, 'cancelled');
	});
	const feed = await openFeed(address, now);
	const text = calendar({
		...{ name: 'prova', locale: 'sq', home: 'https://k.example/sq/desk/durres', own: true },
		activities: feed?.activities ?? [],
	});
	const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
	expect(events.map((event) => [event.getFirstPropertyValue('status'), event.getFirstPropertyValue('transp')])).toEqual(
		[
			['CONFIRMED', 'OPAQUE'],
			['CANCELLED', 'TRANSPARENT'],
		],
	);
	expect(events.map((event) => event.getFirstPropertyValue('class'))).toEqual(['PRIVATE', 'PRIVATE']);
	expect(String(events[0]?.getFirstPropertyValue('url'))).toBe('https://k.example/sq/desk/durres/2026-10/activities/2');
});

test('another address ends the one before; ended, mistyped and unknown ones look the same', async () => {
	const scope: Scope = { kind: 'committee', committeeId };
	const before = await made(scope, { partnerId: ours });
	const after = await made(scope, { partnerId: ours });
	expect(await openFeed(before, now)).toBeNull();
	expect(await numbers(after)).toEqual([1, 2]);
	const [id, token, ending] = after.split('.') as [string, string, string];
	const other = token.startsWith('A') ? 'B' : 'A';
	for (const wrong of [`${id}.${other}${token.slice(1)}.${ending}`, `${recordId()}.${token}.ics`, `${id}.${token}`, ''])
		expect(await openFeed(wrong, now)).toBeNull();
	await inTransaction(scope, (tx) => endFeed(tx, { partnerId: ours }));
	expect(await openFeed(after, now)).toBeNull();
});

test('whose seat ends, or whose account is disabled, follows nothing any more', async () => {
	const owner = { accountId, committeeId };
	const address = await made({ kind: 'identity' }, owner);
	expect(await openFeed(address, new Date('2027-01-01T08:00:00Z'))).toBeNull();
	expect(await numbers(address)).toEqual([1]);
	await inTransaction(installation, (tx) =>
		sql`update accounts set disabled_at = now() where id = ${accountId}`.execute(tx),
	);
	expect(await openFeed(address, now)).toBeNull();
	expect(await inTransaction(installation, (tx) => getFeedAddress(tx, owner))).toBeNull();
});
