import { afterAll, describe, expect, test } from 'vitest';
import { listActivityEvents } from '#activities/events.server.ts';
import { listActivities } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import type { Transaction } from '#platform/db.server.ts';
import { getProgramme } from '#programmes/store.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildPlace, buildProgramme } from '#tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '#tests/support/database.ts';
import type { DraftRequest } from './draft.ts';
import { acceptDraft, askAgain, askDraft, cancelDraft, getInstance } from './drafts.server.ts';
import { solveDraft } from './solving.server.ts';
import { insertTeam, listDrafts, listTeams, saveDraft } from './store.server.ts';
import { removeTeam, submitTeam } from './teams.server.ts';
import { typedForTeam } from './teams.ts';
import { lineKey } from './wishes.ts';

afterAll(closeDatabase);

const today = '2027-02-01';
const asked = {
	asked: ['school pupils', 'health_centre health_staff'],
	municipalities: ['AL121', 'AL122'],
	days_off: ['1.3.2027'],
};

/** A county with two schools, a health centre, and one team that goes to one municipality. */
async function begin(tx: Transaction) {
	const committee = await buildCommittee(tx);
	const { id, slug } = await buildProgramme(tx, committee.id, { slug: '2027-03', approved: false });
	const partner = await buildPartner(tx, committee.id, 'ZVAP Durrës', 'education_office');
	const where = { municipalityCode: 'AL121', unitCode: 'AL121-ishem' };
	const near = await buildPlace(tx, committee.id, 'Shkolla Ishëm', 'school', where);
	const far = await buildPlace(tx, committee.id, 'Shkolla tjetër', 'school', { municipalityCode: 'AL122' });
	const centre = await buildPlace(tx, committee.id, 'Qendra', 'health_centre', where);
	const team = await insertTeam(tx, committee.id, {
		...{ partnerId: partner, name: 'Ekipi 1', homeCode: 'AL121', municipalityCodes: ['AL121'], settings: ['school'] },
		...{ audiences: ['pupils'], perWeek: 1, weekdays: [1, 2, 3, 4, 5] },
	});
	const programme = await getProgramme(tx, committee.id, slug);
	return { committee, programme: { ...programme, id }, partner, near, far, centre, team };
}
type Begun = Awaited<ReturnType<typeof begin>>;

const ask = (tx: Transaction, { committee, programme }: Begun, typed = asked) =>
	askDraft(tx, 'desk', committee, programme, { typed, today });

/** What the job does, without its worker thread. */
async function solve(
	tx: Transaction,
	{ committee, programme }: { committee: Committee; programme: Begun['programme'] },
) {
	const [draft] = await listDrafts(tx, programme.id);
	if (!draft) throw new Error('nothing was asked');
	const made = await getInstance(tx, committee, programme, { request: draft.request, today });
	if (!made.ok) throw new Error(made.reason);
	const result = { ...(await solveDraft(made.instance)), unmet: [], groups: [], shortfalls: [] };
	await saveDraft(tx, draft.id, { state: 'done', result });
	return { id: draft.id, lines: result.lines };
}

describe('who may', () => {
	test('another county sees neither teams nor drafts, and changes none', () =>
		rolledBack(async (tx) => {
			const begun = await begin(tx);
			await ask(tx, begun);
			const other = await buildCommittee(tx, 'AL-11');
			await become(tx, { kind: 'committee', committeeId: other.id });
			expect(await listTeams(tx, begun.committee.id)).toEqual([]);
			expect(await listDrafts(tx, begun.programme.id)).toEqual([]);
			await expect(removeTeam(tx, begun.committee, begun.team)).rejects.toMatchObject({ code: 'not_found' });
		}));

	test('what is closed is drafted no more', () =>
		rolledBack(async (tx) => {
			const begun = await begin(tx);
			const closed = { ...begun, programme: { ...begun.programme, state: 'closed' as const } };
			await expect(ask(tx, closed)).rejects.toMatchObject({ code: 'frozen' });
		}));
});

