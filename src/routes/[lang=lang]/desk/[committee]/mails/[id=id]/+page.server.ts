import { onCommittee } from '#committees/actions.server.ts';
import { showMail } from '#mail/actions.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx }) => ({ mail: await showMail(tx, params.id, url.origin), home: url.origin }));
