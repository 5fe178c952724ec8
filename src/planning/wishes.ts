import type { Setting } from '#activities/model.ts';
import { type PlaceKind, placeKinds } from '#places/model.ts';
import { addDays, weekday } from '#platform/dates.ts';
import { Reader, type Typed, typedDay } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import type { Audience } from '#programmes/model.ts';
import type { DraftRequest, Line } from './draft.ts';

/** Whom one visits at which kind of place, and how many persons such a meeting usually has: an estimate until the institution says. */
const usual: Record<PlaceKind, Partial<Record<Audience, number>>> = {
	school: { pupils: 50, teachers: 15, parents: 25, psychologists: 2 },
	health_centre: { health_staff: 10 },
	community_centre: { roma_community: 20, egyptian_community: 20, job_seekers: 20, parents: 15 },
	settlement: { roma_community: 20, egyptian_community: 20 },
	company: { employees: 40, employers: 5 },
	university: { students: 60 },
	hall: { general_public: 40 },
	square: { general_public: 100 },
	other: { general_public: 20 },
};

/** How many persons a meeting is expected to have: as it was asked, else as is usual. */
export const expectedPersons = (
	{ asked }: Pick<DraftRequest, 'asked'>,
	{ kind, audience }: { kind: PlaceKind; audience: Audience },
): number | null =>
	asked.find((one) => one.kind === kind && one.audience === audience)?.persons ?? usual[kind][audience] ?? null;

export type Askable = { kind: PlaceKind; audience: Audience; persons: number };

/** Everything that can be asked for, in the order of the kinds. */
export const askables: readonly Askable[] = placeKinds.flatMap((kind) =>
	(Object.entries(usual[kind]) as [Audience, number][]).map(([audience, persons]) => ({ kind, audience, persons })),
);

/** What is asked for until somebody chooses otherwise: each kind of place once, and the groups traffickers look for. */
const askedFirst: readonly string[] = [
	'school pupils',
	'health_centre health_staff',
	'community_centre roma_community',
	'community_centre egyptian_community',
	'company employees',
];

const settingOfKind: Record<PlaceKind, Setting> = {
	school: 'school',
	health_centre: 'health',
	community_centre: 'community',
	settlement: 'community',
	company: 'company',
	university: 'school',
	hall: 'public',
	square: 'public',
	other: 'public',
};
export const settingOf = (kind: PlaceKind): Setting => settingOfKind[kind];

export const askKey = ({ kind, audience }: Pick<Askable, 'kind' | 'audience'>): string => `${kind} ${audience}`;
/** The field of a form that says how many persons are expected. */
export const personsField = ({ kind, audience }: Pick<Askable, 'kind' | 'audience'>): string =>
	`persons_${kind}_${audience}`;
export const mostPersons = 2000;
export const lineKey = ({ place, audience, day, team }: Line): string => [place, audience, day, team].join(' ');

/** The lines of a draft that a form ticks. */
export const chosenLines = <L extends Line>(typed: Typed, lines: readonly L[]): L[] => {
	const ticked = new Set(typed.lines ?? []);
	return lines.filter((line) => ticked.has(lineKey(line)));
};

const mostDaysOff = 31;

/** Reads what is asked of the assistant; locks are no part of the form. */
export function parseRequest(
	typed: Typed,
	{ municipalities, period }: { municipalities: readonly { code: string }[]; period: { from: string; to: string } },
): Parsed<Omit<DraftRequest, 'locks'>> {
	const read = new Reader(typed);
	const keys = read.choices('asked', askables.map(askKey), { required: true });
	const codes = read.choices(
		'municipalities',
		municipalities.map(({ code }) => code),
		{ required: true },
	);
	const daysOff: string[] = [];
	const texts = (read.text('days_off', 400) ?? '').split(/[\s,;]+/).filter(Boolean);
	for (const text of texts) {
		const day = typedDay(text);
		if (day === null) read.issue('days_off', 'issue.not_a_day', { text: text.slice(0, 40) });
		else if (day < period.from || day > period.to) read.issue('days_off', 'issue.outside_period', period);
		else daysOff.push(day);
	}
	if (daysOff.length > mostDaysOff) read.issue('days_off', 'issue.out_of_range', { least: 0, most: mostDaysOff });
	// What is not asked for says nothing, whatever its number is.
	const asked = askables
		.filter((one) => keys.includes(askKey(one)))
		.map(({ kind, audience, persons }) => ({
			...{ kind, audience },
			persons: read.whole(personsField({ kind, audience }), 1, mostPersons) ?? persons,
		}));
	if (read.issues.length > 0) return { ok: false, issues: read.issues };
	return { ok: true, value: { asked, municipalities: codes, daysOff: [...new Set(daysOff)].sort() } };
}

/** The form as it stands before anything was asked, or as it was asked last. */
export const typedForRequest = (
	request: Omit<DraftRequest, 'locks'> | null,
	municipalities: readonly { code: string }[],
): Typed => ({
	asked: request ? request.asked.map(askKey) : [...askedFirst],
	municipalities: request ? [...request.municipalities] : municipalities.map(({ code }) => code),
	days_off: [(request?.daysOff ?? []).join(', ')],
	...Object.fromEntries(
		askables.map((one) => [personsField(one), [String(expectedPersons({ asked: request?.asked ?? [] }, one) ?? '')]]),
	),
});

/** Monday to Friday within a period, after `today`. */
export function workdaysOf(period: { from: string; to: string }, today: string): { day: string; week: string }[] {
	const days: { day: string; week: string }[] = [];
	for (let day = period.from > today ? period.from : addDays(today, 1); day <= period.to; day = addDays(day, 1))
		if (weekday(day) <= 5) days.push({ day, week: addDays(day, 1 - weekday(day)) });
	return days;
}
