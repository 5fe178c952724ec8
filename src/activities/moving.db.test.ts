import { afterAll, describe, expect, test } from 'vitest';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import type { Programme } from '#programmes/model.ts';
import { getProgramme, saveProgrammeState } from '#programmes/store.server.ts';
import {
	buildActivities,
	buildCommittee,
	buildPartner,
	buildPlace,
	buildProgramme,
} from '../../tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '../../tests/support/database.ts';
import { changeState, editActivity } from './actions.server.ts';
import { listClashes, settleClash } from './clashes.server.ts';
import { openClashes } from './clashes.ts';
import { listActivityEvents } from './events.server.ts';
import { getLastChange, moveActivity, undoMove } from './moving.server.ts';
import { getActivity } from './store.server.ts';

afterAll(closeDatabase);

type Desk = { tx: Transaction; committee: Committee; programme: Programme };

/** October of Durrës: two proposed activities of one institution at the same time, and one that was held. */
const atDesk = (work: (desk: Desk) => Promise<void>) =>
	rolledBack(async (tx) => {
		const committee = await buildCommittee(tx);
		const built = await buildProgramme(tx, committee.id, { approved: false });
		const leadId = await buildPartner(tx, committee.id, 'ZVAP Krujë', 'education_office');
		const placeId = await buildPlace(tx, committee.id, 'Shkolla Nr. 2 Krujë', 'school');
		const at = { leadId, takesPlaceOn: '2026-10-13', startsAt: '10:00', endsAt: '11:30', state: 'proposed' as const };
		await buildActivities(tx, built, [
			{ ...at, number: 1, placeId },
			{ ...at, number: 2, audiences: ['teachers'] },
			{ ...at, number: 3, state: 'held', takesPlaceOn: '2026-10-05' },
		]);
		await become(tx, { kind: 'committee', committeeId: committee.id });
		await work({ tx, committee, programme: await getProgramme(tx, committee.id, built.slug) });
	});

const move = ({ tx, committee, programme }: Desk, number: number, version: number, day: string, startsAt?: string) =>
	moveActivity(tx, 'desk', committee, programme, { number, version, day, ...(startsAt ? { startsAt } : {}) });
const undo = ({ tx, committee, programme }: Desk, number: number, version: number) =>
	undoMove(tx, 'desk', committee, programme, { number, version });
const where = async ({ tx, programme }: Desk, number: number) => {
	const { takesPlaceOn, startsAt, endsAt, version } = await getActivity(tx, programme.id, number);
	return [takesPlaceOn, startsAt, endsAt, version];
};

test('another committee finds nothing to move, to take back or to accept', () =>
	atDesk(async (desk) => {
		const { tx, programme } = desk;
		const { clashes } = await listClashes(tx, { kind: 'committee', committeeId: desk.committee.id }, programme);
		await become(tx, { kind: 'installation' });
		const committee = await getCommittee(tx, { code: 'AL-11' });
		await become(tx, { kind: 'committee', committeeId: committee.id });
		await expect(move({ ...desk, committee }, 1, 1, '2026-10-14')).rejects.toMatchObject({ code: 'not_found' });
		await expect(undo({ ...desk, committee }, 1, 1)).rejects.toMatchObject({ code: 'not_found' });
		const theirs = { ...programme, committeeId: committee.id };
		await expect(settleClash(tx, 'desk', theirs, { key: clashes[0]?.key ?? '', reason: 'x' })).rejects.toMatchObject({
			code: 'not_found',
		});
	}));

describe('a move', () => {
	test('changes day and hour and nothing else, and is told as a move', () =>
		atDesk(async (desk) => {
			expect(await move(desk, 1, 1, '2026-10-14', '12:00')).toEqual({ ok: true, number: 1, version: 2, changed: true });
			expect(await where(desk, 1)).toEqual(['2026-10-14', '12:00', '13:30', 2]);
			const { id } = await getActivity(desk.tx, desk.programme.id, 1);
			const [event] = await listActivityEvents(desk.tx, id);
			expect(event).toMatchObject({ kind: 'edited', from: 'proposed', to: 'proposed' });
			expect(Object.keys(event?.changes ?? {}).sort()).toEqual(['endsAt', 'startsAt', 'takesPlaceOn']);
		}));

	test('from a card that is no longer true is refused, and whoever was first is told', () =>
		atDesk(async (desk) => {
			await move(desk, 1, 1, '2026-10-14');
			await expect(move(desk, 1, 1, '2026-10-15')).rejects.toMatchObject({ code: 'stale' });
			expect(await where(desk, 1)).toEqual(['2026-10-14', '10:00', '11:30', 2]);
			const activity = await getActivity(desk.tx, desk.programme.id, 1);
			const { event } = await getLastChange(desk.tx, activity);
			expect(event?.changes).toEqual({ takesPlaceOn: { from: '2026-10-13', to: '2026-10-14' } });
		}));

	test('to the day it has already writes nothing', () =>
		atDesk(async (desk) => {
			expect(await move(desk, 1, 1, '2026-10-13')).toEqual({ ok: true, number: 1, version: 1, changed: false });
		}));

	test('of what was held or cancelled, out of the programme, or in a closed one: refused with the reason', () =>
		atDesk(async (desk) => {
			const { tx, committee, programme } = desk;
			const refused = (reason: string) => ({ ok: false, reason });
			expect(await move(desk, 3, 1, '2026-10-06')).toEqual(refused('held'));
			expect(await move(desk, 1, 1, '2026-11-02')).toEqual(refused('outside_period'));
			await changeState(tx, 'desk', committee, programme, 2, 'cancel', { version: 1, reason: 'moti' });
			expect(await move(desk, 2, 2, '2026-10-14')).toEqual(refused('cancelled'));
			await saveProgrammeState(tx, programme.id, 'approved');
			expect(await move(desk, 1, 1, '2026-10-14')).toMatchObject({ ok: true });
			await saveProgrammeState(tx, programme.id, 'closed');
			expect(await move(desk, 1, 2, '2026-10-15')).toEqual(refused('programme_closed'));
		}));
});