describe('asking', () => {
	test('takes how many persons a meeting is expected to have, and keeps to what the institution manages a day', () =>
		rolledBack(async (tx) => {
			const begun = await begin(tx);
			const { committee, programme, partner, near, centre } = begun;
			const refused = await ask(tx, begun, { ...asked, persons_school_pupils: ['0'] } as typeof asked);
			expect(refused).toMatchObject({
				ok: false,
				issues: [{ field: 'persons_school_pupils', message: 'issue.out_of_range' }],
			});
			await tx.updateTable('partners').set({ daily_capacity: 1 }).where('id', '=', partner).execute();
			await buildActivities(tx, { ...programme, committeeId: committee.id }, [
				{ number: 1, leadId: partner, placeId: centre, takesPlaceOn: '2027-03-02', state: 'confirmed' },
			]);
			await ask(tx, begun, { ...asked, persons_school_pupils: ['120'] } as typeof asked);
			const [draft] = await listDrafts(tx, programme.id);
			const made = await getInstance(tx, committee, programme, { request: draft?.request as DraftRequest, today });
			expect(made.ok && made.instance.capacities).toEqual([{ partner, perDay: 1, taken: { '2027-03-02': 1 } }]);
			expect(made.ok && made.instance.wishes.find(({ place }) => place === near)?.persons).toBe(120);
			const { id, lines } = await solve(tx, begun);
			expect(lines.map(({ day }) => day)).not.toContain('2027-03-02');
			await acceptDraft(tx, 'desk', committee, programme, { typed: {}, today, id, all: true });
			const drafted = (await listActivities(tx, programme.id)).filter(({ state }) => state === 'proposed');
			expect(drafted.map(({ plannedPersons }) => plannedPersons)).toEqual([120]);
		}));

	test('is refused at once where nothing can be drafted, and says why', () =>
		rolledBack(async (tx) => {
			const begun = await begin(tx);
			const refused = async (typed: typeof asked, on = today) => {
				const outcome = await askDraft(tx, 'desk', begun.committee, begun.programme, { typed, today: on });
				return outcome.ok
					? null
					: (outcome.refusal?.reason ?? outcome.issues.map(({ field, message }) => `${field} ${message}`));
			};
			expect(await refused({ ...asked, asked: [] })).toEqual(['asked issue.not_chosen']);
			expect(await refused({ ...asked, days_off: ['nesër, 2.4.2027'] })).toEqual([
				'days_off issue.not_a_day',
				'days_off issue.outside_period',
			]);
			expect(await refused({ ...asked, asked: ['company employees'] })).toBe('no_places');
			expect(await refused(asked, '2027-04-01')).toBe('no_days');
			await removeTeam(tx, begun.committee, begun.team);
			expect(await refused(asked)).toBe('no_teams');
			expect(await listDrafts(tx, begun.programme.id)).toEqual([]);
		}));

	test('twice makes one draft; a cancelled one is not finished any more', () =>
		rolledBack(async (tx) => {
			const begun = await begin(tx);
			expect([await ask(tx, begun), await ask(tx, begun)]).toEqual([{ ok: true }, { ok: true }]);
			const [draft, ...others] = await listDrafts(tx, begun.programme.id);
			expect(others).toEqual([]);
			await cancelDraft(tx, begun.programme, draft?.id ?? '');
			expect(await saveDraft(tx, draft?.id ?? '', { state: 'working', step: 'reach', percent: 1, gap: null })).toBe(
				false,
			);
			expect((await listDrafts(tx, begun.programme.id))[0]?.state).toBe('cancelled');
		}));
});

