import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import {
	type Answer,
	type Check,
	leftOut,
	minutesOffered,
	modes,
	mostCards,
	nationalMinutes,
	type OpenPhase,
	type Phase,
	phases,
	type Way,
	ways,
} from './model.ts';

/** An answer as somebody sends it: what was chosen, and of a paired check under which card. */
export type Sent = { receipt: string; proof: string; card: number | null; way: Way; answer: Answer };

/** How a receipt looks: 128 random bits in hexadecimal digits, made where the answer is given. */
export const isReceipt = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);

/**
 * Reads an answer: `q0`, `q1` … with the number of an option, empty for what was left out. Something has to be answered; of a paired check a
 * card has to be named. An empty `receipt` comes from a page without script, which then shows the answers once more.
 */
export function parseAnswer(
	typed: Typed,
	{ mode, options, quota }: Pick<OpenPhase, 'mode' | 'options' | 'quota'>,
): Parsed<Sent> {
	const read = new Reader(typed);
	const answer = options.map((count, at) => read.whole(`q${at}`, 0, count) ?? leftOut);
	if (read.issues.length === 0 && answer.every((option) => option === leftOut))
		read.issue('q0', 'check.issue.nothing_chosen');
	let card: number | null = null;
	if (mode === 'paired') {
		card = read.whole('card', 1, cardsFor(quota));
		if (card === null && read.issues.every(({ field }) => field !== 'card')) read.issue('card', 'check.issue.no_card');
	}
	const receipt = first(typed, 'receipt');
	if (receipt !== '' && !isReceipt(receipt)) read.issue('receipt', 'issue.not_in_list', { text: receipt.slice(0, 8) });
	if (read.issues.length > 0) return { ok: false, issues: read.issues };
	const way = ways.find((one) => one === first(typed, 'way')) === 'tablet' ? 'tablet' : 'phone';
	return { ok: true, value: { receipt, proof: first(typed, 'proof'), card, way, answer } };
}

/** The highest number that a card can have. */
export const cardsFor = (quota: number): number => Math.min(quota, mostCards);

export type Preparation = Pick<Check, 'setId' | 'mode' | 'label' | 'persons'>;

/** The check that a form prepares for an activity. */
export function parsePreparation(typed: Typed, sets: readonly { id: string }[]): Parsed<Preparation> {
	const read = new Reader(typed);
	const setId = read.choice(
		'set',
		sets.map(({ id }) => id),
		{ required: true },
	);
	const mode = read.choice('mode', modes, { required: true });
	const label = read.text('label', 40);
	const persons = wholeNeeded(read, typed, 'persons', 1, mode === 'paired' ? mostCards / 2 : 2_000);
	if (read.issues.length > 0 || setId === null || mode === null || persons === null)
		return { ok: false, issues: read.issues };
	return { ok: true, value: { setId, mode, label, persons } };
}

/** A check for the whole country, as the national office prepares it. */
export type NationalPreparation = Preparation & { title: { sq: string; en: string } };
export function parseNational(typed: Typed, sets: readonly { id: string }[]): Parsed<NationalPreparation> {
	const read = new Reader(typed);
	const setId = read.choice(
		'set',
		sets.map(({ id }) => id),
		{ required: true },
	);
	const sq = read.text('title_sq', 120, { required: true });
	const en = read.text('title_en', 120, { required: true });
	const persons = wholeNeeded(read, typed, 'persons', 1, 4_000_000);
	if (read.issues.length > 0 || setId === null || sq === null || en === null || persons === null)
		return { ok: false, issues: read.issues };
	return { ok: true, value: { setId, mode: 'after', label: null, persons, title: { sq, en } } };
}

/** Which phase a form opens, and for how many minutes. */
export function parseOpening(typed: Typed, national = false): Parsed<{ phase: Phase; minutes: number }> {
	const read = new Reader(typed);
	const phase = read.choice('phase', phases, { required: true });
	const minutes = national
		? nationalMinutes
		: Number(read.choice('minutes', minutesOffered.map(String), { required: true }));
	if (read.issues.length > 0 || phase === null) return { ok: false, issues: read.issues };
	return { ok: true, value: { phase, minutes } };
}

/** Which phase a form names, and why it does not count. */
export function parseVoiding(typed: Typed): Parsed<{ phaseId: string; reason: string }> {
	const read = new Reader(typed);
	const reason = read.text('reason', 200, { required: true });
	if (reason !== null && [...reason].length < 3) read.issue('reason', 'issue.too_short', { least: 3 });
	if (read.issues.length > 0 || reason === null) return { ok: false, issues: read.issues };
	return { ok: true, value: { phaseId: phaseTyped(typed), reason } };
}

export const phaseTyped = (typed: Typed): string => first(typed, 'phase_id');

/** Hands or sheets that were counted: how many persons, and for each question how often each option and "I do not know". */
export type Counted = { persons: number; byQuestion: number[][] };

/** Nobody counts more than five digits by hand; how many a phase takes is said when they are kept. */
const mostCounted = 99_999;

/**
 * Reads counted hands or sheets: `persons`, and `n<question>_<option>`. No question can have more answers than there are persons; what is missing
 * was left out.
 */
export function parseCounted(typed: Typed, options: readonly number[]): Parsed<Counted> {
	const read = new Reader(typed);
	const persons = wholeNeeded(read, typed, 'persons', 1, mostCounted);
	const byQuestion = options.map((count, question) => {
		const fields = Array.from({ length: count + 1 }, (_, option) => `n${question}_${option}`);
		const row = fields.map((field) => read.whole(field, 0, mostCounted) ?? 0);
		const sum = row.reduce((total, n) => total + n, 0);
		if (persons !== null && sum > persons)
			read.issue(`n${question}_0`, 'check.issue.more_than_persons', { question: question + 1, sum, persons });
		return row;
	});
	if (read.issues.length === 0 && byQuestion.flat().every((n) => n === 0))
		read.issue('n0_0', 'check.issue.nothing_counted');
	if (read.issues.length > 0 || persons === null) return { ok: false, issues: read.issues };
	return { ok: true, value: { persons, byQuestion } };
}

function wholeNeeded(read: Reader, typed: Typed, field: string, least: number, most: number): number | null {
	if (first(typed, field) === '') {
		read.issue(field, 'issue.missing');
		return null;
	}
	return read.whole(field, least, most);
}
