import type { Locale } from '#i18n/locales.ts';
import { Problem } from '#platform/problem.ts';
import { type PublicLine, publicLines } from './disclosure.ts';
import { type Evidence, valueOf } from './evidence.ts';
import { type Dimension, divisionsOf, type Figure, type FigureUnit, findFigure, wholeOf } from './model.ts';
import { figureDefinition, figureName } from './naming.ts';
import { type DeskRecord, deskRecords } from './records.ts';

type Part = { key: string; name: string; value: number };

/** A figure as a page about it reads: its name, what it means, its value, of what whole it is a share. */
export type FigureHead = {
	key: string;
	name: string;
	definition: string;
	unit: FigureUnit;
	value: number;
	whole: Part | null;
};

function getFigure(key: string): Figure {
	const figure = findFigure(key);
	if (!figure) throw new Problem('not_found', `no figure ${key}`);
	return figure;
}

function headOf(locale: Locale, evidence: Evidence, figure: Figure): FigureHead {
	const { key, unit } = figure;
	const whole = findFigure(wholeOf(key) ?? '');
	return {
		...{ key, unit },
		name: figureName(locale, figure),
		definition: figureDefinition(locale, figure),
		value: valueOf(evidence, key),
		whole: whole ? { key: whole.key, name: figureName(locale, whole), value: valueOf(evidence, whole.key) } : null,
	};
}

/** What the desk reads of a figure: the exact records, and the parts into which it divides. */
export function figurePage(
	locale: Locale,
	evidence: Evidence,
	key: string,
): FigureHead & { records: DeskRecord[]; divisions: { by: Dimension; parts: Part[] }[] } {
	const figure = getFigure(key);
	const divisions = divisionsOf(figure).map((parts) => ({
		by: (Object.keys(parts[0]?.where ?? {}).find((dimension) => !(dimension in figure.where)) ??
			'setting') as Dimension,
		parts: parts
			.map((part) => ({ key: part.key, name: figureName(locale, part), value: valueOf(evidence, part.key) }))
			.filter(({ value }) => value > 0),
	}));
	return {
		...headOf(locale, evidence, figure),
		records: deskRecords(locale, evidence, figure),
		divisions: divisions.filter(({ parts }) => parts.length > 0),
	};
}

/** What anybody reads of a figure: its records without what must not be told. */
export function publicFigurePage(
	locale: Locale,
	evidence: Evidence,
	key: string,
): FigureHead & { lines: PublicLine[] } {
	const figure = getFigure(key);
	return { ...headOf(locale, evidence, figure), lines: publicLines(evidence, figure) };
}
