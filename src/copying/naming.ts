import { feastText } from '#activities/naming.ts';
import { day } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import type { Line } from './model.ts';

/** Everything a person should know about one line before taking it, a sentence each. */
export function notesOf(locale: Locale, { day: { note, feast }, goneArea, merged, source }: Line): string[] {
	const weekday = source.takesPlaceOn ? day(locale, source.takesPlaceOn, 'weekdayName') : '';
	return [
		...(note ? [t(locale, `copy.day.${note}`, { weekday, feast: feast ? feastText(locale, feast) : '' })] : []),
		...merged.map((words) => t(locale, 'copy.merged', words)),
		...(goneArea ? [t(locale, 'copy.area_gone')] : []),
		...(source.state === 'cancelled' || source.state === 'postponed' ? [t(locale, `copy.was.${source.state}`)] : []),
	];
}
