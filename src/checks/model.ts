import type { ActivityState } from '#activities/model.ts';
import type { QuestionSet, SetHead, SetQuestion } from '#questions/model.ts';

/**
 * What is asked when, and of whom:
 * - `paired`: everybody twice, told apart by a card that is drawn and thrown away
 * - `group`: hands or cards, counted before and after; nobody knows who changed
 * - `unpaired`: everybody twice, not told apart
 * - `after`: once, at the end
 * - `retrospective`: once, at the end, about before and now; of confidence only
 *
 * What is measured in one mode is never added to what is measured in another.
 */
export const modes = ['paired', 'group', 'unpaired', 'after', 'retrospective'] as const;
export type Mode = (typeof modes)[number];

export const phases = ['before', 'after', 'follow_up'] as const;
export type Phase = (typeof phases)[number];
/** What is asked again some weeks later is not told apart: the cards are gone. */
export const phasesOf: Record<Mode, readonly Phase[]> = {
	paired: ['before', 'after', 'follow_up'],
	group: ['before', 'after', 'follow_up'],
	unpaired: ['before', 'after', 'follow_up'],
	after: ['after', 'follow_up'],
	retrospective: ['after'],
};

/** How an answer comes in. */
export const ways = ['phone', 'tablet', 'hands', 'paper'] as const;
export type Way = (typeof ways)[number];
/** Hands have no cards. */
export const waysOf: Record<Mode, readonly Way[]> = {
	paired: ['phone', 'tablet', 'paper'],
	group: ['hands'],
	unpaired: ways,
	after: ways,
	retrospective: ['phone', 'tablet', 'paper'],
};

/** What a mode asks of a set: of what people say of themselves afterwards only the questions of confidence, twice (now, and before). */
export const askedIn = (mode: Mode, set: Pick<QuestionSet, 'questions'>): SetQuestion[] => {
	const questions = questionsOf(mode, set);
	return mode === 'retrospective' ? [...questions, ...questions] : questions;
};
/** The same, each once. */
export const questionsOf = (mode: Mode, { questions }: Pick<QuestionSet, 'questions'>): SetQuestion[] =>
	mode === 'retrospective' ? questions.filter(({ kind }) => kind === 'confidence') : questions;

export type PhaseState = 'open' | 'closed' | 'voided';

/** For how many minutes a phase may be open: a lesson, or the day of a check that is open to the whole country. */
export const minutesOffered = [5, 10, 15, 20, 30, 45] as const;
export const nationalMinutes = 24 * 60;

/** One more in five: who came late, who was not counted. Beyond that somebody answers who is not in the room. */
export const quotaOf = (persons: number): number => Math.ceil(persons * 1.2);

/** Left out: neither an option nor "I do not know". */
export const leftOut = -1;

/** Results are shown from so many answers on. */
export const leastAnswers = 10;
/** Where so many were right already before, a question cannot show what was learned. */
export const ceilingShare = 0.85;
/** Follow-up: so many days after the phase after, at least and at most. */
export const followUpDays = [28, 56] as const;

/** An answer as it is kept for a moment: an option for each question of the set. */
export type Answer = readonly number[];

/** What an open phase takes. */
export type OpenPhase = {
	phaseId: string;
	checkId: string;
	committeeId: string;
	phase: Phase;
	mode: Mode;
	code: string;
	/** For each question, how many options it has without "I do not know". */
	options: readonly number[];
	quota: number;
	closesAt: Date;
	setId: string;
	persons: number;
	national: boolean;
};

/** What became of an answer that was sent. */
export const outcomes = ['kept', 'repeated', 'full', 'closed', 'card_used'] as const;
export type Outcome = (typeof outcomes)[number];
/** Why an answer was not kept; the message key is `check.outcome.<reason>`. */
export const outcomesRefused = ['full', 'closed', 'card_used', 'unproven', 'unreadable'] as const;
export type Refused = (typeof outcomesRefused)[number];

/** Cards that are drawn: as many as a quota has, and no more than fit on a table. */
export const mostCards = 400;

export type Check = {
	id: string;
	committeeId: string;
	activityId: string | null;
	setId: string;
	mode: Mode;
	label: string | null;
	persons: number;
	title: { sq: string; en: string } | null;
	actor: string;
	madeAt: Date;
};

export type CheckPhase = {
	id: string;
	checkId: string;
	phase: Phase;
	state: PhaseState;
	code: string;
	quota: number;
	answered: number;
	openedAt: Date;
	closesAt: Date;
	endedAt: Date | null;
	reason: string | null;
};

/** The code of an open phase as people type, follow and scan it. */
export type Doorway = {
	address: string;
	/** To be typed from the wall, and the code after it. */
	place: string;
	minutesLeft: number;
	/** A drawing. */
	qr: string;
};

/** A check in a list. */
export type ListedCheck = { check: Check; phases: CheckPhase[]; set: SetHead | undefined };

/** What the page of a check shows. */
export type CheckPage = {
	check: Check;
	set: QuestionSet;
	phases: CheckPhase[];
	open: (CheckPhase & Doorway) | null;
	next: Phase | null;
	/** For each phase of the mode, why it cannot be opened now. */
	whyNot: { phase: Phase; reason: CheckWhyNot | null }[];
	removable: boolean;
};

