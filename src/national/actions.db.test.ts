import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { changeState } from '#activities/actions.server.ts';
import { getActivity, listActivities } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { getCommittee, listCommittees } from '#committees/store.server.ts';
import { insertAccount, insertSeat } from '#people/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { getProgramme, saveProgrammeState } from '#programmes/store.server.ts';
import {
	buildActivities,
	buildCommittee,
	buildPartner,
	buildPlace,
	buildProgramme,
} from '../../tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '../../tests/support/database.ts';
import {
	adoptDays,
	declineNational,
	getForCounty,
	joinNational,
	keepAsItIs,
	listForCounty,
	listWaiting,
} from './actions.server.ts';
import { tellCounties } from './jobs.server.ts';
import { type CountyStanding, changeNational, writeNational } from './office.server.ts';
import {
	getNational,
	insertNational,
	listAnswers,
	listNationals,
	listPartsOf,
	listTakingPart,
	saveAnswer,
} from './store.server.ts';

afterAll(closeDatabase);

const now = new Date('2026-10-01T09:00:00Z');
const typed = {
	...{
		title_sq: ['Marshim kundër trafikimit'],
		title_en: ['March against trafficking'],
		guidance_sq: ['Vetëm për qarqet'],
	},
	...{ starts_on: ['2026-10-18'], audiences: ['general_public'], methods: ['march'] },
};

type Scene = {
	tx: Transaction;
	office: Committee;
	durres: Committee;
	tirana: Committee;
	as: (who: Committee) => Promise<void>;
};

/** The office, and two counties: Durrës with an October programme, Tirana without. */
const scene = (work: (scene: Scene) => Promise<void>) =>
	rolledBack(async (tx) => {
		const durres = await buildCommittee(tx);
		const office = await getCommittee(tx, { code: 'AL' });
		const tirana = await getCommittee(tx, { code: 'AL-11' });
		await sql`delete from national_activities`.execute(tx);
		await buildProgramme(tx, durres.id, { approved: false });
		await buildPartner(tx, durres.id, 'KRAT Durrës', 'committee');
		const as = (who: Committee) => become(tx, { kind: 'committee', committeeId: who.id });
		await as(office);
		await work({ tx, office, durres, tirana, as });
	});

const draft = async ({ tx, office }: Scene): Promise<string> => {
	const written = await writeNational(tx, office, typed, { id: null, now });
	if (!written.ok) throw new Error(JSON.stringify(written));
	return written.id;
};
/** What the counties said, asked as the office asks: each in the scope of oversight. */
async function standings({ tx, office, as }: Scene): Promise<CountyStanding[]> {
	const found: CountyStanding[] = [];
	for (const county of await listCommittees(tx)) {
		if (county.level !== 'county') continue;
		await become(tx, { kind: 'oversight', committeeId: county.id });
		found.push({ county, answers: await listAnswers(tx, county.id) });
	}
	await as(office);
	return found;
}
const change = async (
	here: Scene,
	verb: 'publish' | 'withdraw' | 'remind',
	id: string,
	more: Record<string, string[]> = {},
) => {
	const all = await standings(here);
	const { version } = await getNational(here.tx, id);
	return changeNational(here.tx, here.office, verb, {
		id,
		typed: { version: [String(version)], ...more },
		standings: all,
		now,
	});
};
const published = async (here: Scene): Promise<string> => {
	const id = await draft(here);
	expect(await change(here, 'publish', id)).toEqual({ ok: true });
	return id;
};
const desk = ({ tx }: Scene, committee: Committee) => ({ tx, committee, actor: 'secretary:1' as const });
const joinedIn = async (here: Scene, id: string, more: Record<string, string[]> = {}) => {
	await here.as(here.durres);
	expect(await joinNational(desk(here, here.durres), id, more, now)).toMatchObject({ ok: true, slug: '2026-10' });
	return getProgramme(here.tx, here.durres.id, '2026-10');
};

