import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import {
	type BatchFormat,
	type CheckAnswer,
	type CheckItem,
	type contentOf,
	type Making,
	type Material,
	type MaterialAudience,
	type MaterialKind,
	makings,
	materialAudiences,
	materialKinds,
	type Version,
	type VersionState,
	versionStates,
} from './model.ts';
import { type MovementKind, type MovementMethod, movementKinds, movementMethods } from './stock.ts';
import { parseTexts } from './texts.ts';

export type MaterialDraft = Pick<
	Material,
	'kind' | 'titleSq' | 'titleEn' | 'audience' | 'licence' | 'owner' | 'source' | 'answers' | 'expiresOn'
>;

/** Reads the form of a material. */
export function parseMaterial(typed: Typed, today: string): Parsed<MaterialDraft> {
	const read = new Reader(typed);
	const kind = read.choice('kind', materialKinds, { required: true });
	const titleSq = read.text('title_sq', 160, { required: true });
	const titleEn = read.text('title_en', 160, { required: true });
	const audience = read.choice('audience', materialAudiences, { required: true });
	const answers = read.choices('answers', ['1', '2', '3', '4', '5']).map(Number);
	const licence = read.text('licence', 120, { required: true });
	const owner = read.text('owner', 160, { required: true });
	const source = read.text('source', 300, { required: true });
	const expiresOn = read.day('expires_on', { required: true });
	if (expiresOn !== null && expiresOn < today) read.issue('expires_on', 'material.issue.expired');
	if (
		read.issues.length > 0 ||
		kind === null ||
		titleSq === null ||
		titleEn === null ||
		audience === null ||
		licence === null ||
		owner === null ||
		source === null ||
		expiresOn === null
	)
		return { ok: false, issues: read.issues };
	return { ok: true, value: { kind, titleSq, titleEn, audience, answers, licence, owner, source, expiresOn } };
}

export type VersionDraft = Pick<Version, 'language' | 'made' | 'texts' | 'keptAt'> & Partial<Pick<Version, 'file'>>;

/** What a machine made has a choice of its own, so that whoever has it is told why it cannot enter. */
const typedMakings = [...makings, 'machine'] as const;

/** Reads the form of a version, without its file. @param language of a version that exists: it keeps its own. */
export function parseVersion(
	typed: Typed,
	{ content, language }: { content: ReturnType<typeof contentOf>; language?: string },
): Parsed<VersionDraft> {
	const read = new Reader(typed);
	const tag = language ?? readLanguage(read);
	const made = read.choice('made', typedMakings, { required: true });
	if (made === 'machine') read.issue('made', 'material.issue.machine_made');
	const keptAt = content === 'texts' ? null : read.text('kept_at', 300, { required: content === 'place' });
	const texts = content === 'texts' ? parseTexts(read, typed) : null;
	if (read.issues.length > 0 || tag === null || made === null || made === 'machine')
		return { ok: false, issues: read.issues };
	return { ok: true, value: { language: tag, made: made satisfies Making, texts, keptAt } };
}

const tagShape = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?(-[a-z0-9]{4,8})*$/;
function readLanguage(read: Reader): string | null {
	const text = read.text('language', 40, { required: true });
	if (text === null) return null;
	const parts = text.replaceAll('_', '-').split('-');
	const tag = parts
		.map((part, index) => {
			if (index === 0 || part.length > 4) return part.toLowerCase();
			if (part.length === 4 && /^[a-z]+$/i.test(part)) return part[0]?.toUpperCase() + part.slice(1).toLowerCase();
			return part.length === 2 ? part.toUpperCase() : part.toLowerCase();
		})
		.join('-');
	return tagShape.test(tag) ? tag : read.issue('language', 'material.issue.no_language', { text: text.slice(0, 40) });
}

/** The revision of the record that a form was made from. */
export const parseRevision = (typed: Typed): number => Number(/^\d{1,9}$/.exec(first(typed, 'revision'))?.[0] ?? 0);

/** Why a version is sent back or withdrawn: a sentence about the text, never about people. */
export function parseReason(typed: Typed): Parsed<string> {
	const read = new Reader(typed);
	const reason = read.text('reason', 300, { required: true });
	return reason === null ? { ok: false, issues: read.issues } : { ok: true, value: reason };
}

