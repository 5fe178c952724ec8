import { figuresWithRecords, fingerprint, valueOf } from '#figures/evidence.ts';
import { figureName } from '#figures/naming.ts';
import { getEvidence } from '#figures/store.server.ts';
import { type Locale, locales } from '#i18n/locales.ts';
import { isDrawable } from '#materials/paper.server.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { first, type Typed } from '#platform/forms.ts';
import type { Issue } from '#platform/problem.ts';
import type { Programme } from '#programmes/model.ts';
import { type PublicKnowledge, previewKnowledge, publicKnowledge } from '#results/publishing.server.ts';
import { approveAnnouncement, draftAnnouncement, type Outcome, saveDraft } from './actions.server.ts';
import { type Announcement, compose } from './document.ts';
import { fieldOf, parseParagraphs, parseReleased, parseWhole } from './input.ts';
import {
	type EditorParagraph,
	edited,
	type ListedVersion,
	type Paragraph,
	paragraphKeys,
	type Verb,
	type VersionHead,
	type WhyNot,
	whyNot,
} from './model.ts';
import { getVersion, listVersions } from './store.server.ts';
import { phrase, warningsIn } from './tokens.ts';

/** What the desk's page of the announcement shows and takes. */
export type Desk = {
	held: number;
	unreturned: number;
	/** Whether there was a knowledge check. */
	isMeasured: boolean;
	versions: ListedVersion[];
	/** The draft, or else the latest version. */
	shown: { version: number; announcement: Announcement; knowledge: PublicKnowledge } | null;
	editor: {
		version: number;
		revision: number;
		seen: string;
		paragraphs: EditorParagraph[];
		whyNotApprove: WhyNot | null;
	} | null;
	tokens: { key: string; name: string; text: string }[];
	/** Whether a first draft, or a fresh one, can be drawn now. */
	mayDraft: boolean;
};

const later = ['publish', 'renew', 'withdraw'] as const;

export async function deskOf(
	tx: Transaction,
	programme: Pick<Programme, 'id' | 'state'>,
	locale: Locale,
): Promise<Desk> {
	const evidence = await getEvidence(tx, programme.id);
	const heads = await listVersions(tx, programme.id);
	const draftExists = heads.some(({ state }) => state === 'draft');
	const held = valueOf(evidence, 'held');
	const why = (verb: Verb, head: VersionHead | undefined) =>
		whyNot(verb, { state: head?.state ?? null, draftExists, held, programme: programme.state });
	const [latest] = heads;
	const version = latest && (await getVersion(tx, programme.id, latest.version));
	const composed = version && compose(locale, { ...version, evidence: version.evidence ?? evidence });
	const knowledge =
		version?.state === 'draft'
			? await previewKnowledge(tx, programme.id, new Date())
			: await publicKnowledge(tx, programme.id, version?.version ?? 0);
	const paragraphs = paragraphKeys.map((key): EditorParagraph => {
		const paragraph = version?.paragraphs.find((one) => one.key === key) ?? { key, sq: '', en: '', edited: false };
		return {
			...paragraph,
			warnings: paragraph.edited ? locales.flatMap((language) => warningsIn(paragraph[language], evidence)) : [],
		};
	});
	return {
		held,
		unreturned: valueOf(evidence, 'unreturned'),
		isMeasured: valueOf(evidence, 'checked') > 0,
		versions: heads.map((head) => ({ ...head, possible: later.filter((verb) => why(verb, head) === null) })),
		shown: version && composed ? { version: version.version, announcement: composed, knowledge } : null,
		editor:
			version?.state === 'draft'
				? {
						version: version.version,
						revision: version.revision,
						seen: fingerprint(evidence, knowledge.modes),
						paragraphs,
						whyNotApprove: why('approve', version),
					}
				: null,
		tokens: figuresWithRecords(evidence)
			.filter(
				({ family, where }) =>
					family !== 'answer_persons' && (family === 'asked' || family === 'knowing' || Object.keys(where).length < 2),
			)
			.map((figure) => ({
				key: figure.key,
				name: figureName(locale, figure),
				text: phrase(locale, figure, valueOf(evidence, figure.key)),
			})),
		mayDraft: why('refresh', latest) === null,
	};
}

export type EditOutcome = Outcome | { ok: false; issues: Issue[] } | { ok: false; reason: 'saved_first' };

/** Characters that no font on paper has, as a telephone inserts them: the PDF would be without them. */
const unprintable = (paragraphs: readonly Pick<Paragraph, 'key' | 'sq' | 'en'>[]): Issue[] =>
	paragraphs.flatMap((paragraph) =>
		locales.flatMap((locale) => {
			const found = [...paragraph[locale]].find((one) => one >= ' ' && !isDrawable(one));
			return found
				? [{ field: fieldOf(paragraph.key, locale), message: 'issue.not_on_paper', words: { text: found } }]
				: [];
		}),
	);

/** Saves the editor as it was sent; mistakes come back, nothing of it is lost. */
export async function saveTyped(tx: Transaction, programme: Programme, typed: Typed): Promise<EditOutcome> {
	const parsed = parseParagraphs(typed);
	if (!parsed.ok) return parsed;
	const issues = unprintable(parsed.value);
	if (issues.length > 0) return { ok: false, issues };
	return saveDraft(
		tx,
		programme,
		{ version: parseWhole(typed, 'version'), revision: parseWhole(typed, 'revision') },
		parsed.value,
	);
}

/** Saves what was typed, then draws again what nobody edited and what was handed back. Without an editor: a first draft. */
export async function refreshTyped(
	tx: Transaction,
	programme: Programme,
	typed: Typed,
	actor: Actor,
): Promise<EditOutcome> {
	if (typed.version) {
		const saved = await saveTyped(tx, programme, typed);
		if (!saved.ok) return saved;
	}
	return draftAnnouncement(tx, actor, programme, parseReleased(typed));
}

/** Approves what the chair read: text that was typed but never shown is saved and shown first. */
export async function approveTyped(tx: Transaction, programme: Programme, typed: Typed): Promise<EditOutcome> {
	const parsed = parseParagraphs(typed);
	if (!parsed.ok) return parsed;
	const at = { version: parseWhole(typed, 'version'), revision: parseWhole(typed, 'revision') };
	const stood = await getVersion(tx, programme.id, at.version);
	const changed = edited(stood.paragraphs, parsed.value).some(
		({ key, sq, en }) =>
			!stood.paragraphs.some((paragraph) => paragraph.key === key && paragraph.sq === sq && paragraph.en === en),
	);
	if (!changed) return approveAnnouncement(tx, programme, { ...at, seen: first(typed, 'seen') });
	const saved = await saveDraft(tx, programme, at, parsed.value);
	return saved.ok ? { ok: false, reason: 'saved_first' } : saved;
}
