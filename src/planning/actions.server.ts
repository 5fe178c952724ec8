import { createHash } from "node:crypto";
import { readFile as readBytes } from "node:fs/promises";
import path from "node:path";
import { listActivities } from "#activities/store.server.ts";
import type { Committee } from "#committees/model.ts";
import { getCommittee } from "#committees/store.server.ts";
import { day } from "#i18n/format.ts";
import type { Locale } from "#i18n/locales.ts";
import { t } from "#i18n/t.ts";
import { listPartners } from "#partners/store.server.ts";
import { listPlaces } from "#places/store.server.ts";
import { firstOfMonth, lastOfMonth } from "#platform/dates.ts";
import {
	type Actor,
	inTransaction,
	type Transaction,
} from "#platform/db.server.ts";
import { type Issue, Problem } from "#platform/problem.ts";
import { createProgramme } from "#programmes/actions.server.ts";
import type { Programme } from "#programmes/model.ts";
import { findProgramme, lockProgramme } from "#programmes/store.server.ts";
import { listLand } from "#territory/store.server.ts";
import { compare } from "./comparison.ts";
import { sheetDay } from "./input.ts";
import type {
	Answers,
	Comparison,
	ImportRow,
	Outcome,
	Sheet,
} from "./model.ts";
import { type ReadFile, readFile } from "./spreadsheet.server.ts";
import {
	deletePreview,
	getPreview,
	insertPreview,
	lockPreview,
	type Preview,
	saveChoices,
	saveOutcome,
} from "./store.server.ts";
import { writeImport } from "./writing.server.ts";

/** A spreadsheet file as it came. */
export type Upload = { bytes: Uint8Array; fileName: string };

/** Reads a file beside the server, before any transaction begins. */
export const readSpreadsheet = async ({ bytes }: Upload): Promise<ReadFile> =>
	readFile({ bytes });

/** The month most days of a sheet fall in; undefined when it has none. */
export function monthOf(sheet: Sheet): string | undefined {
	const counts = new Map<string, number>();
	for (const { cells } of sheet.rows) {
		const day = sheetDay(cells.date ?? "");
		if (!day.startsWith("issue."))
			counts.set(day.slice(0, 7), (counts.get(day.slice(0, 7)) ?? 0) + 1);
	}
	return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** Keeps a sheet that was read until a person confirms it; nothing of the programme changes. */
export async function previewImport(
	tx: Transaction,
	actor: Actor,
	committee: Pick<Committee, "id">,
	{
		sheet,
		upload,
		month,
	}: { sheet: Sheet; upload: Upload; month: string | null },
): Promise<{ ok: true; id: string } | { ok: false; issues: Issue[] }> {
	const chosen = month ?? monthOf(sheet);
	if (!chosen)
		return {
			ok: false,
			issues: [{ field: "month", message: "import.issue.no_month" }],
		};
	const fileHash = createHash("sha256").update(upload.bytes).digest("hex");
	const fileName = path.basename(upload.fileName).slice(0, 200) || "file";
	return {
		ok: true,
		id: await insertPreview(tx, committee.id, {
			month: chosen,
			fileName,
			fileHash,
			sheet,
			actor,
		}),
	};
}

export type Look = {
	comparison: Comparison;
	programme:
		| Programme
		| undefined /** By which a form knows what its person saw. */;
	seen: string;
};

/** Compares a preview with what exists at this moment. */
async function look(
	tx: Transaction,
	committee: Committee,
	preview: Preview,
	answers: Answers,
): Promise<Look> {
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
			closed: programme?.state === "closed",
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
		seen: createHash("sha256")
			.update(JSON.stringify([programme?.id, shown]))
			.digest("base64url"),
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

export const discardImport = (
	tx: Transaction,
	committee: Pick<Committee, "id">,
	id: string,
) => deletePreview(tx, committee.id, id);

export type Confirmed =
	| { ok: true; outcome: Outcome; programme: Programme }
	| { ok: false; reason: "stale" | "errors" | "closed" };

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
	}: {
		id: string;
		seen: string;
		choose?: (look: Look) => Answers;
		demonstration?: boolean;
	},
): Promise<Confirmed> {
	const preview = await lockPreview(tx, committee.id, id);
	const existing = await findProgramme(tx, committee.id, preview.month);
	if (preview.outcome && existing)
		return { ok: true, outcome: preview.outcome, programme: existing };
	if (existing) await lockProgramme(tx, existing.id);
	const shown = await look(tx, committee, preview, preview.choices);
	const answers = { ...preview.choices, ...choose?.(shown) };
	await saveChoices(tx, id, answers);
	if (shown.seen !== seen) return { ok: false, reason: "stale" };
	const { comparison } = choose
		? await look(tx, committee, preview, answers)
		: shown;
	if (comparison.closed) return { ok: false, reason: "closed" };
	if (comparison.counts.error > 0) return { ok: false, reason: "errors" };
	const programme =
		existing ??
		(await createProgramme(
			tx,
			actor,
			committee,
			{ ...monthDraft(preview.month), demonstration },
			{},
		));
	const outcome = await writeImport(
		tx,
		actor,
		programme,
		comparison,
		demonstration,
	);
	await saveOutcome(tx, id, programme.id, outcome);
	return { ok: true, outcome, programme };
}

