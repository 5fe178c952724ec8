import { actorAccount } from '#people/model.ts';
import type { Answer } from '#returns/model.ts';

/** For whom a question is asked. */
export const levels = ['12_14', '15_18', 'adults', 'health_staff', 'employers'] as const;
export type Level = (typeof levels)[number];

/** What is asked: what somebody knows, what somebody thinks is right, whether somebody trusts themselves to do it. */
export const kinds = ['knowledge', 'attitude', 'confidence'] as const;
export type Kind = (typeof kinds)[number];

/** Everything that is read stands in both languages. */
export type Words = { sq: string; en: string };

/** Three or four, besides "I do not know", which is added after the last by whoever asks. */
export const optionCount = { least: 3, most: 4 };

/** - `draft`: being written; `to_be_reviewed`: waits for a second person, and is asked with that mark; `approved`: read; `withdrawn`: asked no more. */
export const versionStates = ['draft', 'to_be_reviewed', 'approved', 'withdrawn'] as const;
export type VersionState = (typeof versionStates)[number];

/** A file that goes with a question. */
export type Attached = { sha256: string; mediaType: string };
/** What may go with a version: a picture, and the question with its options read aloud in each language. */
export const slots = ['picture', 'audio_sq', 'audio_en'] as const;
export type Slot = (typeof slots)[number];
/** How wide and high a picture is, by which a page keeps room for it before it has come. */
export type Sides = { width: number; height: number };
export type WithFiles = {
	picture?: Attached & { /** What it shows, for whoever does not see it. */ alt: Words; sides?: Sides };
	audio?: { sq?: Attached; en?: Attached };
};

/** A question as it is asked: speak of it by its position in the set, and of an option by its number from 0. */
export type SetQuestion = {
	versionId: string;
	questionId: string;
	answer: Answer;
	kind: Kind;
	prompt: Words;
	options: Words[];
	/** The number of the right option; null where there is none: then the options are a scale, the last the strongest. */
	right: number | null;
	explanation: Words;
	/** `withdrawn`: somebody found it wrong after the set was ready. */
	state: VersionState;
	/** The last day on which it may be asked. */
	validTo: string | null;
} & WithFiles;

/** The option that says "I do not know" has the number of options as its own. */
export const dontKnow = ({ options }: Pick<SetQuestion, 'options'>): number => options.length;

/** - `draft`: being put together; `ready`: may be asked, and never changes; `withdrawn`: offered no more. */
export const setStates = ['draft', 'ready', 'withdrawn'] as const;
export type SetState = (typeof setStates)[number];

export type QuestionSet = {
	id: string;
	committeeId: string;
	/** Of the national office: for every county. */
	national: boolean;
	level: Level;
	title: Words;
	/** Which version of the set it is, from 1. */
	number: number;
	/** The set before it. */
	replacesId: string | null;
	state: SetState;
	author: string;
	readyOn: string | null;
	questions: SetQuestion[];
};
/** What lists know of a set. */
export type SetHead = Omit<QuestionSet, 'questions'> & {
	questions: number;
	/** How many of them nobody has reviewed: said wherever the set is used. */
	unreviewed: number;
	withdrawn: number;
};

/** How many questions a class answers in the minutes there are; of confidence half as many, as some classes are asked them twice at the end. */
export const setSize = { least: 3, most: 10, mostConfidence: 5 };

/** Why a set may not be asked, or null. The message key is `question.set.why_not.<reason>`. */
export type WhyNotAsk = 'not_ready' | 'withdrawn_question' | 'expired_question';
export function whyNotAsk({ state, questions }: QuestionSet, today: string): WhyNotAsk | null {
	if (state !== 'ready') return 'not_ready';
	if (questions.some((one) => one.state === 'withdrawn')) return 'withdrawn_question';
	return questions.some(({ validTo }) => validTo !== null && validTo < today) ? 'expired_question' : null;
}

/** Whether a question waits for its review: then whoever asks it says so. */
export const isUnreviewed = ({ state }: Pick<SetQuestion, 'state'>): boolean => state === 'to_be_reviewed';

export type Version = {
	id: string;
	questionId: string;
	number: number;
	prompt: Words;
	options: Words[];
	right: number | null;
	explanation: Words;
	source: string;
	validFrom: string;
	validTo: string | null;
	/** Everybody who wrote on it, as histories name people. */
	writers: string[];
	state: VersionState;
	reviewer: string | null;
	reviewedOn: string | null;
	revision: number;
	madeAt: Date;
} & WithFiles;
export type Question = {
	id: string;
	committeeId: string;
	national: boolean;
	answer: Answer;
	kind: Kind;
	level: Level;
};
/** The latest version first. */
export type QuestionWithVersions = Question & { versions: Version[] };

/** What somebody writes of a version. */
export type VersionDraft = Pick<
	Version,
	'prompt' | 'options' | 'right' | 'explanation' | 'source' | 'validFrom' | 'validTo'
