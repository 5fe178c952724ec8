import { fail, redirect } from '@sveltejs/kit';
import { listCommittees } from '#committees/store.server.ts';
import { emailOf, isEmail } from '#people/model.ts';
import { listPersonas } from '#people/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import { first, typedFrom } from '#platform/forms.ts';
import { enterAsPersona, isPersonaSwitchOpen } from '#signin/actions.server.ts';
import { askByMail } from '#signin/asking.server.ts';
import { keepAsked, keepSession, letIn, visitorOf } from '#signin/cookies.server.ts';
import { enterByPasskey } from '#signin/entering.server.ts';
import { canAnybodySignIn } from '#signin/factors.server.ts';
import { askedCookie, knownCookie, pageToReturnTo } from '#signin/model.ts';
import { fixedOrigin, optionsToEnter } from '#signin/passkeys.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	inTransaction({ kind: 'identity' }, async (tx) => {
		const open = await isPersonaSwitchOpen(tx, url.hostname);
		// Passkeys belong to one address and to no other.
		const here = url.origin === fixedOrigin();
		const personas = open ? await listPersonas(tx) : [];
		return {
			to: pageToReturnTo(url.searchParams.get('to'), locals.locale),
			passkey: here ? await optionsToEnter() : null,
			passkeysAt: here ? null : `${fixedOrigin()}${url.pathname}${url.search}`,
			nobody: personas.length === 0 && !(await canAnybodySignIn(tx)),
			...{ personas, committees: await listCommittees(tx) },
		};
	});

export const actions = {
	passkey: async ({ cookies, locals, request }) => {
		const typed = typedFrom(await request.formData());
		const field = first(typed, 'field') !== '';
		const opened = await enterByPasskey(first(typed, 'response'), field, visitorOf(cookies, request));
		if (!opened) return fail(422, { passkey: true, to: first(typed, 'to') });
		redirect(303, letIn(cookies, locals.locale, opened, first(typed, 'to')));
	},
	ask: async ({ cookies, locals, request }) => {
		const typed = typedFrom(await request.formData());
		const email = emailOf(first(typed, 'email'));
		if (!isEmail(email)) {
			return fail(422, { email: first(typed, 'email').slice(0, 254), to: first(typed, 'to') });
		}
		const field = first(typed, 'field') !== '';
		const [nonce, mark] = [cookies.get(askedCookie), cookies.get(knownCookie)];
		keepAsked(cookies, await askByMail({ email, field, nonce, mark }), first(typed, 'to'));
		redirect(303, `/${locals.locale}/desk/enter/code`);
	},
	persona: async ({ cookies, locals, request, url }) => {
		const account = first(typedFrom(await request.formData()), 'account');
		const token = await enterAsPersona(account, url.hostname, request.headers.get('user-agent') ?? '');
		if (!token) return fail(422, { gone: true });
		keepSession(cookies, { token, kind: 'desk' });
		redirect(303, `/${locals.locale}/desk`);
	},
} satisfies Actions;
