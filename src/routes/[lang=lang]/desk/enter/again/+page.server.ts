import { fail, redirect } from '@sveltejs/kit';
import { inTransaction } from '#platform/db.server.ts';
import { first, typedFrom } from '#platform/forms.ts';
import { Problem } from '#platform/problem.ts';
import { recogniseSession } from '#signin/actions.server.ts';
import { proveAgain } from '#signin/entering.server.ts';
import { countFactors } from '#signin/factors.server.ts';
import { pageToReturnTo, type Session, sessionCookie } from '#signin/model.ts';
import { fixedOrigin, optionsToEnter } from '#signin/passkeys.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** The hooks send a field phone here, so they let it through; who has no session at all is refused here. */
async function whoIs({ cookies, url }: Pick<RequestEvent, 'cookies' | 'url'>): Promise<Session> {
	const token = cookies.get(sessionCookie);
	const session = token
		? await inTransaction({ kind: 'identity' }, (tx) => recogniseSession(tx, token, url.hostname))
		: undefined;
	if (!session || session.persona) throw new Problem('desk_closed', 'no session to prove again');
	return session;
}

export const load: PageServerLoad = async ({ cookies, locals, url }) => {
	const session = await whoIs({ cookies, url });
	const factors = await inTransaction({ kind: 'identity' }, (tx) => countFactors(tx, session.account.id));
	const here = url.origin === fixedOrigin() && factors.passkeys > 0;
	return {
		...{ factors, field: session.kind === 'field', to: pageToReturnTo(url.searchParams.get('to'), locals.locale) },
		passkey: here ? await optionsToEnter() : null,
	};
};

export const actions = {
	default: async ({ cookies, locals, request, url }) => {
		const session = await whoIs({ cookies, url });
		const typed = typedFrom(await request.formData());
		const [code, recovery, passkey] = [first(typed, 'code'), first(typed, 'recovery'), first(typed, 'response')];
		const to = pageToReturnTo(first(typed, 'to') || url.searchParams.get('to'), locals.locale);
		const outcome = await proveAgain(session, { code, recovery, passkey });
		if (outcome !== 'proven') return fail(422, { why: outcome, recovery: recovery !== '', to });
		redirect(303, to);
	},
} satisfies Actions;
