import { type Setting, settings } from '#activities/model.ts';
import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import { type Audience, audiences } from '#programmes/model.ts';

/** People of one institution who travel together: where they go, for whom, how often. Never a name of a person. */
export type Team = {
	id: string;
	partnerId: string;
	/** What it is called among several of one institution. */
	name: string;
	/** The municipality it sets out from. */
	homeCode: string;
	municipalityCodes: string[];
	settings: Setting[];
	audiences: Audience[];
	perWeek: number;
	/** Monday is 1, Friday is 5. */
	weekdays: number[];
	version: number;
};
export type ListedTeam = Team & { partnerName: string };
export type TeamDraft = Omit<Team, 'id' | 'version'>;

export const workdays = [1, 2, 3, 4, 5] as const;
export const mostPerWeek = 10;

type Choices = { partners: readonly { id: string }[]; municipalities: readonly { code: string }[] };

/** Reads the form of a team. */
export function parseTeam(typed: Typed, { partners, municipalities }: Choices): Parsed<TeamDraft> {
	const read = new Reader(typed);
	const codes = municipalities.map(({ code }) => code);
	const partnerId = read.choice(
		'partner',
		partners.map(({ id }) => id),
		{ required: true },
	);
	const name = read.text('name', 80, { required: true });
	const homeCode = read.choice('home', codes, { required: true });
	const perWeek = read.whole('per_week', 1, mostPerWeek);
	if (first(typed, 'per_week') === '') read.issue('per_week', 'issue.missing');
	const lists = {
		municipalityCodes: read.choices('municipalities', codes, { required: true }),
		settings: read.choices('settings', settings, { required: true }),
		audiences: read.choices('audiences', audiences, { required: true }),
		weekdays: read.choices('weekdays', workdays.map(String), { required: true }).map(Number),
	};
	if (read.issues.length > 0 || partnerId === null || name === null || homeCode === null || perWeek === null)
		return { ok: false, issues: read.issues };
	return { ok: true, value: { partnerId, name, homeCode, perWeek, ...lists } };
}

/** The form that shows a team as it is. */
export const typedForTeam = (team: TeamDraft): Typed => ({
	partner: [team.partnerId],
	name: [team.name],
	home: [team.homeCode],
	per_week: [String(team.perWeek)],
	municipalities: team.municipalityCodes,
	settings: team.settings,
	audiences: team.audiences,
	weekdays: team.weekdays.map(String),
});

/** The form of a team that does not exist yet: it goes out on every workday, twice a week. */
export const typedForNewTeam = (): Typed => ({ per_week: ['2'], weekdays: workdays.map(String) });

/** The version of the team that a form was made from. */
export const teamVersion = (typed: Typed): number => Number(/^\d{1,9}$/.exec(first(typed, 'version'))?.[0] ?? 0);
