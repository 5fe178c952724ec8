import type { Check, Mode } from '#checks/model.ts';
import { readFirst } from '#questions/first.server.ts';
import type { Level, QuestionSet } from '#questions/model.ts';
import { type Reading, readingOf } from '#sheets/layout.ts';
import { layoutFor, printPaper } from '#sheets/printing.server.ts';
import { readSheet, type SeenQuestion } from '../../static/sheet-reading.js';
import { chance } from './chance.ts';
import { type Filled, fillIn, type Printed } from './pens.ts';
import { photographOf, printedPage, telephones } from './photographs.ts';

/** The first set of a level as it comes with Kambana, or its first few questions. */
export async function shippedSet(level: Level, count = 10): Promise<QuestionSet> {
	const { title, set, questions } = await readFirst(level);
	const chosen = set.slice(0, count).flatMap((code) => questions.filter((one) => one.code === code));
	const asked = chosen.map((one) => ({ ...one, versionId: one.code, questionId: one.code }));
	return {
		id: level,
		level,
		title,
		questions: asked.map((one) => ({ ...one, state: 'approved', validTo: null })),
	} as unknown as QuestionSet;
}
export const checkOf = (set: QuestionSet, mode: Mode): Check =>
	({ id: 'check', setId: set.id, mode, persons: 25, label: 'IX-A' }) as Check;

export { readSheet };
export type Sheet = { page: Printed; readings: Reading[]; halves: Reading['halves'] };
/** Every page of the sheet of a set, from its real PDF. */
export async function sheetsOf(set: QuestionSet, mode: Mode): Promise<Sheet[]> {
	const check = checkOf(set, mode);
	const bytes = await printPaper(check, set, { printed: 'sheet', locale: 'sq', printedOn: '2026-11-01' });
	const readings = (['sq', 'en'] as const).map((locale) => readingOf(layoutFor(check, set, locale)));
	return layoutFor(check, set, 'sq').pages.map(({ halves }, index) => ({
		...{ page: printedPage(bytes, index), readings },
		halves: (readings[0]?.halves ?? []).filter(({ strip }) => halves.some((one) => one.strip.bits === strip.bits)),
	}));
}

export type Outcome = Filled & { telephone: string; read: SeenQuestion | null };
/** A sheet filled in, photographed and read, each as the seed says. */
export function throughTheCamera(sheet: Sheet, seed: number): Outcome[] {
	const random = chance(seed);
	const page = { ...sheet.page, light: sheet.page.light.slice() };
	const filled = sheet.halves.map((half) => ({ half, answers: fillIn(page, half, random) }));
	const telephone = telephones[seed % telephones.length] as (typeof telephones)[number];
	const { halves } = readSheet(photographOf(page, telephone, random), sheet.readings);
	return filled.flatMap(({ half, answers }) => {
		const seen = halves.find((one) => one.half.strip.bits === half.strip.bits);
		return answers.map((answer) => ({
			...{ ...answer, telephone: telephone.name },
			read: seen?.questions.find(({ question }) => question === answer.question) ?? null,
		}));
	});
}
