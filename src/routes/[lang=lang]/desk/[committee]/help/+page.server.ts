import { onCommittee } from '#committees/actions.server.ts';
import { tellLines } from '#help/actions.server.ts';
import type { HelpPage } from '#help/languages.ts';
import { sectionText } from '#help/naming.ts';
import { listOffices, listRights } from '#help/offices.server.ts';
import { listPages } from '#help/pages.server.ts';
import { listRecordings } from '#help/recordings.server.ts';
import { isReadFromOther, type Recording } from '#help/recordings.ts';
import { listRefusedNumbers } from '#help/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { PageServerLoad } from './$types';

/** Recordings that were read from other words than are written now. */
const readFromOther = (recordings: readonly Recording[], pages: readonly HelpPage[]): string[] =>
	recordings.filter((one) => isReadFromOther(one, sectionText(one.language, one.section, pages))).map(({ id }) => id);

export const load: PageServerLoad = ({ locals }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const isNational = committee.level === 'national';
		const [pages, recordings] = isNational ? [await listPages(tx), await listRecordings(tx)] : [[], []];
		return {
			...{ isNational, pages, recordings, other: readFromOther(recordings, pages) },
			lines: await tellLines(tx, committee.id, new Date()),
			offices: await listOffices(tx, committee.id),
			shared: isNational ? [] : await listOffices(tx, null),
			rights: await listRights(tx),
			refused: await listRefusedNumbers(tx, null, dayAt(new Date())),
		};
	});