describe('refused', () => {
	test('a county neither writes nor publishes: not by the action, not by the database', () =>
		scene(async (here) => {
			const { tx, durres, as } = here;
			const id = await draft(here);
			await as(durres);
			const refused = { code: 'forbidden' };
			await expect(writeNational(tx, durres, typed, { id: null, now })).rejects.toMatchObject(refused);
			await expect(changeNational(tx, durres, 'publish', { id, typed: {}, standings: [], now })).rejects.toMatchObject(
				refused,
			);
			const texts = { titleSq: 'x', titleEn: 'x', aimSq: '', aimEn: '', guidanceSq: '', guidanceEn: '' };
			const days = { startsOn: '2026-10-18', endsOn: '2026-10-18' };
			await expect(
				insertNational(tx, durres.id, { ...texts, ...days, audiences: ['general_public'], methods: [] }),
			).rejects.toThrow(/row-level security/);
		}));

	test('nobody but the office sees a draft', () =>
		scene(async (here) => {
			const { tx, durres, as } = here;
			const id = await draft(here);
			for (const scope of ['committee', 'oversight'] as const) {
				await become(tx, { kind: scope, committeeId: durres.id });
				expect(await listNationals(tx)).toEqual([]);
				await expect(getForCounty(tx, durres, id, now)).rejects.toMatchObject({ code: 'not_found' });
			}
			await become(tx, { kind: 'public' });
			await expect(getNational(tx, id)).rejects.toMatchObject({ code: 'not_found' });
			await as(durres);
			await expect(
				saveAnswer(tx, durres.id, { ...typedDays, id }, { answer: 'declined', reason: 'x' }, 'desk'),
			).rejects.toThrow(/row-level security/);
		}));

	test('a published one is changed by no county, and the answer of one is not seen by another', () =>
		scene(async (here) => {
			const { tx, durres, tirana, as } = here;
			const id = await published(here);
			await joinedIn(here, id);
			const { rows } = await sql`update national_activities set title_sq = 'x' where id = ${id} returning id`.execute(
				tx,
			);
			expect(rows).toEqual([]);
			await as(tirana);
			expect((await listAnswers(tx, durres.id)).size).toBe(0);
			const gone = await sql`delete from national_answers returning id`.execute(tx);
			expect(gone.rows).toEqual([]);
		}));

	test('nobody answers for another, nor with the activity of another', () =>
		scene(async (here) => {
			const { tx, office, durres, tirana, as } = here;
			const id = await published(here);
			const { id: programmeId } = await joinedIn(here, id);
			const [own] = await listActivities(tx, programmeId);
			await as(office);
			await expect(joinNational(desk(here, office), id, {}, now)).rejects.toMatchObject({ code: 'forbidden' });
			await as(tirana);
			await sql`savepoint before`.execute(tx);
			await expect(
				saveAnswer(tx, durres.id, { ...typedDays, id }, { answer: 'declined', reason: 'x' }, 'desk'),
			).rejects.toThrow(/row-level security/);
			await sql`rollback to savepoint before`.execute(tx);
			await expect(
				saveAnswer(tx, tirana.id, { ...typedDays, id }, { answer: 'joined', activityId: own?.id ?? '' }, 'desk'),
			).rejects.toThrow(/row-level security|unique/);
		}));

	test('without the programme of the month, in a closed one, and twice', () =>
		scene(async (here) => {
			const { tx, durres, tirana, as } = here;
			const id = await published(here);
			await as(tirana);
			expect(await joinNational(desk(here, tirana), id, {}, now)).toEqual({ ok: false, reason: 'no_programme' });
			const { id: programmeId } = await joinedIn(here, id);
			expect(await joinNational(desk(here, durres), id, {}, now)).toEqual({ ok: false, reason: 'joined_already' });
			expect(await declineNational(desk(here, durres), id, { reason: ['x'] }, now)).toEqual({
				ok: false,
				reason: 'joined_already',
			});
			expect(await listActivities(tx, programmeId)).toHaveLength(1);
			await as(here.office);
			const other = await published(here);
			await as(durres);
			await saveProgrammeState(tx, programmeId, 'closed');
			expect(await joinNational(desk(here, durres), other, {}, now)).toEqual({ ok: false, reason: 'programme_closed' });
		}));
});

const typedDays = { startsOn: '2026-10-18', endsOn: '2026-10-18' };

