import { onCommittee } from '#committees/actions.server.ts';
import { parseQuestion } from '#letters/input.ts';
import { inOrder, isAsked, yearsOf } from '#letters/model.ts';
import { listLetters } from '#letters/store.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const all = await listLetters(tx, { committeeId: committee.id });
		const question = parseQuestion(url.searchParams);
		return {
			question,
			all: all.length,
			years: yearsOf(all),
			letters: inOrder(all.filter((letter) => isAsked(letter, question))),
			done: url.searchParams.get('done') ?? '',
		};
	});
