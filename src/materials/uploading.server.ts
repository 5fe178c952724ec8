import { onCommittee } from '#committees/actions.server.ts';
import { deadNumbersIn } from '#help/model.ts';
import { listRefusedNumbers } from '#help/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { FileRefused, hasRoom, type Incoming, keepFile } from '#platform/files.server.ts';
import type { Typed } from '#platform/forms.ts';
import { FormBroken } from '#platform/multipart.server.ts';
import { OffloadError, offload } from '#platform/offload.server.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { receiveForm } from '#platform/uploads.server.ts';
import { readVersion, refuseForeign, rewriteVersion, writeVersion } from './actions.server.ts';
import {
	type FileLook,
	type Looked,
	linesAskingNames,
	mostFileBytes,
	mostPages,
	numbersText,
	pageWith,
} from './files.ts';
import { parseRevision } from './input.ts';
import { contentOf, type Material, type Version } from './model.ts';
import { getMaterial } from './store.server.ts';
import { getVersion } from './versions.server.ts';

type Who = Pick<App.Locals, 'actor' | 'scope' | 'committee'>;
type Outcome = { ok: true; id: string } | { ok: false; issues: Issue[]; typed: Typed };
/** A new version of a material, or another file for a draft. */
export type Target = { materialId: string } | { versionId: string };

const said = { most: mostFileBytes / 1024 / 1024, pages: mostPages };
const refusal = (reason: string, words: Issue['words'] = {}): Issue => ({
	field: 'file',
	message: `material.upload.${reason}`,
	words: { ...said, ...words },
});

/** A form that holds a file for a version: whose, and what it is. @throws Problem for what may not be written on */
export async function openTarget(
	tx: Transaction,
	committee: { id: string },
	target: Target,
): Promise<{ material: Material; version: Version | null }> {
	const version = 'versionId' in target ? await getVersion(tx, target.versionId) : null;
	const material = await getMaterial(
		tx,
		committee.id,
		version?.materialId ?? ('materialId' in target ? target.materialId : ''),
	);
	refuseForeign(material, committee);
	if (version && version.state !== 'draft') throw new Problem('stale', 'only a draft takes another file');
	if (contentOf(material.kind) !== 'file') throw new Problem('not_found', `a ${material.kind} is no file`);
	return { material, version };
}

/** Takes the file of a version as that of a recording is taken: to the disk as it comes, looked into, and kept only when it passes. */
export async function receiveVersion(who: Who, target: Target, request: Request, now = new Date()): Promise<Outcome> {
	// Who may was asked before a byte of it was read; what may be written on is asked too.
	await onCommittee(who, ({ tx, committee }) => openTarget(tx, committee, target));
	let typed: Typed = {};
	let incoming: Incoming | null = null;
	try {
		if (!(await hasRoom(mostFileBytes))) return { ok: false, issues: [refusal('full')], typed };
		({ typed, incoming } = await receiveForm(request, { field: 'file', most: mostFileBytes }));
		const upload = { typed, incoming, looked: incoming ? await look(incoming.path) : null };
		return await onCommittee(who, ({ tx, actor, committee }) => takeFile(tx, actor, committee, target, upload, now));
	} catch (fault) {
		if (fault instanceof FileRefused) return { ok: false, issues: [refusal(fault.reason)], typed };
		if (fault instanceof FormBroken) return { ok: false, issues: [refusal('broken_off')], typed };
		throw fault;
	} finally {
		await incoming?.discard();
	}
}

type Upload = {
	typed: Typed /** Null: a draft keeps the file that it has. */;
	incoming: Incoming | null;
	looked: Looked | null;
};

/** Writes a version with a file that was looked into, or says everything that stands against it. */
export async function takeFile(
	tx: Transaction,
	actor: Actor,
	committee: { id: string },
	target: Target,
	{ typed, incoming, looked }: Upload,
	now: Date,
): Promise<Outcome> {
	const { material, version } = await openTarget(tx, committee, target);
	const form = { content: 'file' as const, ...(version ? { language: version.language } : {}) };
	const read = await readVersion(tx, committee, typed, dayAt(now), form);
	const issues = read.ok ? [] : [...read.issues];
	if (looked?.ok) issues.push(...(await faultsIn(tx, committee, material, looked.look, dayAt(now))));
	else if (looked) issues.push(refusal(looked.fault));
	else if (!version?.file) issues.push(refusal('no_file'));
	if (!read.ok || issues.length > 0) return { ok: false, issues, typed };
	const kept =
		incoming && looked?.ok
			? { ...(await keepFile(tx, incoming, 'application/pdf')), look: looked.look }
			: (version?.file ?? null);
	const draft = { ...read.value, file: kept };
	if (!version) return { ok: true, id: await writeVersion(tx, actor, material, draft) };
	await rewriteVersion(tx, actor, version, { revision: parseRevision(typed), draft });
	return { ok: true, id: version.id };
}

/** Looks into a file beside the server; one that takes too long is refused as one that is too large would be. */
export async function look(path: string): Promise<Looked> {
	try {
		const limits = { timeoutMs: 30_000, memoryMb: 512 };
		return await offload<Looked>('#materials/looking.server.ts', 'lookInto', path, limits);
	} catch (fault) {
		if (fault instanceof OffloadError && ['timeout', 'memory'].includes(fault.reason))
			return { ok: false, fault: 'too_heavy' };
		throw fault;
	}
}

/** What no material may say: a dead number, with its page; who somebody is, in a register. */
async function faultsIn(
	tx: Transaction,
	committee: { id: string },
	{ kind }: Pick<Material, 'kind'>,
	found: FileLook,
	today: string,
): Promise<Issue[]> {
	const refused = await listRefusedNumbers(tx, committee.id, today);
	const dead = deadNumbersIn(numbersText(found), refused).map((one) => {
		const page = pageWith(found, (text) => deadNumbersIn(text, [one]).length > 0);
		return refusal(page ? `number_${one.reason}` : 'number_elsewhere', {
			number: one.number,
			...(page ? { page } : {}),
		});
	});
	const [asking] = linesAskingNames(kind, found);
	return [...dead, ...(asking ? [refusal('asks_names', { line: asking.slice(0, 60) })] : [])];
}
