import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closePhase, openPhase, prepareCheck } from '#checks/actions.server.ts';
import type { Check, Mode } from '#checks/model.ts';
import { getCheck, listPhases } from '#checks/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import type { Programme } from '#programmes/model.ts';
import { getProgramme } from '#programmes/store.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '../../tests/support/builders.ts';
import { buildSet } from '../../tests/support/checks.ts';
import { makeScratch, type Scratch } from '../../tests/support/scratch.ts';
import { actOnSheets, getSheetPage } from './actions.server.ts';

let scratch: Scratch;
let committee: Committee;
let programme: Programme;
let set: string;
let activityId: string;

const work = <T>(run: (tx: Transaction) => Promise<T>): Promise<T> =>
	inTransaction({ kind: 'installation', actor: 'command' }, run);

beforeAll(async () => {
	process.env.KAMBANA_SECRET ??= randomBytes(32).toString('base64url');
	scratch = await makeScratch('sheets');
	await work(async (tx) => {
		committee = await buildCommittee(tx);
		const built = await buildProgramme(tx, committee.id);
		programme = await getProgramme(tx, committee.id, '2026-10');
		set = await buildSet(tx, committee.id);
		const leadId = await buildPartner(tx, committee.id, 'Shkolla e fletëve', 'ngo');
		[activityId = ''] = await buildActivities(tx, built, [{ number: 1, leadId, state: 'ready' }]);
	});
});
afterAll(() => scratch.drop());

async function prepare(mode: Mode): Promise<Check> {
	const preparation = { setId: set, mode, label: 'IX-A', persons: 10 };
	const made = await work((tx) => prepareCheck(tx, 'command', committee, programme, 1, preparation));
	if (!made.ok) throw new Error(made.reason);
	return work((tx) => getCheck(tx, made.id));
}
const owner = () => ({ committeeId: committee.id, activityId });
const count = (check: Check, sheets: string) =>
	work((tx) =>
		actOnSheets({ tx, actor: 'command' }, owner(), check.id, { verb: 'count', typed: { sheets: [sheets] } }),
	);
const shown = async (check: Check) => {
	const { groups, shut } = await work((tx) => getSheetPage(tx, owner(), check.id));
	return { sides: groups.map(({ side }) => side), shut: shut.map(({ phase, why }) => `${phase} ${why}`) };
};

describe('what cannot be entered', () => {
	test('is not found by another committee, and a half that was counted is not counted again', async () => {
		const check = await prepare('unpaired');
		const elsewhere = { committeeId: check.id, activityId };
		await expect(work((tx) => getSheetPage(tx, elsewhere, check.id))).rejects.toThrow();
		expect(await count(check, '0000| 1111|')).toEqual({ ok: true, kept: 2 });
		for (const again of ['0000|', '0000|1111'])
			expect(await count(check, again)).toMatchObject({ ok: false, reason: 'sheets_entered', sheets: again, count: 1 });
		const phases = await work((tx) => listPhases(tx, [check.id]));
		expect(phases.map(({ phase, answered }) => [phase, answered])).toEqual([['before', 2]]);
	});

	test('is said as a fact: a phase is open, or both halves are entered', async () => {
		const check = await prepare('paired');
		expect(await shown(check)).toEqual({ sides: ['before', 'after'], shut: [] });
		await work((tx) => openPhase(tx, 'command', check, { phase: 'before', minutes: 5 }));
		expect(await shown(check)).toEqual({ sides: [], shut: ['before open', 'after open'] });
		const [phase] = await work((tx) => listPhases(tx, [check.id]));
		await work((tx) => closePhase(tx, check, phase?.id ?? ''));
		expect(await count(check, '0000|1111')).toEqual({ ok: true, kept: 1 });
		expect(await shown(check)).toEqual({ sides: [], shut: ['before entered', 'after entered'] });
	});

	test('hands have no sheet', async () => {
		expect(await shown(await prepare('group'))).toEqual({ sides: [], shut: [] });
	});
});

test.each(['paired', 'unpaired'] as const)('of a check that is %s the missing half is still entered', async (mode) => {
	const check = await prepare(mode);
	expect(await count(check, '0000|')).toEqual({ ok: true, kept: 1 });
	expect(await shown(check)).toEqual({ sides: ['after'], shut: ['before entered'] });
	expect(await count(check, '|1111')).toEqual({ ok: true, kept: 1 });
	expect(await shown(check)).toEqual({ sides: [], shut: ['before entered', 'after entered'] });
});
