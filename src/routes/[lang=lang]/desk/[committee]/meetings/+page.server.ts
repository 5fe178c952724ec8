import { onCommittee } from '#committees/actions.server.ts';
import { getList } from '#meetings/actions.server.ts';
import { yearAsked } from '#meetings/input.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	onCommittee(locals, ({ tx, committee }) => getList(tx, committee, yearAsked(url.searchParams)));
