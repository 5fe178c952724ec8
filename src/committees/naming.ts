import type { Translate } from '#i18n/t.ts';
import type { Committee } from './model.ts';

/** The committee as documents (`full`) or lists (`short`) call it: "KRAT Durrës". */
export function committeeName(t: Translate, committee: Committee, form: 'full' | 'short' = 'full'): string {
	if (committee.level === 'national') return t(form === 'full' ? 'committee.national' : 'committee.national_short');
	return t(form === 'full' ? 'committee.county' : 'committee.county_short', { county: committee.countyName });
}
