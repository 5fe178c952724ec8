import { onCommittee } from '#committees/actions.server.ts';
import { bySize } from '#videos/model.ts';
import { listSharedVideos, listVideoFiles, listVideos } from '#videos/store.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const [own, shared] = [await listVideos(tx, committee.id), await listSharedVideos(tx, committee.id)];
		const ids = [...own, ...shared].map(({ id }) => id);
		const files = await listVideoFiles(tx, ids);
		return { own, shared, files: bySize(files), done: url.searchParams.get('done') };
	});
