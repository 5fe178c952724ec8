import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { callBack, getRecallPage, orderReprint, sayAllClear, settlePlace } from '#materials/recall.server.ts';
import { first, typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const asked = (name: string) => Number(/^\d{1,6}$/.exec(url.searchParams.get(name) ?? '')?.[0] ?? 0);
		return {
			...(await getRecallPage(tx, committee, locals.locale)),
			done: url.searchParams.get('done') ?? '',
			told: { mails: asked('mails'), unreached: asked('unreached'), reprints: asked('reprints') },
		};
	});

type Here = Pick<RequestEvent, 'locals' | 'request' | 'url'>;
const batchIn = async ({ request }: Here) => typedFrom(await request.formData());
const to = ({ url }: Here, done: string) => redirect(303, `${url.pathname}?done=${done}`);

export const actions = {
	callBack: async ({ locals, url }) => {
		const { mails, unreached, reprints } = await onCommittee(locals, ({ tx, committee, actor }) =>
			callBack(tx, actor, committee),
		);
		redirect(303, `${url.pathname}?done=called_back&mails=${mails}&unreached=${unreached}&reprints=${reprints}`);
	},
	reprint: async (event) => {
		const batchId = first(await batchIn(event), 'batch');
		const outcome = await onCommittee(event.locals, ({ tx, committee, actor }) =>
			orderReprint(tx, actor, committee, { batchId }),
		);
		if (!outcome.ok) return fail(422, { print: outcome.print, left: null });
		return to(event, 'reprint');
	},
	settle: async (event) => {
		const typed = await batchIn(event);
		const wish = { batchId: first(typed, 'batch'), placeId: first(typed, 'place') || null };
		const outcome = await onCommittee(event.locals, ({ tx, committee, actor }) =>
			settlePlace(tx, actor, committee, { ...wish, replace: first(typed, 'how') === 'replaced' }),
		);
		if (!outcome.ok) return fail(422, { print: null, left: outcome.left });
		return to(event, 'settle');
	},
	allClear: async (event) => {
		const batchId = first(await batchIn(event), 'batch');
		await onCommittee(event.locals, ({ tx, committee, actor }) => sayAllClear(tx, actor, committee, { batchId }));
		return to(event, 'all_clear');
	},
} satisfies Actions;
