import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { sectionText } from '#help/naming.ts';
import { listPages } from '#help/pages.server.ts';
import { getRecording, publishRecording, removeRecording, withdrawRecording } from '#help/recordings.server.ts';
import { deadIn, isReadFromOther, whyNotPublishRecording } from '#help/recordings.ts';
import { listRefusedNumbers } from '#help/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, actor }) => {
		const recording = await getRecording(tx, params.id);
		const refused = await listRefusedNumbers(tx, null, dayAt(new Date()));
		const pages = await listPages(tx);
		const written = sectionText(recording.language, recording.section, pages);
		const page = pages.find(({ language }) => language === recording.language);
		return {
			...{ recording, dead: deadIn(recording, refused) },
			whyNot: whyNotPublishRecording(recording, refused, actor),
			...{ written, isOld: isReadFromOther(recording, written) },
			page: page && { id: page.id, name: page.name, direction: page.direction },
			done: url.searchParams.get('done') ?? '',
		};
	});

export const actions = {
	publish: async ({ locals, params, url }) => {
		const outcome = await onCommittee(locals, ({ tx, actor, committee }) =>
			publishRecording(tx, actor, committee, params.id, new Date()),
		);
		if (!outcome.ok) return fail(409, { reason: outcome.reason });
		redirect(303, `${url.pathname}?done=published`);
	},
	withdraw: async ({ locals, params, url }) => {
		await onCommittee(locals, ({ tx, committee }) => withdrawRecording(tx, committee, params.id));
		redirect(303, `${url.pathname}?done=withdrawn`);
	},
	discard: async ({ locals, params, url }) => {
		await onCommittee(locals, ({ tx, committee }) => removeRecording(tx, committee, params.id));
		redirect(303, url.pathname.replace(/\/recordings\/[^/]+$/, ''));
	},
} satisfies Actions;
