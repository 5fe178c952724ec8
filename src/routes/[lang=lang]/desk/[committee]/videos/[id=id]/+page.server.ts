import { fail, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import {
	approveVideo,
	cancelSizes,
	faultsOf,
	getWholeVideo,
	makeMissingSizes,
	removeVideo,
	withdrawVideo,
} from '#videos/actions.server.ts';
import { findTools } from '#videos/ffmpeg.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, actor }) => {
		const whole = await getWholeVideo(tx, null, params.id);
		return {
			...whole,
			faults: faultsOf(whole, actor),
			makesSizes: findTools() !== null,
			done: url.searchParams.get('done'),
		};
	});

const back = (url: URL, done: string) => redirect(303, `${url.pathname}?done=${done}`);

export const actions = {
	approve: async ({ locals, params, url }) => {
		const outcome = await onCommittee(locals, ({ tx, actor, committee }) =>
			approveVideo(tx, actor, committee, params.id),
		);
		return outcome.ok ? back(url, 'approved') : fail(422, { refused: outcome.faults });
	},
	withdraw: async ({ locals, params, url }) => {
		await onCommittee(locals, ({ tx, committee }) => withdrawVideo(tx, committee, params.id));
		back(url, 'withdrawn');
	},
	sizes: async ({ locals, params, url }) => {
		const outcome = await onCommittee(locals, ({ tx, committee }) => makeMissingSizes(tx, committee, params.id));
		back(url, outcome.ok ? 'sizes' : outcome.reason);
	},
	cancel: async ({ locals, params, url }) => {
		await onCommittee(locals, ({ tx, committee }) => cancelSizes(tx, committee, params.id));
		back(url, 'cancelled');
	},
	discard: async ({ locals, params, url }) => {
		await onCommittee(locals, ({ tx, committee }) => removeVideo(tx, committee, params.id));
		redirect(303, `${url.pathname.replace(/\/[^/]+$/, '')}?done=removed`);
	},
} satisfies Actions;
