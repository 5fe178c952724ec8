import { sql } from 'kysely';
import { type Actor, json, type Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { PackBasis, TypedNumber } from './input.ts';
import type { BasisDraft, LegalBasis, Letter, LetterFacts, LetterKind, LetterText } from './model.ts';

const columns = (tx: Transaction) =>
	tx
		.selectFrom('letters')
		.innerJoin('programmes', 'programmes.id', 'letters.programme_id')
		.select(['letters.id', 'letters.programme_id as programmeId', 'programmes.slug as month'])
		.select(['activity_id as activityId', 'kind', 'partner_id as partnerId', 'locale', 'letters.state'])
		.select(['addressee', 'subject', 'opening', 'grounds', 'points', 'closing', 'reply_to as replyTo'])
		.select(['place', 'signatory', 'protocol_number as protocolNumber', 'dated_on as datedOn', 'facts'])
		.select(['signed_at as signedAt', 'withdrawn_at as withdrawnAt', 'withdrawn_reason as withdrawnReason'])
		.select(['letters.version', 'changed_at as changedAt']);

/** The letters of a committee, of one month where it is named, as far as the scope shows them. */
export async function listLetters(
	tx: Transaction,
	{ committeeId, programmeId }: { committeeId: string; programmeId?: string },
): Promise<Letter[]> {
	const rows = await columns(tx)
		.where('letters.committee_id', '=', committeeId)
		.$if(programmeId !== undefined, (query) => query.where('letters.programme_id', '=', programmeId ?? ''))
		.orderBy('letters.id')
		.execute();
	return rows as unknown as Letter[];
}

export async function getLetter(tx: Transaction, committeeId: string, id: string): Promise<Letter> {
	const row = isId(id)
		? await columns(tx).where('letters.committee_id', '=', committeeId).where('letters.id', '=', id).executeTakeFirst()
		: undefined;
	if (!row) throw new Problem('not_found', `no letter ${id}`);
	return row as unknown as Letter;
}

const textColumns = ({ replyTo, ...text }: LetterText) => ({ ...text, reply_to: replyTo });

export type NewLetter = {
	programmeId: string;
	activityId: string | null;
	kind: LetterKind;
	partnerId: string | null;
	locale: 'sq' | 'en';
	text: LetterText;
};

export async function insertLetter(
	tx: Transaction,
	committeeId: string,
	{ programmeId, activityId, partnerId, text, ...letter }: NewLetter,
	actor: Actor,
): Promise<string> {
	const id = recordId();
	const origin = { programme_id: programmeId, activity_id: activityId, partner_id: partnerId };
	await tx
		.insertInto('letters')
		.values({ id, committee_id: committeeId, ...origin, ...letter, ...textColumns(text), actor })
		.execute();
	return id;
}

type Seen = Pick<Letter, 'id' | 'version'>;
/** A change of a letter as it was seen; `done` tells whether nobody was faster. */
const change = (tx: Transaction, { id, version }: Seen) =>
	tx
		.updateTable('letters')
		.set({ version: version + 1, changed_at: sql<Date>`history_moment()` })
		.where('id', '=', id)
		.where('version', '=', version);
const done = ({ numUpdatedRows }: { numUpdatedRows: bigint }): boolean => numUpdatedRows === 1n;

export const saveText = async (tx: Transaction, letter: Seen, text: LetterText): Promise<boolean> =>
	done(await change(tx, letter).set(textColumns(text)).where('state', '=', 'draft').executeTakeFirstOrThrow());

/** Whether a number of a year is taken; a withdrawn letter keeps its own. */
export async function isNumberTaken(
	tx: Transaction,
	committeeId: string,
	{ protocolNumber, datedOn }: TypedNumber,
): Promise<boolean> {
	const row = await tx
		.selectFrom('letters')
		.select('id')
		.where('committee_id', '=', committeeId)
		.where('protocol_number', '=', protocolNumber)
		.where('protocol_year', '=', Number(datedOn.slice(0, 4)))
		.executeTakeFirst();
	return row !== undefined;
}

export const saveNumber = async (
	tx: Transaction,
	letter: Seen,
	{ protocolNumber, datedOn }: TypedNumber,
	facts: LetterFacts,
): Promise<boolean> =>
	done(
		await change(tx, letter)
			.set({ state: 'numbered', protocol_number: protocolNumber, dated_on: datedOn, facts: json(facts) })
			.executeTakeFirstOrThrow(),
	);

export const saveSigned = async (tx: Transaction, letter: Seen, actor: Actor): Promise<boolean> =>
	done(
		await change(tx, letter)
			.set({ state: 'signed', signed_at: sql<Date>`history_moment()`, signed_by: actor })
			.executeTakeFirstOrThrow(),
	);

export const saveWithdrawn = async (tx: Transaction, letter: Seen, actor: Actor, reason: string): Promise<boolean> =>
	done(
		await change(tx, letter)
			.set({ state: 'withdrawn', withdrawn_reason: reason })
			.set({ withdrawn_at: sql<Date>`history_moment()`, withdrawn_by: actor })
			.executeTakeFirstOrThrow(),
	);

/** Throws a draft away. */
export const deleteDraft = (tx: Transaction, id: string) =>
	tx.deleteFrom('letters').where('id', '=', id).where('state', '=', 'draft').execute();

/** The legal bases that a committee may rest an order on: the national ones and its own, in their order. */
export async function listBases(tx: Transaction, committeeId: string, nationalId: string): Promise<LegalBasis[]> {
	return tx
		.selectFrom('legal_bases')
		.select(['id', 'committee_id as committeeId', 'text_sq as textSq', 'text_en as textEn', 'source'])
		.select(['checked_by as checkedBy', 'checked_on as checkedOn'])
		.where('committee_id', 'in', [committeeId, nationalId])
		.orderBy('rank')
		.orderBy('id')
		.execute();
}

export const insertBasis = (tx: Transaction, committeeId: string, { textSq, textEn, source }: BasisDraft) =>
	tx
		.insertInto('legal_bases')
		.values({ id: recordId(), committee_id: committeeId, text_sq: textSq, text_en: textEn, source })
		.execute();

/** Of the committee's own; false where there is none with this id. */
export async function saveBasisChecked(
	tx: Transaction,
	{ committeeId, id }: { committeeId: string; id: string },
	checked: { by: Actor; on: string },
): Promise<boolean> {
	if (!isId(id)) return false;
	const outcome = await tx
		.updateTable('legal_bases')
		.set({ checked_by: checked.by, checked_on: checked.on })
		.where('committee_id', '=', committeeId)
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	return done(outcome);
}

export async function deleteBasis(tx: Transaction, committeeId: string, id: string): Promise<boolean> {
	if (!isId(id)) return false;
	const outcome = await tx
		.deleteFrom('legal_bases')
		.where('committee_id', '=', committeeId)
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	return outcome.numDeletedRows === 1n;
}

/** What of a country pack is not there yet, for the national office. */
export async function savePackBases(tx: Transaction, committeeId: string, bases: readonly PackBasis[]): Promise<void> {
	for (const basis of bases)
		await tx
			.insertInto('legal_bases')
			.values({ id: recordId(), committee_id: committeeId, ...basis })
			.onConflict((on) => on.columns(['committee_id', 'code']).doNothing())
			.execute();
}
