import type { ActivityState, Setting } from '#activities/model.ts';
import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import { type Evidence, recordsOf } from './evidence.ts';
import type { Figure, FigureUnit } from './model.ts';

/** A record of a figure as the desk reads it: exact, with the activities it comes from. */
export type DeskRecord = {
	/** The number of the activity, where the record is one. */
	number: number | null;
	name: string;
	setting: Setting | null;
	state: ActivityState | null;
	day: string | null;
	municipality: string | null;
	place: string | null;
	/** The activities through which a place, a partner or a part of the county was reached. */
	through: number[];
	value: number;
};

export function deskRecords(locale: Locale, evidence: Evidence, figure: Figure): DeskRecord[] {
	const activities = new Map(evidence.activities.map((activity) => [String(activity.number), activity]));
	const nameOf = (id: string | null | undefined) => (id ? (evidence.names[id]?.name ?? null) : null);
	return recordsOf(evidence, figure.key).map(({ of, value, through = [] }) => {
		const activity = figure.subject === 'activity' ? activities.get(of) : undefined;
		if (!activity) {
			const municipality = nameOf(evidence.names[of]?.municipalityCode);
			return {
				number: null,
				name: figure.subject === 'check' ? t(locale, 'figure.rounded') : (nameOf(of) ?? of),
				setting: null,
				state: null,
				day: null,
				place: null,
				municipality,
				through,
				value,
			};
		}
		const { number, title, setting, state, day, municipalityCode, placeId } = activity;
		return {
			number,
			name: title,
			setting,
			state,
			day,
			municipality: nameOf(municipalityCode),
			place: nameOf(placeId),
			through,
			value,
		};
	});
}

/** The records as rows of a table, its head first. */
export function recordRows(
	locale: Locale,
	unit: FigureUnit,
	records: readonly DeskRecord[],
): (string | number | null)[][] {
	const head = (['number', 'record', 'setting', 'day', 'place', 'municipality', 'state', 'through'] as const).map(
		(name) => t(locale, `figure.${name}`),
	);
	return [
		[...head, t(locale, `figure.of.${unit}`)],
		...records.map(({ number, name, setting, day, place, municipality, state, through, value }) => [
			...[number, name, setting && t(locale, `setting.${setting}`), day, place, municipality],
			...[state && t(locale, `state.${state}`), through.join(', '), value],
		]),
	];
}
