import { inTransaction } from '#platform/db.server.ts';
import { getWholeVideo } from '#videos/actions.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	inTransaction(locals.scope, async (tx) => {
		const { video, files, captions } = await getWholeVideo(tx, null, params.id);
		return { video, files, captions };
	});
