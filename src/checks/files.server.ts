import { inTransaction } from '#platform/db.server.ts';
import { findFile } from '#platform/files.server.ts';
import { sendFile } from '#platform/sending.server.ts';
import type { SetQuestion } from '#questions/model.ts';
import { doorScope, openPhaseOf } from './answering.server.ts';
import { nameOfFile } from './asking.ts';

/**
 * A picture or a recording of what a code asks at this moment, whole or in part. Anybody has it who has the code; under another code, after the phase
 * and of any other question nobody has: null. The database refuses the same.
 * @param name its content and its kind, as `nameOfFile` says
 */
export async function sendAsked(request: Request, code: string, name: string): Promise<Response | null> {
	const door = await openPhaseOf(code);
	const asked = door?.questions.flatMap(filesOf).find((file) => nameOfFile(file) === name);
	const kept = asked && (await inTransaction(doorScope, (tx) => findFile(tx, asked.sha256)));
	return kept ? sendFile(request, kept, { everybody: true, aDay: true }) : null;
}

const filesOf = ({ picture, audio }: SetQuestion) =>
	[picture, audio?.sq, audio?.en].filter((file) => file !== undefined);
