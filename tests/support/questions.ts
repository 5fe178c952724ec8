import { sql } from 'kysely';
import { expect } from 'vitest';
import { loadPack } from '#committees/actions.server.ts';
import { getCommittee } from '#committees/store.server.ts';
import { insertAccount } from '#people/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { addQuestion, moveVersion } from '#questions/actions.server.ts';
import type { Verb } from '#questions/model.ts';
import { type Arrangement, addSet, arrangeSet, finishSet, seenOf } from '#questions/sets.server.ts';
import { getQuestion, getSet } from '#questions/store.server.ts';
import { become } from './database.ts';

// What tests of the question bank begin with.
export const form = (prompt: string, more: Record<string, string> = {}): Typed =>
	Object.fromEntries(
		Object.entries({
			...{ answer: '2', kind: 'knowledge', level: 'adults', prompt_sq: `${prompt} (sq)?`, prompt_en: `${prompt}?` },
			...{ option_1_sq: 'Një mik', option_1_en: 'A friend', option_2_sq: 'Një turist', option_2_en: 'A tourist' },
			...{ option_3_sq: 'Askush', option_3_en: 'Nobody', right: '1', source: 'UNICEF 2022', revision: '0' },
			...{ explanation_sq: 'Zakonisht njihen.', explanation_en: 'Usually they know each other.' },
			...more,
		}).map(([name, value]) => [name, [value]]),
	);
export const review: Typed = { reviewer: ['Psikologe e shkollës'], checked: ['yes'] };
export const reason: Typed = { reason: ['Nuk është e qartë'] };

/** A county whose secretary writes and whose chair did not. */
export async function begin(tx: Transaction) {
	await loadPack(tx, 'db/packs/al');
	const person = async (name: string) => insertAccount(tx, { email: `${name}@asks.example`, name, locale: 'sq' });
	const [one, two] = [await person('one'), await person('two')];
	const [committee, other, nation] = await Promise.all(
		['AL-02', 'AL-11', 'AL'].map((code) => getCommittee(tx, { code })),
	);
	if (!committee || !other || !nation) throw new Error('no committees');
	await become(tx, { kind: 'committee', committeeId: committee.id });
	const [secretary, chair, sameAsChair] = [`secretary:${one}`, `chair:${two}`, `chair:${one}`] as const;
	const add = async (prompt: string, more: Record<string, string> = {}) => {
		const added = await addQuestion(tx, secretary, committee, form(prompt, more));
		if (!added.ok) throw new Error(JSON.stringify(added.issues));
		return added.id;
	};
	const move = async (id: string, verb: Verb, more: Typed = {}, actor: string = chair, number?: number) => {
		const { versions } = await getQuestion(tx, id);
		const version = versions.find((each) => each.number === number) ?? versions[0];
		const seen = { version: [String(version?.number)], revision: [String(version?.revision)] };
		return moveVersion(tx, actor as typeof chair, committee, id, { verb, typed: { ...seen, ...more } });
	};
	const waiting = async (prompt: string, more: Record<string, string> = {}) => {
		const id = await add(prompt, more);
		await move(id, 'send');
		return id;
	};
	const arrange = async (id: string, verb: Arrangement, question: string) => {
		const seen = seenOf(await getSet(tx, id));
		return arrangeSet(tx, committee, id, { verb, typed: { seen: [seen], question: [question] } });
	};
	const finish = async (id: string) =>
		finishSet(tx, secretary, committee, id, { seen: [seenOf(await getSet(tx, id))] });
	const draftSet = async () => {
		const typed = { level: ['adults'], title_sq: ['Puna'], title_en: ['Work'] };
		const added = await addSet(tx, secretary, committee, typed);
		if (!added.ok) throw new Error('no set');
		return added.id;
	};
	const actors = { secretary, chair, sameAsChair };
	return { committee, other, nation, ...actors, add, move, waiting, arrange, finish, draftSet };
}
/** A finished set of three waiting questions. */
export async function ready({ waiting, draftSet, arrange, finish }: Awaited<ReturnType<typeof begin>>) {
	const id = await draftSet();
	const questions = [await waiting('A'), await waiting('B'), await waiting('C')];
	for (const question of questions) await arrange(id, 'add', question);
	expect(await finish(id)).toEqual({ ok: true });
	return { id, questions };
}
export const refusal = (code: string) => ({ code });
/** A statement that is refused ends the transaction, so it is tried inside of it. */
export async function refused(tx: Transaction, work: () => Promise<unknown>, why: RegExp) {
	await sql`savepoint tried`.execute(tx);
	await expect(work()).rejects.toThrow(why);
	await sql`rollback to savepoint tried`.execute(tx);
}
