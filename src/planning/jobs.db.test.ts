import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { insertProgramme } from '#programmes/store.server.ts';
import { buildCommittee, buildPartner, buildPlace } from '#tests/support/builders.ts';
import { makeScratch, type Scratch } from '#tests/support/scratch.ts';
import type { DraftRequest } from './draft.ts';
import { draftTask } from './drafts.server.ts';
import { planningTasks } from './jobs.server.ts';
import { findDraft, insertDraft, insertTeam, saveDraft } from './store.server.ts';

// Of its own: a job works in transactions of its own, which have to see what was asked.
let scratch: Scratch;
let programme: { id: string; committeeId: string };
const installation = <T>(work: (tx: Transaction) => Promise<T>) => inTransaction({ kind: 'installation' }, work);

beforeAll(async () => {
	scratch = await makeScratch('drafts');
	programme = await installation(async (tx) => {
		const { id: committeeId } = await buildCommittee(tx);
		const text = { titleSq: 'Pranverë', titleEn: 'Spring', aimSq: '', aimEn: '' };
		const id = await insertProgramme(tx, committeeId, {
			...{ slug: '2099-03', startsOn: '2099-03-01', endsOn: '2099-05-29', ...text },
		});
		for (let n = 1; n <= 60; n++)
			await buildPlace(tx, committeeId, `Shkolla ${n}`, 'school', { municipalityCode: n % 2 ? 'AL121' : 'AL122' });
		for (let n = 1; n <= 9; n++) {
			const partnerId = await buildPartner(tx, committeeId, `Institucioni ${n}`, 'education_office');
			await insertTeam(tx, committeeId, {
				...{ partnerId, name: 'Ekipi', homeCode: 'AL121', municipalityCodes: ['AL121', 'AL122'], settings: ['school'] },
				...{
					audiences: ['pupils', 'teachers', 'parents', 'psychologists'],
					perWeek: 1 + (n % 3),
					weekdays: [1, 2, 3, 4, 5],
				},
			});
		}
		return { id, committeeId };
	});
});
afterAll(() => scratch?.drop());

const ask = (audiences: readonly DraftRequest['asked'][number]['audience'][]) => {
	const asked = audiences.map((audience) => ({ kind: 'school' as const, audience }));
	const request = { asked, municipalities: ['AL121', 'AL122'], daysOff: [], locks: [] };
	return installation((tx) => insertDraft(tx, programme, request, 'desk'));
};
const run = (id: string) =>
	planningTasks[draftTask]?.({ id }, { attempt: 1, last: false, signal: new AbortController().signal });
const look = (id: string) => installation((tx) => findDraft(tx, id));

test('a draft is made beside the server and kept with its proof', async () => {
	const id = await ask(['pupils']);
	await run(id);
	const draft = await look(id);
	expect(draft).toMatchObject({ state: 'done', percent: 100, result: { unmet: [], reach: { gap: 0 } } });
	expect(draft?.result?.lines).toHaveLength(60);
});

test('one that is cancelled while it is made ends, and leaves no result', async () => {
	const id = await ask(['pupils', 'teachers', 'parents', 'psychologists']);
	const running = run(id);
	await vi.waitFor(async () => expect((await look(id))?.state).toBe('working'), { timeout: 20_000, interval: 20 });
	expect(await installation((tx) => saveDraft(tx, id, { state: 'cancelled' }))).toBe(true);
	await running;
	expect(await look(id)).toMatchObject({ state: 'cancelled', result: null });
});
