import { fail, redirect } from '@sveltejs/kit';
import { committeeName } from '#committees/naming.ts';
import { listCommittees } from '#committees/store.server.ts';
import { endFeed, getFeedAddress, renewFeed } from '#doors/actions.server.ts';
import { translator } from '#i18n/t.ts';
import { inTransaction } from '#platform/db.server.ts';
import { first, typedFrom } from '#platform/forms.ts';
import { selfOf } from '#signin/account.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** The committees for which whoever is signed in runs activities. */
const committeesOf = ({ session }: App.Locals): string[] =>
	(session?.grants ?? []).flatMap(({ role, committeeId }) =>
		role === 'facilitator' && committeeId ? [committeeId] : [],
	);

export const load: PageServerLoad = ({ locals, url }) =>
	inTransaction(locals.scope, async (tx) => {
		const t = translator(locals.locale);
		const own = new Set(committeesOf(locals));
		const committees = (await listCommittees(tx)).filter(({ id }) => own.has(id));
		const accountId = selfOf(locals).session.account.id;
		const calendars = [];
		for (const committee of committees)
			calendars.push({
				...{ committeeId: committee.id, name: committeeName(t, committee, 'short') },
				address: await getFeedAddress(tx, { accountId, committeeId: committee.id }),
			});
		return { calendars, origin: url.origin, done: url.searchParams.get('done') ?? '' };
	});

async function change({ locals, request, url }: RequestEvent, make: boolean) {
	const committeeId = first(typedFrom(await request.formData()), 'committee');
	if (!committeesOf(locals).includes(committeeId)) return fail(422, { none: true });
	const owner = { accountId: selfOf(locals).session.account.id, committeeId };
	await inTransaction(locals.scope, (tx) => (make ? renewFeed(tx, committeeId, owner) : endFeed(tx, owner)));
	redirect(303, `${url.pathname}?done=${make ? 'made' : 'ended'}`);
}

export const actions = {
	renewCalendar: (event) => change(event, true),
	endCalendar: (event) => change(event, false),
} satisfies Actions;
