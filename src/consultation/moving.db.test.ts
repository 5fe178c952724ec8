import { afterAll, expect, test } from 'vitest';
import { getActivity } from '#activities/store.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import { getProgramme } from '#programmes/store.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '../../tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '../../tests/support/database.ts';
import { moveAgreed, undoAgreed } from './moving.server.ts';
import { insertAnswer } from './store.server.ts';

afterAll(closeDatabase);

/** An approved month with one activity, which its two institutions can answer about. */
const asked = () => {
	const day = '2030-10-14';
	return {
		day,
		run: (work: (desk: Awaited<ReturnType<typeof open>>) => Promise<void>) =>
			rolledBack(async (tx) => work(await open(tx))),
	};
	async function open(tx: Parameters<Parameters<typeof rolledBack>[0]>[0]) {
		const committee = await buildCommittee(tx);
		const built = await buildProgramme(tx, committee.id, { slug: '2030-10' });
		const leadId = await buildPartner(tx, committee.id, 'ZVAP Krujë', 'education_office');
		const police = await buildPartner(tx, committee.id, 'Policia Krujë', 'police');
		await buildActivities(tx, built, [
			{ number: 1, leadId, supporterIds: [police], takesPlaceOn: '2030-10-13', state: 'confirmed', startsAt: '10:00' },
		]);
		await become(tx, { kind: 'committee', committeeId: committee.id });
		const programme = await getProgramme(tx, committee.id, built.slug);
		const activity = () => getActivity(tx, programme.id, 1);
		const says = async (partnerId: string, forDay: string) =>
			insertAnswer(tx, {
				...{ committeeId: committee.id, activityId: (await activity()).id, partnerId, forDay },
				...{ draft: { answer: 'yes' }, via: 'account' },
			});
		const asking = { actor: 'desk' as const, committee, programme, now: new Date('2030-10-01T08:00:00Z') };
		const move = async (wish: { day: string; version: number; known?: string }) =>
			moveAgreed(tx, asking, await activity(), { known: '', ...wish });
		const undo = async (version: number, known = '') => undoAgreed(tx, asking, await activity(), { version, known });
		return { tx, leadId, police, activity, says, move, undo };
	}
};

test('who agreed to the old day is told before an activity moves, and whoever agrees meanwhile too', () => {
	const { day, run } = asked();
	return run(async ({ leadId, police, activity, says, move }) => {
		await says(leadId, '2030-10-13');
		const first = await move({ day, version: 1 });
		expect(first).toMatchObject({ ok: false, reason: 'agreed', agreed: { names: ['ZVAP Krujë'], known: leadId } });
		expect((await activity()).takesPlaceOn).toBe('2030-10-13');
		await says(police, '2030-10-13');
		const second = await move({ day, version: 1, known: leadId });
		if (second.ok || second.reason !== 'agreed') throw new Error('both have to be told');
		expect(second.agreed.names.toSorted()).toEqual(['Policia Krujë', 'ZVAP Krujë']);
		expect(await move({ day, version: 1, known: second.agreed.known })).toMatchObject({ ok: true, version: 2 });
		// Nobody has agreed to the new day yet: it can be moved on at once.
		expect(await move({ day: '2030-10-15', version: 2 })).toMatchObject({ ok: true, version: 3 });
	});
});

test('what is refused or out of date says so, and asks nothing first', () => {
	const { day, run } = asked();
	return run(async ({ leadId, says, move }) => {
		await says(leadId, '2030-10-13');
		await expect(move({ day, version: 7 })).rejects.toMatchObject({ code: 'stale' });
		expect(await move({ day: '2030-11-01', version: 1 })).toEqual({ ok: false, reason: 'outside_period' });
		expect(await move({ day: '2030-10-13', version: 1 })).toMatchObject({ ok: true, changed: false });
	});
});

test('taken back, the old answers hold again; who agreed to the new day is told first', () => {
	const { day, run } = asked();
	return run(async ({ leadId, police, activity, says, move, undo }) => {
		await says(leadId, '2030-10-13');
		await move({ day, version: 1, known: leadId });
		await says(police, day);
		expect(await undo(2)).toMatchObject({ ok: false, reason: 'agreed', agreed: { names: ['Policia Krujë'] } });
		expect(await undo(2, police)).toMatchObject({ ok: true, version: 3 });
		expect((await activity()).takesPlaceOn).toBe('2030-10-13');
		expect(await move({ day, version: 3 })).toMatchObject({ reason: 'agreed', agreed: { names: ['ZVAP Krujë'] } });
	});
});

test('another committee has nothing to move', () => {
	const { run, day } = asked();
	return run(async ({ tx, move }) => {
		await become(tx, { kind: 'installation' });
		const other = await getCommittee(tx, { code: 'AL-11' });
		await become(tx, { kind: 'committee', committeeId: other.id });
		await expect(move({ day, version: 1 })).rejects.toMatchObject({ code: 'not_found' });
	});
});
