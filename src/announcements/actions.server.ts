import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { getCommittee } from '#committees/store.server.ts';
import { type Evidence, fingerprint, valueOf } from '#figures/evidence.ts';
import { findFigure, wholeOf } from '#figures/model.ts';
import { getEvidence } from '#figures/store.server.ts';
import { type Locale, locales } from '#i18n/locales.ts';
import { readHead } from '#platform/audit.server.ts';
import { type Actor, inTransaction, type Transaction } from '#platform/db.server.ts';
import { offload } from '#platform/offload.server.ts';
import { Problem } from '#platform/problem.ts';
import type { Programme } from '#programmes/model.ts';
import { getProgramme, lockProgramme } from '#programmes/store.server.ts';
import { keepTables, type PublicKnowledge, previewKnowledge, publicKnowledge } from '#results/publishing.server.ts';
import { compose, figuresShown } from './document.ts';
import { docxOf } from './docx.server.ts';
import { draft } from './drafting.ts';
import { htmlOf } from './html.server.ts';
import {
	edited,
	isSameText,
	type Paragraph,
	type ParagraphKey,
	redrawn,
	type Verb,
	type VersionState,
	type WhyNot,
	whyNot,
} from './model.ts';
import {
	findPublished,
	findVersion,
	getVersion,
	insertDraft,
	listVersions,
	lockAnnouncement,
	saveApproval,
	saveParagraphs,
	savePublication,
	saveVersionState,
	type Version,
} from './store.server.ts';

type Subject = Pick<Programme, 'id' | 'committeeId' | 'state'>;
export type Outcome = { ok: true } | { ok: false; reason: WhyNot | 'figures_changed' | 'text_changed' };

/**
 * Holds the programme, so that its figures stand still, and the announcement, then asks the model. `version` is the version the verb is meant for; null where a draft may be new.
 */
async function begin(tx: Transaction, programme: Subject, verb: Verb, version: number | null, now = new Date()) {
	const programmeState = await lockProgramme(tx, programme.id);
	const announcementId = await lockAnnouncement(tx, programme.committeeId, programme.id);
	const versions = await listVersions(tx, programme.id);
	const head = version === null ? versions[0] : versions.find((one) => one.version === version);
	if (version !== null && !head) throw new Problem('not_found', `no version ${version} of the announcement`);
	const evidence = await getEvidence(tx, programme.id, now);
	const reason = whyNot(verb, {
		state: head?.state ?? null,
		draftExists: versions.some(({ state }) => state === 'draft'),
		held: valueOf(evidence, 'held'),
		programme: programmeState,
	});
	return { announcementId, versions, head, evidence, reason };
}

/** Drafts the announcement from the records; in a draft that exists, what a person edited stays unless it is released. */
export async function draftAnnouncement(
	tx: Transaction,
	actor: Actor,
	programme: Subject,
	release: readonly ParagraphKey[] = [],
): Promise<Outcome> {
	const { announcementId, head, evidence, reason } = await begin(tx, programme, 'refresh', null);
	if (reason) return { ok: false, reason };
	const drawn = draft(evidence);
	if (!head) await insertDraft(tx, programme.committeeId, { announcementId, version: 1, paragraphs: drawn, actor });
	else {
		const { paragraphs } = await getVersion(tx, programme.id, head.version);
		await saveParagraphs(tx, head.id, head.revision, redrawn(paragraphs, drawn, release));
	}
	return { ok: true };
}

/** Saves what a person typed over the draft of `version`, made from its `revision`. */
export async function saveDraft(
	tx: Transaction,
	programme: Subject,
	at: { version: number; revision: number },
	typed: readonly Pick<Paragraph, 'key' | 'sq' | 'en'>[],
): Promise<Outcome> {
	const { head, reason } = await begin(tx, programme, 'save', at.version);
	if (reason || !head) return { ok: false, reason: reason ?? 'wrong_state' };
	const { paragraphs } = await getVersion(tx, programme.id, at.version);
	await saveParagraphs(tx, head.id, at.revision, edited(paragraphs, typed));
	return { ok: true };
}

/** What the chair reads beside the text: figures, the records behind them, and what will be published of knowledge checks. */
export async function seenNow(tx: Transaction, programmeId: string, evidence: Evidence, now = new Date()) {
	return fingerprint(evidence, (await previewKnowledge(tx, programmeId, now)).modes);
}

