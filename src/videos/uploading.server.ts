import { onCommittee } from '#committees/actions.server.ts';
import { FileRefused, hasRoom, type Incoming } from '#platform/files.server.ts';
import { FormBroken } from '#platform/multipart.server.ts';
import type { Issue } from '#platform/problem.ts';
import { receiveForm } from '#platform/uploads.server.ts';
import { keepOriginal } from './actions.server.ts';
import { mostSeconds } from './container.ts';
import { findTools } from './ffmpeg.server.ts';
import { inspect } from './looking.server.ts';
import { mostVideoBytes } from './model.ts';
import { getVideo } from './store.server.ts';

type Outcome = { ok: true } | { ok: false; issues: Issue[] };
type Who = Pick<App.Locals, 'actor' | 'scope' | 'committee'>;

/** Uploads at the same time: each writes to the disk, and reads it once more. */
const mostAtOnce = 3;
let underWay = 0;

const refused = (reason: string, words: Issue['words'] = {}): Outcome => ({
	ok: false,
	issues: [{ field: 'file', message: `video.upload.${reason}`, words }],
});

/**
 * Takes the upload of a video: who may was asked before a byte of it was read. It goes to the disk as it comes; then it is looked at; only what passes is kept. Nothing
 * half-written stays, whatever happens.
 */
export async function receiveVideo(who: Who, id: string, request: Request): Promise<Outcome> {
	await onCommittee(who, ({ tx, committee }) => getVideo(tx, committee.id, id));
	if (underWay >= mostAtOnce) return refused('busy');
	underWay++;
	let incoming: Incoming | null = null;
	try {
		if (!(await hasRoom(Number(request.headers.get('content-length') ?? 0)))) return refused('full');
		({ incoming } = await receiveForm(request, { field: 'file', most: mostVideoBytes }));
		if (!incoming) return refused('no_file');
		const found = await inspect(incoming, findTools());
		if (!found.ok) return refused(found.fault, { seems: found.seems || '?', most: mostSeconds / 60 });
		const upload = { incoming, found };
		await onCommittee(who, ({ tx, actor, committee }) => keepOriginal(tx, actor, committee, id, upload));
		return { ok: true };
	} catch (fault) {
		if (fault instanceof FileRefused) return refused(fault.reason, { most: mostVideoBytes / 1024 / 1024 });
		if (fault instanceof FormBroken) return refused('broken_off');
		throw fault;
	} finally {
		underWay--;
		await incoming?.discard();
	}
}
