import { isAskedFor, parseQuestion } from '#cases/input.ts';
import { listCases } from '#cases/store.server.ts';
import { onCommittee } from '#committees/actions.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const question = parseQuestion(url.searchParams);
		const all = await listCases(tx);
		const asked = all.filter((one) => isAskedFor(one, question));
		return {
			question,
			all: all.length,
			own: asked.filter(({ committeeId }) => committeeId === committee.id),
			national: asked.filter((one) => one.national && one.committeeId !== committee.id),
		};
	});
