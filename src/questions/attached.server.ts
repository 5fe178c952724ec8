import type { Transaction } from '#platform/db.server.ts';
import type { Slot, WithFiles, Words } from './model.ts';

/** The files of versions, by version. */
export async function filesOf(tx: Transaction, versionIds: readonly string[]): Promise<Map<string, WithFiles>> {
	const found = new Map<string, WithFiles>();
	if (versionIds.length === 0) return found;
	const rows = await tx
		.selectFrom('question_files')
		.innerJoin('files', 'files.sha256', 'question_files.sha256')
		.select(['version_id', 'slot', 'files.sha256', 'media_type as mediaType', 'alt_sq', 'alt_en'])
		.where('version_id', 'in', versionIds)
		.execute();
	for (const { version_id, slot, sha256, mediaType, alt_sq, alt_en } of rows) {
		const files = found.get(version_id) ?? {};
		if (slot === 'picture') files.picture = { sha256, mediaType, alt: { sq: alt_sq ?? '', en: alt_en ?? '' } };
		else files.audio = { ...files.audio, [slot === 'audio_sq' ? 'sq' : 'en']: { sha256, mediaType } };
		found.set(version_id, files);
	}
	return found;
}

/** Puts a file in its slot of a draft, in the place of what was there. */
export async function saveFile(
	tx: Transaction,
	committeeId: string,
	versionId: string,
	{ slot, sha256, alt }: { slot: Slot; sha256: string; alt: Words | null },
): Promise<void> {
	await deleteFile(tx, versionId, slot);
	await tx
		.insertInto('question_files')
		.values({
			...{ version_id: versionId, slot, committee_id: committeeId, sha256 },
			...{ alt_sq: alt?.sq ?? null, alt_en: alt?.en ?? null },
		})
		.execute();
}

export const deleteFile = (tx: Transaction, versionId: string, slot: Slot) =>
	tx.deleteFrom('question_files').where('version_id', '=', versionId).where('slot', '=', slot).execute();

/** The next version begins with the files of the one before it. */
export const copyFiles = (tx: Transaction, from: string, to: string) =>
	tx
		.insertInto('question_files')
		.columns(['version_id', 'slot', 'committee_id', 'sha256', 'alt_sq', 'alt_en'])
		.expression((ask) =>
			ask
				.selectFrom('question_files')
				.select((each) => [
					each.val(to).as('version_id'),
					...(['slot', 'committee_id', 'sha256', 'alt_sq', 'alt_en'] as const),
				])
				.where('version_id', '=', from),
		)
		.execute();
