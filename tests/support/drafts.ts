import type { Setting } from '#activities/model.ts';
import type { DraftPlace, DraftTeam, Instance } from '#planning/draft.ts';
import { vulnerable } from '#planning/draft.ts';
import { workdaysOf } from '#planning/wishes.ts';
import type { Audience } from '#programmes/model.ts';
import { travelMinutes } from '#territory/model.ts';
import { chance } from './chance.ts';

export type Size = { places: number; teams: number; days: number; audiences: number };

const settings: readonly Setting[] = ['school', 'community', 'company', 'health'];
const allAudiences: readonly Audience[] = [
	'pupils',
	'roma_community',
	'employees',
	'health_staff',
	'parents',
	'egyptian_community',
	'teachers',
	'job_seekers',
];

/**
 * A county by chance: municipalities of several units, places that want one to three groups, teams that go to some municipalities
 * for some settings on some days, activities that are planned already, targets near what can be reached. Every place would take any group
 * when `dense`: as many decisions as the size allows.
 */
export function buildInstance(seed: number, size: Size, { dense = false } = {}): Instance {
	const random = chance(seed);
	const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
	const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
	const some = <T>(all: readonly T[], share: number): T[] => {
		const chosen = all.filter(() => random() < share);
		return chosen.length > 0 ? chosen : [pick(all)];
	};
	const days = workdaysOf({ from: '2027-03-01', to: '2027-06-30' }, '2027-02-28').slice(0, size.days);
	const dayNames = days.map(({ day }) => day);
	const audiences = allAudiences.slice(0, size.audiences);
	const municipalities = ['M1', 'M2', 'M3', 'M4'].slice(0, Math.max(2, Math.ceil(size.places / 15)));
	const zones = municipalities.flatMap((municipality) =>
		Array.from({ length: 4 }, (_, index) => ({
			...{ municipality, zone: `${municipality}-${index + 1}` },
			...{ lat: 41.3 + random() * 0.3, lon: 19.45 + random() * 0.4 },
		})),
	);
	const places: DraftPlace[] = Array.from({ length: size.places }, (_, index) => {
		const { zone, municipality } = pick(zones);
		return {
			...{ id: `p${index + 1}`, zone, municipality: random() < 0.03 ? null : municipality, setting: pick(settings) },
			days: dayNames.filter(() => random() < (dense ? 1 : 0.93)),
			inPlan: random() < 0.1,
		};
	});
	const wishes = places.flatMap(({ id }) =>
		(dense ? audiences : some(audiences, 2 / audiences.length)).map((audience) => ({
			place: id,
			audience,
			persons: whole(5, 60),
		})),
	);
	const teams: DraftTeam[] = Array.from({ length: size.teams }, (_, index) => {
		const home = pick(zones);
		return {
			...{ id: `t${index + 1}`, partner: `i${1 + (index % Math.max(1, Math.ceil(size.teams * 0.7)))}` },
			municipalities: some(municipalities, 0.6),
			settings: some(settings, dense ? 0.9 : 0.6),
			audiences: some(audiences, dense ? 0.9 : 0.6),
			perWeek: whole(1, 4),
			days: dayNames.filter((_, day) => day % 5 !== index % 9),
			minutes: Object.fromEntries(zones.map((zone) => [zone.zone, travelMinutes(home, zone)])),
		};
	});
	const busy = Array.from({ length: Math.floor(size.teams / 3) }, () => ({
		...pick(days),
		...{ partner: pick(teams).partner, activities: 1 },
	}));
	const targets = some(audiences, 0.5).map((audience) => ({
		audience,
		persons: Math.max(
			10,
			Math.round(
				wishes.filter((wish) => wish.audience === audience).reduce((sum, { persons }) => sum + persons, 0) *
					(0.3 + random() * 0.7),
			),
		),
	}));
	const groups = vulnerable
		.filter((audience) => audiences.includes(audience))
		.flatMap((audience) => municipalities.map((municipality) => ({ municipality, audience })));
	// Some institutions have said how much they manage a day, and have a part in something on one of them.
	const capacities = [...new Set(teams.map(({ partner }) => partner))]
		.filter(() => random() < 0.4)
		.map((partner) => ({ partner, perDay: whole(1, 2), taken: { [pick(days).day]: 1 } }));
	return { days, places, wishes, groups, targets, teams, busy, capacities, locks: [] };
}
