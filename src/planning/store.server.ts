import { sql } from 'kysely';
import { type Actor, json, type Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import { type Answers, limits, type Outcome, type Sheet } from './model.ts';

/** A file that was read, waiting for a person to confirm it, or what became of it. */
export type Preview = {
	id: string;
	month: string;
	fileName: string;
	sheet: Sheet;
	choices: Answers;
	at: Date;
	confirmedAt: Date | null;
	outcome: Outcome | null;
};

/** Keeps a preview; those that have waited too long to be confirmed are forgotten. */
export async function insertPreview(
	tx: Transaction,
	committeeId: string,
	preview: { month: string; fileName: string; fileHash: string; sheet: Sheet; actor: Actor },
): Promise<string> {
	await tx
		.deleteFrom('import_previews')
		.where('committee_id', '=', committeeId)
		.where('confirmed_at', 'is', null)
		.where('at', '<', sql<Date>`now() - make_interval(days => ${limits.previewDays})`)
		.execute();
	const id = recordId();
	const { month, fileName, fileHash, sheet, actor } = preview;
	await tx
		.insertInto('import_previews')
		.values({
			id,
			committee_id: committeeId,
			month,
			file_name: fileName,
			file_sha256: fileHash,
			sheet: json(sheet),
			actor,
		})
		.execute();
	return id;
}

const columns = (tx: Transaction, committeeId: string) =>
	tx
		.selectFrom('import_previews')
		.select([
			'id',
			'month',
			'file_name as fileName',
			'sheet',
			'choices',
			'at',
			'confirmed_at as confirmedAt',
			'outcome',
		])
		.where('committee_id', '=', committeeId);

export async function getPreview(tx: Transaction, committeeId: string, id: string): Promise<Preview> {
	const row = await columns(tx, committeeId).where('id', '=', id).executeTakeFirst();
	if (!row) throw new Problem('not_found', `no import preview ${id}`);
	return row as unknown as Preview;
}

/** Holds a preview for this transaction: pressed twice, it is confirmed once. */
export async function lockPreview(tx: Transaction, committeeId: string, id: string): Promise<Preview> {
	const row = await columns(tx, committeeId).where('id', '=', id).forUpdate().executeTakeFirst();
	if (!row) throw new Problem('not_found', `no import preview ${id}`);
	return row as unknown as Preview;
}

export const saveChoices = (tx: Transaction, id: string, choices: Answers) =>
	tx
		.updateTable('import_previews')
		.set({ choices: json(choices) })
		.where('id', '=', id)
		.execute();

/** What was confirmed keeps its outcome; the rows of the sheet have served and go. */
export const saveOutcome = (tx: Transaction, id: string, programmeId: string, outcome: Outcome) =>
	tx
		.updateTable('import_previews')
		.set({
			programme_id: programmeId,
			outcome: json(outcome),
			confirmed_at: sql`now()`,
			sheet: sql`jsonb_set(sheet, '{rows}', '[]')`,
		})
		.where('id', '=', id)
		.execute();

/** Drops what nobody has confirmed; a confirmed import is history and stays. */
export async function deletePreview(tx: Transaction, committeeId: string, id: string): Promise<void> {
	await tx
		.deleteFrom('import_previews')
		.where('committee_id', '=', committeeId)
		.where('id', '=', id)
		.where('confirmed_at', 'is', null)
		.execute();
}

export type ListedPreview = Pick<Preview, 'id' | 'month' | 'fileName' | 'at' | 'confirmedAt'>;

/** The latest files of a committee, read or confirmed. */
export async function listPreviews(tx: Transaction, committeeId: string): Promise<ListedPreview[]> {
	const rows = await tx
		.selectFrom('import_previews')
		.select(['id', 'month', 'file_name as fileName', 'at', 'confirmed_at as confirmedAt'])
		.where('committee_id', '=', committeeId)
		.orderBy('at', 'desc')
		.limit(8)
		.execute();
	return rows as unknown as ListedPreview[];
}
