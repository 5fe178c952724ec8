import type { ActivityState } from '#activities/model.ts';
import type { Contribution } from '#contributions/model.ts';
import type { Locale } from '#i18n/locales.ts';
import { searchForm } from '#i18n/search.ts';
import type { Audience } from '#programmes/model.ts';

export const letterKinds = ['order', 'invitation'] as const;
export type LetterKind = (typeof letterKinds)[number];

/** A draft has no number yet; with one a letter is frozen, then signed on paper; a withdrawn one keeps its number. */
export const letterStates = ['draft', 'numbered', 'signed', 'withdrawn'] as const;
export type LetterState = (typeof letterStates)[number];

/** What a person writes or changes in a draft; what a kind has no use for is empty. */
export type LetterText = {
	/** Of an invitation. */
	addressee: string;
	subject: string;
	/** Of an invitation: paragraphs before the table. */
	opening: string;
	/** Of an order: on what it rests, and what is ordered; one line each. */
	grounds: string;
	points: string;
	closing: string;
	/** Where an answer is sent. */
	replyTo: string;
	place: string;
	signatory: string;
};

/** The fields of the form of each kind, in their order. */
export const fieldsOf: Record<LetterKind, readonly (keyof LetterText)[]> = {
	order: ['subject', 'grounds', 'points', 'closing', 'place', 'signatory'],
	invitation: ['addressee', 'subject', 'opening', 'closing', 'replyTo', 'place', 'signatory'],
};
/** How long each may be; those that are written in lines have a box. */
export const lengths: Record<keyof LetterText, { most: number; lines?: number }> = {
	addressee: { most: 200 },
	subject: { most: 300 },
	opening: { most: 4000, lines: 6 },
	grounds: { most: 4000, lines: 5 },
	points: { most: 8000, lines: 10 },
	closing: { most: 4000, lines: 5 },
	replyTo: { most: 200 },
	place: { most: 80 },
	signatory: { most: 120 },
};
/** Without these nothing can be sent. */
export const needed: Record<LetterKind, readonly (keyof LetterText)[]> = {
	order: ['subject', 'grounds', 'points', 'place', 'signatory'],
	invitation: ['addressee', 'subject', 'opening', 'place', 'signatory'],
};

export type ToldActivity = {
	number: number;
	title: string;
	takesPlaceOn: string | null;
	startsAt: string | null;
	endsAt: string | null;
	where: string;
	audiences: Audience[];
	lead: string;
	/** The part of the institution that is written to; null in an order. */
	part: 'leads' | 'supports' | null;
};
export type ToldBring = Pick<Contribution, 'kind' | 'quantity' | 'note' | 'titleSq' | 'titleEn'> & { number: number };
export type ToldInstitution = { name: string; leads: number; supports: number };

/** What a letter lists: of a draft as it stands now, of others as it stood when the number was given. */
export type LetterFacts = {
	county: string | null;
	titleSq: string;
	titleEn: string;
	startsOn: string;
	endsOn: string;
	demonstration: boolean;
	activities: ToldActivity[];
	/** What the institution is asked to bring. */
	brings: ToldBring[];
	/** Of an order: whose work it is. */
	institutions: ToldInstitution[];
};

export type Letter = LetterText & {
	id: string;
	programmeId: string;
	month: string;
	activityId: string | null;
	kind: LetterKind;
	partnerId: string | null;
	locale: Locale;
	state: LetterState;
	/** "214" or "214/1". */
	protocolNumber: string | null;
	datedOn: string | null;
	/** Frozen with the number. */
	facts: LetterFacts | null;
	signedAt: Date | null;
	withdrawnAt: Date | null;
	withdrawnReason: string | null;
	version: number;
	changedAt: Date;
};

/** What takes place at all is told; what was called off is no invitation. */
export const isTold = ({ state }: { state: ActivityState }): boolean => state !== 'cancelled' && state !== 'postponed';

