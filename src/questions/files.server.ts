import { readFile } from 'node:fs/promises';
import { onCommittee } from '#committees/actions.server.ts';
import { mostSoundBytes, mostSoundSeconds } from '#help/sound.ts';
import { inspectSound } from '#help/uploading.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import {
	FileRefused,
	findUsedFile,
	hasRoom,
	type Incoming,
	keepFile,
	type MediaType,
	overwrite,
} from '#platform/files.server.ts';
import { first, type Typed } from '#platform/forms.ts';
import { FormBroken } from '#platform/multipart.server.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { receiveForm } from '#platform/uploads.server.ts';
import { deleteFile, saveFile } from './attached.server.ts';
import { parseFile } from './input.ts';
import { type Attached, type Slot, slots, type Version } from './model.ts';
import { lookIntoPicture, mostPictureBytes, pictureSides } from './picture.ts';
import { getQuestion, lockQuestion, saveWriter } from './store.server.ts';

type Who = Pick<App.Locals, 'actor' | 'scope' | 'committee'>;
type Outcome = { ok: true } | { ok: false; issues: Issue[]; typed: Typed };

const said = {
	...{ most: mostSoundBytes / 1024 / 1024, minutes: mostSoundSeconds / 60 },
	...{ kilobytes: mostPictureBytes / 1024, least: pictureSides.least, side: pictureSides.most },
};
const refusal = (reason: string): Issue => ({ field: 'file', message: `question.upload.${reason}`, words: said });

/** The draft of a question of one's own, which alone takes files. @throws Problem stale where there is none */
export async function getDraft(tx: Transaction, committee: { id: string }, id: string): Promise<Version> {
	const draft = (await lockQuestion(tx, committee.id, id)).versions.find(({ state }) => state === 'draft');
	if (!draft) throw new Problem('stale', 'only a draft takes files');
	return draft;
}

/** Takes a picture or a recording of a draft as that of the help page is taken: to the disk as it comes, looked into, kept only when it passes. */
export async function receiveFile(who: Who, id: string, request: Request): Promise<Outcome> {
	await onCommittee(who, ({ tx, committee }) => getDraft(tx, committee, id));
	let typed: Typed = {};
	let incoming: Incoming | null = null;
	try {
		if (!(await hasRoom(mostSoundBytes))) return { ok: false, issues: [refusal('full')], typed };
		({ typed, incoming } = await receiveForm(request, { field: 'file', most: mostSoundBytes }));
		const parsed = parseFile(typed);
		const found = incoming && parsed.ok ? await inspect(incoming, parsed.value.slot) : null;
		const faults = incoming
			? found === null || 'mediaType' in found
				? []
				: [refusal(found.fault)]
			: [refusal('no_file')];
		if (!parsed.ok || !incoming || !found || !('mediaType' in found))
			return { ok: false, issues: [...(parsed.ok ? [] : parsed.issues), ...faults], typed };
		const [file, { mediaType }, about] = [incoming, found, parsed.value];
		await onCommittee(who, async ({ tx, actor, committee }) => {
			const draft = await getDraft(tx, committee, id);
			const { sha256 } = await keepFile(tx, file, mediaType);
			await saveFile(tx, committee.id, draft.id, { ...about, sha256 });
			await saveWriter(tx, draft, actor);
		});
		return { ok: true };
	} catch (fault) {
		if (fault instanceof FileRefused) return { ok: false, issues: [refusal(fault.reason)], typed };
		if (fault instanceof FormBroken) return { ok: false, issues: [refusal('broken_off')], typed };
		throw fault;
	} finally {
		await incoming?.discard();
	}
}

async function inspect(incoming: Incoming, slot: Slot): Promise<{ mediaType: MediaType } | { fault: string }> {
	if (slot !== 'picture') return inspectSound(incoming);
	if (incoming.bytes > mostPictureBytes) return { fault: 'picture_too_large' };
	const bytes = await readFile(incoming.path);
	const look = lookIntoPicture(bytes);
	if (look.ok) await overwrite(incoming, bytes);
	return look;
}

/** Takes a file away from a draft; the nightly sweep takes its bytes. */
export async function removeFile(tx: Transaction, actor: string, committee: { id: string }, id: string, typed: Typed) {
	const draft = await getDraft(tx, committee, id);
	const slot = slots.find((one) => one === first(typed, 'slot'));
	if (!slot) throw new Problem('stale', 'no such file');
	await deleteFile(tx, draft.id, slot);
	await saveWriter(tx, draft, actor);
}

/** A file of a version for whoever may see it at the desk. @throws Problem not_found */
export async function getFile(
	tx: Transaction,
	id: string,
	{ versionId, slot }: { versionId: string | null; slot: string },
) {
	const { versions } = await getQuestion(tx, id);
	const version = versions.find((one) => one.id === versionId) ?? versions[0];
	const file = version && attachedIn(version, slot);
	const kept = file && (await findUsedFile(tx, file.sha256));
	if (!kept) throw new Problem('not_found', `no ${slot} of this question`);
	return kept;
}

const attachedIn = ({ picture, audio }: Version, slot: string): Attached | undefined =>
	slot === 'picture' ? picture : slot === 'audio_sq' ? audio?.sq : slot === 'audio_en' ? audio?.en : undefined;
