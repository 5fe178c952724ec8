import type { Head } from '#platform/audit.ts';
import type { ProgrammeState } from '#programmes/model.ts';
import type { Warning } from './tokens.ts';

/** The sections of an announcement with their paragraphs, in order. `title` stands above them. */
export const sections = {
	programme: ['who', 'programme', 'aim'],
	settings: ['school', 'community', 'company', 'health', 'public', 'march'],
	means: ['means', 'help', 'presence'],
	reach: ['reach', 'answers', 'knowledge'],
	closing: ['addition', 'published', 'pledge'],
} as const;
export type Section = keyof typeof sections;
export type ParagraphKey = 'title' | (typeof sections)[Section][number];
export const paragraphKeys: readonly ParagraphKey[] = ['title', ...Object.values(sections).flat()];

/** A paragraph in both languages, with figure tokens; what a person edited is not drawn again. */
export type Paragraph = { key: ParagraphKey; sq: string; en: string; edited: boolean };

export type VersionState = 'draft' | 'approved' | 'published' | 'withdrawn';

/** One version of the announcement of a programme, without its text. */
export type VersionHead = {
	id: string;
	version: number;
	state: VersionState;
	revision: number;
	createdAt: Date;
	approvedAt: Date | null;
	publishedAt: Date | null;
	/** The head of the audit chain just before the approval, printed with the text; null while a draft. */
	auditHead: Head | null;
};

/** As the editor shows them: a paragraph with what a careful reader would ask, a version with what may be done with it now. */
export type EditorParagraph = Paragraph & { warnings: Warning[] };
export type ListedVersion = VersionHead & { possible: ('publish' | 'renew' | 'withdraw')[] };

export type Verb = 'refresh' | 'save' | 'approve' | 'publish' | 'renew' | 'withdraw';
/** Why a verb is not possible now; the message key is `announcement.why_not.<reason>`. */
export type WhyNot = 'wrong_state' | 'nothing_held' | 'programme_not_approved';

export type Situation = {
	/** The version the verb is meant for; null when there is none yet. */
	state: VersionState | null;
	/** Whether another version of the same announcement is a draft. */
	draftExists: boolean;
	held: number;
	programme: ProgrammeState;
};

const from: Record<Verb, readonly (VersionState | null)[]> = {
	refresh: [null, 'draft'],
	save: ['draft'],
	approve: ['draft'],
	publish: ['approved'],
	renew: ['approved', 'published', 'withdrawn'],
	withdraw: ['published'],
};

/** Null when the verb is possible, otherwise why not: asked by screens (to say why) and by actions (to refuse). */
export function whyNot(verb: Verb, { state, draftExists, held, programme }: Situation): WhyNot | null {
	if (!from[verb].includes(state)) return 'wrong_state';
	if (verb === 'renew' && draftExists) return 'wrong_state';
	if (verb === 'approve' && held === 0) return 'nothing_held';
	// The chair approves the programme before the county tells what came of it.
	if (verb === 'publish' && programme === 'in_preparation') return 'programme_not_approved';
	return null;
}

/** Drawn again from the records: what a person edited stays, everything else is replaced. */
export function redrawn(
	kept: readonly Paragraph[],
	drawn: readonly Paragraph[],
	release: readonly ParagraphKey[] = [],
): Paragraph[] {
	return paragraphKeys.flatMap((key) => {
		const edited = kept.find((paragraph) => paragraph.key === key && paragraph.edited && !release.includes(key));
		return edited ?? drawn.find((paragraph) => paragraph.key === key) ?? [];
	});
}

/** Whether two texts say the same in both languages, paragraph by paragraph. */
export const isSameText = (one: readonly Paragraph[], other: readonly Paragraph[]): boolean => {
	const said = (of: readonly Paragraph[]) =>
		paragraphKeys.map((key) => {
			const { sq = '', en = '' } = of.find((paragraph) => paragraph.key === key) ?? {};
			return [sq, en];
		});
	return JSON.stringify(said(one)) === JSON.stringify(said(other));
};

/** What was typed over what stood there: a paragraph whose text changed is the person's from now on. */
export function edited(
	stood: readonly Paragraph[],
	typed: readonly Pick<Paragraph, 'key' | 'sq' | 'en'>[],
): Paragraph[] {
	return typed.flatMap(({ key, sq, en }) => {
		const before = stood.find((paragraph) => paragraph.key === key);
		const same = (before?.sq ?? '') === sq && (before?.en ?? '') === en;
		if (!before && same) return [];
		return [{ key, sq, en, edited: same ? (before?.edited ?? false) : true }];
	});
}
