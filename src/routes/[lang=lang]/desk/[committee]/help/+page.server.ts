import { onCommittee } from '#committees/actions.server.ts';
import { tellLines } from '#help/actions.server.ts';
import { listOffices, listRights } from '#help/offices.server.ts';
import { listPages } from '#help/pages.server.ts';
import { listRecordings } from '#help/recordings.server.ts';
import { listRefusedNumbers } from '#help/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	onCommittee(locals, async ({ tx, committee }) => ({
		lines: await tellLines(tx, committee.id, new Date()),
		offices: await listOffices(tx, committee.id),
		shared: committee.level === 'national' ? [] : await listOffices(tx, null),
		rights: await listRights(tx),
		pages: committee.level === 'national' ? await listPages(tx) : [],
		recordings: committee.level === 'national' ? await listRecordings(tx) : [],
		refused: await listRefusedNumbers(tx, null, dayAt(new Date())),
		isNational: committee.level === 'national',
	}));
