import { type Mode, waysOf } from '#checks/model.ts';
import type { Words } from '#questions/model.ts';
import type { Side } from './layout.ts';

/** What is printed of a check: the sheet that is filled in, numbers to draw for a paired check by telephone, and a sheet to count on. */
export const printed = ['sheet', 'cards', 'counting'] as const;
export type Printed = (typeof printed)[number];

export const printedOf = (mode: Mode): Printed[] =>
	printed.filter((one) =>
		one === 'sheet' ? waysOf[mode].includes('paper') : one === 'cards' ? mode === 'paired' : true,
	);

/** From the name of a file: `sheet.pdf`. */
export const printedNamed = (name: string): Printed | undefined => printed.find((one) => name === `${one}.pdf`);

/** Why nothing can be entered of a phase; the message key is `sheet.shut.<why>`. */
export type ShutWhy = 'cancelled' | 'open' | 'entered' | 'full';

/** One side of a sheet as it is entered; a question is named by its position. */
export type SheetGroup = {
	side: Side;
	phase: 'before' | 'after';
	questions: { question: number; prompt: Words; options: Words[] }[];
};