/** Who read a translation, and when. */
export function parseReview(typed: Typed, today: string): Parsed<{ reviewer: string; reviewedOn: string }> {
	const read = new Reader(typed);
	const reviewer = read.text('reviewer', 120, { required: true });
	const reviewedOn = read.day('reviewed_on', { required: true });
	if (reviewedOn !== null && reviewedOn > today) read.issue('reviewed_on', 'issue.in_the_future');
	if (read.issues.length > 0 || reviewer === null || reviewedOn === null) return { ok: false, issues: read.issues };
	return { ok: true, value: { reviewer, reviewedOn } };
}

/** What somebody answered of the checklist; what is left open stays open. */
export function parseChecks(typed: Typed, items: readonly CheckItem[]): Parsed<Map<CheckItem, CheckAnswer>> {
	const read = new Reader(typed);
	const answers = items.flatMap((item): [CheckItem, CheckAnswer][] => {
		const answer = read.choice(item, ['yes', 'no'] as const);
		return answer === null ? [] : [[item, answer]];
	});
	return read.issues.length > 0 ? { ok: false, issues: read.issues } : { ok: true, value: new Map(answers) };
}

export const mostLeaflets = 1_000_000;

/** What is to be printed. */
export function parseOrder(
	typed: Typed,
	formats: readonly BatchFormat[],
): Parsed<{ format: BatchFormat; quantity: number }> {
	const read = new Reader(typed);
	const format = read.choice('format', formats, { required: true });
	const quantity = readQuantity(read);
	if (read.issues.length > 0 || format === null || quantity === null) return { ok: false, issues: read.issues };
	return { ok: true, value: { format, quantity } };
}

function readQuantity(read: Reader): number | null {
	const before = read.issues.length;
	const quantity = read.whole('quantity', 1, mostLeaflets);
	return quantity === null && read.issues.length === before ? read.issue('quantity', 'issue.missing') : quantity;
}

/** The day on which a batch came from the printer. */
export function parsePrinted(typed: Typed, { orderedOn, today }: { orderedOn: string; today: string }): Parsed<string> {
	const read = new Reader(typed);
	const day = read.day('printed_on', { required: true });
	if (day !== null && day > today) read.issue('printed_on', 'issue.in_the_future');
	if (day !== null && day < orderedOn) read.issue('printed_on', 'material.issue.before_order');
	return read.issues.length > 0 || day === null ? { ok: false, issues: read.issues } : { ok: true, value: day };
}

export type MovementDraft = {
	kind: MovementKind;
	placeId: string | null;
	quantity: number;
	method: MovementMethod;
	movedOn: string;
};

/** Reads what became of leaflets. @param places ids of the places of the committee */
export function parseMovement(typed: Typed, places: readonly string[]): Parsed<MovementDraft> {
	const read = new Reader(typed);
	const kind = read.choice('kind', movementKinds, { required: true });
	const placeId = read.choice('place', places);
	if (placeId === null && (kind === 'given' || kind === 'returned') && first(typed, 'place') === '')
		read.issue('place', 'material.issue.place_needed');
	const quantity = readQuantity(read);
	const method = read.choice('method', movementMethods, { required: true });
	const movedOn = read.day('moved_on', { required: true });
	if (read.issues.length > 0 || kind === null || quantity === null || method === null || movedOn === null)
		return { ok: false, issues: read.issues };
	return { ok: true, value: { kind, placeId, quantity, method, movedOn } };
}

/** Reads which entry is taken back, and why. */
export function parseTakeBack(typed: Typed, ids: readonly string[]): Parsed<{ movementId: string; reason: string }> {
	const read = new Reader(typed);
	const movementId = read.choice('movement', ids, { required: true });
	const reason = read.text('reason', 300, { required: true });
	if (movementId === null || reason === null) return { ok: false, issues: read.issues };
	return { ok: true, value: { movementId, reason } };
}

export type MaterialQuestion = {
	search: string;
	kind: MaterialKind | null;
	audience: MaterialAudience | null;
	language: string | null;
	state: VersionState | null;
	/** `soon`: within 60 days, or over. */
	expiry: 'soon' | null;
};

/** What the address of the library asks for; what it does not know is left out, never an error. */
export const parseQuestion = (address: URLSearchParams): MaterialQuestion => ({
	search: address.get('search')?.trim().slice(0, 100) ?? '',
	kind: materialKinds.find((kind) => kind === address.get('kind')) ?? null,
	audience: materialAudiences.find((audience) => audience === address.get('audience')) ?? null,
	language: tagShape.exec(address.get('language') ?? '')?.[0] ?? null,
	state: versionStates.find((state) => state === address.get('state')) ?? null,
	expiry: address.get('expiry') === 'soon' ? 'soon' : null,
});
