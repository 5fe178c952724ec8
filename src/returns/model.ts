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

export type Count = { audience: CountGroup; sex: Sex; ageBand: AgeBand; unit: Unit; method: CountMethod; value: number };
export type Material = { kind: MaterialKind; language: MaterialLanguage; quantity: number };

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

export const persons = (counts: readonly Count[]): number =>
	counts.filter((count) => count.unit === 'persons').reduce((sum, count) => sum + count.value, 0);
