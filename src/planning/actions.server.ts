import { createHash } from 'node:crypto';
import path from 'node:path';
import { listActivities } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { day } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import { listPartners } from '#partners/store.server.ts';
import { listPlaces } from '#places/store.server.ts';
import { firstOfMonth, lastOfMonth } from '#platform/dates.ts';
import { type Actor, inTransaction, type Transaction } from '#platform/db.server.ts';
import { OffloadError, offload } from '#platform/offload.server.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { createProgramme } from '#programmes/actions.server.ts';
import type { Programme } from '#programmes/model.ts';
import { findProgramme, lockProgramme } from '#programmes/store.server.ts';
import { listLand } from '#territory/store.server.ts';
import { compare } from './comparison.ts';
import { sheetDay } from './input.ts';
import { type Answers, type Comparison, limits, type Outcome, type Sheet } from './model.ts';
import { type Imported, reportLines } from './report.ts';
import { type ReadFile, readFile } from './spreadsheet.server.ts';
import {
	deletePreview,
	getPreview,
	insertPreview,
	lockPreview,
	type Preview,
	saveChoices,
	saveOutcome,
} from './store.server.ts';
import { writeImport } from './writing.server.ts';

/** A spreadsheet file as it came. */
export type Upload = { bytes: Uint8Array; fileName: string };

/** Reads a file beside the server, before any transaction begins; what stalls or fills the memory harms only its thread. */
export async function readSpreadsheet({ bytes }: Upload): Promise<ReadFile> {
	if (bytes.length > limits.bytes) return readFile({ bytes });
	try {
		return await offload<ReadFile>(
			'#planning/spreadsheet.server.ts',
			'readFile',
			{ bytes },
			{ timeoutMs: 20_000, memoryMb: 768 },
		);
	} catch (cause) {
		if (!(cause instanceof OffloadError) || !['timeout', 'memory'].includes(cause.reason)) throw cause;
		return { ok: false, issues: [{ field: 'file', message: 'import.issue.took_too_long' }] };
	}
}

