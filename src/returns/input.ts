import { type Method, methods } from '#activities/model.ts';
import { addDays } from '#platform/dates.ts';
import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import {
	type AgeBand,
	type Answer,
	ageBands,
	type Count,
	type CountGroup,
	type CountMethod,
	countGroups,
	countMethods,
	fiveAnswers,
	type Material,
	materialKinds,
	materialLanguages,
	type PlannedVersion,
	type Return,
	type Sex,
	sexes,
	type Unit,
	units,
} from './model.ts';

/** What a person says happened; ids, version and moment are the store's own. */
export type ReturnDraft = Pick<Return, 'heldOn' | 'answers' | 'counts' | 'partnerIds' | 'materials'> & {
	methods: Method[];
};

/** What the form may say: who can have been present, and between which days the activity can have been held. */
export type ReturnLimits = {
	partners: readonly { id: string }[];
	/** Only stands and marches count contacts. */
	contacts: boolean;
	periodStart: string;
	today: string;
	/** Versions that the activity planned, and those that an earlier return named. */
	versions?: readonly PlannedVersion[];
};

/** Ages that people are asked for; the rest of a sex has no age. */
export const askedAges = ageBands.filter((band) => band !== 'not_recorded');

/** How much earlier than its month an activity can have been held. */
const earliestBefore = 7;

/** Reads the form of a return. */
export function parseReturn(typed: Typed, limits: ReturnLimits): Parsed<ReturnDraft> {
	const read = new Reader(typed);
	const heldOn = read.day('held_on', { required: true });
	const earliest = addDays(limits.periodStart, -earliestBefore);
	if (heldOn !== null && heldOn > limits.today) read.issue('held_on', 'return.issue.future');
	else if (heldOn !== null && heldOn < earliest)
		read.issue('held_on', 'return.issue.before_programme', { day: limits.periodStart });
	const draft = {
		methods: read.choices('methods', methods),
		partnerIds: read.choices(
			'partners',
			limits.partners.map(({ id }) => id),
		),
		answers: read.choices('answers', fiveAnswers.map(String)).map(Number) as Answer[],
		counts: parseCounts(read, typed, limits),
		materials: [...parseVersions(read, limits.versions ?? []), ...parseMaterials(read)],
	};
	if (read.issues.length > 0 || heldOn === null) return { ok: false, issues: read.issues };
	return { ok: true, value: { heldOn, ...draft } };
}

function parseCounts(read: Reader, typed: Typed, { contacts }: ReturnLimits): Count[] {
	const named = countGroups.filter((group) => sexes.some((sex) => isTyped(typed, group, sex)));
	if (named.length === 0) {
		read.issue('counts', 'return.issue.no_counts');
		return [];
	}
	const method = read.choice('counted', countMethods);
	const unit = (contacts ? read.choice('unit', units) : null) ?? 'persons';
	const before = read.issues.length;
	const counts = named.flatMap((group) => {
		const own = read.choice(`counted_${group}`, countMethods) ?? method;
		return parseGroup(read, group, unit, own ?? 'estimate');
	});
	const unsaid = counts.some(({ audience }) => method === null && first(typed, `counted_${audience}`) === '');
	if (unsaid && read.issues.length === before) read.issue('counted', 'return.issue.how_counted');
	return counts;
}

const field = (group: CountGroup, sex: Sex, age?: AgeBand): string => `n_${group}_${sex}${age ? `_${age}` : ''}`;
const isTyped = (typed: Typed, group: CountGroup, sex: Sex): boolean =>
	[field(group, sex), ...askedAges.map((age) => field(group, sex, age))].some((name) => first(typed, name) !== '');