describe('taken back', () => {
	test('it is a move like every other, and can itself be taken back', () =>
		atDesk(async (desk) => {
			await move(desk, 1, 1, '2026-10-14', '12:00');
			expect(await undo(desk, 1, 2)).toEqual({ ok: true, number: 1, version: 3, changed: true });
			expect(await where(desk, 1)).toEqual(['2026-10-13', '10:00', '11:30', 3]);
			await undo(desk, 1, 3);
			expect(await where(desk, 1)).toEqual(['2026-10-14', '12:00', '13:30', 4]);
		}));

	test('refused when somebody has changed it since, be it only its state', () =>
		atDesk(async (desk) => {
			const { tx, committee, programme } = desk;
			await move(desk, 1, 1, '2026-10-14');
			await changeState(tx, 'desk', committee, programme, 1, 'confirm', { version: 2 });
			await expect(undo(desk, 1, 2)).rejects.toMatchObject({ code: 'stale' });
			expect(await undo(desk, 1, 3)).toEqual({ ok: false, reason: 'no_move' });
			expect((await where(desk, 1))[0]).toBe('2026-10-14');
		}));

	test('what had no day before has none again', () =>
		atDesk(async (desk) => {
			const { tx, committee, programme } = desk;
			const activity = await getActivity(tx, programme.id, 2);
			const plan = { ...activity, takesPlaceOn: null, startsAt: null, endsAt: null };
			await editActivity(tx, 'desk', committee, programme, { number: 2, version: 1, plan });
			await move(desk, 2, 2, '2026-10-20');
			await undo(desk, 2, 3);
			expect(await where(desk, 2)).toEqual([null, null, null, 4]);
		}));
});

describe('a clash of the month', () => {
	const clashesAt = async ({ tx, committee, programme }: Desk) => {
		const month = await listClashes(tx, { kind: 'committee', committeeId: committee.id }, programme);
		return { ...month, open: openClashes(month.clashes, month.accepted) };
	};
	const settle = ({ tx, programme }: Desk, key: string, reason: string | null) =>
		settleClash(tx, 'desk', programme, { key, reason });

	test('is accepted with a reason, stands in both histories, and is taken back', () =>
		atDesk(async (desk) => {
			const { open } = await clashesAt(desk);
			expect(open.map(({ kind }) => kind)).toEqual(['same_lead']);
			const key = open[0]?.key ?? '';
			await settle(desk, key, 'dy ekipe');
			const settled = await clashesAt(desk);
			expect(settled.open).toEqual([]);
			expect(settled.accepted.get(key)?.reason).toBe('dy ekipe');
			for (const number of [1, 2]) {
				const { id } = await getActivity(desk.tx, desk.programme.id, number);
				expect((await listActivityEvents(desk.tx, id))[0]).toMatchObject({
					kind: 'clash_accepted',
					reason: 'dy ekipe',
				});
			}
			await expect(settle(desk, key, 'prapë')).rejects.toMatchObject({ code: 'stale' });
			await settle(desk, key, null);
			expect((await clashesAt(desk)).open).toHaveLength(1);
			await expect(settle(desk, key, null)).rejects.toMatchObject({ code: 'stale' });
		}));

	test('lapses when one of the two moves, holds again when that is taken back, and does not hinder the undo', () =>
		atDesk(async (desk) => {
			await move(desk, 1, 1, '2026-10-14');
			expect((await clashesAt(desk)).open).toEqual([]);
			await undo(desk, 1, 2);
			const key = (await clashesAt(desk)).open[0]?.key ?? '';
			await settle(desk, key, 'dy ekipe');
			await undo(desk, 1, 3);
			await move(desk, 2, 1, '2026-10-14');
			const both = await clashesAt(desk);
			expect(both.open.map(({ day }) => day)).toEqual(['2026-10-14']);
			await expect(settle(desk, key, 'prapë')).rejects.toMatchObject({ code: 'stale' });
		}));

	test('is for those who see the whole plan: an institution is told none', () =>
		atDesk(async ({ tx, committee, programme }) => {
			const scope = { kind: 'partner' as const, committeeId: committee.id, partnerId: committee.id };
			expect(await listClashes(tx, scope, programme)).toEqual({ clashes: [], accepted: new Map() });
		}));
});
