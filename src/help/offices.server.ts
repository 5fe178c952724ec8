import { sql } from 'kysely';
import type { Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { OfficeDraft, RightDraft } from './input.ts';
import type { Office, Right } from './model.ts';

const national = sql<string>`(select national_committee())`;
const ofNational = sql<boolean>`committee_id = ${national}`;

const selectOffices = (tx: Transaction) =>
	tx
		.selectFrom('help_offices')
		.leftJoin('municipalities', 'municipalities.code', 'municipality_code')
		.select([
			'help_offices.id',
			'committee_id as committeeId',
			ofNational.as('national'),
			'kind',
			'name_sq as nameSq',
			'name_en as nameEn',
			'municipality_code as municipalityCode',
			'municipalities.name as municipalityName',
			'address',
			'phone',
			'help_offices.source',
			'help_offices.checked_by as checkedBy',
			'help_offices.checked_on as checkedOn',
			'review_on as reviewOn',
			'help_offices.valid_to as validTo',
			'version',
		]);

/** Services of a committee, or of the national office (null): by municipality, then by name. */
export async function listOffices(tx: Transaction, committeeId: string | null): Promise<Office[]> {
	const rows = await selectOffices(tx)
		.where('committee_id', '=', committeeId ?? national)
		.orderBy(sql`municipalities.name collate "sq-x-icu" nulls first`)
		.orderBy(sql`name_sq collate "sq-x-icu"`)
		.execute();
	return rows as Office[];
}

/** @throws Problem not_found */
export async function getOffice(tx: Transaction, committeeId: string, id: string): Promise<Office> {
	const row = await selectOffices(tx)
		.where('help_offices.id', '=', id)
		.where((on) => on.or([on('committee_id', '=', committeeId), on('committee_id', '=', national)]))
		.executeTakeFirst();
	if (!row) throw new Problem('not_found', `no office ${id}`);
	return row as Office;
}

const officeRow = (draft: OfficeDraft) => ({
	kind: draft.kind,
	name_sq: draft.nameSq,
	name_en: draft.nameEn,
	municipality_code: draft.municipalityCode,
	address: draft.address,
	phone: draft.phone,
	source: draft.source,
	review_on: draft.reviewOn,
	valid_to: draft.validTo,
});

export async function insertOffice(tx: Transaction, committeeId: string, draft: OfficeDraft): Promise<string> {
	const id = recordId();
	await tx
		.insertInto('help_offices')
		.values({ id, committee_id: committeeId, ...officeRow(draft) })
		.execute();
	return id;
}

/** False when somebody else has changed it since `version`. */
export async function saveOffice(tx: Transaction, id: string, version: number, draft: OfficeDraft): Promise<boolean> {
	const done = await tx
		.updateTable('help_offices')
		.set({ ...officeRow(draft), version: version + 1 })
		.where('id', '=', id)
		.where('version', '=', version)
		.executeTakeFirst();
	return done.numUpdatedRows === 1n;
}

const selectRights = (tx: Transaction) =>
	tx
		.selectFrom('help_rights')
		.select([
			'id',
			'committee_id as committeeId',
			'text_sq as textSq',
			'text_en as textEn',
			'act_sq as actSq',
			'act_en as actEn',
			'act_on as actOn',
			'source',
			'rank',
			'checked_by as checkedBy',
			'checked_on as checkedOn',
			'review_on as reviewOn',
			'valid_to as validTo',
			'version',
		]);

/** Rights as the law provides, in the order of the help page. The national office keeps them. */
export const listRights = async (tx: Transaction): Promise<Right[]> =>
	(await selectRights(tx).where('committee_id', '=', national).orderBy('rank').orderBy('text_sq').execute()) as Right[];

/** @throws Problem not_found */
export async function getRight(tx: Transaction, id: string): Promise<Right> {
	const row = await selectRights(tx).where('id', '=', id).where('committee_id', '=', national).executeTakeFirst();
	if (!row) throw new Problem('not_found', `no right ${id}`);
	return row as Right;
}

const rightRow = (draft: RightDraft) => ({
	text_sq: draft.textSq,
	text_en: draft.textEn,
	act_sq: draft.actSq,
	act_en: draft.actEn,
	act_on: draft.actOn,
	source: draft.source,
	rank: draft.rank,
	review_on: draft.reviewOn,
	valid_to: draft.validTo,
});

export async function insertRight(tx: Transaction, committeeId: string, draft: RightDraft): Promise<string> {
	const id = recordId();
	await tx
		.insertInto('help_rights')
		.values({ id, committee_id: committeeId, ...rightRow(draft) })
		.execute();
	return id;
}

/** False when somebody else has changed it since `version`. */
export async function saveRight(tx: Transaction, id: string, version: number, draft: RightDraft): Promise<boolean> {
	const done = await tx
		.updateTable('help_rights')
		.set({ ...rightRow(draft), version: version + 1 })
		.where('id', '=', id)
		.where('version', '=', version)
		.executeTakeFirst();
	return done.numUpdatedRows === 1n;
}
