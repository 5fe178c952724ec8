import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadPack } from '#committees/actions.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import { insertAccount } from '#people/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { become, closeDatabase, rolledBack } from '../../tests/support/database.ts';
import {
	addCase,
	addVersion,
	demonstrateCases,
	getOpenCase,
	getScene,
	loadCases,
	moveVersion,
	readText,
} from './actions.server.ts';
import { isAskedFor, parseQuestion, parseText, type TextDraft } from './input.ts';
import type { Story, Verb, VersionState } from './model.ts';
import { findVersion, getCase, listCases, saveApproval } from './store.server.ts';

afterAll(closeDatabase);

const source = `# title: Rruga
# about: Një fjali.
# audience: age_12_14
# answers: 3
# minutes: 15
# content_note: Asgjë.
# question: Pse?
# note: Dëgjoni.

A.
* [Majtas] -> f
* [Djathtas] -> g
=== f ===
# helps: Fol.
F.
-> END
=== g ===
# helps: Fol.
G.
-> END
`;
let story: Story;
beforeAll(async () => {
	const read = await readText(source);
	if (!read.ok) throw new Error(JSON.stringify(read.mistakes));
	story = read.story;
});

const draft = (more: Partial<TextDraft> = {}): TextDraft => ({
	language: 'sq',
	how: 'written',
	source,
	seen: 0,
	...more,
});
const typed = (version: number, state: VersionState, more: Typed = {}): Typed => ({
	version: [String(version)],
	state: [state],
	...more,
});
const review: Typed = { reviewer: ['Psikologe e shkollës'], harmless: ['yes'] };

/** A county with a case of its secretary, and a chair who did not write it. */
async function begin(tx: Transaction) {
	await loadPack(tx, 'db/packs/al');
	const person = async (name: string) => insertAccount(tx, { email: `${name}@cases.example`, name, locale: 'sq' });
	const [one, two] = [await person('one'), await person('two')];
	const [committee, other, nation] = await Promise.all(
		['AL-02', 'AL-11', 'AL'].map((code) => getCommittee(tx, { code })),
	);
	if (!committee || !other || !nation) throw new Error('no committees');
	await become(tx, { kind: 'committee', committeeId: committee.id });
	const secretary = `secretary:${one}` as const;
	const added = await addCase(tx, secretary, committee, { draft: draft(), story });
	if (!added.ok) throw new Error(added.reason);
	const move = (verb: Verb, version: number, state: VersionState, more: Typed = {}, actor = secretary as string) =>
		moveVersion(tx, actor as typeof secretary, committee, added.id, { verb, typed: typed(version, state, more) });
	return {
		committee,
		other,
		nation,
		id: added.id,
		secretary,
		chair: `chair:${two}`,
		sameAsChair: `chair:${one}`,
		move,
	};
}

describe('whoever may not', () => {
	test('nobody approves what they wrote: the action refuses, and so does the database', () =>
		rolledBack(async (tx) => {
			const { id, move, sameAsChair, secretary } = await begin(tx);
			await move('send', 1, 'draft');
			for (const actor of [secretary, sameAsChair, 'desk'])
				expect(await move('approve', 1, 'to_be_reviewed', review, actor)).toEqual({ ok: false, reason: 'own_version' });
			const version = await findVersion(tx, id, 1);
			expect(version?.state).toBe('to_be_reviewed');
			await expect(
				saveApproval(tx, version?.id ?? '', { actor: sameAsChair as 'desk', reviewer: 'X', reviewedOn: '2026-11-24' }),
			).rejects.toThrow(/second_person/);
		}));

	test('another county sees nothing of a draft and changes nothing of a case; the public sees nothing unapproved', () =>
		rolledBack(async (tx) => {
			const { committee, other, id, move, secretary } = await begin(tx);
			await move('send', 1, 'draft');
			await become(tx, { kind: 'committee', committeeId: other.id });
			await expect(getCase(tx, id)).rejects.toMatchObject({ code: 'not_found' });
			const taking = addVersion(tx, secretary, other, id, { draft: draft({ seen: 1 }), story });
			await expect(taking).rejects.toMatchObject({ code: 'not_found' });
			await become(tx, { kind: 'public' });
			expect(await listCases(tx)).toEqual([]);
			await expect(getOpenCase(tx, 'durres-rruga', 'sq')).rejects.toMatchObject({ code: 'not_found' });
			await become(tx, { kind: 'oversight', committeeId: committee.id });
			expect((await getCase(tx, id)).versions.length).toBe(1);
		}));

	test('a text does not change once it is a version', () =>
		rolledBack(async (tx) => {
			const { id } = await begin(tx);
			await expect(sql`update case_versions set source = 'x' where case_id = ${id}`.execute(tx)).rejects.toThrow(
				/does not change/,
			);
		}));

	test('an approval without a named reviewer is none, in the form and in the database', () =>
		rolledBack(async (tx) => {
			const { id, move, chair } = await begin(tx);
			await move('send', 1, 'draft');
			expect(await move('approve', 1, 'to_be_reviewed', {}, chair)).toMatchObject({
				ok: false,
				issues: [{ field: 'reviewer' }, { field: 'harmless' }],
			});
			await expect(sql`update case_versions set state = 'approved' where case_id = ${id}`.execute(tx)).rejects.toThrow(
				/reviewed_check/,
			);
		}));

	test('what somebody else moved or saved meanwhile is stale', () =>
		rolledBack(async (tx) => {
			const { committee, id, move, secretary } = await begin(tx);
			await move('send', 1, 'draft');
			await expect(move('send', 1, 'draft')).rejects.toMatchObject({ code: 'stale' });
			const saving = addVersion(tx, secretary, committee, id, { draft: draft({ seen: 0 }), story });
			await expect(saving).rejects.toMatchObject({ code: 'stale' });
		}));

	test('a text of a machine, or without a word of who made it, is not taken', () => {
		const form = { language: ['sq'], how: ['machine'], source: ['x'], by_person: ['yes'] };
		expect(parseText(form)).toMatchObject({ ok: false, issues: [{ field: 'how' }] });
		expect(parseText({ ...form, how: ['written'], by_person: [] })).toMatchObject({ issues: [{ field: 'by_person' }] });
	});
});

