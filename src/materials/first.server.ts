import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { getCommittee } from '#committees/store.server.ts';
import { addDays, dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { addMaterial, changeVersion, writeVersion } from './actions.server.ts';
import { type LeafletTexts, type PrintAudience, printAudiences } from './print.ts';
import { demonstrationPrefix, findByCode } from './store.server.ts';

/** Where the texts lie, one file to an audience and language. */
const folder = path.join(process.env.KAMBANA_ROOT ?? process.cwd(), 'db/materials');
const textsOf = async (name: string): Promise<LeafletTexts> =>
	JSON.parse(await readFile(path.join(folder, `${name}.json`), 'utf8')) as LeafletTexts;

/** Albanian is the original; English was made after it. */
const languages = ['sq', 'en'] as const;
export type FirstVersion = { audience: PrintAudience; language: 'sq' | 'en'; versionId: string };

/**
 * Loads the first set as materials of the national office, waiting for their review: nobody has checked them. What is there already,
 * by its code, stays as it is. Those of the demonstration are others, marked as such.
 */
export async function loadFirstSet(
	tx: Transaction,
	actor: Actor,
	{ demonstration = false, now = new Date(), until = addDays(dayAt(now), 365) } = {},
): Promise<FirstVersion[]> {
	const office = await getCommittee(tx, { code: 'AL' });
	const loaded: FirstVersion[] = [];
	for (const audience of printAudiences) {
		const code = demonstration ? `${demonstrationPrefix}${audience}` : audience;
		if (await findByCode(tx, office.id, code)) continue;
		const texts = { sq: await textsOf(`${audience}.sq`), en: await textsOf(`${audience}.en`) };
		const draft = {
			...{ kind: 'leaflet' as const, titleSq: texts.sq.title, titleEn: texts.en.title, audience },
			...{ licence: 'CC BY 4.0', owner: 'Kambana', source: 'Kambana', answers: [1, 2, 3, 4, 5] },
			expiresOn: until,
		};
		const id = await addMaterial(tx, actor, office, draft, { code, demonstration });
		for (const language of languages) {
			const made = language === 'sq' ? ('written' as const) : ('translated' as const);
			const version = { language, made, texts: texts[language], keptAt: null };
			const versionId = await writeVersion(tx, actor, { id, committeeId: office.id }, version);
			const sent = await changeVersion(tx, actor, office, versionId, { verb: 'submit', typed: { revision: ['1'] } });
			if (!sent.ok) throw new Error(`the first set carries what it must not: ${audience} ${JSON.stringify(sent)}`);
			loaded.push({ audience, language, versionId });
		}
	}
	return loaded;
}
