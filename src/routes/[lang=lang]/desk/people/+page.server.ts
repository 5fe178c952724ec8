import { listCommittees } from '#committees/store.server.ts';
import { isNamed } from '#people/model.ts';
import { listAccounts } from '#people/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { inTransaction } from '#platform/db.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	inTransaction(locals.scope, async (tx) => {
		const search = url.searchParams.get('search')?.trim().slice(0, 100) ?? '';
		const all = await listAccounts(tx, dayAt(new Date()));
		return {
			...{ search, all: all.length, accounts: all.filter((account) => isNamed(account, search)) },
			committees: await listCommittees(tx),
			done: url.searchParams.get('done') ?? '',
		};
	});
