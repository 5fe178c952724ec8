import { digitsOf } from '#help/model.ts';
import { insertLine, insertTest } from '#help/store.server.ts';
import { addMaterial, writeVersion } from '#materials/actions.server.ts';
import type { MaterialDraft } from '#materials/input.ts';
import { checkItemsOf } from '#materials/model.ts';
import type { LeafletTexts } from '#materials/print.ts';
import { saveChecks, saveVersion } from '#materials/versions.server.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';

/** Texts in which nothing is wrong. */
export const buildTexts = (change: Partial<LeafletTexts> = {}): LeafletTexts => {
	const answer = (heading: string) => ({
		heading,
		sentences: ['Dikush që e njihni premton një punë.', 'Pyesni së pari.'],
		short: ['Pyesni së pari.'],
	});
	return {
		title: 'Para se të nisesh',
		lead: ['Lexojeni së bashku.'],
		answers: ['Çfarë është', 'Si ta kuptoni', 'Ku të drejtoheni', 'Cilin numër', 'Çfarë mbrojtjeje'].map(
			answer,
		) as LeafletTexts['answers'],
		now: { heading: 'Tani', sentences: ['Telefononi njërin nga numrat.'] },
		footer: ['Botim për shkollat.'],
		card: { title: 'Numra', backTitle: 'Këshilla', advice: ['Pyet.', 'Prit.', 'Fol.', 'Telefono.', 'Ruaj.'] },
		...change,
	};
};

export const leaflet: MaterialDraft = {
	...{ kind: 'leaflet', titleSq: 'Fletëpalosja për prindërit', titleEn: 'Leaflet for parents', audience: 'parents' },
	...{ licence: 'CC BY 4.0', owner: 'KRAT Durrës', source: 'shkruar për Kambanën', answers: [1, 2, 3, 4, 5] },
	expiresOn: '2099-12-31',
};

/** A material with a version, approved by somebody else unless a test wants it otherwise. */
export async function buildMaterial(
	tx: Transaction,
	committeeId: string,
	{ texts = buildTexts(), approved = true, language = 'sq', author = 'desk' as Actor, draft = leaflet } = {},
): Promise<{ materialId: string; versionId: string }> {
	const materialId = await addMaterial(tx, author, { id: committeeId }, draft);
	const version = { language, made: 'written' as const, texts, keptAt: null };
	const versionId = await writeVersion(tx, author, { id: materialId, committeeId }, version);
	if (approved) {
		await saveChecks(
			tx,
			{ id: versionId, committeeId },
			new Map(checkItemsOf(draft.kind).map((item) => [item, 'yes'])),
			'command',
		);
		await saveVersion(tx, versionId, 1, { state: 'approved' });
	}
	return { materialId, versionId };
}

/** A line that was called at a moment, and what came of it. */
export async function buildLine(
	tx: Transaction,
	committeeId: string,
	number: string,
	at: Date | null = new Date(),
): Promise<string> {
	const id = await insertLine(tx, committeeId, {
		...{ number, digits: digitsOf(number), purpose: 'advice', operator: 'Linja e provës' },
		...{ hours: 'always', opensAt: null, closesAt: null, cost: 'free', languages: ['sq'] },
		...{ source: 'provë', sourceOn: null, reviewOn: null, rank: 10, validFrom: null, validTo: null },
	});
	if (at) await callLine(tx, committeeId, id, at);
	return id;
}

export const callLine = (
	tx: Transaction,
	committeeId: string,
	lineId: string,
	testedAt: Date,
	outcome: 'answered' | 'no_answer' = 'answered',
) => insertTest(tx, committeeId, { lineId, outcome, testedAt, actor: 'desk', demonstration: false });
