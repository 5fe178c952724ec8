import { parse } from 'csv-parse/sync';
import { type ActivityState, activityStates } from '#activities/model.ts';
import { searchForm } from '#i18n/search.ts';
import { likelyKind, type PlaceKind, placeKinds } from '#places/model.ts';
import {
	type Course,
	type DemonstrationPlace,
	dayWithin,
	type ToldAnswers,
	type ToldLetters,
	type ToldMeetings,
	type ToldReturn,
} from './model.ts';

type Line = Record<string, string>;
const lines = (text: string): Line[] =>
	parse(text, { columns: true, delimiter: ';', relax_quotes: true, skip_empty_lines: true, trim: true }) as Line[];

/** Reads the list of places. */
export const parsePlaces = (text: string): DemonstrationPlace[] =>
	lines(text).map((line) => {
		const name = line.Emri ?? '';
		const kind: PlaceKind = placeKinds.find((one) => one === line.Lloji) ?? likelyKind(searchForm(name));
		return {
			name,
			kind,
			municipality: line.Bashkia ?? '',
			unit: line['Njësia administrative'] ?? '',
			confirmed: line.Konfirmuar === 'po',
		};
	});

const several = (text: string | undefined): string[] => (text ?? '').split(',').map((part) => part.trim());

/** Reads the list of teams: names of places as people write them, the rest as the form of a team has it. */
export const parseTeams = (text: string) =>
	lines(text).map((line) => ({
		partner: line.Institucioni ?? '',
		home: line['Niset nga'] ?? '',
		places: several(line.Bashkitë),
		name: [line.Emri ?? ''],
		settings: several(line.Mjediset),
		audiences: several(line.Grupet),
		per_week: [line['Në javë'] ?? ''],
		weekdays: several(line.Ditët),
	}));

export const parseReturns = (text: string): ToldReturn[] => JSON.parse(text) as ToldReturn[];

export const parseLetters = (text: string): ToldLetters => JSON.parse(text) as ToldLetters;

export const parseMeetings = (text: string): ToldMeetings => JSON.parse(text) as ToldMeetings;

export const parseAnswers = (text: string): ToldAnswers => JSON.parse(text) as ToldAnswers;

/** Reads the programme that goes on: a spreadsheet as the import takes it, and how far each activity has come. */
export function parseOngoing(
	text: string,
	period: { startsOn: string; monday: string },
): { csv: string; courses: Course[] } {
	const rows = lines(text);
	const courses = rows.map((line) => ({
		number: Number(line.Nr),
		state: stateOf(line.Gjendja),
		reason: line.Arsyeja || null,
	}));
	const columns = [
		'Nr',
		'Data',
		...Object.keys(rows[0] ?? {}).filter((name) => !['Nr', 'Java', 'Dita', 'Gjendja', 'Arsyeja'].includes(name)),
	];
	const cells = rows.map((line) => {
		const day = line.Java ? dayWithin(period, Number(line.Java), Number(line.Dita)) : '';
		return columns.map((name) => (name === 'Data' ? day : (line[name] ?? ''))).join(';');
	});
	return { csv: [columns.join(';'), ...cells].join('\n'), courses };
}

const stateOf = (text: string | undefined): ActivityState =>
	activityStates.find((state) => state === text) ?? 'proposed';
