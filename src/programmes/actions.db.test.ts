import { afterAll, describe, expect, test } from 'vitest';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { buildCommittee } from '../../tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '../../tests/support/database.ts';
import { changeProgrammeState, createProgramme, editProgramme, type KnownPlan, onMonth } from './actions.server.ts';
import { type PlanSpan, type Programme, type ProgrammeVerb, wordsOf } from './model.ts';
import { getLatestEventId, getProgramme, listProgrammeEvents } from './store.server.ts';

afterAll(closeDatabase);

const draft = {
	slug: '2026-10',
	titleSq: 'Muaji i Antitrafikut',
	titleEn: 'Anti-trafficking Month',
	startsOn: '2026-10-01',
	endsOn: '2026-10-31',
	aimSq: 'Të arrihet çdo grup.',
	aimEn: '',
	targets: [{ audience: 'pupils' as const, persons: 500 }],
};
const empty: PlanSpan = { activities: 0, first: null, last: null };
const known: KnownPlan = { activities: 25, changes: null, questions: 0, accepted: false };
const plan: PlanSpan = { activities: 25, first: '2026-10-01', last: '2026-10-30' };

const withProgramme = (
	work: (desk: { tx: Transaction; committee: Committee; programme: Programme }) => Promise<void>,
) =>
	rolledBack(async (tx) => {
		const committee = await buildCommittee(tx);
		await become(tx, { kind: 'committee', committeeId: committee.id });
		await work({ tx, committee, programme: await createProgramme(tx, 'desk', committee, draft) });
	});

describe('another committee', () => {
	test('neither sees nor changes it', () =>
		withProgramme(async ({ tx, programme }) => {
			await become(tx, { kind: 'installation' });
			const other = await getCommittee(tx, { code: 'AL-11' });
			await become(tx, { kind: 'committee', committeeId: other.id });
			await expect(getProgramme(tx, programme.committeeId, '2026-10')).rejects.toMatchObject({ code: 'not_found' });
			await expect(changeProgrammeState(tx, 'desk', programme, 'approve', { known })).rejects.toMatchObject({
				code: 'not_found',
			});
			await expect(
				editProgramme(tx, 'desk', programme, { draft, span: async () => empty, seen: '' }),
			).rejects.toMatchObject({
				code: 'not_found',
			});
		}));
	test('without a committee in the address no month opens', () =>
		expect(async () =>
			onMonth({ actor: 'desk', scope: { kind: 'public' } }, '2026-10', async () => null),
		).rejects.toMatchObject({
			code: 'not_found',
		}));
});

test('a month has one programme', () =>
	withProgramme(async ({ tx, committee, programme }) => {
		expect(programme).toMatchObject({ ...draft, state: 'in_preparation' });
		await expect(createProgramme(tx, 'desk', committee, draft)).rejects.toMatchObject({ code: 'conflict' });
	}));

describe('editing', () => {
	test('from a form that is no longer the newest is stale', () =>
		withProgramme(async ({ tx, programme }) => {
			await expect(
				editProgramme(tx, 'desk', programme, { draft, span: async () => empty, seen: '' }),
			).rejects.toMatchObject({
				code: 'stale',
			});
		}));
	test('leaves no activity outside the period', () =>
		withProgramme(async ({ tx, programme }) => {
			const seen = await getLatestEventId(tx, programme.id);
			const shorter = { ...draft, endsOn: '2026-10-20' };
			expect(await editProgramme(tx, 'desk', programme, { draft: shorter, span: async () => plan, seen })).toEqual({
				ok: false,
				reason: 'activities_outside',
				plan,
			});
		}));
	test('is told field by field, and only when something changed', () =>
		withProgramme(async ({ tx, committee, programme }) => {
			const seen = await getLatestEventId(tx, programme.id);
			expect(await editProgramme(tx, 'desk', programme, { draft, span: async () => plan, seen })).toEqual({
				ok: true,
				changed: false,
			});
			const changed = { ...draft, aimEn: 'To reach every group.', targets: [] };
			expect(await editProgramme(tx, 'desk', programme, { draft: changed, span: async () => plan, seen })).toEqual({
				ok: true,
				changed: true,
			});
			expect(await getProgramme(tx, committee.id, '2026-10')).toMatchObject(changed);
			const [latest] = await listProgrammeEvents(tx, programme.id);
			expect(latest).toMatchObject({
				kind: 'edited',
				details: { aimEn: { from: '', to: 'To reach every group.' }, targets: { to: [] } },
			});
		}));
});

describe('approval', () => {
	test('handed in, sent back with remarks, handed in, approved, taken back, approved, closed; each at its time', () =>
		withProgramme(async ({ tx, programme }) => {
			const act = (verb: ProgrammeVerb, more: Partial<KnownPlan> = {}, words?: string) =>
				changeProgrammeState(tx, 'desk', programme, verb, {
					known: { ...known, ...more },
					details: words ? { words } : {},
				});
			expect(await act('approve', { activities: 0 })).toEqual({ ok: false, reason: 'no_activities' });
			expect(await act('close')).toEqual({ ok: false, reason: 'wrong_state' });
			expect(await act('send_back')).toEqual({ ok: false, reason: 'not_submitted' });
			expect(await act('submit')).toEqual({ ok: true });
			expect(await act('submit')).toEqual({ ok: false, reason: 'already_submitted' });
			expect(await act('send_back', {}, 'Mungon Sukthi.')).toEqual({ ok: true });
			expect(await act('submit', {}, 'Sukthi u shtua.')).toEqual({ ok: true });
			expect(await act('approve', { questions: 2 })).toEqual({ ok: false, reason: 'open_questions' });
			expect(await act('approve', { questions: 2, accepted: true })).toEqual({ ok: true });
			expect(await act('approve', { changes: 0 })).toEqual({ ok: false, reason: 'no_changes' });
			expect(await act('reopen')).toEqual({ ok: true });
			expect(await act('approve')).toEqual({ ok: true });
			expect(await act('close')).toEqual({ ok: true });
			expect(await act('reopen')).toEqual({ ok: false, reason: 'wrong_state' });
			const seen = await getLatestEventId(tx, programme.id);
			await expect(editProgramme(tx, 'desk', programme, { draft, span: async () => plan, seen })).rejects.toMatchObject(
				{
					code: 'frozen',
				},
			);
			const told = (await listProgrammeEvents(tx, programme.id)).toReversed();
			expect(told.map(({ kind }) => kind)).toEqual([
				...['created', 'submitted', 'sent_back', 'submitted', 'approved', 'reopened', 'approved', 'closed'],
			]);
			expect(told.map(wordsOf).filter(Boolean)).toEqual(['Mungon Sukthi.', 'Sukthi u shtua.']);
		}));
});