describe('accepting', () => {
	test('makes proposed activities with an event each; nothing of the plan changes before', () =>
		rolledBack(async (tx) => {
			const begun = await begin(tx);
			await ask(tx, begun);
			const { id, lines } = await solve(tx, begun);
			expect(lines).toEqual([{ place: begun.near, audience: 'pupils', day: expect.any(String), team: begun.team }]);
			expect(await listActivities(tx, begun.programme.id)).toEqual([]);
			const accept = (typed = {}, all = true) =>
				acceptDraft(tx, 'desk', begun.committee, begun.programme, { typed, today, id, all });
			expect(await accept({}, false)).toEqual({ ok: false, reason: 'none_chosen' });
			expect(await accept()).toEqual({ ok: true, activities: 1 });
			const [activity, ...more] = await listActivities(tx, begun.programme.id);
			expect(more).toEqual([]);
			expect(activity).toMatchObject({
				...{ state: 'proposed', placeId: begun.near, leadId: begun.partner, audiences: ['pupils'], setting: 'school' },
				...{ takesPlaceOn: lines[0]?.day, municipalityCode: 'AL121', unitCode: 'AL121-ishem', visibility: 'closed' },
			});
			const events = await listActivityEvents(tx, activity?.id ?? '');
			expect(events.map(({ kind, actor }) => [kind, actor])).toEqual([['proposed', 'desk']]);
			// Pressed once more, it does nothing.
			expect(await accept()).toEqual({ ok: false, reason: 'not_shown' });
		}));

	test('refuses what no longer fits, as a whole', () =>
		rolledBack(async (tx) => {
			const begun = await begin(tx);
			await ask(tx, begun);
			const { id, lines } = await solve(tx, begun);
			const line = lines[0];
			await buildActivities(tx, begun.programme, [
				{
					number: 1,
					leadId: begun.partner,
					placeId: begun.near,
					audiences: ['teachers'],
					takesPlaceOn: line?.day ?? null,
					state: 'confirmed',
				},
			]);
			const outcome = await acceptDraft(tx, 'desk', begun.committee, begun.programme, {
				typed: {},
				today,
				id,
				all: true,
			});
			expect(outcome).toEqual({ ok: false, reason: 'outdated', violation: { rule: 'place_closed', line } });
			expect(await listActivities(tx, begun.programme.id)).toHaveLength(1);
		}));
});

describe('asking again', () => {
	test('keeps the ticked lines as they are, and says when one cannot stay', () =>
		rolledBack(async (tx) => {
			const begun = await begin(tx);
			await ask(tx, begun);
			const first = await solve(tx, begun);
			const again = () => {
				const typed = { lines: first.lines.map(lineKey) };
				return askAgain(tx, 'desk', begun.committee, begun.programme, { typed, today, id: first.id });
			};
			expect(await again()).toEqual({ ok: true });
			const second = await solve(tx, begun);
			expect(second.lines).toEqual(first.lines);
			await removeTeam(tx, begun.committee, begun.team);
			await insertTeam(tx, begun.committee.id, {
				...{
					partnerId: begun.partner,
					name: 'Tjetër',
					homeCode: 'AL122',
					municipalityCodes: ['AL122'],
					settings: ['school'],
				},
				...{ audiences: ['pupils'], perWeek: 1, weekdays: [1] },
			});
			expect(await again()).toMatchObject({ ok: false, refusal: { reason: 'lock', violation: { rule: 'unknown' } } });
		}));
});

describe('teams', () => {
	test('are saved as typed; a second of the same name and a stale form are refused', () =>
		rolledBack(async (tx) => {
			const begun = await begin(tx);
			const [team] = await listTeams(tx, begun.committee.id);
			if (!team) throw new Error('no team');
			const typed = { ...typedForTeam(team), per_week: ['4'], version: [String(team.version)] };
			const submit = (more: Record<string, string[]>, id: string | null) =>
				submitTeam(tx, begun.committee, { typed: { ...typed, ...more }, id });
			expect(await submit({}, null)).toEqual({
				ok: false,
				issues: [{ field: 'name', message: 'issue.team_name_taken' }],
			});
			expect(await submit({ municipalities: [], per_week: ['40'] }, team.id)).toMatchObject({
				ok: false,
				issues: [{ field: 'per_week' }, { field: 'municipalities' }],
			});
			expect(await submit({}, team.id)).toEqual({ ok: true, id: team.id });
			expect(await listTeams(tx, begun.committee.id)).toMatchObject([{ perWeek: 4, version: 2 }]);
			expect(await submit({}, team.id)).toEqual({ ok: false, issues: [{ field: 'name', message: 'form.stale' }] });
		}));
});
