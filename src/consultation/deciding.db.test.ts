import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { changeState, editActivity } from '#activities/actions.server.ts';
import type { Plan } from '#activities/changes.ts';
import type { Verb } from '#activities/model.ts';
import { getActivity, listActivities } from '#activities/store.server.ts';
import { renewFeed } from '#doors/actions.server.ts';
import { insertContact } from '#partners/store.server.ts';
import { insertAccount, insertSeat } from '#people/store.server.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { deriveToken } from '#platform/secrets.server.ts';
import { getProgramme } from '#programmes/store.server.ts';
import type { Wish } from '#versions/actions.server.ts';
import {
	buildActivities,
	buildCommittee,
	buildPartner,
	buildPlace,
	buildProgramme,
} from '../../tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '../../tests/support/database.ts';
import { decide } from './deciding.server.ts';
import { tellCalendars } from './jobs.server.ts';

afterAll(closeDatabase);

const now = new Date('2026-12-01T09:00:00Z');
const today = '2026-12-01';
const year = { validFrom: '2026-01-01', validTo: null };

type Mail = { to: string; kind: string; subject: string; text: string; locale: string; replies: string | null };

/** A month in preparation: one activity that two institutions have, one of the lead alone that nobody has agreed to. */
async function scene(tx: Transaction) {
	const committee = await buildCommittee(tx);
	const built = await buildProgramme(tx, committee.id, { slug: '2026-12', approved: false });
	const seat = async (role: 'secretary' | 'chair', name: string) => {
		const email = `${name}@durres.example`;
		const accountId = await insertAccount(tx, { email, name, locale: 'sq' });
		await insertSeat(tx, { role, accountId, committeeId: committee.id, ...year });
		return `${role}:${accountId}` as Actor;
	};
	const secretary = await seat('secretary', 'sekretaria');
	await seat('secretary', 'sekretarja.tjeter');
	const chair = await seat('chair', 'prefekti');
	const lead = await buildPartner(tx, committee.id, 'ZVAP Durrës', 'education_office');
	const supporter = await buildPartner(tx, committee.id, 'World Vision', 'ngo');
	const outside = await buildPartner(tx, committee.id, 'CSDS', 'ngo');
	for (const [partnerId, name, locale] of [
		[lead, 'zvap', 'sq'],
		[supporter, 'wv', 'en'],
		[outside, 'csds', 'sq'],
	] as const)
		await insertContact(tx, committee.id, {
			...{ partnerId, name: 'Arta', email: `${name}@partner.example`, phone: null, locale, ...year },
		});
	const placeId = await buildPlace(tx, committee.id, 'Shkolla e provës', 'school');
	const wish = { leadId: lead, placeId, startsAt: '10:00', endsAt: '11:00', visibility: 'public' as const };
	await buildActivities(tx, built, [
		{
			...wish,
			...{ number: 1, title: 'Biseda', supporterIds: [supporter], takesPlaceOn: '2026-12-10', state: 'confirmed' },
		},
		{ ...wish, number: 2, title: 'Konkursi', supporterIds: [], takesPlaceOn: '2026-12-15', state: 'proposed' },
	]);
	await become(tx, { kind: 'committee', committeeId: committee.id });
	const programme = () => getProgramme(tx, committee.id, '2026-12');
	const step = async (actor: Actor, verb: Wish['verb'], more: Partial<Wish> = {}) =>
		decide(
			tx,
			{ actor, committee, programme: await programme(), now, scope: { kind: 'committee', committeeId: committee.id } },
			{ verb, ...more },
		);
	/** What was queued since it was asked last, the calendars of the activities told too. */
	const told = async (): Promise<Mail[]> => {
		await become(tx, { kind: 'installation' });
		for (const { id } of await listActivities(tx, built.id))
			for (let times = 0; times < 2; times += 1) await tellCalendars(tx, id, 'kambana@durres.example', now);
		const { rows } = await sql<Mail>`delete from mails returning to_address as to, kind, subject, text_body as text,
			locale, reply_to as replies`.execute(tx);
		await become(tx, { kind: 'committee', committeeId: committee.id });
		return rows.sort((one, other) => `${one.kind}${one.to}`.localeCompare(`${other.kind}${other.to}`));
	};
	const edit = async (number: number, plan: Partial<Plan>) => {
		const one = await getActivity(tx, built.id, number);
		await editActivity(tx, secretary, committee, await programme(), {
			...{ number, version: one.version, plan: { ...one, ...plan } },
		});
	};
	const act = async (number: number, verb: Verb, reason: string | null = null) => {
		const { version } = await getActivity(tx, built.id, number);
		return changeState(tx, secretary, committee, await programme(), number, verb, { version, reason, today });
	};
	return { tx, committee, secretary, chair, lead, supporter, outside, step, told, edit, act };
}

const brief = (mails: readonly Mail[]) => mails.map(({ to, kind }) => `${kind} ${to.split('@')[0]}`);

describe('forbidden', () => {
	test('a step that is not taken tells nobody', () =>
		rolledBack(async (tx) => {
			const { step, told, chair, secretary } = await scene(tx);
			await told();
			expect(await step(chair, 'send_back', { words: 'Ende jo.' })).toEqual({ ok: false, reason: 'not_submitted' });
			expect(await step(chair, 'approve')).toEqual({ ok: false, reason: 'open_questions' });
			await expect(step(chair, 'approve', { accepted: true, seen: 'dicka tjetër' })).rejects.toMatchObject({
				code: 'stale',
			});
			expect(await told()).toEqual([]);
			await step(secretary, 'submit');
			await told();
			expect(await step(secretary, 'submit')).toEqual({ ok: false, reason: 'already_submitted' });
			expect(await told()).toEqual([]);
		}));

	test('an approval sent twice tells once', () =>
		rolledBack(async (tx) => {
			const { step, told, chair } = await scene(tx);
			await told();
			expect(await step(chair, 'approve', { accepted: true })).toMatchObject({ ok: true, version: 1 });
			expect(brief(await told()).filter((one) => one.startsWith('programme_approved'))).toHaveLength(2);
			expect(await step(chair, 'approve', { accepted: true })).toEqual({ ok: false, reason: 'no_changes' });
			expect(await told()).toEqual([]);
		}));
});

