import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { getCommittee } from '#committees/store.server.ts';
import { addMaterial, changeVersion, writeVersion } from '#materials/actions.server.ts';
import { mostFileBytes, type VersionFile } from '#materials/files.ts';
import { demonstrationPrefix } from '#materials/store.server.ts';
import { look } from '#materials/uploading.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { keepFile, receive } from '#platform/files.server.ts';
import { offload } from '#platform/offload.server.ts';
import { approveVersion } from './materials.server.ts';
import { papers } from './wording.ts';

const actor: Actor = 'demonstration';
const textOf = (name: string): Promise<string> => readFile(path.join('db/demo/fletet', name), 'utf8');

/** A register and a quiz sheet of the national office, as somebody would have made and uploaded them; an invented second person has approved them. */
export async function loadPapers(tx: Transaction, officer: string, now: Date, until: string): Promise<void> {
	const office = await getCommittee(tx, { code: 'AL' });
	for (const { name, facts } of papers) {
		const more = { code: `${demonstrationPrefix}${name}`, demonstration: true };
		const id = await addMaterial(tx, actor, office, { ...facts, expiresOn: until }, more);
		for (const language of ['sq', 'en'] as const) {
			const made = language === 'sq' ? ('written' as const) : ('translated' as const);
			const file = await keepPaper(tx, name, language, dayAt(now));
			const draft = { language, made, texts: null, keptAt: `db/demo/fletet/${name}.typ`, file };
			const versionId = await writeVersion(tx, actor, { id, committeeId: office.id }, draft);
			const sent = await changeVersion(tx, actor, office, versionId, { verb: 'submit', typed: { revision: ['1'] } });
			if (!sent.ok) throw new Error(`the demonstration cannot send ${name}: ${JSON.stringify(sent)}`);
			const approval = { second: `national:${officer}` as Actor, office, kind: facts.kind, language, versionId };
			await approveVersion(tx, approval, dayAt(now));
		}
	}
}

/** Set by Typst, then looked into and kept as every upload is. */
async function keepPaper(tx: Transaction, name: string, language: string, madeOn: string): Promise<VersionFile> {
	const asked = { template: await textOf(`${name}.typ`), words: await textOf(`${name}.${language}.json`), madeOn };
	const limits = { timeoutMs: 15_000, memoryMb: 256 };
	const bytes = await offload<Uint8Array>('#materials/typesetting.server.ts', 'paperOf', asked, limits);
	const incoming = await receive(Readable.from([bytes]), mostFileBytes);
	try {
		const looked = await look(incoming.path);
		if (!looked.ok) throw new Error(`the paper ${name} of the demonstration is ${looked.fault}`);
		return { ...(await keepFile(tx, incoming, 'application/pdf')), look: looked.look };
	} finally {
		await incoming.discard();
	}
}
