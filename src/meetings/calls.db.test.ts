import ICAL from 'ical.js';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { insertContact } from '#partners/store.server.ts';
import { insertAccount } from '#people/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { buildCommittee, buildPartner } from '../../tests/support/builders.ts';
import { closeDatabase, rolledBack } from '../../tests/support/database.ts';
import { convene, editMeeting, planMeeting, takeStep } from './actions.server.ts';
import { typedForMeeting } from './input.ts';
import { tellMeeting } from './jobs.server.ts';
import { addItem } from './noting.server.ts';
import { getMeeting, listParticipants } from './store.server.ts';

afterAll(closeDatabase);

const now = new Date('2026-12-01T09:00:00Z');
const today = '2026-12-01';

/** A meeting on 10 December to which two institutions are to be called. */
async function scene(tx: Transaction) {
	const committee = await buildCommittee(tx);
	const email = 'sekretari.mbledhjet@durres.example';
	const clerk = `secretary:${await insertAccount(tx, { email, name: 'Elira', locale: 'sq' })}` as const;
	const member = await buildPartner(tx, committee.id, 'Bashkia e provës', 'municipality');
	const guest = await buildPartner(tx, committee.id, 'OJF e provës', 'ngo');
	for (const [partnerId, name] of [
		[member, 'bashkia'],
		[guest, 'ojf'],
	] as const)
		await insertContact(tx, committee.id, {
			...{ partnerId, name: 'Arta', email: `${name}@durres.example`, phone: null, locale: 'sq' },
			...{ validFrom: '2026-01-01', validTo: null },
		});
	const where = { startsAt: '10:00', endsAt: null, online: false, place: 'Salla' };
	const id = await planMeeting(tx, clerk, committee, {
		plan: { kind: 'ordinary', takesPlaceOn: '2026-12-10', ...where },
		invited: [
			{ partnerId: member, standing: 'member' },
			{ partnerId: guest, standing: 'invited' },
		],
	});
	const at = async () => ({ id, version: (await getMeeting(tx, committee.id, id)).version });
	const add = async (title: string) => {
		const point = { title, note: null, presenterId: null, presenterOffice: 'secretary' as const };
		await addItem(tx, clerk, committee, await at(), { ...point, programmeId: null, activityId: null });
	};
	const call = async () => convene(tx, clerk, committee, { ...(await at()), today });
	const cancel = async (words: string) =>
		takeStep(tx, clerk, committee, { ...(await at()), verb: 'cancel', words, today });
	const edit = async (day: string, without: string[] = []) => {
		const meeting = await getMeeting(tx, committee.id, id);
		const participants = (await listParticipants(tx, id)).filter(({ partnerId }) => !without.includes(partnerId));
		const typed = typedForMeeting({ ...meeting, takesPlaceOn: day }, participants);
		return editMeeting(tx, clerk, committee, id, { ...typed, version: [`${meeting.version}`] });
	};
	/** What goes out, however often the job runs: to whom, what, under which number, on which day. */
	const told = async () => {
		await sql`delete from mails`.execute(tx);
		for (let times = 0; times < 2; times += 1) await tellMeeting(tx, id, 'kambana@durres.example', now);
		const { rows } = await sql<
			Record<'calendar' | 'to' | 'text' | 'replies', string>
		>`select calendar, text_body as text,
			to_address as to, reply_to as replies from mails order by to_address`.execute(tx);
		return rows.map(({ calendar, to, text, replies }) => {
			const root = new ICAL.Component(ICAL.parse(calendar));
			const event = root.getFirstSubcomponent('vevent');
			const said = `${root.getFirstPropertyValue('method')} ${event?.getFirstPropertyValue('sequence')}`;
			const answer = event?.getFirstProperty('attendee')?.getParameter('partstat');
			return { replies, text, answer, said: `${to.split('@')[0]} ${said} ${event?.getFirstPropertyValue('dtstart')}` };
		});
	};
	return { id, guest, email, add, call, cancel, edit, told };
}

const said = (all: readonly { said: string }[]) => all.map((one) => one.said);

test('without an agenda nobody is called; what nobody was called to is told to nobody', () =>
	rolledBack(async (tx) => {
		const { add, call, cancel, told } = await scene(tx);
		expect(await call()).toEqual({ ok: false, reason: 'no_items' });
		await add('Kalendari i muajit');
		expect(await told()).toEqual([]);
		await cancel('Salla nuk është e lirë.');
		expect(await told()).toEqual([]);
	}));

test('the call goes out once with the agenda; a moved day is told by itself, an agenda when it is sent again', () =>
	rolledBack(async (tx) => {
		const { add, call, edit, email, told } = await scene(tx);
		await add('Kalendari i muajit');
		expect(await call()).toEqual({ ok: true });
		const first = await told();
		expect(said(first)).toEqual(['bashkia REQUEST 0 2026-12-10T10:00:00', 'ojf REQUEST 0 2026-12-10T10:00:00']);
		expect(first[0]).toMatchObject({ replies: email, answer: 'NEEDS-ACTION' });
		expect(first[0]?.text).toContain('1: Kalendari i muajit (sekretari teknik)');
		await add('Të tjera');
		expect(await told()).toEqual([]);
		await edit('2026-12-11');
		expect(said(await told())).toEqual(['bashkia REQUEST 1 2026-12-11T10:00:00', 'ojf REQUEST 1 2026-12-11T10:00:00']);
		await call();
		const again = await told();
		expect(said(again)).toEqual(['bashkia REQUEST 2 2026-12-11T10:00:00', 'ojf REQUEST 2 2026-12-11T10:00:00']);
		expect(again[0]?.text).toContain('2: Të tjera');
	}));

test('who is called no more loses the entry; a meeting that is off is told with its reason, once', () =>
	rolledBack(async (tx) => {
		const { add, call, cancel, edit, guest, told } = await scene(tx);
		await add('Kalendari i muajit');
		await call();
		await told();
		await edit('2026-12-10', [guest]);
		expect(said(await told())).toEqual(['ojf CANCEL 1 2026-12-10T10:00:00']);
		await cancel('Salla nuk është e lirë.');
		const [off, ...more] = await told();
		expect([off?.said, more]).toEqual(['bashkia CANCEL 1 2026-12-10T10:00:00', []]);
		expect(off?.text.replace(/\s+/g, ' ')).toContain('Salla nuk është e lirë.');
		expect(await told()).toEqual([]);
	}));

test('leaves one job, however often it changes', () =>
	rolledBack(async (tx) => {
		const { id, add, call, edit } = await scene(tx);
		await add('Kalendari i muajit');
		await call();
		await edit('2026-12-12');
		const { rows } = await sql<{ n: number }>`select count(*) as n from graphile_worker.jobs
			where key = ${`meeting_changed:${id}`}`.execute(tx);
		expect(rows[0]?.n).toBe(1);
	}));