test('the chair is asked once, with what is asked, how much it is, what is open and where', () =>
	rolledBack(async (tx) => {
		const { step, told, secretary } = await scene(tx);
		await told();
		await step(secretary, 'submit', { words: 'Java e dytë është e plotë.' });
		const mails = await told();
		expect(brief(mails)).toEqual(['programme_submitted prefekti']);
		const text = mails[0]?.text ?? '';
		expect(text).toContain('Java e dytë është e plotë.');
		expect(text).toContain('2 veprimtari në plan');
		expect(text).toContain('3 çështje të hapura');
		expect(text).toContain('E pakonfirmuar: 1 veprimtari: 2. Konkursi');
		expect(text).toContain('/sq/desk/durres/2026-12/approval');
	}));

test('who handed it in hears what the chair decided, with the remarks; no other secretary does', () =>
	rolledBack(async (tx) => {
		const { step, told, chair, secretary } = await scene(tx);
		await step(secretary, 'submit');
		await told();
		await step(chair, 'send_back', { words: 'Mungon Kruja.' });
		const [back, ...more] = await told();
		expect([back?.kind, back?.to, more]).toEqual(['programme_decided', 'sekretaria@durres.example', []]);
		expect(back?.text).toContain('Vërejtjet: Mungon Kruja.');
		await step(secretary, 'submit');
		await told();
		await step(chair, 'approve', { accepted: true });
		const mails = await told();
		expect(brief(mails)).toEqual(['programme_approved wv', 'programme_approved zvap', 'programme_decided sekretaria']);
		expect(mails[2]?.text).toContain('U miratua me 3 çështje të hapura');
	}));

test('an institution gets its activities in its language, with its calendar; who has none gets nothing', () =>
	rolledBack(async (tx) => {
		const { committee, step, told, chair, lead } = await scene(tx);
		await renewFeed(tx, committee.id, { partnerId: lead });
		await told();
		await step(chair, 'approve', { accepted: true });
		const [wv, zvap, ...rest] = await told();
		expect(brief(rest)).toEqual(['programme_decided sekretaria', 'programme_decided sekretarja.tjeter']);
		expect([wv?.locale, wv?.subject]).toEqual([
			'en',
			'The approved programme, December 2026: 1 activity of your institution',
		]);
		expect(wv?.text).toContain('* Biseda');
		expect(wv?.text).toContain('When: Thursday 10 December, 10:00–11:00');
		expect(wv?.text).toContain('Shkolla e provës');
		expect(wv?.text).not.toContain('Konkursi');
		expect(wv?.text).not.toContain('/calendar/');
		expect(zvap?.text).toContain('* Biseda');
		expect(zvap?.text).toContain('* Konkursi');
		expect(zvap?.text).toContain('ende pa konfirmuar');
		expect(zvap?.text).toMatch(/\/sq\/calendar\/[0-9a-f-]{36}\.⟦token:calendar:[0-9a-f-]{36}⟧\.ics/);
		const id = /token:calendar:([0-9a-f-]{36})/.exec(zvap?.text ?? '')?.[1] ?? '';
		expect(zvap?.text).not.toContain(deriveToken('calendar', id));
	}));

test('nobody gets two mails for one change: what calendars carry is told when it is made, the rest with the next approval', () =>
	rolledBack(async (tx) => {
		const { step, told, edit, act, chair, outside } = await scene(tx);
		await step(chair, 'approve', { accepted: true });
		await told();
		// Confirmed: the calendars are told at once, the approval adds nothing.
		await edit(1, { takesPlaceOn: '2026-12-11' });
		expect(brief(await told())).toEqual(['confirmed wv', 'confirmed zvap']);
		// Only proposed: no calendar has it, the approval tells.
		await edit(2, { takesPlaceOn: '2026-12-16', supporterIds: [outside] });
		expect(await told()).toEqual([]);
		await step(chair, 'approve', { accepted: true });
		const again = (await told()).filter(({ kind }) => kind === 'programme_approved');
		expect(brief(again)).toEqual(['programme_approved csds', 'programme_approved zvap']);
		expect(again[0]?.text).toContain('Institucioni merr pjesë tani');
		expect(again[1]?.text).toContain('te e mërkurë, 16 dhjetor');
		expect(again[1]?.text).not.toContain('Biseda');
		// Who supports a confirmed one is no matter of calendars; who is let go loses the entry, and hears nothing more.
		await edit(1, { supporterIds: [] });
		expect(brief(await told())).toEqual(['cancelled wv']);
		await step(chair, 'approve', { accepted: true });
		const third = (await told()).filter(({ kind }) => kind === 'programme_approved');
		expect(brief(third)).toEqual(['programme_approved zvap']);
		// What is off is told to whoever read of it in the approved programme, asked or not, and not once more by the approval.
		await act(2, 'cancel', 'Shkolla mbyllet.');
		expect(brief(await told())).toEqual(['cancelled csds', 'cancelled zvap']);
		await step(chair, 'approve', { accepted: true });
		expect(brief(await told()).filter((one) => one.startsWith('programme_approved'))).toEqual([]);
	}));
