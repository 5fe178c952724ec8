import { inTransaction } from '#platform/db.server.ts';
import { bySize } from '#videos/model.ts';
import { listPublishedVideos, listVideoFiles } from '#videos/store.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	inTransaction(locals.scope, async (tx) => {
		const videos = await listPublishedVideos(tx);
		const files = await listVideoFiles(
			tx,
			videos.map(({ id }) => id),
		);
		return {
			videos: videos.map((video) => ({ ...video, files: bySize(files.filter(({ videoId }) => videoId === video.id)) })),
		};
	});
