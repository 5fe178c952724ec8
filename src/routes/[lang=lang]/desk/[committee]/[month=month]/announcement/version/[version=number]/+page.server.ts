import { composable } from '#announcements/actions.server.ts';
import { compose } from '#announcements/document.ts';
import { getVersion } from '#announcements/store.server.ts';
import { onMonth } from '#programmes/actions.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onMonth(locals, params.month, async ({ tx, programme }) => {
		const version = await getVersion(tx, programme.id, Number(params.version));
		const announcement = compose(locals.locale, await composable(tx, programme.id, version));
		return { programme, version: version.version, state: version.state, announcement };
	});