/**
 * Approves the draft as the chair read it: `seen` is the fingerprint of what was on the page, and what moved
 * since is shown again before anybody approves it. So are sentences that nobody edited, where the records would have them otherwise today: they are saved as they are now. What is published of knowledge checks is made with the first version for which it may be, and kept: the next
 * versions have the same tables.
 *
 * @throws Problem stale when a class ended in this very moment: nothing is approved that is not kept
 */
export async function approveAnnouncement(
	tx: Transaction,
	programme: Subject,
	at: { version: number; revision: number; seen?: string },
	now: Date = new Date(),
): Promise<Outcome> {
	const { announcementId, head, evidence, reason } = await begin(tx, programme, 'approve', at.version, now);
	if (reason || !head) return { ok: false, reason: reason ?? 'wrong_state' };
	const isSeen = at.seen === undefined || at.seen === (await seenNow(tx, programme.id, evidence, now));
	const { paragraphs } = await getVersion(tx, programme.id, at.version);
	const today = redrawn(paragraphs, draft(evidence));
	const isSaid = isSameText(paragraphs, today);
	if (!isSaid) await saveParagraphs(tx, head.id, at.revision, today);
	if (!isSeen || !isSaid) return { ok: false, reason: isSeen ? 'text_changed' : 'figures_changed' };
	// Its own entries are bound when it commits: what is printed is the head just before it.
	const auditHead = await readHead(tx);
	await saveApproval(
		tx,
		head.id,
		at.revision,
		{ ...evidence, asOf: now.toISOString() },
		now,
		auditHead.seq > 0 ? auditHead : null,
	);
	const { committeeId, id } = programme;
	await keepTables(tx, id, { committeeId, announcementId, version: at.version, at: now });
	if (fingerprint(await getEvidence(tx, id, now)) !== fingerprint(evidence))
		throw new Problem('stale', 'a class ended while the announcement was approved');
	return { ok: true };
}

/** Puts an approved version on the public pages in place of the one published before. */
export async function publishAnnouncement(
	tx: Transaction,
	programme: Subject,
	version: number,
	now: Date = new Date(),
): Promise<Outcome> {
	const { announcementId, head, reason } = await begin(tx, programme, 'publish', version);
	if (reason || !head) return { ok: false, reason: reason ?? 'wrong_state' };
	await savePublication(tx, announcementId, head.id, now);
	return { ok: true };
}

/** Starts the next version from an earlier one: what was edited stays, the rest is drawn from the records of today. */
export async function renewAnnouncement(
	tx: Transaction,
	actor: Actor,
	programme: Subject,
	version: number,
): Promise<Outcome> {
	const { announcementId, versions, evidence, reason } = await begin(tx, programme, 'renew', version);
	if (reason) return { ok: false, reason };
	const { paragraphs } = await getVersion(tx, programme.id, version);
	const next = Math.max(...versions.map((one) => one.version)) + 1;
	await insertDraft(tx, programme.committeeId, {
		announcementId,
		version: next,
		paragraphs: redrawn(paragraphs, draft(evidence)),
		actor,
	});
	return { ok: true };
}

/** Takes the published version off the public pages. */
export async function withdrawAnnouncement(tx: Transaction, programme: Subject, version: number): Promise<Outcome> {
	const { head, reason } = await begin(tx, programme, 'withdraw', version);
	if (reason || !head) return { ok: false, reason: reason ?? 'wrong_state' };
	await saveVersionState(tx, head.id, 'withdrawn');
	return { ok: true };
}

const formats = ['html', 'docx', 'pdf'] as const;
export type Format = (typeof formats)[number];

/** A version with the figures it is written from, ready for `compose`. */
export async function composable(tx: Transaction, programmeId: string, version: Version) {
	return { ...version, evidence: version.evidence ?? (await getEvidence(tx, programmeId)) };
}

type Composable = Awaited<ReturnType<typeof composable>>;

/** The announcement of a month as the county has published it. */
export async function getPublished(tx: Transaction, committeeId: string, month: string): Promise<Composable> {
	const version = await findPublished(tx, committeeId, month);
	if (!version?.evidence) throw new Problem('not_found', `no published announcement of ${month}`);
	return { ...version, evidence: version.evidence };
}

