import { onCommittee } from '#committees/actions.server.ts';
import { listForCounty } from '#national/actions.server.ts';
import { listStandings, talliesOf } from '#national/office.server.ts';
import { listNationals } from '#national/store.server.ts';
import type { PageServerLoad } from './$types';

/** At the desk of the office its own with how the counties stand; at that of a county what waits for it and what it answered. */
export const load: PageServerLoad = async ({ locals }) => {
	const now = new Date();
	if (locals.committee?.level === 'national') {
		const standings = await listStandings(locals);
		const nationals = await onCommittee(locals, ({ tx }) => listNationals(tx));
		return {
			office: nationals.map((national) => ({ national, tally: talliesOf(standings, national.id) })),
			county: null,
		};
	}
	return { office: null, county: await onCommittee(locals, ({ tx, committee }) => listForCounty(tx, committee, now)) };
};
