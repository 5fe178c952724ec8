import { afterAll, describe, expect, test } from 'vitest';
import type { Transaction } from '#platform/db.server.ts';
import { become, closeDatabase, rolledBack } from '../../tests/support/database.ts';
import { begin, form, ready, reason, refusal, refused, review } from '../../tests/support/questions.ts';
import { addQuestion, deskOf, getWriting, moveVersion, writeQuestion } from './actions.server.ts';
import { loadFirstBank } from './first.server.ts';
import { levels, whyNotAsk } from './model.ts';
import { discardSet, renameSet, renewSet, seenOf, setDeskOf, withdrawSet } from './sets.server.ts';
import { getQuestion, getSet, listQuestions, listSets, saveItems, saveState } from './store.server.ts';

afterAll(closeDatabase);

const promptsOf = async (tx: Transaction, id: string) =>
	(await getSet(tx, id)).questions.map(({ prompt }) => prompt.en[0]).join('');
describe('whoever may not', () => {
	test('nobody approves what they wrote: the action refuses, and so does the database', () =>
		rolledBack(async (tx) => {
			const { waiting, move, secretary, sameAsChair, chair } = await begin(tx);
			const id = await waiting('A');
			for (const actor of [secretary, sameAsChair, 'desk'])
				expect(await move(id, 'approve', review, actor)).toEqual({ ok: false, reason: 'own_version' });
			const [version] = (await getQuestion(tx, id)).versions;
			if (!version) throw new Error('no version');
			const by = { reviewer: 'X', on: '2026-10-10' };
			await refused(tx, () => saveState(tx, version, 'approved', { by: sameAsChair, ...by }), /second_person/);
			await saveState(tx, version, 'approved', { by: chair, ...by });
		}));

	test('another county sees nothing of a county’s questions and sets, and changes nothing of the nation’s', () =>
		rolledBack(async (tx) => {
			const desk = await begin(tx);
			const { id, questions } = await ready(desk);
			const { other, secretary } = desk;
			await become(tx, { kind: 'installation' });
			await loadFirstBank(tx);
			await become(tx, { kind: 'committee', committeeId: other.id });
			await expect(getSet(tx, id)).rejects.toMatchObject(refusal('not_found'));
			await expect(getQuestion(tx, questions[0] ?? '')).rejects.toMatchObject(refusal('not_found'));
			const [national] = await listSets(tx);
			expect(national?.national).toBe(true);
			const theirs = national?.id ?? '';
			await expect(withdrawSet(tx, other, theirs)).rejects.toMatchObject(refusal('not_found'));
			await expect(renewSet(tx, secretary, other, theirs)).rejects.toMatchObject(refusal('not_found'));
			const [asked] = (await getSet(tx, theirs)).questions;
			await expect(writeQuestion(tx, secretary, other, asked?.questionId ?? '', form('X'))).rejects.toMatchObject(
				refusal('not_found'),
			);
			await tx.updateTable('question_versions').set({ state: 'withdrawn' }).execute();
			await become(tx, { kind: 'installation' });
			const states = await tx.selectFrom('question_versions').select('state').distinct().execute();
			expect(states).toEqual([{ state: 'to_be_reviewed' }]);
		}));

	test('drafts are nobody else’s: not the public’s, not an institution’s, not another county’s', () =>
		rolledBack(async (tx) => {
			const { committee, nation, other, add, waiting, draftSet } = await begin(tx);
			await add('A');
			await waiting('B');
			await draftSet();
			const counted = async (scope: Parameters<typeof become>[1]) => {
				await become(tx, scope);
				const own = (await listQuestions(tx)).filter((one) => one.committeeId === committee.id);
				const sets = (await listSets(tx)).filter((one) => one.committeeId === committee.id);
				return [own.length, sets.length];
			};
			expect(await counted({ kind: 'public' })).toEqual([0, 0]);
			expect(await counted({ kind: 'committee', committeeId: other.id })).toEqual([0, 0]);
			expect(await counted({ kind: 'committee', committeeId: nation.id })).toEqual([0, 0]);
			const partnerId = '018f3a4e-0000-7000-8000-00000000000a';
			expect(await counted({ kind: 'partner', committeeId: committee.id, partnerId })).toEqual([1, 0]);
			expect(await counted({ kind: 'oversight', committeeId: committee.id })).toEqual([2, 1]);
			expect(await counted({ kind: 'committee', committeeId: committee.id })).toEqual([2, 1]);
		}));

	test('the public reads finished sets and the questions in them, and nothing else of the bank', () =>
		rolledBack(async (tx) => {
			const desk = await begin(tx);
			const { id, questions } = await ready(desk);
			await desk.waiting('D');
			await become(tx, { kind: 'public' });
			expect((await getSet(tx, id)).questions.length).toBe(3);
			const seen = (await listQuestions(tx)).filter((one) => one.committeeId === desk.committee.id);
			expect(seen.map((one) => one.id).sort()).toEqual(questions.toSorted());
		}));
});

