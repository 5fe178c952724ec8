import { onCommittee } from '#committees/actions.server.ts';
import { getLetterPage } from '#letters/actions.server.ts';
import { answerLetter } from '#letters/files.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
	const { letter, paper } = await onCommittee(locals, ({ tx, committee }) => getLetterPage(tx, committee, params.id));
	return answerLetter(params.format, letter, paper);
};
