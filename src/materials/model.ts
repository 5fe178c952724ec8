import { actorAccount } from '#people/model.ts';
import type { VersionFile } from './files.ts';
import type { LeafletTexts, PrintFormat } from './print.ts';

/** What a material is. The first three Kambana sets itself, the last three come as files; videos and cases are kept elsewhere. */
export const materialKinds = [
	'leaflet',
	'poster',
	'card',
	'video',
	'case',
	'slides',
	'register',
	'quiz_sheet',
] as const;
export type MaterialKind = (typeof materialKinds)[number];

const formats: Partial<Record<MaterialKind, readonly PrintFormat[]>> = {
	leaflet: ['trifold', 'leaflet_a5', 'poster_a3', 'card'],
	poster: ['poster_a3'],
	card: ['card'],
};
/** In which formats a kind can be printed; none where Kambana does not set it. */
export const formatsOf = (kind: MaterialKind): readonly PrintFormat[] => formats[kind] ?? [];
export const isTypeset = (kind: MaterialKind): boolean => formatsOf(kind).length > 0;

const uploadedKinds: readonly MaterialKind[] = ['slides', 'register', 'quiz_sheet'];
/** What somebody makes elsewhere and uploads: it is looked into, and given on as it is. */
export const isUploaded = (kind: MaterialKind): boolean => uploadedKinds.includes(kind);

/** What a version of a kind consists of: texts for paper, a file, or a place where it is kept. */
export const contentOf = (kind: MaterialKind): 'texts' | 'file' | 'place' =>
	isTypeset(kind) ? 'texts' : isUploaded(kind) ? 'file' : 'place';

/** How a batch is printed: in a format that Kambana sets, or as the file is. */
export type BatchFormat = PrintFormat | 'file';
export const batchFormatsOf = (kind: MaterialKind): readonly BatchFormat[] =>
	isUploaded(kind) ? ['file'] : formatsOf(kind);

/** For whom it is written. Ages are those of a class; the audiences of activities are mapped in `activities/materials.ts`. */
export const materialAudiences = [
	'age_12_14',
	'age_15_18',
	'students',
	'teachers',
	'parents',
	'communities',
	'job_seekers',
	'employers',
	'health_staff',
	'general_public',
] as const;
export type MaterialAudience = (typeof materialAudiences)[number];

export const versionStates = ['draft', 'in_review', 'approved', 'withdrawn'] as const;
export type VersionState = (typeof versionStates)[number];

/** How the words came about. What a machine made is refused where it is typed in. */
export const makings = ['written', 'translated'] as const;
export type Making = (typeof makings)[number];

export type Material = {
	id: string;
	committeeId: string;
	/** Of the national office: every county reads and prints it. */
	national: boolean;
	kind: MaterialKind;
	titleSq: string;
	titleEn: string;
	audience: MaterialAudience;
	licence: string;
	/** Whose the rights are. */
	owner: string;
	source: string;
	/** Which of the five answers it serves. */
	answers: number[];
	expiresOn: string;
	demonstration: boolean;
	revision: number;
};

export type Version = {
	id: string;
	committeeId: string;
	materialId: string;
	/** BCP 47: `sq`, `rom-Latn`. */
	language: string;
	number: number;
	texts: LeafletTexts | null;
	/** Where it lies, of what Kambana neither sets nor keeps; beside a file, where its original lies. */
	keptAt: string | null;
	file: VersionFile | null;
	made: Making;
	/** Actors who wrote on it. */
	writers: string[];
	reviewer: string | null;
	reviewedOn: string | null;
	state: VersionState;
	revision: number;
};

/** A version in a list. */
export type ListedVersion = Omit<Version, 'texts' | 'writers' | 'file'> & {
	file: (Pick<VersionFile, 'bytes'> & { pages: number }) | null;
};
export type ListedMaterial = Material & { versions: ListedVersion[] };