describe('a county joins', () => {
	test('with one button: an activity of its own, proposed, in the month; the notice is gone', () =>
		scene(async (here) => {
			const { tx, durres, as } = here;
			const id = await published(here);
			await as(durres);
			expect(await listWaiting(tx, durres, now)).toMatchObject([{ waiting: 'answer', atOnce: true, national: { id } }]);
			const programme = await joinedIn(here, id);
			const [own] = await listActivities(tx, programme.id);
			expect(own).toMatchObject({
				...{ title: 'Marshim kundër trafikimit', takesPlaceOn: '2026-10-18', state: 'proposed', national: true },
				...{ visibility: 'public', audiences: ['general_public'], methods: ['march'], leadName: 'KRAT Durrës' },
			});
			expect(await listWaiting(tx, durres, now)).toEqual([]);
			expect([...(await listPartsOf(tx, [own?.id ?? ''])).values()]).toMatchObject([{ id }]);
		}));

	test('with hours and place of its own, or with what it had planned', () =>
		scene(async (here) => {
			const { tx, durres } = here;
			await become(tx, { kind: 'installation' });
			const place = await buildPlace(tx, durres.id, 'Sheshi Liria', 'square');
			await here.as(here.office);
			const programme = await joinedIn(here, await published(here), {
				from: ['11:00'],
				to: ['12:00'],
				place: [place],
				persons: ['150'],
			});
			expect(await listActivities(tx, programme.id)).toMatchObject([
				{ startsAt: '11:00', placeName: 'Sheshi Liria', plannedPersons: 150 },
			]);
			await become(tx, { kind: 'installation' });
			const lead = await buildPartner(tx, durres.id, 'OJF', 'ngo');
			await buildActivities(tx, programme, [
				{ number: 24, leadId: lead, takesPlaceOn: '2026-10-18', state: 'confirmed' },
			]);
			await here.as(here.office);
			const other = await published(here);
			await joinedIn(here, other, { existing: ['24'] });
			expect((await listAnswers(tx, durres.id)).get(other)?.activity).toMatchObject({ number: 24, state: 'confirmed' });
			expect(await listActivities(tx, programme.id)).toHaveLength(2);
		}));

	test('or declines with a reason, and may still join', () =>
		scene(async (here) => {
			const { tx, durres, as } = here;
			const id = await published(here);
			await as(durres);
			expect(await declineNational(desk(here, durres), id, {}, now)).toMatchObject({
				ok: false,
				issues: [{ field: 'reason' }],
			});
			await declineNational(desk(here, durres), id, { reason: ['Sheshi është në punime.'] }, now);
			expect(await listForCounty(tx, durres, now)).toMatchObject([{ waiting: null, answer: { answer: 'declined' } }]);
			await joinedIn(here, id);
			expect((await listAnswers(tx, durres.id)).get(id)).toMatchObject({ answer: 'joined', reason: null });
		}));
});

describe('the office changes its mind', () => {
	test('new days: the county’s activity stays until it adopts them, with one press', () =>
		scene(async (here) => {
			const { tx, office, durres, as } = here;
			const id = await published(here);
			const programme = await joinedIn(here, id);
			await as(office);
			const { version } = await getNational(tx, id);
			const moved = { ...typed, starts_on: ['2026-10-17'], version: [String(version)] };
			expect(await writeNational(tx, office, moved, { id, now })).toEqual({ ok: true, id });
			await expect(writeNational(tx, office, moved, { id, now })).rejects.toMatchObject({ code: 'stale' });
			await as(durres);
			expect(await getActivity(tx, programme.id, 1)).toMatchObject({ takesPlaceOn: '2026-10-18', version: 1 });
			expect(await listWaiting(tx, durres, now)).toMatchObject([{ waiting: 'moved', atOnce: false }]);
			await expect(adoptDays(desk(here, durres), id, version, now)).rejects.toMatchObject({ code: 'stale' });
			expect(await adoptDays(desk(here, durres), id, version + 1, now)).toEqual({ ok: true });
			expect(await getActivity(tx, programme.id, 1)).toMatchObject({ takesPlaceOn: '2026-10-17' });
			expect(await listWaiting(tx, durres, now)).toEqual([]);
		}));

	test('or the county leaves its own as it is; into another month it cannot simply go', () =>
		scene(async (here) => {
			const { tx, office, durres, as } = here;
			const id = await published(here);
			const programme = await joinedIn(here, id);
			await as(office);
			const { version } = await getNational(tx, id);
			await writeNational(tx, office, { ...typed, starts_on: ['2026-11-18'], version: [String(version)] }, { id, now });
			await as(durres);
			expect(await adoptDays(desk(here, durres), id, version + 1, now)).toEqual({
				ok: false,
				reason: 'outside_period',
			});
			await keepAsItIs(desk(here, durres), id, version + 1, now);
			expect(await listWaiting(tx, durres, now)).toEqual([]);
			expect(await getActivity(tx, programme.id, 1)).toMatchObject({ takesPlaceOn: '2026-10-18', version: 1 });
		}));

	test('withdrawn with a reason: told to whoever joined, and nothing of theirs changes', () =>
		scene(async (here) => {
			const { tx, durres, tirana, as } = here;
			const id = await published(here);
			const programme = await joinedIn(here, id);
			await as(here.office);
			expect(await change(here, 'withdraw', id)).toMatchObject({ ok: false, issues: [{ field: 'reason' }] });
			expect(await change(here, 'withdraw', id, { reason: ['U shty për pranverën.'] })).toEqual({ ok: true });
			await as(tirana);
			expect(await listForCounty(tx, tirana, now)).toEqual([]);
			await as(durres);
			expect(await listWaiting(tx, durres, now)).toMatchObject([
				{ waiting: 'withdrawn', national: { reason: 'U shty për pranverën.' } },
			]);
			expect(await getActivity(tx, programme.id, 1)).toMatchObject({ state: 'proposed', version: 1 });
			await changeState(tx, 'secretary:1', durres, programme, 1, 'cancel', { version: 1, reason: 'Zyra e tërhoqi.' });
			expect(await listWaiting(tx, durres, now)).toEqual([]);
		}));
});

