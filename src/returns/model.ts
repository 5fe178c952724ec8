import { type ActivityState, mayReturn } from '#activities/model.ts';
import type { Audience } from '#programmes/model.ts';

/**
 * The groups in which people present are counted. Whoever came to an activity meant for the Roma or Egyptian community
 * is counted as `community_members`: a headcount never says who is what.
 */
export const countGroups = [
	'pupils',
	'students',
	'teachers',
	'psychologists',
	'parents',
	'community_members',
	'job_seekers',
	'employees',
	'employers',
	'health_staff',
	'general_public',
] as const;
export type CountGroup = (typeof countGroups)[number];

export const groupOf = (audience: Audience): CountGroup =>
	audience === 'roma_community' || audience === 'egyptian_community' ? 'community_members' : audience;

export const sexes = ['female', 'male', 'not_recorded'] as const;
export type Sex = (typeof sexes)[number];
export const ageBands = ['under_12', '12_14', '15_18', '19_29', '30_plus', 'not_recorded'] as const;
export type AgeBand = (typeof ageBands)[number];
/** `persons` are heads in the room; `contacts` are passers-by spoken to, who may be the same person twice. */
export const units = ['persons', 'contacts'] as const;
export type Unit = (typeof units)[number];
/** How a number came about, from the surest to the least sure. */
export const countMethods = ['register', 'counted', 'estimate'] as const;
export type CountMethod = (typeof countMethods)[number];

export const materialKinds = ['leaflet', 'poster', 'card', 'brochure', 'other'] as const;
export type MaterialKind = (typeof materialKinds)[number];
export const materialLanguages = ['sq', 'rom', 'en', 'other'] as const;
export type MaterialLanguage = (typeof materialLanguages)[number];

/** The five answers, the spine of everything: what it is, how to tell, where to turn, which number, what protection. */
export const fiveAnswers = [1, 2, 3, 4, 5] as const;
export type Answer = (typeof fiveAnswers)[number];

export type Count = {
	audience: CountGroup;
	sex: Sex;
	ageBand: AgeBand;
	unit: Unit;
	method: CountMethod;
	value: number;
};
export type Material = {
	kind: MaterialKind;
	language: MaterialLanguage;
	quantity: number;
	/** Which version of a material of the library it was; null where nobody said. */
	versionId?: string | null;
};

/** A version of the library as a return counts it: the kinds of a return are fewer. */
export type PlannedVersion = { versionId: string; kind: MaterialKind; language: MaterialLanguage; title: string };

export const returnedKind = (kind: string): MaterialKind =>
	kind === 'leaflet' || kind === 'poster' || kind === 'card' ? kind : 'other';
export function returnedLanguage(tag: string): MaterialLanguage {
	const [language] = tag.split('-');
	return language === 'sq' || language === 'en' || language === 'rom' ? language : 'other';
}

/** What happened at one activity. A correction is a new version with a reason; older versions stay. */
export type Return = {
	id: string;
	activityId: string;
	version: number;
	heldOn: string;
	methods: string[];
	answers: Answer[];
	counts: Count[];
	partnerIds: string[];
	materials: Material[];
	correctionReason: string | null;
	recordedAt: Date;
};

const sum = (counts: readonly Pick<Count, 'value'>[]): number => counts.reduce((total, { value }) => total + value, 0);

/** Heads in the room; contacts are another unit and never added to them. */
export const persons = (counts: readonly Count[]): number => sum(counts.filter(({ unit }) => unit === 'persons'));
export const contacts = (counts: readonly Count[]): number => sum(counts.filter(({ unit }) => unit === 'contacts'));

/** The groups of a list of audiences, each once, in the order in which counts are listed. */
export const groupsOf = (audiences: readonly Audience[]): CountGroup[] => {
	const named = new Set(audiences.map(groupOf));
	return countGroups.filter((group) => named.has(group));
};

/** One line of the table of people: a group by sex, the ages in it, and how it was counted. */
export type GroupLine = {
	group: CountGroup;
	unit: Unit;
	methods: CountMethod[];
	bySex: Record<Sex, number>;
	byAge: { ageBand: AgeBand; value: number }[];
	total: number;
};

/** The counts of a return as lines; their totals add up to the total of the return. */
export function linesOf(counts: readonly Count[]): GroupLine[] {
	return countGroups.flatMap((group) =>
		units.flatMap((unit) => {
			const ours = counts.filter((count) => count.audience === group && count.unit === unit);
			if (ours.length === 0) return [];
			const of = (sex: Sex) => sum(ours.filter((count) => count.sex === sex));
			const byAge = ageBands.map((ageBand) => ({
				ageBand,
				value: sum(ours.filter((count) => count.ageBand === ageBand)),
			}));
			return {
				group,
				unit,
				methods: countMethods.filter((method) => ours.some((count) => count.method === method)),
				bySex: { female: of('female'), male: of('male'), not_recorded: of('not_recorded') },
				byAge: byAge.some(({ ageBand, value }) => ageBand !== 'not_recorded' && value > 0)
					? byAge.filter(({ value }) => value > 0)
					: [],
				total: sum(ours),
			};
		}),
	);
}

/** Stands and marches meet passers-by: only there contacts may be counted in place of heads. */
export const mayCountContacts = (setting: string): boolean => setting === 'public';

/** Why a return cannot be written or corrected now; the message key is `return.why_not.<reason>`. */
export type ReturnWhyNot = 'programme_closed' | 'wrong_state' | 'not_yet' | 'no_date' | 'written' | 'not_written';

export type ReturnSituation = {
	activity: { state: ActivityState; takesPlaceOn: string | null };
	programmeClosed: boolean;
	written: boolean;
	today: string;
};

/** Null when a return can be written (or, once written, corrected), otherwise why not. */
export function whyNot(
	verb: 'record' | 'correct',
	{ activity, programmeClosed, written, today }: ReturnSituation,
): ReturnWhyNot | null {
	if (programmeClosed) return 'programme_closed';
	if (verb === 'record' && written) return 'written';
	if (verb === 'correct' && !written) return 'not_written';
	if (mayReturn(activity.state, activity.takesPlaceOn, today)) return null;
	if (!['confirmed', 'ready', 'held', 'returned', 'accepted'].includes(activity.state)) return 'wrong_state';
	return activity.takesPlaceOn === null ? 'no_date' : 'not_yet';
}
