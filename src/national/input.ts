import { methods } from '#activities/model.ts';
import { daysBetween } from '#platform/dates.ts';
import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import { audiences, type Programme } from '#programmes/model.ts';
import type { NationalActivity } from './model.ts';

export type NationalDraft = Pick<
	NationalActivity,
	| 'titleSq'
	| 'titleEn'
	| 'aimSq'
	| 'aimEn'
	| 'guidanceSq'
	| 'guidanceEn'
	| 'startsOn'
	| 'endsOn'
	| 'audiences'
	| 'methods'
>;

const mostDays = 31;

/** Reads the form of the office; one day unless a last one is named. */
export function parseNational(typed: Typed): Parsed<NationalDraft> {
	const read = new Reader(typed);
	const titleSq = read.text('title_sq', 200, { required: true }) ?? '';
	const startsOn = read.day('starts_on', { required: true }) ?? '';
	const draft = {
		...{ titleSq, titleEn: read.text('title_en', 200) ?? titleSq },
		...{ aimSq: read.text('aim_sq', 2000) ?? '', aimEn: read.text('aim_en', 2000) ?? '' },
		...{ guidanceSq: read.text('guidance_sq', 4000) ?? '', guidanceEn: read.text('guidance_en', 4000) ?? '' },
		...{ startsOn, endsOn: read.day('ends_on') ?? startsOn },
		audiences: read.choices('audiences', audiences, { required: true }),
		methods: read.choices('methods', methods),
	};
	if (read.issues.length === 0) {
		if (draft.endsOn < startsOn) read.issue('ends_on', 'issue.period_backwards');
		else if (daysBetween(startsOn, draft.endsOn) > mostDays)
			read.issue('ends_on', 'issue.period_too_long', { most: mostDays });
	}
	return read.issues.length > 0 ? { ok: false, issues: read.issues } : { ok: true, value: draft };
}

/** What a county brings: its own activity, or one that is in its plan already. */
export type JoinWish =
	| { existing: number }
	| {
			day: string;
			startsAt: string | null;
			endsAt: string | null;
			placeId: string | null;
			leadId: string;
			plannedPersons: number | null;
	  };

export type JoinChoices = {
	programme: Pick<Programme, 'startsOn' | 'endsOn'>;
	/** The first day of the national activity that lies in the month. */
	day: string;
	places: readonly { id: string }[];
	partners: readonly { id: string }[];
	/** Numbers of activities that could be the county's part. */
	existing: readonly number[];
	lead: string | null;
};

/** Reads what a county joins with; everything left empty is as the office says, so that one button is enough. */
export function parseJoin(typed: Typed, choices: JoinChoices): Parsed<JoinWish> {
	const read = new Reader(typed);
	const existing = read.choice('existing', choices.existing.map(String));
	if (existing !== null) return { ok: true, value: { existing: Number(existing) } };
	const day = read.day('day') ?? choices.day;
	const { startsOn, endsOn } = choices.programme;
	if (day < startsOn || day > endsOn) read.issue('day', 'issue.outside_period', { from: startsOn, to: endsOn });
	const startsAt = read.hour('from');
	const endsAt = read.hour('to');
	if (endsAt !== null && startsAt === null) read.issue('from', 'issue.start_needed');
	else if (endsAt !== null && startsAt !== null && endsAt <= startsAt) read.issue('to', 'issue.end_before_start');
	const placeId = read.choice(
		'place',
		choices.places.map(({ id }) => id),
	);
	const leadId =
		read.choice(
			'lead',
			choices.partners.map(({ id }) => id),
			{ required: choices.lead === null },
		) ?? choices.lead;
	const plannedPersons = read.whole('persons', 1, 100_000);
	if (read.issues.length > 0 || leadId === null) return { ok: false, issues: read.issues };
	return { ok: true, value: { day, startsAt, endsAt, placeId, leadId, plannedPersons } };
}

/** Why a county does not join, or the office withdraws: needed, and without names. */
export function parseWhy(typed: Typed): Parsed<string> {
	const read = new Reader(typed);
	const reason = read.text('reason', 500, { required: true });
	return reason === null ? { ok: false, issues: read.issues } : { ok: true, value: reason };
}

/** The version that a form was made from. */
export const parseVersion = (typed: Typed): number => Number(/^\d{1,9}$/.exec(first(typed, 'version'))?.[0] ?? 0);