test('the office sees the counties, each through the scope in which it reads what a county plans, and reminds the silent', () =>
	scene(async (here) => {
		const id = await published(here);
		await joinedIn(here, id);
		const all = await standings(here);
		expect(all).toHaveLength(12);
		expect(all.filter(({ answers }) => answers.has(id)).map(({ county }) => county.code)).toEqual(['AL-02']);
		expect(await change(here, 'remind', id)).toEqual({ ok: true });
		expect((await getNational(here.tx, id)).remindedAt).not.toBeNull();
	}));

test('the public sees who takes part only where the activity is public and announced, and never the guidance’s draft', () =>
	scene(async (here) => {
		const { tx, durres } = here;
		const id = await published(here);
		const programme = await joinedIn(here, id);
		const publicly = async () => {
			await become(tx, { kind: 'public' });
			return listTakingPart(tx, id);
		};
		expect(await publicly()).toEqual([]);
		await here.as(durres);
		await tx.updateTable('activities').set({ state: 'confirmed' }).where('programme_id', '=', programme.id).execute();
		expect(await publicly()).toEqual([]);
		await here.as(durres);
		await saveProgrammeState(tx, programme.id, 'approved');
		expect(await publicly()).toMatchObject([{ county: 'durres', number: 1, takesPlaceOn: '2026-10-18' }]);
		await here.as(durres);
		await tx.updateTable('activities').set({ visibility: 'closed' }).where('programme_id', '=', programme.id).execute();
		expect(await publicly()).toEqual([]);
	}));

test('mails: secretaries in force of every county, of the silent, of those that joined', () =>
	scene(async (here) => {
		const { tx, durres, tirana } = here;
		const id = await published(here);
		await joinedIn(here, id);
		await become(tx, { kind: 'installation' });
		await sql`update seats set ended_at = now() where role = 'secretary'`.execute(tx);
		for (const { id: committeeId, slug } of [durres, tirana]) {
			const accountId = await insertAccount(tx, { email: `${slug}@shembull.al`, name: slug, locale: 'sq' });
			await insertSeat(tx, {
				role: 'secretary',
				committeeId,
				accountId,
				validFrom: '2026-01-01',
				validTo: '2026-12-31',
			});
		}
		const told = async (telling: Parameters<typeof tellCounties>[2]) => {
			const mails = await tellCounties(tx, id, telling, now);
			const rows = await tx
				.selectFrom('mails')
				.select('to_address')
				.where('kind', '=', 'national')
				.orderBy('to_address')
				.execute();
			await tx.deleteFrom('mails').where('kind', '=', 'national').execute();
			return [mails, ...rows.map((row) => row.to_address)];
		};
		expect(await told('published')).toEqual([2, 'durres@shembull.al', 'tirane@shembull.al']);
		expect(await told('reminder')).toEqual([1, 'tirane@shembull.al']);
		// It is not withdrawn, so nobody is told that it is.
		expect(await told('withdrawn')).toEqual([0]);
	}));