describe('a case', () => {
	test('is approved by a second person, read by the public, replaced, withdrawn and opened again', () =>
		rolledBack(async (tx) => {
			const { committee, other, id, move, secretary, chair } = await begin(tx);
			const states = async () => (await getCase(tx, id)).versions.map(({ version, state }) => `${version} ${state}`);
			expect(await move('send', 1, 'draft')).toEqual({ ok: true, version: 1 });
			expect(await move('approve', 1, 'to_be_reviewed', review, chair)).toEqual({ ok: true, version: 1 });
			await become(tx, { kind: 'public' });
			const open = await getScene(tx, { slug: 'durres-rruga', choices: 'b', language: 'sq' });
			expect([open.standing.scene.paragraphs, open.version.reviewer]).toEqual([['G.'], 'Psikologe e shkollës']);
			for (const choices of ['c', 'a-a', 'start-a'])
				await expect(getScene(tx, { slug: 'durres-rruga', choices, language: 'sq' })).rejects.toMatchObject({
					code: 'not_found',
				});
			await become(tx, { kind: 'committee', committeeId: other.id });
			// A county's own is the public's, but not another county's desk's.
			expect((await listCases(tx)).filter((one) => one.id === id)).toEqual([]);
			await become(tx, { kind: 'committee', committeeId: committee.id });
			await addVersion(tx, secretary, committee, id, { draft: draft({ seen: 1 }), story });
			await addVersion(tx, secretary, committee, id, { draft: draft({ seen: 2 }), story });
			expect(await states()).toEqual(['3 draft', '2 withdrawn', '1 approved']);
			await move('send', 3, 'draft');
			await move('approve', 3, 'to_be_reviewed', review, chair);
			expect(await states()).toEqual(['3 approved', '2 withdrawn', '1 withdrawn']);
			await move('withdraw', 3, 'approved');
			await move('reopen', 1, 'withdrawn');
			expect(await move('reopen', 3, 'withdrawn')).toEqual({ ok: false, reason: 'draft_exists' });
			expect(await states()).toEqual(['3 withdrawn', '2 withdrawn', '1 draft']);
			expect((await findVersion(tx, id, 1))?.reviewer).toBeNull();
		}));

	test('has an address of its own in its committee', () =>
		rolledBack(async (tx) => {
			const { committee, secretary } = await begin(tx);
			expect(await addCase(tx, secretary, committee, { draft: draft(), story })).toEqual({
				ok: false,
				reason: 'address_taken',
			});
		}));

	test('is found by words, age, answer and state', () =>
		rolledBack(async (tx) => {
			const { id } = await begin(tx);
			const one = await getCase(tx, id);
			const found = (query: string) => isAskedFor(one, parseQuestion(new URLSearchParams(query)));
			expect(['search=rruga', 'tier=age_12_14', 'answer=3', 'state=draft', 'state=nothing'].filter(found).length).toBe(
				5,
			);
			expect(['search=deti', 'tier=adults', 'answer=1', 'state=approved'].filter(found)).toEqual([]);
		}));
});

describe('the cases that come with Kambana', () => {
	test('wait for their review: nobody sees them, until a demonstration shows them with their mark', () =>
		rolledBack(async (tx) => {
			const { other, nation } = await begin(tx);
			await become(tx, { kind: 'installation' });
			await loadCases(tx);
			await loadCases(tx);
			await demonstrateCases(tx, false);
			const seenBy = async (scope: Parameters<typeof become>[1]) => {
				await become(tx, scope);
				const all = (await listCases(tx)).filter(({ national }) => national);
				return all.flatMap(({ versions }) => versions.map(({ state }) => state));
			};
			const waiting = Array(12).fill('to_be_reviewed');
			expect(await seenBy({ kind: 'public' })).toEqual([]);
			expect(await seenBy({ kind: 'committee', committeeId: other.id })).toEqual([]);
			expect(await seenBy({ kind: 'committee', committeeId: nation.id })).toEqual(waiting);
			await become(tx, { kind: 'installation' });
			await demonstrateCases(tx, true);
			expect(await seenBy({ kind: 'public' })).toEqual(waiting);
			expect(await seenBy({ kind: 'committee', committeeId: other.id })).toEqual(waiting);
			await become(tx, { kind: 'installation' });
			await demonstrateCases(tx, false);
			expect(await seenBy({ kind: 'public' })).toEqual([]);
		}));
});
