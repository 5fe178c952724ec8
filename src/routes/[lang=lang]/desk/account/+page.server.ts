import { fail, redirect } from '@sveltejs/kit';
import { first, typedFrom } from '#platform/forms.ts';
import {
	addFactor,
	type Changed,
	endOwnSessions,
	readOwnAccount,
	removePasskey,
	renewRecoveryCodes,
	saveOwnName,
	selfOf,
} from '#signin/account.server.ts';
import { deviceOf } from '#signin/model.ts';
import { fixedOrigin } from '#signin/passkeys.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => ({
	own: await readOwnAccount(selfOf(locals)),
	passkeysHere: url.origin === fixedOrigin(),
	done: url.searchParams.get('done'),
});

const read = async ({ request }: RequestEvent) => typedFrom(await request.formData());

/** What came of a change of factors: done, first proven again, or why not. */
function answer({ locals }: RequestEvent, changed: Changed) {
	const page = `/${locals.locale}/desk/account`;
	if (changed === 'done') redirect(303, `${page}?done=factors`);
	if (changed === 'again') redirect(303, `/${locals.locale}/desk/enter/again?to=${page}`);
	return fail(422, { why: changed });
}

export const actions = {
	name: async (event) => {
		const issues = await saveOwnName(selfOf(event.locals), await read(event));
		if (issues.length > 0) return fail(422, { issues });
		redirect(303, `/${event.locals.locale}/desk/account?done=name`);
	},
	end: async (event) => {
		await endOwnSessions(selfOf(event.locals), first(await read(event), 'session'));
		redirect(303, `/${event.locals.locale}/desk/account?done=sessions`);
	},
	passkey: async (event) => {
		const typed = await read(event);
		const name = first(typed, 'name') || deviceOf(event.request.headers.get('user-agent') ?? '');
		return answer(event, await addFactor(selfOf(event.locals), { passkey: first(typed, 'response'), name }));
	},
	remove: async (event) =>
		answer(event, await removePasskey(selfOf(event.locals), first(await read(event), 'passkey'))),
	totp: async (event) => {
		const typed = await read(event);
		const choice = { sealed: first(typed, 'sealed'), code: first(typed, 'code') };
		return answer(event, await addFactor(selfOf(event.locals), choice));
	},
	codes: async (event) => {
		const outcome = await renewRecoveryCodes(selfOf(event.locals));
		return 'codes' in outcome ? { codes: outcome.codes } : answer(event, outcome.why);
	},
} satisfies Actions;