>;

export const verbs = ['send', 'approve', 'send_back', 'withdraw'] as const;
export type Verb = (typeof verbs)[number];
/** Why a verb is not possible now; the message key is `question.why_not.<reason>`. */
export type WhyNot = 'wrong_state' | 'own_version' | 'in_set' | 'draft_exists';

const from: Record<Verb, readonly VersionState[]> = {
	send: ['draft'],
	approve: ['to_be_reviewed'],
	send_back: ['to_be_reviewed'],
	withdraw: ['to_be_reviewed', 'approved'],
};
export const stateAfter: Record<Verb, VersionState> = {
	send: 'to_be_reviewed',
	approve: 'approved',
	send_back: 'draft',
	withdraw: 'withdrawn',
};

type Situation = Pick<Version, 'state'> & {
	writers: readonly string[];
	/** Who asks. */
	actor: string;
	/** Whether it stands in a set: a draft there would be asked unfinished. */
	inSet: boolean;
	/** Whether another version of the question is a draft. */
	draftExists: boolean;
};

/** Null when the verb is possible, otherwise why not: asked by screens (to say why) and by actions (to refuse). */
export function whyNot(verb: Verb, { state, writers, actor, inSet, draftExists }: Situation): WhyNot | null {
	if (!from[verb].includes(state)) return 'wrong_state';
	if (verb === 'approve' && writers.some((writer) => isSamePerson(writer, actor))) return 'own_version';
	if (verb === 'send_back') return inSet ? 'in_set' : draftExists ? 'draft_exists' : null;
	return null;
}

/** Whoever nobody can tell apart from a writer is a writer. */
function isSamePerson(one: string, other: string): boolean {
	const person = actorAccount(other);
	return person === null || person === actorAccount(one);
}

/** The version that is asked today: the newest approved one, else the newest that waits for its review. */
export function askedVersion<T extends Pick<Version, 'number' | 'state' | 'validFrom' | 'validTo'>>(
	versions: readonly T[],
	today: string,
): T | undefined {
	const inForce = versions
		.filter(({ validFrom, validTo }) => validFrom <= today && (validTo === null || validTo >= today))
		.toSorted((one, other) => other.number - one.number);
	return inForce.find(({ state }) => state === 'approved') ?? inForce.find(({ state }) => state === 'to_be_reviewed');
}

/** What became of a question; the message key is `question.event.<verb>`. */
export type EventVerb = 'written' | 'sent' | 'sent_back' | 'approved' | 'withdrawn';
export type QuestionEvent = {
	id: string;
	number: number;
	verb: EventVerb;
	actor: string;
	/** Why it went back or was withdrawn. */
	note: string | null;
	at: Date;
};
export const eventOf: Record<Verb, EventVerb> = {
	send: 'sent',
	approve: 'approved',
	send_back: 'sent_back',
	withdraw: 'withdrawn',
};
/** Whoever takes a question back says why. */
export const needsReason = (verb: Verb): boolean => verb === 'send_back' || verb === 'withdraw';

/** Why a set cannot be finished, or null. The message key is `question.set.why_not.<reason>`. */
export type WhyNotReady =
	| 'few_questions'
	| 'many_questions'
	| 'many_confidence'
	| 'no_knowledge'
	| 'withdrawn_question';
export function whyNotReady(questions: readonly Pick<SetQuestion, 'kind' | 'state'>[]): WhyNotReady | null {
	if (questions.length < setSize.least) return 'few_questions';
	if (questions.length > setSize.most) return 'many_questions';
	if (questions.filter(({ kind }) => kind === 'confidence').length > setSize.mostConfidence) return 'many_confidence';
	if (!questions.some(({ kind }) => kind === 'knowledge')) return 'no_knowledge';
	return questions.some(({ state }) => state === 'withdrawn') ? 'withdrawn_question' : null;
}

/** A question of the next version of a set: as it was, in its newest words, or gone because nothing of it is in force. */
export type Change = { before: SetQuestion; now: Version | null };
export type NextSet = { changes: Change[] /** Whether anything differs. */; differs: boolean };

/** What the next version of a set would ask. @param bank the questions of the set with their versions */
export function nextOf(
	set: Pick<QuestionSet, 'questions'>,
	bank: readonly QuestionWithVersions[],
	today: string,
): NextSet {
	const changes = set.questions.map((before) => ({
		before,
		now: askedVersion(bank.find(({ id }) => id === before.questionId)?.versions ?? [], today) ?? null,
	}));
	return { changes, differs: changes.some(({ before, now }) => now?.id !== before.versionId) };
}

/** A list with one of its members moved by one place; as it is where there is none. */
export function moved<T>(list: readonly T[], position: number, by: -1 | 1): T[] {
	const result = [...list];
	const [from, to] = [result[position], result[position + by]];
	if (from === undefined || to === undefined) return result;
	result[position] = to;
	result[position + by] = from;
	return result;
}
