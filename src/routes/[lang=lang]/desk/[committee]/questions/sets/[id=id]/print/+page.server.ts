import { onCommittee } from '#committees/actions.server.ts';
import { locales } from '#i18n/locales.ts';
import { getSet } from '#questions/store.server.ts';
import type { PageServerLoad } from './$types';

/** As whoever is asked sees it, in one language. */
export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx }) => ({
		set: await getSet(tx, params.id),
		language: locales.find((one) => one === url.searchParams.get('language')) ?? locals.locale,
		reveal: url.searchParams.has('reveal'),
	}));
