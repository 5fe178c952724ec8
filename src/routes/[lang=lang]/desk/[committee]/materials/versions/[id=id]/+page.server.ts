import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { onCommittee } from '#committees/actions.server.ts';
import { changeVersion, getVersionPage, submitChecks, submitReview } from '#materials/actions.server.ts';
import type { VersionVerb } from '#materials/model.ts';
import { submitPrintOrder } from '#materials/printing.server.ts';
import { typedFrom } from '#platform/forms.ts';
import { staleOnly } from '#platform/problem.ts';
import { fixedOrigin } from '#signin/passkeys.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onCommittee(locals, async ({ tx, committee, actor }) => ({
		...(await getVersionPage(tx, actor, committee, params.id)),
		done: url.searchParams.get('done') ?? '',
	}));

type Here = Pick<RequestEvent<{ id: string }>, 'locals' | 'params' | 'request' | 'url'>;
type Work = (
	desk: Parameters<Parameters<typeof onCommittee>[1]>[0],
	typed: Record<string, string[]>,
) => ReturnType<typeof submitReview>;

async function act({ locals, request, url }: Here, verb: string, work: Work) {
	const typed = typedFrom(await request.formData());
	const outcome = await onCommittee(locals, (desk) => work(desk, typed)).catch(staleOnly);
	if (outcome === 'stale') return fail(409, { verb, stale: true, typed });
	if (outcome.ok) redirect(303, `${url.pathname}?done=${verb}`);
	if ('why' in outcome) return fail(422, { verb, why: outcome.why, typed });
	return fail(422, { verb, issues: outcome.issues, typed });
}

const change = (event: Here, verb: VersionVerb) =>
	act(event, verb, ({ tx, committee, actor }, typed) =>
		changeVersion(tx, actor, committee, event.params.id, { verb, typed }),
	);

export const actions = {
	submit: (event) => change(event, 'submit'),
	send_back: (event) => change(event, 'send_back'),
	approve: (event) => change(event, 'approve'),
	withdraw: (event) => change(event, 'withdraw'),
	check: (event) =>
		act(event, 'check', ({ tx, committee, actor }, typed) =>
			submitChecks(tx, actor, committee, event.params.id, typed),
		),
	review: (event) =>
		act(event, 'review', ({ tx, committee, actor }, typed) =>
			submitReview(tx, actor, committee, event.params.id, typed),
		),
	order: async ({ locals, params, request, url }) => {
		const typed = typedFrom(await request.formData());
		const wish = { versionId: params.id, typed, locale: locals.locale, home: fixedOrigin() };
		const outcome = await onCommittee(locals, ({ tx, committee, actor }) =>
			submitPrintOrder(tx, actor, committee, wish),
		);
		if (outcome.ok) redirect(303, `${url.pathname.replace(/versions\/[^/]+$/, `batches/${outcome.id}`)}?done=ordered`);
		return fail(422, { verb: 'order', issues: 'issues' in outcome ? outcome.issues : [], typed });
	},
} satisfies Actions;