export const letterVerbs = ['number', 'sign', 'withdraw', 'discard'] as const;
export type LetterVerb = (typeof letterVerbs)[number];
/** Why a verb is not possible now; the message key is `letter.why_not.<reason>`. */
export type LetterWhyNot = 'wrong_state' | 'incomplete' | 'nothing_listed';

const from: Record<LetterVerb, readonly LetterState[]> = {
	number: ['draft'],
	sign: ['numbered'],
	withdraw: ['numbered', 'signed'],
	discard: ['draft'],
};

/** Null when the verb is possible, otherwise why not. */
export function whyNot(
	verb: LetterVerb,
	letter: Pick<Letter, 'kind' | 'state'> & LetterText,
	facts: Pick<LetterFacts, 'activities'>,
): LetterWhyNot | null {
	if (!from[verb].includes(letter.state)) return 'wrong_state';
	if (verb !== 'number') return null;
	if (needed[letter.kind].some((field) => letter[field].trim() === '')) return 'incomplete';
	return facts.activities.length === 0 ? 'nothing_listed' : null;
}

/** In a text: nobody has confirmed what stands before it. Printed in words; taken away by whoever confirms it. */
export const unconfirmedMark = '{?}';
export const countUnconfirmed = (letter: LetterText): number =>
	Object.values(pickText(letter)).join(' ').split(unconfirmedMark).length - 1;

/** The text of a letter alone. */
export const pickText = (letter: LetterText): LetterText => ({
	addressee: letter.addressee,
	subject: letter.subject,
	opening: letter.opening,
	grounds: letter.grounds,
	points: letter.points,
	closing: letter.closing,
	replyTo: letter.replyTo,
	place: letter.place,
	signatory: letter.signatory,
});

/** A text as its paragraphs or lines. */
export const linesOf = (text: string): string[] =>
	text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');

/** What is asked of the register. */
export type LetterQuestion = {
	search: string;
	kind: LetterKind | null;
	state: LetterState | null;
	year: number | null;
	month: string;
};

const yearOf = ({ datedOn, changedAt }: Letter): number => Number(datedOn?.slice(0, 4) ?? changedAt.getUTCFullYear());

/** The years of a register, the latest first. */
export const yearsOf = (letters: readonly Letter[]): number[] =>
	[...new Set(letters.map(yearOf))].sort((one, other) => other - one);

export function isAsked(letter: Letter, { search, kind, state, year, month }: LetterQuestion): boolean {
	const text = searchForm(`${letter.subject} ${letter.addressee} ${letter.protocolNumber ?? ''}`);
	return (
		searchForm(search)
			.split(' ')
			.every((word) => text.includes(word)) &&
		(kind === null || letter.kind === kind) &&
		(state === null || letter.state === state) &&
		(year === null || yearOf(letter) === year) &&
		(month === '' || letter.month === month)
	);
}

/** Drafts first, then by year and number, the latest first: 214, 213/2, 213/1, 213. */
export function inOrder(letters: readonly Letter[]): Letter[] {
	const rank = ({ protocolNumber, datedOn }: Letter): number[] => {
		if (protocolNumber === null) return [Number.POSITIVE_INFINITY, 0, 0];
		const [whole = 0, part = 0] = protocolNumber.split('/').map(Number);
		return [Number(datedOn?.slice(0, 4)), whole, part];
	};
	const compare = (one: Letter, other: Letter): number => {
		const [a, b] = [rank(one), rank(other)];
		const at = a.findIndex((value, index) => value !== b[index]);
		return at < 0 ? other.changedAt.getTime() - one.changedAt.getTime() : (b[at] ?? 0) - (a[at] ?? 0);
	};
	return [...letters].sort(compare);
}

/** An act on which an order may rest. */
export type LegalBasis = {
	id: string;
	committeeId: string;
	textSq: string;
	textEn: string;
	source: string;
	checkedBy: string | null;
	checkedOn: string | null;
};
export type BasisDraft = Pick<LegalBasis, 'textSq' | 'textEn' | 'source'>;
