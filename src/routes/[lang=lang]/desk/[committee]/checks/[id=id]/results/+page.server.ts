import { onNational } from '#checks/desk.server.ts';
import { getResult } from '#results/reading.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onNational(locals, ({ tx, owner }) => getResult(tx, owner, params.id));