/** The number of a sex holds its ages; what is left has no age. Where only ages are typed, they are the number. */
function parseGroup(read: Reader, audience: CountGroup, unit: Unit, method: CountMethod): Count[] {
	const most = 100_000;
	return sexes.flatMap((sex) => {
		const ages = askedAges.map((ageBand) => ({
			ageBand,
			value: read.whole(field(audience, sex, ageBand), 0, most) ?? 0,
		}));
		const told = ages.reduce((sum, { value }) => sum + value, 0);
		const whole = read.whole(field(audience, sex), 0, most) ?? told;
		if (told > whole) read.issue(field(audience, sex), 'return.issue.ages_exceed', { told, whole });
		const parts = [...ages, { ageBand: 'not_recorded' as const, value: Math.max(0, whole - told) }];
		return parts.filter(({ value }) => value > 0).map((part) => ({ audience, sex, ...part, unit, method }));
	});
}

const parseVersions = (read: Reader, versions: readonly PlannedVersion[]): Material[] =>
	versions.flatMap(({ versionId, kind, language }) => {
		const quantity = read.whole(`v_${versionId}`, 0, 1_000_000);
		return quantity === null || quantity === 0 ? [] : [{ kind, language, quantity, versionId }];
	});

function parseMaterials(read: Reader): Material[] {
	return materialKinds.flatMap((kind) =>
		materialLanguages.flatMap((language) => {
			const quantity = read.whole(`m_${kind}_${language}`, 0, 1_000_000);
			return quantity === null || quantity === 0 ? [] : [{ kind, language, quantity }];
		}),
	);
}

/** Why a return is corrected: a sentence about numbers, never about people. */
export function parseCorrectionReason(typed: Typed): Parsed<string> {
	const read = new Reader(typed);
	const reason = read.text('reason', 300, { required: true });
	return reason === null ? { ok: false, issues: read.issues } : { ok: true, value: reason };
}

/** The version of the activity that the form was made from. */
export const parseVersion = (typed: Typed): number => Number(/^\d{1,9}$/.exec(first(typed, 'version'))?.[0] ?? 0);

/** The form of an activity whose return is not written yet: what the plan already says. */
export const typedForPlan = (plan: {
	takesPlaceOn: string | null;
	methods: readonly string[];
	leadId: string;
	supporterIds: readonly string[];
}): Typed => ({
	held_on: plan.takesPlaceOn ? [plan.takesPlaceOn] : [],
	methods: [...plan.methods],
	partners: [...new Set([plan.leadId, ...plan.supporterIds])],
});

/** The form that shows a return as it is, for its correction. */
export function typedForReturn(current: Omit<ReturnDraft, 'methods'> & { methods: readonly string[] }): Typed {
	const typed: Typed = {
		held_on: [current.heldOn],
		methods: [...current.methods],
		partners: current.partnerIds,
		answers: current.answers.map(String),
		unit: current.counts.some(({ unit }) => unit === 'contacts') ? ['contacts'] : ['persons'],
	};
	for (const { kind, language, quantity, versionId } of current.materials)
		typed[versionId ? `v_${versionId}` : `m_${kind}_${language}`] = [String(quantity)];
	const usual = mostUsed(current.counts);
	if (usual) typed.counted = [usual];
	for (const group of countGroups) {
		const ours = current.counts.filter(({ audience }) => audience === group);
		const method = ours[0]?.method;
		if (method && method !== usual) typed[`counted_${group}`] = [method];
		for (const sex of sexes) {
			const counts = ours.filter((count) => count.sex === sex);
			const whole = counts.reduce((sum, { value }) => sum + value, 0);
			if (whole > 0) typed[field(group, sex)] = [String(whole)];
			for (const { ageBand, value } of counts)
				if (ageBand !== 'not_recorded') typed[field(group, sex, ageBand)] = [String(value)];
		}
	}
	return typed;
}

function mostUsed(counts: readonly Count[]): CountMethod | undefined {
	const times = (method: CountMethod) => counts.filter((count) => count.method === method).length;
	return countMethods.filter((method) => times(method) > 0).sort((a, b) => times(b) - times(a))[0];
}
