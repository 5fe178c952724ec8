import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { getCommittee } from '#committees/store.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { receive } from '#platform/files.server.ts';
import { addVideo, approveVideo, keepOriginal, submitCaptions } from '#videos/actions.server.ts';
import { inspect } from '#videos/looking.server.ts';
import { mostVideoBytes } from '#videos/model.ts';
import { film } from './wording.ts';

const folder = 'db/demo/video';
const actor = 'demonstration';

/** The film of the demonstration, drawn by scripts/film.ts, as a video of the national office: uploaded, looked at, captioned and approved. */
export async function loadVideo(tx: Transaction): Promise<void> {
	const national = await getCommittee(tx, { code: 'AL' });
	const id = await addVideo(tx, actor, national, film.facts, true);
	const incoming = await receive(createReadStream(path.join(folder, 'oferta.mp4')), mostVideoBytes);
	try {
		const found = await inspect(incoming, null);
		if (!found.ok) throw new Error(`the film of the demonstration is ${found.fault}`);
		// It is small already: a first start is no time to make films.
		await keepOriginal(tx, actor, national, id, { incoming, found, makesSizes: false });
	} finally {
		await incoming.discard();
	}
	for (const language of ['sq', 'en'] as const) {
		const text = (name: string) => readFile(path.join(folder, name), 'utf8');
		const outcome = await submitCaptions(tx, actor, national, id, {
			...{ language: [language], kind: ['captions'], made: ['by_hand'], reviewer: [film.reviewer[language]] },
			vtt: [await text(`titrat.${language}.vtt`)],
			transcript: [(await text(`teksti.${language}.txt`)).trim()],
		});
		if (!outcome.ok) throw new Error(`the captions of the demonstration: ${JSON.stringify(outcome.issues)}`);
	}
	const approved = await approveVideo(tx, actor, national, id);
	if (!approved.ok) throw new Error(`the film of the demonstration cannot be approved: ${approved.faults}`);
}