/** One line of the history of a material: who did what, when, why. */
export type MaterialEvent = {
	id: string;
	kind: string;
	versionId: string | null;
	batchId: string | null;
	from: VersionState | null;
	to: VersionState | null;
	reason: string | null;
	details: Record<string, string | number>;
	/** `<role>:<account>`, or what is no person: never a name (people/model.ts). */
	actor: string;
	at: Date;
};

/** The do-no-harm checklist: statements by a person who did not write the version. */
const commonItems = [
	'accurate_here',
	'no_stranger_myth',
	'no_shame',
	'ends_with_action',
	'potential_victims',
	'fits_age',
	'content_note',
	'no_shelter',
	'no_victim',
	'sourced_numbers',
] as const;
/** What a file needs besides: the program sees neither pictures nor what is written in them. */
const fileItems = ['readable', 'no_names', 'no_child_picture', 'numbers_seen'] as const;
export type CheckItem = (typeof commonItems)[number] | (typeof fileItems)[number];
export const checkItemsOf = (kind: MaterialKind): readonly CheckItem[] =>
	isUploaded(kind) ? [...commonItems, ...fileItems] : commonItems;
export type CheckAnswer = 'yes' | 'no';
export type Check = { item: CheckItem; answer: CheckAnswer; actor: string; checkedAt: Date };

export const versionVerbs = ['submit', 'send_back', 'approve', 'withdraw'] as const;
export type VersionVerb = (typeof versionVerbs)[number];
const paths: Record<VersionVerb, Partial<Record<VersionState, VersionState>>> = {
	submit: { draft: 'in_review' },
	send_back: { in_review: 'draft' },
	approve: { in_review: 'approved' },
	withdraw: { in_review: 'withdrawn', approved: 'withdrawn' },
};
export const stateAfter = (verb: VersionVerb, from: VersionState): VersionState | undefined => paths[verb][from];

/** Verbs that want to know why, in a sentence without names. */
export const needsReason = (verb: VersionVerb): boolean => verb === 'send_back' || verb === 'withdraw';

/** Why something is not possible now; the message key is `material.why_not.<reason>`, which says what to do. */
export type WhyNot =
	| { reason: 'wrong_state' | 'no_reason' | 'own_work' | 'no_reviewer' | 'expired' | ContentFault }
	| { reason: 'dead_number'; numbers: string[] }
	| { reason: 'unanswered' | 'answered_no'; items: CheckItem[] };

/** What is wrong with a file, whoever looks: there is none, or it asks who somebody is. */
export type ContentFault = 'no_file' | 'asks_names';

export type Situation = {
	kind: MaterialKind;
	version: Pick<Version, 'state' | 'made' | 'reviewer' | 'writers'>;
	contentFault: ContentFault | null;
	expiresOn: string;
	checks: readonly Pick<Check, 'item' | 'answer'>[];
	/** Numbers in its texts that no material may carry. */
	deadNumbers: readonly string[];
	/** Who would do it. */
	actor: string;
	today: string;
	/** `undefined` asks whether it would be possible with a reason. */
	reason?: string | null;
};

const personOf = (actor: string): string => actorAccount(actor) ?? actor;
/** Whether somebody wrote on a version: then somebody else checks and approves it. */
export const isOwnWork = ({ writers }: Pick<Version, 'writers'>, actor: string): boolean =>
	writers.some((writer) => personOf(writer) === personOf(actor));

/** Null when the verb is possible, otherwise why not: asked by screens (to say why) and by actions (to refuse). */
export function whyNot(verb: VersionVerb, situation: Situation): WhyNot | null {
	const { version, contentFault, deadNumbers, reason } = situation;
	if (!stateAfter(verb, version.state)) return { reason: 'wrong_state' };
	if (needsReason(verb)) return reason !== undefined && !reason?.trim() ? { reason: 'no_reason' } : null;
	if (contentFault) return { reason: contentFault };
	if (deadNumbers.length > 0) return { reason: 'dead_number', numbers: [...deadNumbers] };
	return verb === 'approve' ? whyNotApproved(situation) : null;
}