/** A programme that an import starts: October has its name, the other months say what they are. */
function monthDraft(slug: string) {
	const title = (locale: Locale) =>
		slug.endsWith("-10")
			? t(locale, "import.programme.october")
			: t(locale, "import.programme.month", {
					month: day(locale, slug, "monthName"),
				});
	return {
		slug,
		titleSq: title("sq"),
		titleEn: title("en"),
		startsOn: firstOfMonth(slug),
		endsOn: lastOfMonth(slug),
		aimSq: "",
		aimEn: "",
		targets: [],
	};
}

export type Imported =
	| {
			ok: true;
			outcome: Outcome;
			month: string;
			questions: Comparison["questions"];
	  }
	| { ok: false; reason: "file"; issues: Issue[] }
	| { ok: false; reason: "errors"; rows: ImportRow[]; sheet: Sheet }
	| { ok: false; reason: "closed" | "stale" };

/** Imports a file without a person before it: questions get the answers they offer by default. All of it or nothing. */
export async function importProgramme(
	{
		file,
		committeeCode,
		month = null,
	}: { file: string; committeeCode: string; month?: string | null },
	{
		actor = "command",
		demonstration = false,
	}: { actor?: Actor; demonstration?: boolean } = {},
): Promise<Imported> {
	const upload = {
		bytes: await readBytes(file),
		fileName: path.basename(file),
	};
	const read = await readSpreadsheet(upload);
	if (!read.ok) return { ok: false, reason: "file", issues: read.issues };
	const committee = await inTransaction({ kind: "installation" }, (tx) =>
		getCommittee(tx, { code: committeeCode }),
	);
	const refusal = new Map<"last", Imported>();
	try {
		return await inTransaction(
			{ kind: "committee", committeeId: committee.id },
			async (tx) => {
				const imported = await importSheet(tx, actor, committee, {
					sheet: read.sheet,
					upload,
					month,
					demonstration,
				});
				if (imported.ok) return imported;
				refusal.set("last", imported);
				throw new Problem("conflict", "import refused");
			},
		);
	} catch (cause) {
		const refused = refusal.get("last");
		if (refused) return refused;
		throw cause;
	}
}

/** Previews and confirms in one transaction of the caller, with the default answers. */
export async function importSheet(
	tx: Transaction,
	actor: Actor,
	committee: Committee,
	{
		sheet,
		upload,
		month,
		demonstration = false,
	}: {
		sheet: Sheet;
		upload: Upload;
		month: string | null;
		demonstration?: boolean;
	},
): Promise<Imported> {
	const preview = await previewImport(tx, actor, committee, {
		sheet,
		upload,
		month,
	});
	if (!preview.ok) return { ok: false, reason: "file", issues: preview.issues };
	const {
		comparison,
		seen,
		preview: kept,
	} = await getImport(tx, committee, preview.id);
	if (comparison.counts.error > 0)
		return {
			ok: false,
			reason: "errors",
			rows: comparison.rows.filter((row) => row.class === "error"),
			sheet,
		};
	const confirmed = await confirmImport(tx, actor, committee, {
		id: preview.id,
		seen,
		demonstration,
	});
	if (!confirmed.ok)
		return confirmed.reason === "errors"
			? { ok: false, reason: "errors", rows: comparison.rows, sheet }
			: { ok: false, reason: confirmed.reason };
	return {
		ok: true,
		outcome: confirmed.outcome,
		month: kept.month,
		questions: comparison.questions,
	};
}