describe('a version', () => {
	test('is written, sent, sent back with a reason, changed, approved by a second person; each step is told', () =>
		rolledBack(async (tx) => {
			const { committee, add, move, secretary, chair } = await begin(tx);
			const id = await add('A');
			expect(await move(id, 'approve', review)).toEqual({ ok: false, reason: 'wrong_state' });
			await move(id, 'send', {}, secretary);
			expect(await move(id, 'send_back')).toMatchObject({ issues: [{ field: 'reason' }] });
			expect(await move(id, 'send_back', reason)).toEqual({ ok: true, number: 1 });
			const { begins } = await getWriting(tx, committee, id, 0);
			const again = form('A', { source: 'OKB', revision: String(begins.revision) });
			expect(await writeQuestion(tx, chair, committee, id, again)).toEqual({ ok: true, id });
			await move(id, 'send', {}, secretary);
			// Now both have written on it.
			expect(await move(id, 'approve', review)).toEqual({ ok: false, reason: 'own_version' });
			const third = 'national:018f3a4e-0000-7000-8000-00000000000b';
			expect(await move(id, 'approve', { reviewer: ['X'] }, third)).toMatchObject({ issues: [{ field: 'checked' }] });
			expect(await move(id, 'approve', review, third)).toEqual({ ok: true, number: 1 });
			const desk = await deskOf(tx, secretary, committee, { id, asked: null });
			expect(desk.shown).toMatchObject({ state: 'approved', source: 'OKB', reviewer: 'Psikologe e shkollës' });
			expect(desk.events.map(({ verb }) => verb)).toEqual(['approved', 'sent', 'sent_back', 'sent', 'written']);
			expect(desk.possible).toEqual([{ verb: 'withdraw', why: null }]);
		}));

	test('never changes once it was sent: the next one is written beside it', () =>
		rolledBack(async (tx) => {
			const { committee, waiting, move, secretary } = await begin(tx);
			const id = await waiting('A');
			const { begins, number } = await getWriting(tx, committee, id, 0);
			expect([number, begins.revision]).toEqual([2, 0]);
			expect((await writeQuestion(tx, secretary, committee, id, form('B'))).ok).toBe(true);
			await expect(writeQuestion(tx, secretary, committee, id, form('C'))).rejects.toMatchObject(refusal('stale'));
			const { versions } = await getQuestion(tx, id);
			expect(versions.map((one) => `${one.number} ${one.state} ${one.prompt.en}`)).toEqual([
				...['2 draft B?', '1 to_be_reviewed A?'],
			]);
			expect(await move(id, 'send_back', reason, secretary, 1)).toEqual({ ok: false, reason: 'draft_exists' });
			const change = () =>
				tx.updateTable('question_versions').set({ prompt_en: 'Z?' }).where('question_id', '=', id).execute();
			await refused(tx, change, /does not change/);
		}));

	test('with a slip is not taken, and a stale button moves nothing', () =>
		rolledBack(async (tx) => {
			const { committee, secretary, add } = await begin(tx);
			const own = form('Have you ever been trafficked', { option_3_sq: 'Një mik', answer: '9' });
			const added = await addQuestion(tx, secretary, committee, own);
			expect(added.ok ? [] : added.issues.map(({ field }) => field)).toEqual([
				'answer',
				'option_3_sq',
				'prompt_sq',
				'prompt_en',
			]);
			const id = await add('A');
			const typed = { version: ['1'], revision: ['7'] };
			await expect(moveVersion(tx, secretary, committee, id, { verb: 'send', typed })).rejects.toMatchObject(
				refusal('stale'),
			);
			const none = { version: ['4'], revision: ['1'] };
			await expect(moveVersion(tx, secretary, committee, id, { verb: 'send', typed: none })).rejects.toMatchObject(
				refusal('not_found'),
			);
		}));
});

