import { onCommittee } from '#committees/actions.server.ts';
import { hasMailServer } from '#mail/actions.server.ts';
import { parseState } from '#mail/input.ts';
import { countMails, listMails } from '#mail/store.server.ts';
import type { PageServerLoad } from './$types';

/** Older ones are found by their state, or in the records of what they were about. */
const most = 200;

export const load: PageServerLoad = ({ locals, url }) =>
	onCommittee(locals, async ({ tx }) => {
		const state = parseState(url.searchParams);
		return {
			state,
			most,
			counts: await countMails(tx),
			mails: await listMails(tx, { state, most }),
			leaving: hasMailServer(),
		};
	});
