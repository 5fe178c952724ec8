import { sql } from 'kysely';
import { type Actor, json, type Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { Draft, DraftRequest, DraftResult, Progress } from './draft.ts';
import { type Answers, limits, type Outcome, type Sheet } from './model.ts';
import type { ListedTeam, TeamDraft } from './teams.ts';

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

const teamColumns = (tx: Transaction, committeeId: string) =>
	tx
		.selectFrom('teams')
		.innerJoin('partners', 'partners.id', 'teams.partner_id')
		.select([
			'teams.id',
			'partner_id as partnerId',
			'teams.name',
			'home_code as homeCode',
			'municipality_codes as municipalityCodes',
			'settings',
			'audiences',
			'per_week as perWeek',
			'weekdays',
			'version',
			'partners.name as partnerName',
		])
		.where('teams.committee_id', '=', committeeId);

/** The teams of a committee's institutions, by institution. */
export async function listTeams(tx: Transaction, committeeId: string): Promise<ListedTeam[]> {
	const rows = await teamColumns(tx, committeeId)
		.orderBy(sql`partners.name collate "sq-x-icu"`)
		.orderBy('teams.name')
		.execute();
	return rows as unknown as ListedTeam[];
}

export async function getTeam(tx: Transaction, committeeId: string, id: string): Promise<ListedTeam> {
	const row = isId(id) ? await teamColumns(tx, committeeId).where('teams.id', '=', id).executeTakeFirst() : undefined;
	if (!row) throw new Problem('not_found', `no team ${id}`);
	return row as unknown as ListedTeam;
}

const teamRow = (team: TeamDraft) => ({
	partner_id: team.partnerId,
	name: team.name,
	home_code: team.homeCode,
	municipality_codes: [...team.municipalityCodes],
	settings: [...team.settings],
	audiences: [...team.audiences],
	per_week: team.perWeek,
	weekdays: [...team.weekdays],
});

export async function insertTeam(
	tx: Transaction,
	committeeId: string,
	team: TeamDraft,
	demonstration = false,
): Promise<string> {
	const id = recordId();
	await tx
		.insertInto('teams')
		.values({ id, committee_id: committeeId, demonstration, ...teamRow(team) })
		.execute();
	return id;
}

/** @returns whether nobody had changed it since `version` */
export async function saveTeam(tx: Transaction, id: string, version: number, team: TeamDraft): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('teams')
		.set({ ...teamRow(team), version: version + 1, demonstration: false })
		.where('id', '=', id)
		.where('version', '=', version)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

export const deleteTeam = (tx: Transaction, id: string) => tx.deleteFrom('teams').where('id', '=', id).execute();

/** Before the partners of the demonstration, whose teams they are. */
export const deleteDemonstrationTeams = (tx: Transaction, committeeId: string) =>
	tx.deleteFrom('teams').where('committee_id', '=', committeeId).where('demonstration', '=', true).execute();

const draftColumns = (tx: Transaction) =>
	tx
		.selectFrom('drafts')
		.select(['id', 'programme_id as programmeId', 'committee_id as committeeId', 'state', 'request'])
		.select(['step', 'percent', 'gap', 'result', 'reason', 'accepted', 'at']);

/** The latest drafts of a programme, the newest first. */
export async function listDrafts(tx: Transaction, programmeId: string): Promise<Draft[]> {
	const rows = await draftColumns(tx)
		.where('programme_id', '=', programmeId)
		.orderBy('at', 'desc')
		.orderBy('id', 'desc')
		.limit(5)
		.execute();
	return rows as unknown as Draft[];
}

/** A draft by its id, for the job that makes it; it may be gone. */
export async function findDraft(tx: Transaction, id: string): Promise<Draft | undefined> {
	return (await draftColumns(tx).where('id', '=', id).executeTakeFirst()) as unknown as Draft | undefined;
}

/** Holds a draft of a programme for this transaction: pressed twice, it is accepted once. */
export async function lockDraft(tx: Transaction, programmeId: string, id: string): Promise<Draft> {
	const row = isId(id)
		? await draftColumns(tx).where('programme_id', '=', programmeId).where('id', '=', id).forUpdate().executeTakeFirst()
		: undefined;
	if (!row) throw new Problem('not_found', `no draft ${id}`);
	return row as unknown as Draft;
}

/** Asks for a draft; of those asked before, the latest few stay. A second one under way is a conflict. */
export async function insertDraft(
	tx: Transaction,
	programme: { id: string; committeeId: string },
	request: DraftRequest,
	actor: Actor,
): Promise<string> {
	await sql`delete from drafts where programme_id = ${programme.id} and state in ('done', 'failed', 'cancelled')
		and id not in (select id from drafts where programme_id = ${programme.id} order by at desc, id desc limit 3)`.execute(
		tx,
	);
	const id = recordId();
	const row = { id, committee_id: programme.committeeId, programme_id: programme.id, request: json(request), actor };
	await tx.insertInto('drafts').values(row).execute();
	return id;
}

type DraftChange =
	| ({ state: 'working' } & Progress)
	| { state: 'done'; result: DraftResult }
	| { state: 'failed'; reason: string }
	| { state: 'cancelled' };

/** @returns whether it was still to be made: somebody may have cancelled it meanwhile */
export async function saveDraft(tx: Transaction, id: string, change: DraftChange): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('drafts')
		.set({
			state: change.state,
			changed_at: sql`now()`,
			...(change.state === 'working' ? { step: change.step, percent: change.percent, gap: change.gap } : {}),
			...(change.state === 'done' ? { result: json(change.result), percent: 100 } : {}),
			...(change.state === 'failed' ? { reason: change.reason } : {}),
		})
		.where('id', '=', id)
		.where('state', 'in', ['waiting', 'working'])
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

export const saveDraftAccepted = (tx: Transaction, id: string, lines: number) =>
	tx
		.updateTable('drafts')
		.set({ state: 'accepted', accepted: lines, changed_at: sql`now()` })
		.where('id', '=', id)
		.execute();