function whyNotApproved({ kind, version, expiresOn, checks, actor, today }: Situation): WhyNot | null {
	if (expiresOn < today) return { reason: 'expired' };
	if (version.made === 'translated' && version.reviewer === null) return { reason: 'no_reviewer' };
	const said = (answer: CheckAnswer | undefined) => (item: CheckItem) =>
		checks.find((check) => check.item === item)?.answer === answer;
	const items = checkItemsOf(kind);
	const refused = items.filter(said('no'));
	if (refused.length > 0) return { reason: 'answered_no', items: refused };
	const open = items.filter(said(undefined));
	if (open.length > 0) return { reason: 'unanswered', items: open };
	return isOwnWork(version, actor) ? { reason: 'own_work' } : null;
}

/** The verbs that start from this state, each with what stands in its way now. */
export const possibleVerbs = (situation: Omit<Situation, 'reason'>): { verb: VersionVerb; why: WhyNot | null }[] =>
	versionVerbs
		.filter((verb) => stateAfter(verb, situation.version.state))
		.map((verb) => ({ verb, why: whyNot(verb, situation) }));

/** Who may answer the checklist: nobody who wrote, and only while it is reviewed. */
export function whyNotCheck(version: Pick<Version, 'state' | 'writers'>, actor: string): WhyNot | null {
	if (version.state !== 'in_review') return { reason: 'wrong_state' };
	return isOwnWork(version, actor) ? { reason: 'own_work' } : null;
}

/** Why a version cannot be used at an activity or printed; the message key is `material.obstacle.<obstacle>`. */
export type Obstacle = 'not_approved' | 'withdrawn' | 'expired' | 'recalled';
export function obstacleOf(
	{ state, expiresOn, recalled }: { state: VersionState | null; expiresOn: string; recalled: boolean },
	day: string,
): Obstacle | null {
	if (state === 'withdrawn') return 'withdrawn';
	if (state !== 'approved') return 'not_approved';
	if (expiresOn < day) return 'expired';
	return recalled ? 'recalled' : null;
}

/** Whether a later version in the same language was approved, so that this one is not printed any more. */
export const isSuperseded = (
	version: Pick<Version, 'language' | 'number'>,
	all: readonly Pick<Version, 'language' | 'number' | 'state'>[],
): boolean =>
	all.some(
		({ language, number, state }) => language === version.language && number > version.number && state === 'approved',
	);

/** Why a version cannot be printed or given on now; the message key is `material.print.why_not.<reason>`. */
export type PrintWhyNot =
	| 'not_typeset'
	| 'not_approved'
	| 'withdrawn'
	| 'expired'
	| 'superseded'
	| 'no_numbers'
	| 'no_file'
	| 'dead_number';
export type PrintSituation = {
	material: Pick<Material, 'kind' | 'expiresOn'>;
	version: Pick<Version, 'language' | 'number' | 'state'> & { file: object | null };
	versions: readonly Pick<Version, 'language' | 'number' | 'state'>[];
	/** Lines that answered in a test at most 30 days ago. */
	lines: number;
	/** Whether its file carries a number that died since. */
	dead: boolean;
	today: string;
};
export function whyNotPrint({ material, version, versions, lines, dead, today }: PrintSituation): PrintWhyNot | null {
	const content = contentOf(material.kind);
	if (content === 'place') return 'not_typeset';
	if (version.state === 'withdrawn') return 'withdrawn';
	if (version.state !== 'approved') return 'not_approved';
	if (material.expiresOn < today) return 'expired';
	if (isSuperseded(version, versions)) return 'superseded';
	if (content === 'texts') return lines === 0 ? 'no_numbers' : null;
	if (version.file === null) return 'no_file';
	return dead ? 'dead_number' : null;
}
