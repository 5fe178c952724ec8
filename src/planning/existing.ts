import type { Activity } from '#activities/model.ts';
import { searchForm } from '#i18n/search.ts';
import type { Place } from '#places/model.ts';
import type { RowValues } from './input.ts';
import { resemblance } from './near.ts';
import type { Interview } from './questions.ts';

export type Found = {
	existing: Activity | undefined;
	/** The row gets the next free number instead of its own. */
	renumber: boolean;
	leaveOut: boolean;
};

/** Finds for each row the activity it speaks of: by number, else by title with day or place. Each activity is found once. */
export function findExisting(
	rows: readonly RowValues[],
	activities: readonly Activity[],
	places: readonly Place[],
	{ numbered, interview }: { /** The sheet has a column of numbers. */ numbered: boolean; interview: Interview },
): Map<RowValues, Found> {
	const byNumber = new Map(activities.map((activity) => [activity.number, activity]));
	const byTitle = new Map<string, Activity[]>();
	for (const activity of activities) {
		const form = searchForm(activity.title);
		byTitle.set(form, [...(byTitle.get(form) ?? []), activity]);
	}
	const placeForms = new Map(
		places.map((place) => [place.id, new Set([place.name, ...place.aliases].map(searchForm))]),
	);
	const isThere = (row: RowValues, { placeId }: Activity) =>
		placeForms.get(placeId ?? '')?.has(searchForm(row.place)) ?? (row.place === '' && placeId === null);
	const claimed = new Set<Activity>();
	const byContent = (row: RowValues): Activity | undefined => {
		const free = (byTitle.get(searchForm(row.title)) ?? []).filter((activity) => !claimed.has(activity));
		const sameDay = free.filter(({ takesPlaceOn }) => takesPlaceOn === row.date);
		const samePlace = free.filter((activity) => isThere(row, activity));
		return (
			sameDay.find((activity) => isThere(row, activity)) ??
			(sameDay.length === 1 ? sameDay[0] : samePlace.length === 1 ? samePlace[0] : undefined)
		);
	};
	const isAnother = (row: RowValues, activity: Activity) =>
		resemblance(searchForm(row.title), searchForm(activity.title)) < 0.4 &&
		!(row.date === activity.takesPlaceOn && isThere(row, activity));

	const found = new Map<RowValues, Found>();
	const later: RowValues[] = [];
	for (const row of rows) {
		const numberTwin = row.number === null ? undefined : byNumber.get(row.number);
		if (!numberTwin && row.number !== null) found.set(row, { existing: undefined, renumber: false, leaveOut: false });
		else if (!numberTwin || isAnother(row, numberTwin)) later.push(row);
		else {
			claimed.add(numberTwin);
			found.set(row, { existing: numberTwin, renumber: false, leaveOut: false });
		}
	}
	for (const row of later) {
		const twin = byContent(row);
		const numberTwin = row.number === null ? undefined : byNumber.get(row.number);
		if (twin) claimed.add(twin);
		if (twin) found.set(row, { existing: twin, renumber: false, leaveOut: false });
		else if (numberTwin) found.set(row, askClash(row, numberTwin, interview));
		else found.set(row, { existing: undefined, renumber: true, leaveOut: numbered && askNumber(row, interview) });
	}
	return found;
}

/** Same number, quite another activity: nothing is overwritten unless a person says so. */
function askClash(row: RowValues, twin: Activity, interview: Interview): Found {
	const answer = interview.ask([row.row], {
		key: `row.${row.row}.clash`,
		column: 'number',
		message: 'import.question.clash',
		words: { number: String(twin.number), title: twin.title },
		options: [
			{ value: 'add', label: { message: 'import.answer.add_with_next_number' } },
			{ value: 'change', label: { message: 'import.answer.change', words: { number: String(twin.number) } } },
			{ value: 'leave_out', label: { message: 'import.answer.leave_out' } },
		],
		fallback: 'add',
	});
	return {
		existing: answer === 'change' ? twin : undefined,
		renumber: answer === 'add',
		leaveOut: answer === 'leave_out',
	};
}

const askNumber = (row: RowValues, interview: Interview): boolean =>
	interview.ask([row.row], {
		key: `row.${row.row}.number`,
		column: 'number',
		message: 'import.question.no_number',
		words: {},
		options: [
			{ value: 'add', label: { message: 'import.answer.next_number' } },
			{ value: 'leave_out', label: { message: 'import.answer.leave_out' } },
		],
		fallback: 'add',
	}) === 'leave_out';
