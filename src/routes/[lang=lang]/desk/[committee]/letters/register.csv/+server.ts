import { onCommittee } from '#committees/actions.server.ts';
import { answerRegister } from '#letters/files.server.ts';
import { parseQuestion } from '#letters/input.ts';
import { listLetters } from '#letters/store.server.ts';
import type { RequestHandler } from './$types';

/** The register of protocol numbers as a table. */
export const GET: RequestHandler = ({ locals, url }) =>
	onCommittee(locals, async ({ tx, committee }) => {
		const letters = await listLetters(tx, { committeeId: committee.id });
		return answerRegister(locals.locale, committee.slug, letters, parseQuestion(url.searchParams).year);
	});
