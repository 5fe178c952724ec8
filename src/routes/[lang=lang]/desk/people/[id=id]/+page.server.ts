import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { listCommittees } from '#committees/store.server.ts';
import { listAccounts } from '#people/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import {
	changeAdministration,
	disableAccount,
	enableAccount,
	eraseAccount,
	type Outcome,
	wholeScope,
} from '#signin/person.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	inTransaction(locals.scope, async (tx) => {
		const account = (await listAccounts(tx, dayAt(new Date()))).find(({ id }) => id === params.id);
		if (!account) throw new Problem('not_found', `no account ${params.id}`);
		return {
			...{ account, committees: await listCommittees(tx), erasing: url.searchParams.has('erasing') },
			done: url.searchParams.get('done') ?? '',
		};
	});

type Here = Pick<RequestEvent<{ id: string }>, 'locals' | 'params' | 'url'>;
async function change({ locals, url }: Here, done: string, work: (tx: Transaction) => Promise<Outcome>) {
	const scope = done === 'erased' ? wholeScope(locals.actor) : locals.scope;
	const outcome = await inTransaction(scope, work);
	if (!outcome.ok) return fail(422, { why: outcome.reason });
	redirect(303, `${done === 'erased' ? url.pathname.replace(/\/[^/]+$/, '') : url.pathname}?done=${done}`);
}

export const actions = {
	disable: (event) => change(event, 'disabled', (tx) => disableAccount(tx, event.params.id)),
	enable: (event) => change(event, 'enabled', (tx) => enableAccount(tx, event.params.id)),
	promote: (event) => change(event, 'promoted', (tx) => changeAdministration(tx, event.params.id, true)),
	demote: (event) => change(event, 'demoted', (tx) => changeAdministration(tx, event.params.id, false)),
	erase: (event) => change(event, 'erased', (tx) => eraseAccount(tx, event.params.id)),
} satisfies Actions;
