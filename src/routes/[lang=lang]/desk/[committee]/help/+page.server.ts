import { onCommittee } from '#committees/actions.server.ts';
import { tellLines } from '#help/actions.server.ts';
import { listPages } from '#help/pages.server.ts';
import { listOffices, listRights } from '#help/store.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	onCommittee(locals, async ({ tx, committee }) => ({
		lines: await tellLines(tx, committee.id, new Date()),
		offices: await listOffices(tx, committee.id),
		shared: committee.level === 'national' ? [] : await listOffices(tx, null),
		rights: await listRights(tx),
		pages: committee.level === 'national' ? await listPages(tx) : [],
		isNational: committee.level === 'national',
	}));
