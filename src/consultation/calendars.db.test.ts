import ICAL from 'ical.js';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { changeState, editActivity } from '#activities/actions.server.ts';
import type { Plan } from '#activities/changes.ts';
import type { Verb } from '#activities/model.ts';
import { getActivity } from '#activities/store.server.ts';
import { insertContact } from '#partners/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { getProgramme } from '#programmes/store.server.ts';
import { takeStep } from '#versions/actions.server.ts';
import {
	buildActivities,
	buildCommittee,
	buildPartner,
	buildPlace,
	buildProgramme,
} from '../../tests/support/builders.ts';
import { closeDatabase, rolledBack } from '../../tests/support/database.ts';
import { askForAnswers } from './asking.server.ts';
import { tellCalendars } from './jobs.server.ts';

afterAll(closeDatabase);

const now = new Date('2026-12-01T09:00:00Z');
const today = '2026-12-01';

async function scene(tx: Transaction) {
	const committee = await buildCommittee(tx);
	const built = await buildProgramme(tx, committee.id, { slug: '2026-12' });
	const programme = await getProgramme(tx, committee.id, '2026-12');
	const leadId = await buildPartner(tx, committee.id, 'ZVAP Durrës', 'education_office');
	const supporterId = await buildPartner(tx, committee.id, 'Policia Durrës', 'police');
	for (const partnerId of [leadId, supporterId])
		await insertContact(tx, committee.id, {
			...{ partnerId, name: 'Arta', email: `k.${partnerId}@canary.example`, phone: null, locale: 'sq' },
			...{ validFrom: '2026-01-01', validTo: null },
		});
	const placeId = await buildPlace(tx, committee.id, 'Shkolla', 'school');
	const [id = ''] = await buildActivities(tx, built, [
		{
			...{ number: 1, leadId, supporterIds: [supporterId], placeId, takesPlaceOn: '2026-12-10', state: 'proposed' },
			...{ startsAt: '10:00', endsAt: '11:00' },
		},
	]);
	const current = () => getActivity(tx, programme.id, 1);
	const act = async (verb: Verb, reason: string | null = null) =>
		changeState(tx, 'command', committee, programme, 1, verb, { version: (await current()).version, reason, today });
	const edit = async (plan: Partial<Plan>) => {
		const one = await current();
		await editActivity(tx, 'command', committee, programme, {
			number: 1,
			version: one.version,
			plan: { ...one, ...plan },
		});
	};
	/** What goes out for the change: method, number and beginning of each calendar. */
	const told = async () => {
		await sql`delete from mails`.execute(tx);
		await tellCalendars(tx, id, 'kambana@durres.example', now);
		await tellCalendars(tx, id, 'kambana@durres.example', now);
		const { rows } = await sql<{
			calendar: string;
			to: string;
			text: string;
		}>`select calendar, to_address as to, text_body as text
			from mails order by to_address`.execute(tx);
		return rows.map(({ calendar }) => {
			const root = new ICAL.Component(ICAL.parse(calendar));
			const event = root.getFirstSubcomponent('vevent');
			const start = String(event?.getFirstPropertyValue('dtstart'));
			return `${root.getFirstPropertyValue('method')} ${event?.getFirstPropertyValue('sequence')} ${start}`;
		});
	};
	/** The same as text. */
	const news = async () => {
		await sql`delete from mails`.execute(tx);
		await tellCalendars(tx, id, 'kambana@durres.example', now);
		await tellCalendars(tx, id, 'kambana@durres.example', now);
		const { rows } = await sql<{ text: string }>`select text_body as text from mails order by to_address`.execute(tx);
		return rows.map(({ text }) => text.replace(/\s+/g, ' '));
	};
	const ask = async () => {
		const asking = { actor: 'command' as const, committee, programme, now };
		return askForAnswers(tx, asking, await current());
	};
	return { id, act, ask, edit, told, news, programme, leadId, supporterId };
}

test('calendars are told what is so, each time under the next number, and nothing twice', () =>
	rolledBack(async (tx) => {
		const { act, edit, told } = await scene(tx);
		expect(await told()).toEqual([]);
		await act('confirm');
		expect(await told()).toEqual(Array(2).fill('REQUEST 0 2026-12-10T10:00:00'));
		await edit({ plannedPersons: 40 });
		expect(await told()).toEqual([]);
		await edit({ takesPlaceOn: '2026-12-11', startsAt: '09:00' });
		expect(await told()).toEqual(Array(2).fill('REQUEST 1 2026-12-11T09:00:00'));
		await edit({ supporterIds: [] });
		expect(await told()).toEqual(['CANCEL 2 2026-12-11T09:00:00']);
		await act('postpone', 'moti');
		expect(await told()).toEqual(['CANCEL 2 2026-12-11T09:00:00']);
		await act('confirm');
		expect(await told()).toEqual(['REQUEST 3 2026-12-11T09:00:00']);
		await act('cancel', 'moti');
		expect(await told()).toEqual(['CANCEL 4 2026-12-11T09:00:00']);
		await act('reopen');
		expect(await told()).toEqual([]);
	}));

test('who is told reads what is different from the approved programme and why; who was only asked hears that it is off, once', () =>
	rolledBack(async (tx) => {
		const { act, ask, edit, news, programme, supporterId } = await scene(tx);
		await act('confirm');
		const approve = { verb: 'approve' as const, ask: async () => [] };
		expect(await takeStep(tx, 'command', { ...programme, state: 'approved' }, approve)).toMatchObject({ version: 1 });
		await news();
		await edit({ takesPlaceOn: '2026-12-11', startsAt: '09:00' });
		const [moved] = await news();
		expect(moved).toContain('Krahasuar me programin e miratuar');
		expect(moved).toContain('Nga e enjte, 10 dhjetor, 10:00–11:00, te e premte, 11 dhjetor, 09:00–11:00.');
		await edit({ supporterIds: [] });
		expect((await news()).join()).toContain('nuk ka më pjesë');
		await act('postpone', 'Mësuesit janë në trajnim.');
		const [postponed] = await news();
		expect(postponed).toContain('Veprimtaria shtyhet. Me këtë e-mail ajo hiqet nga kalendari juaj.');
		expect(postponed).toContain('Arsyeja: Mësuesit janë në trajnim.');
		// Whoever has no entry is told without one; and what was postponed and is cancelled then is told again.
		await edit({ supporterIds: [supporterId] });
		await ask();
		await act('cancel', 'Shkolla mbyllet.');
		const cancelled = await news();
		expect(cancelled).toHaveLength(2);
		for (const text of cancelled) {
			expect(text).toContain('Arsyeja: Shkolla mbyllet.');
			expect(text).not.toContain('hiqet nga kalendari');
		}
		expect(await news()).toEqual([]);
	}));

test('what changes leaves one job, however often it changes', () =>
	rolledBack(async (tx) => {
		const { act, edit, id } = await scene(tx);
		await act('confirm');
		await edit({ takesPlaceOn: '2026-12-11' });
		await edit({ takesPlaceOn: '2026-12-12' });
		const { rows } = await sql<{ n: number }>`select count(*) as n from graphile_worker.jobs
			where key = ${`activity_changed:${id}`}`.execute(tx);
		expect(rows[0]?.n).toBe(1);
	}));
