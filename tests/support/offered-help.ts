import { getCommittee } from '#committees/store.server.ts';
import { insertOffice, insertRight } from '#help/offices.server.ts';
import { listPages } from '#help/pages.server.ts';
import { insertLine } from '#help/store.server.ts';
import { json, type Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';

/** A line, an office and a right; only the national office has rights to tell. */
export async function offerHelp(tx: Transaction, committeeId: string) {
	const source = 'provë';
	const draft = { number: '099 000', digits: '99000', purpose: 'advice', operator: source, hours: 'unknown' } as const;
	const open = {
		opensAt: null,
		closesAt: null,
		cost: 'unknown',
		languages: [],
		sourceOn: null,
		reviewOn: null,
	} as const;
	const line = await insertLine(tx, committeeId, {
		...draft,
		...open,
		languages: [],
		source,
		rank: 999,
		validTo: null,
	});
	const named = { kind: 'police', nameSq: source, nameEn: source, municipalityCode: null, address: null } as const;
	const office = await insertOffice(tx, committeeId, { ...named, phone: null, source, reviewOn: null, validTo: null });
	const { id: national } = await getCommittee(tx, { code: 'AL' });
	const texts = { textSq: source, textEn: source, actSq: source, actEn: source, actOn: null, source };
	const right = await insertRight(tx, national, { ...texts, rank: 999, reviewOn: null, validTo: null });
	const [sq, rom] = ['provë', 'rom-AL'];
	const answers = Array.from({ length: 5 }, () => ({ heading: sq, text: sq }));
	await tx
		.insertInto('help_pages')
		.values({
			...{
				id: recordId(),
				committee_id: national,
				language: rom,
				name: sq,
				direction: 'ltr',
				made: 'written',
				author: 'command',
			},
			...{
				texts: json({ title: sq, exit: sq, call: sq, answers }),
				reviewer: 'Lexuesi i provës',
				reviewed_on: '2026-10-01',
			},
			...{ state: 'published', published_by: 'job', published_at: new Date() },
		})
		.execute();
	const language = (await listPages(tx)).find((one) => one.language === rom)?.id ?? '';
	const recording = recordId();
	const [file] = await tx.selectFrom('files').select('sha256').limit(1).execute();
	await tx
		.insertInto('help_recordings')
		.values({
			...{ id: recording, committee_id: national, language: 'sq', section: 1, sha256: file?.sha256 ?? '', seconds: 1 },
			...{ recorder: 'Lexuesi i provës', author: 'command' },
		})
		.execute();
	return { line, office, right, language, recording };
}
