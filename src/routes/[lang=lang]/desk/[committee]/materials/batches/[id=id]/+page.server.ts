import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { namesOf } from '#materials/actions.server.ts';
import {
	cancelBatch,
	getBatchPage,
	renewBatch,
	submitMovement,
	submitPrinted,
	submitTakeBack,
} from '#materials/stock.server.ts';
import { listMaterialEvents } from '#materials/store.server.ts';
import { type Typed, typedFrom } from '#platform/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const page = await getBatchPage(tx, committee, params.id, locals.locale);
		const events = await listMaterialEvents(tx, page.batch.materialId, { batchId: params.id });
		const actors = [...events, ...page.movements].map(({ actor }) => actor);
		return {
			...{ ...page, events },
			names: await namesOf(tx, actors),
			placeNames: Object.fromEntries(page.places.map(({ id, name }) => [id, name])),
			done: url.searchParams.get('done') ?? '',
			takeBack: url.searchParams.get('take_back'),
		};
	});

type Here = Pick<RequestEvent<{ id: string }>, 'locals' | 'params' | 'request' | 'url'>;
type Desk = Parameters<Parameters<typeof onCommittee>[1]>[0];
type Outcome = Awaited<ReturnType<typeof submitPrinted> | ReturnType<typeof renewBatch>>;

async function act({ locals, request, url }: Here, verb: string, work: (desk: Desk, typed: Typed) => Promise<Outcome>) {
	const typed = typedFrom(await request.formData());
	const outcome = await onCommittee(locals, (desk) => work(desk, typed));
	if (outcome.ok) redirect(303, `${url.pathname}?done=${verb}`);
	const why = 'batch' in outcome ? outcome.batch : null;
	const print = 'print' in outcome ? outcome.print : null;
	return fail(422, { verb, why, print, issues: 'issues' in outcome ? outcome.issues : [], typed });
}

export const actions = {
	printed: (event) =>
		act(event, 'printed', ({ tx, committee, actor }, typed) =>
			submitPrinted(tx, actor, committee, event.params.id, typed),
		),
	renew: (event) =>
		act(event, 'renewed', ({ tx, committee, actor }) => renewBatch(tx, actor, committee, event.params.id)),
	cancelBatch: (event) =>
		act(event, 'cancelled', ({ tx, committee, actor }) => cancelBatch(tx, actor, committee, event.params.id)),
	move: (event) =>
		act(event, 'moved', ({ tx, committee, actor }, typed) =>
			submitMovement(tx, actor, committee, event.params.id, typed),
		),
	takeBack: (event) =>
		act(event, 'taken_back', ({ tx, committee, actor }, typed) =>
			submitTakeBack(tx, actor, committee, event.params.id, typed),
		),
} satisfies Actions;