/** Whether the mode is counted by a person so. Sheets of cards are read pair by pair instead. */
export const isCounted = ({ mode }: Pick<Check, 'mode'>, way: 'hands' | 'paper'): boolean =>
	waysOf[mode].includes(way) && mode !== 'paired';

/** Open by its state, and not beyond its minutes: a job closes those that are. */
export const isOpen = ({ state, closesAt }: Pick<CheckPhase, 'state' | 'closesAt'>, now: Date): boolean =>
	state === 'open' && closesAt > now;

/** Why something cannot be done; the message key is `check.why.<reason>`. */
export type CheckWhyNot =
	| 'cancelled'
	| 'already_open'
	| 'not_open'
	| 'not_of_mode'
	| 'after_first'
	| 'already_closed'
	| 'has_answers'
	| 'sheets_entered'
	| 'beyond_quota'
	| 'too_soon'
	| 'too_late';

/** Why a phase cannot be opened now, or null. A voided one may be repeated. */
export function whyNotOpen(
	{ mode }: Pick<Check, 'mode'>,
	existing: readonly CheckPhase[],
	phase: Phase,
	{ state, now }: { state: ActivityState | null; now: Date },
): CheckWhyNot | null {
	if (state === 'cancelled' || state === 'postponed') return 'cancelled';
	if (!phasesOf[mode].includes(phase)) return 'not_of_mode';
	const counted = existing.filter((one) => one.state !== 'voided');
	if (counted.some((one) => isOpen(one, now))) return 'already_open';
	if (counted.some((one) => one.phase === phase)) return 'already_closed';
	// Asked afterwards, nobody can say what was known before.
	if (phase === 'before' && counted.length > 0) return 'after_first';
	const after = counted.find((one) => one.phase === 'after');
	if (phase === 'follow_up') {
		if (!after?.endedAt) return 'too_soon';
		if (now.getTime() < after.endedAt.getTime() + followUpDays[0] * 86_400_000) return 'too_soon';
		// Later it measures something else, and cannot be compared.
		if (now.getTime() > after.endedAt.getTime() + followUpDays[1] * 86_400_000) return 'too_late';
	}
	return null;
}

/** A printed sheet as it was filled in; a half that nobody filled in is null. */
export type FilledSheet = { before: Answer | null; after: Answer | null };

/** How many sheets have something in each phase. */
export const sheetsPerPhase = (sheets: readonly FilledSheet[]) =>
	(['before', 'after'] as const)
		.map((phase) => ({ phase, n: sheets.filter((sheet) => sheet[phase] !== null).length }))
		.filter(({ n }) => n > 0);

/** Why the sheets of a class cannot be counted, or null. They come all at once: entered twice, they would count twice. */
export function whyNotKeepSheets(
	{ mode, persons }: Pick<Check, 'mode' | 'persons'>,
	existing: readonly (CheckPhase & { onPaper: boolean })[],
	sheets: readonly FilledSheet[],
	state: ActivityState | null,
): CheckWhyNot | null {
	if (state === 'cancelled' || state === 'postponed') return 'cancelled';
	const perPhase = sheetsPerPhase(sheets);
	if (!waysOf[mode].includes('paper') || perPhase.some(({ phase }) => !phasesOf[mode].includes(phase)))
		return 'not_of_mode';
	const counted = existing.filter((one) => one.state !== 'voided');
	// Somebody may still be answering by telephone.
	if (counted.some((one) => one.state === 'open')) return 'already_open';
	for (const { phase, n } of perPhase) {
		const one = counted.find((other) => other.phase === phase);
		if (one?.onPaper) return 'sheets_entered';
		if ((one?.answered ?? 0) + n > (one?.quota ?? quotaOf(persons))) return 'beyond_quota';
	}
	return null;
}

/** What is next in the room; null when everything that the mode asks for is done. */
export function nextPhase({ mode }: Pick<Check, 'mode'>, existing: readonly CheckPhase[]): Phase | null {
	const done = existing.filter(({ state }) => state !== 'voided').map(({ phase }) => phase);
	return phasesOf[mode].find((phase) => phase !== 'follow_up' && !done.includes(phase)) ?? null;
}

/** Counters of one phase: by question, how often each option, "I do not know" and left out. */
export type Counts = { question: number; option: number; n: number }[];

/** Of a question: how many answered, how many were right, did not know, left it out. */
export type Tally = { asked: number; right: number; unknown: number; leftOut: number; byOption: number[] };

/** @param options how many options the question has; `right` is null where none is */
export function tallyOf(counts: Counts, question: number, options: number, right: number | null): Tally {
	const of = (option: number) =>
		counts.filter((one) => one.question === question && one.option === option).reduce((sum, { n }) => sum + n, 0);
	const byOption = Array.from({ length: options }, (_, option) => of(option));
	const [unknown, left] = [of(options), of(leftOut)];
	const asked = byOption.reduce((sum, n) => sum + n, 0) + unknown + left;
	return { asked, right: right === null ? 0 : (byOption[right] ?? 0), unknown, leftOut: left, byOption };
}
