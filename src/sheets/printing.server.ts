import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cardsFor } from '#checks/input.ts';
import { askedIn, type Check, quotaOf } from '#checks/model.ts';
import { intlTag, type Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import { bell, isDrawable, setSheet } from '#materials/paper.server.ts';
import { widthsOf } from '#platform/glyphs.ts';
import type { QuestionSet } from '#questions/model.ts';
import { layoutOf, letters, type Measure, type SheetLayout, type SheetTexts, shapes } from './layout.ts';
import type { Printed } from './model.ts';

let widths: Record<'regular' | 'bold', (text: string) => number> | undefined;
/** The widths of the letters on paper. */
export const measure: Measure = (text, bold) => {
	const of = (style: string) =>
		widthsOf(readFileSync(join(process.env.KAMBANA_ROOT ?? process.cwd(), `src/platform/fonts/NotoSans-${style}.ttf`)));
	widths ??= { regular: of('Regular'), bold: of('Bold') };
	return widths[bold ? 'bold' : 'regular'](text);
};

/** Characters that no font has are left out: a sheet shows no boxes but those to mark. */
const drawn = (text: string): string => [...text].filter(isDrawable).join('');

type Known = Pick<Check, 'setId' | 'mode'>;
const textsOf = ({ setId, mode }: Known, set: QuestionSet, locale: Locale): SheetTexts => ({
	...{ setId, mode, level: set.level, locale },
	// Of what people say of themselves the layout repeats the questions itself.
	questions: [...new Set(askedIn(mode, set))].map(({ prompt, options }) => ({
		prompt: drawn(prompt[locale]),
		options: [...options.map((one) => drawn(one[locale])), t(locale, 'sheet.dont_know')],
	})),
});

export const layoutFor = (check: Known, set: QuestionSet, locale: Locale): SheetLayout =>
	layoutOf(textsOf(check, set, locale), measure);

/** One of the papers of a check: a tagged PDF/UA-1; the same day it gives the same bytes. */
export async function printPaper(
	check: Check,
	set: QuestionSet,
	{ printed, locale, printedOn }: { printed: Printed; locale: Locale; printedOn: string },
): Promise<Uint8Array<ArrayBuffer>> {
	const [lang = '', region = ''] = intlTag[locale].split('-');
	const { result } = await setSheet<Uint8Array>('pdfOf', {
		templates: ['materials/paper.typ', `sheets/${printed}.typ`],
		...{ lang, region: region.toLowerCase(), direction: 'ltr', author: 'Kambana', title: drawn(set.title[locale]) },
		...{ bell, printedOn, lines: [] },
		...orders[printed](check, set, locale),
	});
	if (result === null) throw new Error(`the ${printed} of check ${check.id} fits no page`);
	return new Uint8Array(result);
}

type Ordered = { attempts: Record<string, number>[]; words: Record<string, string> } & Record<string, unknown>;
const orders: Record<Printed, (check: Check, set: QuestionSet, locale: Locale) => Ordered> = {
	sheet: (check, set, locale) => {
		const { size, pages, ...rest } = layoutFor(check, set, locale);
		// Both sides of one sheet are numbered as such, and so are pages of one side.
		const placeOf = (at: number, { number, of }: { number: number; of: number }): string => {
			if (rest.kind === 'turned') return `${at + 1}/${pages.length}`;
			return of > 1 ? t(locale, 'sheet.page', { page: number, pages: of }) : '';
		};
		return {
			...{ ...rest, attempts: [{ size }], shapes, words: { no_name: t(locale, 'sheet.no_name') } },
			label: drawn(check.label ?? ''),
			pages: pages.map((page, at) => ({
				...page,
				halves: page.halves.map((half) => ({
					...half,
					title: t(locale, `sheet.side.${half.side}`),
					how: t(locale, `sheet.how.${half.side}`),
					page: placeOf(at, page),
				})),
			})),
		};
	},
	cards: (check, _, locale) => ({
		...{ attempts: [{ size: 12 }], count: cardsFor(quotaOf(check.persons)) },
		words: { title: t(locale, 'sheet.cards.title'), how: t(locale, 'sheet.cards.how') },
	}),
	counting: (check, set, locale) => ({
		attempts: [{ size: 11 }, { size: 10 }, { size: 9 }],
		...{ label: drawn(check.label ?? ''), letters },
		questions: textsOf(check, set, locale).questions,
		words: {
			title: t(locale, 'sheet.counting.title'),
			how: t(locale, 'sheet.counting.how'),
			before: t(locale, check.mode === 'retrospective' ? 'sheet.side.then' : 'sheet.side.before'),
			after: t(locale, check.mode === 'retrospective' ? 'sheet.side.now' : 'sheet.side.after'),
			persons: t(locale, 'sheet.counting.persons'),
			left_out: t(locale, 'sheet.counting.left_out'),
		},
		twice: check.mode !== 'after',
	}),
};