/** The month most days of a sheet fall in; undefined when it has none. */
export function monthOf(sheet: Sheet): string | undefined {
	const counts = new Map<string, number>();
	for (const { cells } of sheet.rows) {
		const day = sheetDay(cells.date ?? '');
		if (!day.startsWith('issue.')) counts.set(day.slice(0, 7), (counts.get(day.slice(0, 7)) ?? 0) + 1);
	}
	return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** Keeps a sheet that was read until a person confirms it; nothing of the programme changes. */
export async function previewImport(
	tx: Transaction,
	actor: Actor,
	committee: Pick<Committee, 'id'>,
	{ sheet, upload, month }: { sheet: Sheet; upload: Upload; month: string | null },
): Promise<{ ok: true; id: string } | { ok: false; issues: Issue[] }> {
	const chosen = month ?? monthOf(sheet);
	if (!chosen) return { ok: false, issues: [{ field: 'month', message: 'import.issue.no_month' }] };
	const fileHash = createHash('sha256').update(upload.bytes).digest('hex');
	const fileName = path.basename(upload.fileName).slice(0, 200) || 'file';
	return { ok: true, id: await insertPreview(tx, committee.id, { month: chosen, fileName, fileHash, sheet, actor }) };
}

export type Look = {
	comparison: Comparison;
	programme: Programme | undefined /** By which a form knows what its person saw. */;
	seen: string;
};

/** Compares a preview with what exists at this moment. */
async function look(tx: Transaction, committee: Committee, preview: Preview, answers: Answers): Promise<Look> {
	const programme = await findProgramme(tx, committee.id, preview.month);
	const land = await listLand(tx, committee.countyCode);
	const comparison = compare(
		preview.sheet,
		{
			...land,
			period: {
				from: programme?.startsOn ?? firstOfMonth(preview.month),
				to: programme?.endsOn ?? lastOfMonth(preview.month),
			},
			closed: programme?.state === 'closed',
			partners: await listPartners(tx, committee.id),
			places: await listPlaces(tx, committee.id),
			activities: programme ? await listActivities(tx, programme.id) : [],
		},
		answers,
	);
	const { names: _, ...shown } = comparison;
	return {
		comparison,
		programme,
		seen: createHash('sha256')
			.update(JSON.stringify([programme?.id, shown]))
			.digest('base64url'),
	};
}

/** The preview of a file with the answers chosen so far. */
export async function getImport(
	tx: Transaction,
	committee: Committee,
	id: string,
): Promise<Look & { preview: Preview }> {
	const preview = await getPreview(tx, committee.id, id);
	return { preview, ...(await look(tx, committee, preview, preview.choices)) };
}

/** Keeps answers; what they lead to is seen in the preview. */
export async function answerImport(
	tx: Transaction,
	committee: Committee,
	id: string,
	choose: (look: Look) => Answers,
): Promise<void> {
	const preview = await lockPreview(tx, committee.id, id);
	const answers = choose(await look(tx, committee, preview, preview.choices));
	await saveChoices(tx, id, { ...preview.choices, ...answers });
}

export async function discardImport(tx: Transaction, committee: Pick<Committee, 'id'>, id: string): Promise<void> {
	await getPreview(tx, committee.id, id);
	await deletePreview(tx, committee.id, id);
}

export type Confirmed =
	| { ok: true; outcome: Outcome; programme: Programme }
	| { ok: false; reason: 'stale' | 'errors' | 'closed' };

/**
 * Writes what the preview shows, all of it or nothing, in the transaction given. The comparison is made again on the locked
 * programme: when it says anything else than the person saw, nothing is written and the preview shows what is so now.
 */
export async function confirmImport(
	tx: Transaction,
	actor: Actor,
	committee: Committee,
	{
		id,
		seen,
		choose,
		demonstration = false,
	}: { id: string; seen: string; choose?: (look: Look) => Answers; demonstration?: boolean },
): Promise<Confirmed> {
	const preview = await lockPreview(tx, committee.id, id);
	const existing = await findProgramme(tx, committee.id, preview.month);
	if (preview.outcome && existing) return { ok: true, outcome: preview.outcome, programme: existing };
	if (existing) await lockProgramme(tx, existing.id);
	const shown = await look(tx, committee, preview, preview.choices);
	const answers = { ...preview.choices, ...choose?.(shown) };
	await saveChoices(tx, id, answers);
	if (shown.seen !== seen) return { ok: false, reason: 'stale' };
	const { comparison } = choose ? await look(tx, committee, preview, answers) : shown;
	if (comparison.closed) return { ok: false, reason: 'closed' };
	if (comparison.counts.error > 0) return { ok: false, reason: 'errors' };
	const programme =
		existing ?? (await createProgramme(tx, actor, committee, { ...monthDraft(preview.month), demonstration }, {}));
	const outcome = await writeImport(tx, actor, programme, comparison, demonstration);
	await saveOutcome(tx, id, programme.id, outcome);
	return { ok: true, outcome, programme };
}

/** A programme that an import starts: October has its name, the other months say what they are. */
function monthDraft(slug: string) {
	const key = slug.endsWith('-10') ? 'programme.default_title.october' : 'programme.default_title';
	const title = (locale: Locale) => t(locale, key, { month: day(locale, slug, 'month') });
	return {
		slug,
		titleSq: title('sq'),
		titleEn: title('en'),
		startsOn: firstOfMonth(slug),
		endsOn: lastOfMonth(slug),
		aimSq: '',
		aimEn: '',
		targets: [],
	};
}

/**
 * Imports a file without a person before it: questions get the answers they offer by default, and that is said. All of it or
 * nothing, in one transaction.
 */
export async function importProgramme(
	{
		file,
		fileName,
		committeeCode,
		month = null,
	}: { file: Uint8Array; fileName: string; committeeCode: string; month?: string | null },
	{ actor = 'command', demonstration = false }: { actor?: Actor; demonstration?: boolean } = {},
): Promise<{ written: boolean; lines: string[]; imported: Imported }> {
	const upload = { bytes: file, fileName };
	const read = await readSpreadsheet(upload);
	const answer = (imported: Imported) => ({ written: imported.ok, lines: reportLines('en', imported), imported });
	if (!read.ok) return answer({ ok: false, reason: 'file', issues: read.issues });
	const committee = await inTransaction({ kind: 'installation' }, (tx) => getCommittee(tx, { code: committeeCode }));
	let refused: Imported | undefined;
	try {
		return answer(
			await inTransaction({ kind: 'committee', committeeId: committee.id, actor }, async (tx) => {
				const imported = await importSheet(tx, actor, committee, { sheet: read.sheet, upload, month, demonstration });
				if (!imported.ok) refused = imported;
				// Thrown so that not even the preview stays.
				if (refused) throw new Problem('conflict', 'the import is refused');
				return imported;
			}),
		);
	} catch (cause) {
		if (refused) return answer(refused);
		throw cause;
	}
}

/** Previews and confirms in the caller's transaction, with the default answers. */
export async function importSheet(
	tx: Transaction,
	actor: Actor,
	committee: Committee,
	{
		sheet,
		upload,
		month,
		demonstration = false,
	}: { sheet: Sheet; upload: Upload; month: string | null; demonstration?: boolean },
): Promise<Imported> {
	const kept = await previewImport(tx, actor, committee, { sheet, upload, month });
	if (!kept.ok) return { ok: false, reason: 'file', issues: kept.issues };
	const { comparison, seen, preview } = await getImport(tx, committee, kept.id);
	const confirmed = await confirmImport(tx, actor, committee, { id: kept.id, seen, demonstration });
	if (confirmed.ok)
		return { ok: true, outcome: confirmed.outcome, month: preview.month, questions: comparison.questions };
	return confirmed.reason === 'errors'
		? { ok: false, reason: 'errors', rows: comparison.rows, sheet }
		: { ok: false, reason: confirmed.reason };
}