describe('a set', () => {
	test('is put together by buttons, named, and finished when it has what it needs', () =>
		rolledBack(async (tx) => {
			const { committee, waiting, add, arrange, finish, draftSet } = await begin(tx);
			const id = await draftSet();
			const [a, b, c] = [await waiting('A'), await waiting('B'), await waiting('C')];
			const young = await waiting('D', { level: '12_14' });
			const draft = await add('E');
			await arrange(id, 'add', a);
			await arrange(id, 'add', b);
			expect(await finish(id)).toEqual({ ok: false, reason: 'few_questions' });
			for (const strange of [young, draft, a])
				await expect(arrange(id, 'add', strange)).rejects.toMatchObject(refusal('stale'));
			await arrange(id, 'add', c);
			await arrange(id, 'up', c);
			expect(await promptsOf(tx, id)).toBe('ACB');
			await arrange(id, 'down', a);
			expect(await promptsOf(tx, id)).toBe('CAB');
			await arrange(id, 'remove', a);
			await arrange(id, 'add', a);
			expect(await promptsOf(tx, id)).toBe('CBA');
			const seen = [seenOf(await getSet(tx, id))];
			const stale = { seen: ['x'], title_sq: ['T'], title_en: ['T'] };
			await expect(renameSet(tx, committee, id, stale)).rejects.toMatchObject(refusal('stale'));
			expect(await renameSet(tx, committee, id, { ...stale, seen })).toEqual({ ok: true, id });
			expect(await finish(id)).toEqual({ ok: true });
			const [set] = (await listSets(tx)).filter((one) => one.id === id);
			expect(set).toMatchObject({ questions: 3, unreviewed: 3, withdrawn: 0, state: 'ready', title: { sq: 'T' } });
		}));

	test('never changes once it is ready: not by an action, not by the database', () =>
		rolledBack(async (tx) => {
			const desk = await begin(tx);
			const { committee, arrange, finish, move, secretary } = desk;
			const { id, questions } = await ready(desk);
			const [first = ''] = questions;
			await expect(arrange(id, 'down', first)).rejects.toMatchObject(refusal('stale'));
			await expect(finish(id)).rejects.toMatchObject(refusal('stale'));
			await expect(discardSet(tx, committee, id, { seen: [seenOf(await getSet(tx, id))] })).rejects.toMatchObject(
				refusal('stale'),
			);
			const set = await getSet(tx, id);
			await refused(tx, () => saveItems(tx, set, set.questions.slice(1)), /does not change/);
			await refused(
				tx,
				() => tx.updateTable('question_sets').set({ title_sq: 'X' }).where('id', '=', id).execute(),
				/does not change/,
			);
			await tx.deleteFrom('question_sets').where('id', '=', id).execute();
			expect((await getSet(tx, id)).questions.length).toBe(3);
			expect(await move(first, 'send_back', reason, secretary)).toEqual({ ok: false, reason: 'in_set' });
			const [version] = (await getQuestion(tx, first)).versions;
			if (!version) throw new Error('no version');
			await refused(tx, () => saveState(tx, version, 'draft'), /no draft again/);
		}));

	test('too small is not finished by the database either', () =>
		rolledBack(async (tx) => {
			const { draftSet, waiting, arrange } = await begin(tx);
			const id = await draftSet();
			await arrange(id, 'add', await waiting('A'));
			const finish = () =>
				tx
					.updateTable('question_sets')
					.set({ state: 'ready', ready_by: 'x', ready_on: '2026-10-10' })
					.where('id', '=', id)
					.execute();
			await refused(tx, finish, /three to ten/);
		}));

	test('has a next version of the newest words; the one that was asked stays as it was', () =>
		rolledBack(async (tx) => {
			const desk = await begin(tx);
			const { committee, secretary, chair, move } = desk;
			const { id, questions } = await ready(desk);
			const [a = '', b = '', c = ''] = questions;
			await move(a, 'approve', review);
			await writeQuestion(tx, secretary, committee, a, form('Z'));
			await move(a, 'send', {}, secretary);
			expect((await setDeskOf(tx, committee, id)).coming?.differs).toBe(false);
			await move(a, 'approve', review);
			await move(b, 'withdraw', reason, chair);
			const { coming, whyNotAsk: why } = await setDeskOf(tx, committee, id);
			expect(coming?.changes.map(({ now }) => now?.prompt.en ?? null)).toEqual(['Z?', null, 'C?']);
			expect(why).toBe('withdrawn_question');
			const nextId = await renewSet(tx, secretary, committee, id);
			expect(await renewSet(tx, secretary, committee, id)).toBe(nextId);
			expect(await getSet(tx, nextId)).toMatchObject({ number: 2, replacesId: id, state: 'draft' });
			expect([await promptsOf(tx, nextId), await promptsOf(tx, id)]).toEqual(['ZC', 'ABC']);
			const next = await getSet(tx, nextId);
			await discardSet(tx, committee, nextId, { seen: [seenOf(next)] });
			await expect(getSet(tx, nextId)).rejects.toMatchObject(refusal('not_found'));
			await withdrawSet(tx, committee, id);
			expect((await getSet(tx, id)).state).toBe('withdrawn');
			expect(c).not.toBe('');
		}));
});

test('the first bank is loaded once, to be reviewed, with a set to a level that every county may ask', () =>
	rolledBack(async (tx) => {
		const { other } = await begin(tx);
		await become(tx, { kind: 'installation' });
		await loadFirstBank(tx);
		await loadFirstBank(tx);
		await become(tx, { kind: 'committee', committeeId: other.id });
		const sets = await listSets(tx);
		expect(sets.map(({ level }) => level).sort()).toEqual([...levels].sort());
		for (const { id } of sets) {
			const set = await getSet(tx, id);
			expect(set.questions.map(({ state }) => state)).toEqual(Array(6).fill('to_be_reviewed'));
			expect(whyNotAsk(set, set.readyOn ?? '')).toBeNull();
		}
		expect((await listQuestions(tx)).length).toBeGreaterThanOrEqual(30);
	}));
