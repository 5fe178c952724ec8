import { getVersion } from '#announcements/store.server.ts';
import { figurePage } from '#figures/reading.ts';
import { getEvidence } from '#figures/store.server.ts';
import { onMonth } from '#programmes/actions.server.ts';
import type { PageServerLoad } from './$types';

/** The records as they are now, or as they were when a version of the announcement was approved. */
export const load: PageServerLoad = ({ locals, params, url }) =>
	onMonth(locals, params.month, async ({ tx, programme }) => {
		const asked = Number(/^\d{1,5}$/.exec(url.searchParams.get('version') ?? '')?.[0] ?? 0);
		const frozen = asked > 0 ? (await getVersion(tx, programme.id, asked)).evidence : null;
		const evidence = frozen ?? (await getEvidence(tx, programme.id));
		return {
			programme,
			version: frozen ? asked : null,
			asOf: evidence.asOf,
			figure: figurePage(locals.locale, evidence, params.figure),
		};
	});
