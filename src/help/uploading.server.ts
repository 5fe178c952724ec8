import { readFile } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import { onCommittee } from '#committees/actions.server.ts';
import { dayAt } from '#platform/dates.ts';
import { FileRefused, hasRoom, type Incoming, keepFile, overwrite } from '#platform/files.server.ts';
import type { Typed } from '#platform/forms.ts';
import { FormBroken } from '#platform/multipart.server.ts';
import type { Issue } from '#platform/problem.ts';
import { receiveForm } from '#platform/uploads.server.ts';
import { sectionText } from './naming.ts';
import { listPages } from './pages.server.ts';
import { addRecording, refuseCounty } from './recordings.server.ts';
import { parseRecording } from './recordings.ts';
import { lookIntoSound, mostSoundBytes, mostSoundSeconds, type SoundLook } from './sound.ts';
import { listRefusedNumbers } from './store.server.ts';

type Outcome = { ok: true; id: string } | { ok: false; issues: Issue[]; typed: Typed };
type Who = Pick<App.Locals, 'actor' | 'scope' | 'committee'>;

const said = { most: mostSoundBytes / 1024 / 1024, minutes: mostSoundSeconds / 60 };
const refusal = (reason: string): Issue => ({ field: 'file', message: `help.recording.upload.${reason}`, words: said });

/** Takes the upload of a recording as that of a video is taken: to the disk as it comes, looked at, and kept only when it passes. */
export async function receiveRecording(who: Who, request: Request, now = new Date()): Promise<Outcome> {
	await onCommittee(who, async ({ committee }) => refuseCounty(committee));
	let typed: Typed = {};
	let incoming: Incoming | null = null;
	try {
		if (!(await hasRoom(mostSoundBytes))) return { ok: false, issues: [refusal('full')], typed };
		({ typed, incoming } = await receiveForm(request, { field: 'file', most: mostSoundBytes }));
		const { parsed, pages } = await onCommittee(who, async ({ tx }) => {
			const known = await listPages(tx);
			const languages = known.map(({ language }) => language);
			const refused = await listRefusedNumbers(tx, null, dayAt(now));
			return { pages: known, parsed: parseRecording(typed, { languages, refused, today: dayAt(now) }) };
		});
		const found = incoming ? await inspectSound(incoming) : null;
		const faults = found === null ? [refusal('no_file')] : found.ok ? [] : [refusal(found.fault)];
		if (!parsed.ok || !incoming || !found?.ok)
			return { ok: false, issues: [...(parsed.ok ? [] : parsed.issues), ...faults], typed };
		const [file, { mediaType, seconds }, draft] = [incoming, found, parsed.value];
		const id = await onCommittee(who, async ({ tx, actor, committee }) => {
			const kept = await keepFile(tx, file, mediaType);
			const read = sectionText(draft.language, draft.section, pages);
			return addRecording(tx, actor, committee, draft, { ...kept, seconds }, read);
		});
		return { ok: true, id };
	} catch (fault) {
		if (fault instanceof FileRefused) return { ok: false, issues: [refusal(fault.reason)], typed };
		if (fault instanceof FormBroken) return { ok: false, issues: [refusal('broken_off')], typed };
		throw fault;
	} finally {
		await incoming?.discard();
	}
}

type Kind = 'audio/mpeg' | 'audio/ogg';
type Inspection = (Extract<SoundLook, { ok: true }> & { mediaType: Kind }) | Extract<SoundLook, { ok: false }>;

/** What the content is, whatever the name says; tags are written over in the file itself. */
export async function inspectSound(incoming: Pick<Incoming, 'path'>): Promise<Inspection> {
	const bytes = await readFile(incoming.path);
	const seems = (await fileTypeFromBuffer(bytes.subarray(0, 4100)))?.mime.split(';')[0];
	// A tag with a large picture hides what follows it from a glance; the look reads past it.
	const mediaType = seems === 'audio/mpeg' || bytes.toString('latin1', 0, 3) === 'ID3' ? 'audio/mpeg' : seems;
	if (mediaType !== 'audio/mpeg' && mediaType !== 'audio/ogg') return { ok: false, fault: 'not_sound' };
	const look = lookIntoSound(bytes, mediaType);
	if (!look.ok) return look;
	await overwrite(incoming, bytes);
	return { ...look, mediaType };
}
