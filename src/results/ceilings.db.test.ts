import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closePhase, countAnswers, openPhase } from '#checks/actions.server.ts';
import type { Mode, Phase } from '#checks/model.ts';
import { getCheck, insertCheck, listPhases } from '#checks/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { inTransaction, type Scope, type Transaction } from '#platform/db.server.ts';
import { getSet } from '#questions/store.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '../../tests/support/builders.ts';
import { buildSet } from '../../tests/support/checks.ts';
import { makeScratch, type Scratch } from '../../tests/support/scratch.ts';
import { listCeilings } from './ceilings.server.ts';
import { listKnownBefore } from './store.server.ts';

// Which questions had little room to learn, and who is told of whose classes.
let scratch: Scratch;
let [durres, tirana, office]: Committee[] = [];
let set: string;
let versions: string[];
const partners = new Map<string, { activityId: string; partnerId: string }>();
const work = <T>(
	run: (tx: Transaction) => Promise<T>,
	scope: Scope = { kind: 'installation', actor: 'command' },
): Promise<T> => inTransaction(scope, run);
const home = (one: Committee | undefined): Committee => {
	if (!one) throw new Error('not begun');
	return one;
};

beforeAll(async () => {
	process.env.KAMBANA_SECRET ??= randomBytes(32).toString('base64url');
	scratch = await makeScratch('ceilings');
	await work(async (tx) => {
		durres = await buildCommittee(tx);
		tirana = await getCommittee(tx, { code: 'AL-11' });
		office = await getCommittee(tx, { code: 'AL' });
		// Of the office, so that both counties ask the very same.
		set = await buildSet(tx, office.id, [{}, {}, { kind: 'attitude' }]);
		versions = (await getSet(tx, set)).questions.map(({ versionId }) => versionId);
		for (const { id } of [durres, tirana]) {
			const programme = await buildProgramme(tx, id);
			const partnerId = await buildPartner(tx, id, 'Shkolla e tavanit', 'ngo');
			const [activityId = ''] = await buildActivities(tx, programme, [
				{ number: 1, leadId: partnerId, state: 'ready' },
			]);
			partners.set(id, { activityId, partnerId });
		}
	});
});
afterAll(() => scratch.drop());

/** A class of `n` of which `right` knew the first question before, and one fewer than half the second. */
async function ask(of: Committee, { n, right, mode = 'unpaired', until = 'after' }: Class) {
	const about = { committeeId: of.id, activityId: partners.get(of.id)?.activityId ?? '', setId: set, mode, persons: n };
	await work(async (tx) => {
		const id = await insertCheck(tx, { ...about, label: null, title: null, actor: 'command' });
		const check = await getCheck(tx, id);
		for (const phase of (mode === 'after' ? ['after'] : ['before', 'after']) as Phase[]) {
			await openPhase(tx, 'command', check, { phase, minutes: 15 });
			const open = (await listPhases(tx, [id])).find(({ state }) => state === 'open')?.id ?? '';
			const half = Math.floor(n / 2) - 1;
			const byQuestion = [
				[n - right, right, 0, 0],
				[n - half, half, 0, 0],
				[0, n, 0, 0],
			];
			await countAnswers(tx, check, open, { way: 'hands', counted: { persons: n, byQuestion } });
			await closePhase(tx, check, open);
			if (phase === until) return;
		}
	});
}
type Class = { n: number; right: number; mode?: Mode; until?: Phase };
const ceilings = async (committee: Committee, kind: 'committee' | 'oversight' = 'committee') => [
	...(await listCeilings({ committee, actor: 'desk', scope: { kind, committeeId: committee.id } })).values(),
];

describe('the ceiling', () => {
	test('is told of one’s own classes, and nobody is told of another county’s; the office of all', async () => {
		await ask(home(durres), { n: 20, right: 18 });
		await ask(home(tirana), { n: 40, right: 39 });
		const partner = { kind: 'partner', committeeId: home(tirana).id, partnerId: '' } as const;
		expect(await work(listKnownBefore, { ...partner, committeeId: home(durres).id })).toEqual([]);
		expect(await work(listKnownBefore, { kind: 'public' })).toEqual([]);
		expect(await ceilings(home(durres))).toEqual([{ versionId: versions[0], classes: 1, n: 20, count: 18 }]);
		expect(await ceilings(home(tirana))).toEqual([{ versionId: versions[0], classes: 1, n: 40, count: 39 }]);
		expect(await ceilings(home(office))).toEqual([{ versionId: versions[0], classes: 2, n: 60, count: 57 }]);
		// The office at the desk of one county sees what that county sees.
		expect(await ceilings(home(durres), 'oversight')).toEqual([
			{ versionId: versions[0], classes: 1, n: 20, count: 18 },
		]);
	});

	test('counts what is over, with ten answers and a phase before, and is lifted when classes know less', async () => {
		const before = await work(listKnownBefore, { kind: 'committee', committeeId: home(durres).id });
		await ask(home(durres), { n: 9, right: 9 });
		await ask(home(durres), { n: 30, right: 30, mode: 'after' });
		await ask(home(durres), { n: 30, right: 30, until: 'before' });
		expect(await work(listKnownBefore, { kind: 'committee', committeeId: home(durres).id })).toEqual(before);
		expect(before.map(({ versionId }) => versionId).toSorted()).toEqual(versions.slice(0, 2).toSorted());
		await ask(home(durres), { n: 20, right: 15, mode: 'group' });
		// 33 of 40.
		expect(await ceilings(home(durres))).toEqual([]);
		await ask(home(durres), { n: 20, right: 18, mode: 'group' });
		// 51 of 60: 85 in 100.
		expect(await ceilings(home(durres))).toEqual([{ versionId: versions[0], classes: 3, n: 60, count: 51 }]);
	});
});
