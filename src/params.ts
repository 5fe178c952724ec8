import { defineParams } from '@sveltejs/kit/params';
import { isPath } from '#cases/model.ts';
import { isLocale } from '#i18n/locales.ts';
import { isMonth } from '#platform/dates.ts';
import { isId } from '#platform/ids.ts';

export const params = defineParams({
	lang: (text) => (isLocale(text) ? text : undefined),
	// A language of which the help page is there besides those of the software.
	language: (text) => (/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(text) && !isLocale(text) ? text : undefined),
	month: (text) => (isMonth(text) ? text : undefined),
	number: (text) => (/^[1-9]\d{0,4}$/.test(text) ? text : undefined),
	choices: (text) => (isPath(text) ? text : undefined),
	id: (text) => (isId(text) ? text : undefined),
});
