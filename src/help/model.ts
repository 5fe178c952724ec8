/** What a line is for; the messages say it in words. The order is that of a list of numbers. */
export const purposes = [
	'trafficking',
	'child',
	'missing_child',
	'violence',
	'police',
	'emergency',
	'ambulance',
	'advice',
] as const;
export type Purpose = (typeof purposes)[number];

export const lineHours = ['always', 'part', 'unknown'] as const;
export const costs = ['free', 'paid', 'unknown'] as const;
export const outcomes = ['answered', 'no_answer', 'out_of_service', 'wrong_party'] as const;
export type Outcome = (typeof outcomes)[number];

/** Where a fact was read, and who has checked it since; nobody: it is shown as "to be confirmed". */
export type Checked = {
	source: string;
	/** An actor (`secretary:…`), never a name. */
	checkedBy: string | null;
	checkedOn: string | null;
	/** When somebody has to look again. */
	reviewOn: string | null;
};

/** A call to a line: proof of life. @property at the moment of the call */
export type LineTest = { outcome: Outcome; at: Date; demonstration: boolean };

/** A number to call. */
export type Line = Checked & {
	id: string;
	/** Whose record it is. */
	committeeId: string;
	/** Of the national office: for every county. */
	national: boolean;
	/** As people read it: "116 006". */
	number: string;
	purpose: Purpose;
	operator: string;
	hours: (typeof lineHours)[number];
	opensAt: string | null;
	closesAt: string | null;
	cost: (typeof costs)[number];
	/** BCP 47 tags; empty while nobody has asked. */
	languages: string[];
	/** When the source said so. */
	sourceOn: string | null;
	rank: number;
	validFrom: string | null;
	/** The last day on which there was such a line; null while there is. */
	validTo: string | null;
	version: number;
	/** The latest call; null when nobody has called. */
	lastTest: LineTest | null;
	/** The latest call that was answered. */
	lastAnswered: Date | null;
};

/**
 * - `answered`: the latest call was answered, and that is at most 30 days ago: it may stand on paper
 * - `stale`: it was answered once, longer ago
 * - `failed`: the latest call was not answered as it should be
 * - `unproven`: nobody has called
 * - `retired`: there is no such line any more
 */
export type LineState = 'answered' | 'stale' | 'failed' | 'unproven' | 'retired';

/** How long an answered call proves that a line lives: the gate of activities asks for the same. */
export const provenDays = 30;
const dayLength = 86_400_000;

/** @param now the moment at which it is asked; @param today the same as a calendar day in Albania */
export function lineState({ lastTest, validTo }: Line, { now, today }: { now: Date; today: string }): LineState {
	if (validTo !== null && validTo < today) return 'retired';
	if (lastTest === null) return 'unproven';
	if (lastTest.outcome !== 'answered') return 'failed';
	return now.getTime() - lastTest.at.getTime() > provenDays * dayLength ? 'stale' : 'answered';
}

/** Those that may be printed: a leaflet outlives its day, so only what answers now. */
export const printable = (lines: readonly Line[], moment: { now: Date; today: string }): Line[] =>
	lines.filter((line) => lineState(line, moment) === 'answered');

/** Whether somebody has to call or look again: what the desk lists as work. */
export function isDue(line: Line, moment: { now: Date; today: string }): boolean {
	const state = lineState(line, moment);
	if (state === 'retired') return false;
	return state !== 'answered' || (line.reviewOn !== null && line.reviewOn <= moment.today);
}

/** Digits by which two spellings of one number are compared: without separators, the code of the country and zeros in front. */
export const digitsOf = (number: string): string =>
	number
		.replace(/[\s.\-/()]/g, '')
		.replace(/^(\+|00)355/, '')
		.replace(/\D/g, '')
		.replace(/^0+/, '');

export type RefusedNumber = { digits: string; number: string; reason: 'retired' | 'foreign' | 'dead' };

// A number as people write it: digits with single spaces, dots, dashes or slashes between, perhaps with a country code.
const numberInText = /(?:\+|\b00)?\d(?:[\s.\-/()]{0,3}\d)*/g;

/** Everything in a text that could be a number to call, as it is written. */
export const numbersIn = (text: string): string[] => [...text.matchAll(numberInText)].map(([found]) => found);

/**
 * The numbers in a text that may not stand there. A refused number counts however it is spelled, and also where other digits follow
 * or precede it only after a separator ("call 192, 24 h"); inside a longer number ("1192") it does not.
 */
export function deadNumbersIn(text: string, refused: readonly RefusedNumber[]): RefusedNumber[] {
	const written = numbersIn(text);
	return refused.filter(({ digits }) => written.some((number) => carries(number, digits)));
}

/**
 * Whether whole groups of the written number, put together, are the digits. Nobody writes "19 2" for 192, but "pages 19 - 2" exist:
 * a short number is one group.
 */
function carries(written: string, digits: string): boolean {
	const groups = written.split(/[^\d+]+/).filter(Boolean);
	return groups.some((_, start) => {
		let joined = '';
		for (const [place, group] of groups.slice(start).entries()) {
			if (place > 0 && digits.length < 5) return false;
			joined += group;
			if (digitsOf(joined) === digits) return true;
			if (joined.length > digits.length + 5) return false;
		}
		return false;
	});
}

export const officeKinds = [
	'police',
	'social_service',
	'child_protection_unit',
	'municipality',
	'school',
	'health_centre',
	'legal_aid',
	'employment_office',
	'community_centre',
	'mobile_unit',
	'organisation',
	'shelter',
] as const;
export type OfficeKind = (typeof officeKinds)[number];

/** Somebody to turn to, by name. Where people are sheltered carries neither address nor municipality. */
export type Office = Checked & {
	id: string;
	committeeId: string;
	national: boolean;
	kind: OfficeKind;
	nameSq: string;
	nameEn: string;
	municipalityCode: string | null;
	municipalityName: string | null;
	address: string | null;
	phone: string | null;
	validTo: string | null;
	version: number;
};

/** What the law provides, with its act. */
export type Right = Checked & {
	id: string;
	committeeId: string;
	textSq: string;
	textEn: string;
	actSq: string;
	actEn: string;
	actOn: string | null;
	rank: number;
	validTo: string | null;
	version: number;
};

export const isConfirmed = ({ checkedOn }: Pick<Checked, 'checkedOn'>): boolean => checkedOn !== null;

// Words by which a name or an address gives away that people are sheltered there, as typed with or without marks.
const shelterWords =
	/\b(strehim\w*|streheza?\w*|strehez\w*|strehë\w*|qend(er|ër|ra) prit(ese|ëse)\w*|shelter\w*|refuge|safe house|vatra)\b/i;

/** Whether a text speaks of a place where people are sheltered. */
export const speaksOfShelter = (text: string): boolean => shelterWords.test(text);
