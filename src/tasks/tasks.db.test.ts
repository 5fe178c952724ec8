import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { planMeeting } from '#meetings/actions.server.ts';
import { mergePartners } from '#partners/actions.server.ts';
import { inTransaction, type Scope, type Transaction } from '#platform/db.server.ts';
import type { Programme } from '#programmes/model.ts';
import { getProgramme, saveProgrammeState } from '#programmes/store.server.ts';
import { buildActivities, buildCommittee, buildPartner, buildProgramme } from '../../tests/support/builders.ts';
import { makeScratch, type Scratch } from '../../tests/support/scratch.ts';
import { addTask, changeTask, countLateTasks, submitTask } from './actions.server.ts';
import { getTask, listTasks } from './store.server.ts';

let scratch: Scratch;
let committee: Committee;
let elsewhere: Committee;
let programme: Programme;
let partner: string;
let other: string;
let id: string;

const installation: Scope = { kind: 'installation', actor: 'command' };
const work = <T>(run: (tx: Transaction) => Promise<T>, scope: Scope = installation): Promise<T> =>
	inTransaction(scope, run);
const desk = (): Scope => ({ kind: 'committee', committeeId: committee.id });
const speaking = (partnerId: string): Scope => ({ kind: 'partner', committeeId: committee.id, partnerId });
const draft = () => ({
	...{ title: 'Të sigurohet salla', dueOn: '2026-12-04', partnerId: partner },
	...{ programmeId: programme.id, activityId: null, meetingId: null },
});

beforeAll(async () => {
	scratch = await makeScratch('tasks');
	await work(async (tx) => {
		committee = await buildCommittee(tx);
		elsewhere = await getCommittee(tx, { code: 'AL-11' });
		const built = await buildProgramme(tx, committee.id, { slug: '2026-12' });
		programme = await getProgramme(tx, committee.id, '2026-12');
		partner = await buildPartner(tx, committee.id, 'Bashkia Durrës', 'municipality');
		other = await buildPartner(tx, committee.id, 'CSDS', 'ngo');
		await buildActivities(tx, built, [{ number: 1, leadId: other, state: 'proposed' }]);
		id = await addTask(tx, 'command', committee, draft());
	});
});
afterAll(() => scratch.drop());

describe('what is not allowed', () => {
	test('another institution neither sees a task nor says it is done; another county does not see it', async () => {
		const where = { scope: speaking(other), committee };
		await expect(work((tx) => changeTask(tx, where, id, 'done'), speaking(other))).rejects.toMatchObject({
			code: 'not_found',
		});
		const abroad: Scope = { kind: 'committee', committeeId: elsewhere.id };
		expect(await work((tx) => listTasks(tx, { committeeId: committee.id }), abroad)).toEqual([]);
		expect((await work((tx) => getTask(tx, committee.id, id))).state).toBe('open');
	});

	test('an institution does not cancel its own, and does not give itself one', async () => {
		const where = { scope: speaking(partner), committee };
		await expect(work((tx) => changeTask(tx, where, id, 'cancel'), where.scope)).rejects.toMatchObject({
			code: 'forbidden',
		});
		await expect(work((tx) => addTask(tx, 'command', committee, draft()), where.scope)).rejects.toThrow();
	});

	test('an institution of another county is given nothing', async () => {
		const foreign = await work((tx) => buildPartner(tx, elsewhere.id, 'Bashkia Tiranë', 'municipality'));
		await expect(
			work((tx) => addTask(tx, 'command', committee, { ...draft(), partnerId: foreign }), desk()),
		).rejects.toMatchObject({ code: 'not_found' });
	});
});

test('an institution says that its task is done, and the desk takes that back; twice is once', async () => {
	const where = { scope: speaking(partner), committee };
	expect((await work((tx) => changeTask(tx, where, id, 'done'), where.scope)).state).toBe('done');
	expect((await work((tx) => changeTask(tx, where, id, 'done'), where.scope)).state).toBe('done');
	expect((await work((tx) => changeTask(tx, { scope: desk(), committee }, id, 'undo'), desk())).state).toBe('open');
});

test('a form hangs its task on an activity; late ones are counted', async () => {
	const typed = {
		title: ['Të ftohet psikologu'],
		due_on: ['2026-12-01'],
		owner: [other],
		month: ['2026-12'],
		activity: ['1'],
	};
	const added = await work((tx) => submitTask(tx, 'command', committee, typed), desk());
	expect(added).toEqual({ ok: true, month: '2026-12', activity: 1 });
	const of = { committeeId: committee.id, programmeId: programme.id };
	expect(await work((tx) => countLateTasks(tx, of, '2026-12-02'), desk())).toBe(1);
	expect(await work((tx) => countLateTasks(tx, of, '2026-12-05'), desk())).toBe(2);
});

test('a meeting gives tasks, and finds them again', async () => {
	const meeting = {
		...{
			kind: 'ordinary' as const,
			takesPlaceOn: '2026-12-01',
			startsAt: '10:00',
			endsAt: null,
			online: true,
			place: null,
		},
	};
	const meetingId = await work((tx) => planMeeting(tx, 'command', committee, { plan: meeting, invited: [] }), desk());
	const wish = { ...draft(), programmeId: null, meetingId, partnerId: null };
	await work((tx) => addTask(tx, 'command', committee, wish), desk());
	const found = await work((tx) => listTasks(tx, { committeeId: committee.id, meetingId }), desk());
	expect(found.map(({ title, partnerName }) => [title, partnerName])).toEqual([['Të sigurohet salla', null]]);
});

test('institutions that become one keep their tasks', async () => {
	const twin = await work((tx) => buildPartner(tx, committee.id, 'Bashkia e Durrësit', 'municipality'));
	const own = await work((tx) => addTask(tx, 'command', committee, { ...draft(), partnerId: twin }));
	await work((tx) => mergePartners(tx, 'command', committee, { kept: partner, gone: twin }));
	expect((await work((tx) => getTask(tx, committee.id, own))).partnerId).toBe(partner);
});

test('nothing is added to a closed programme', async () => {
	await work((tx) => saveProgrammeState(tx, programme.id, 'closed'));
	await expect(work((tx) => addTask(tx, 'command', committee, draft()), desk())).rejects.toMatchObject({
		code: 'frozen',
	});
});
