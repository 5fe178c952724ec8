import { boardWeeks, type Week } from '#activities/board.ts';
import { type ListedActivity, type Setting, settings } from '#activities/model.ts';

type Counted = Pick<ListedActivity, 'setting' | 'state' | 'takesPlaceOn' | 'municipalityCode' | 'municipalityName'>;

/** How many activities a plan has, by setting and week and by municipality; what was cancelled does not count. */
export type Overview = {
	total: number;
	weeks: Week[];
	/** A number for each week, then those without a day or outside the period, then all. */
	rows: { setting: Setting; cells: number[]; elsewhere: number; all: number }[];
	/** The most first; null for what lies in none. */
	municipalities: { name: string | null; all: number }[];
};

export function overviewOf(activities: readonly Counted[], period: Week): Overview {
	const counted = activities.filter(({ state }) => state !== 'cancelled');
	const weeks = boardWeeks(period);
	const rows = settings.map((setting) => {
		const ours = counted.filter((activity) => activity.setting === setting);
		const cells = weeks.map(
			({ from, to }) => ours.filter(({ takesPlaceOn: day }) => day !== null && day >= from && day <= to).length,
		);
		return { setting, cells, elsewhere: ours.length - cells.reduce((sum, n) => sum + n, 0), all: ours.length };
	});
	const byMunicipality = Map.groupBy(counted, ({ municipalityName }) => municipalityName);
	return {
		...{ total: counted.length, weeks },
		rows: rows.filter(({ all }) => all > 0),
		municipalities: [...byMunicipality]
			.map(([name, some]) => ({ name, all: some.length }))
			.sort((a, b) => Number(a.name === null) - Number(b.name === null) || b.all - a.all),
	};
}