/** What people learned in a month, as the county has published it with its announcement; and whether anything was measured. */
export async function getPublishedKnowledge(
	tx: Transaction,
	committeeId: string,
	month: string,
): Promise<PublicKnowledge & Pick<Evidence, 'programme' | 'committee'> & { isMeasured: boolean }> {
	const { version, evidence } = await getPublished(tx, committeeId, month);
	const { programme, committee } = evidence;
	const isMeasured = valueOf(evidence, 'checked') > 0;
	return { ...(await publicKnowledge(tx, programme.id, version)), programme, committee, isMeasured };
}

/**
 * Whether a reader of the announcement can come to this figure: it stands in the text, or is the whole of one that does. Not how many persons were where an answer was given:
 * beside the persons of all activities that tells how many were at one (docs/decisions/0011).
 */
export function tellsFigure(version: Composable, key: string): boolean {
	if (findFigure(key)?.family === 'answer_persons') return false;
	const told = locales.flatMap((locale) => figuresShown(compose(locale, version)));
	return told.some((figure) => figure === key || wholeOf(figure) === key);
}

/** The announcement as a file in one language. */
export async function fileOf(format: Format, locale: Locale, version: Composable): Promise<Uint8Array> {
	const announcement = compose(locale, version);
	if (format === 'docx') return docxOf(announcement);
	// Typst works synchronously: beside the server, so that nobody waits for somebody else's PDF.
	if (format === 'pdf')
		return offload<Uint8Array>('#announcements/pdf.server.ts', 'pdfOf', announcement, {
			timeoutMs: 30_000,
			memoryMb: 256,
		});
	return new TextEncoder().encode(htmlOf(announcement, version.evidence));
}

export const fileNameOf = ({ evidence }: Pick<Composable, 'evidence'>, locale: Locale, format: Format): string =>
	`njoftim-${evidence.committee.slug}-${evidence.programme.slug}.${locale}.${format}`;

const contentTypes: Record<Format, string> = {
	html: 'text/html; charset=utf-8',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	pdf: 'application/pdf',
};

/** The file as an answer to a request; a format there is not is a page there is not. */
export async function answerFile(format: string, locale: Locale, version: Composable): Promise<Response> {
	const wanted = formats.find((one) => one === format);
	if (!wanted) throw new Problem('not_found', `no format ${format}`);
	const body = await fileOf(wanted, locale, version);
	return new Response(body as Uint8Array<ArrayBuffer>, {
		headers: {
			'content-type': contentTypes[wanted],
			'content-disposition': `attachment; filename="${fileNameOf(version, locale, wanted)}"`,
		},
	});
}

/**
 * Writes the announcement of a month in both languages and three formats: the published version, else the latest approved
 * one, else the draft (made now when there is none), which says on every page that it is a draft.
 */
export async function announceToFiles(order: {
	committeeCode: string;
	month: string;
	directory: string;
}): Promise<{ state: VersionState; version: number; files: string[] }> {
	const version = await inTransaction({ kind: 'installation', actor: 'command' }, async (tx) => {
		const committee = await getCommittee(tx, { code: order.committeeCode });
		const programme = await getProgramme(tx, committee.id, order.month);
		const choose = async () => {
			const versions = await listVersions(tx, programme.id);
			const wanted: VersionState[] = ['published', 'approved', 'draft', 'withdrawn'];
			return wanted.map((state) => versions.find((one) => one.state === state)).find((one) => one !== undefined);
		};
		if (!(await choose())) await draftAnnouncement(tx, 'command', programme);
		const head = await choose();
		const found = head && (await findVersion(tx, programme.id, head.version));
		if (!found) throw new Problem('not_found', `no announcement of ${order.month}`);
		return composable(tx, programme.id, found);
	});
	await mkdir(order.directory, { recursive: true });
	const files: string[] = [];
	for (const locale of locales) {
		for (const format of formats) {
			const file = path.join(order.directory, fileNameOf(version, locale, format));
			await writeFile(file, await fileOf(format, locale, version));
			files.push(file);
		}
	}
	return { state: version.state, version: version.version, files };
}
