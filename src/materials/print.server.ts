import { scriptOf } from '#platform/glyphs.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { bell, codeOf, isDrawable, setSheet } from './paper.server.ts';
import {
	type Answer,
	blocksOf,
	codeTextOf,
	dayInFigures,
	namedTexts,
	type PrintFormat,
	type PrintOrder,
	printedDay,
} from './print.ts';
import type { Sheet } from './typesetting.server.ts';

/** A tagged PDF/UA-1 with its fonts inside; the same order gives the same bytes. Throws `Problem('unprintable')`. */
export const printLeaflet = async (order: PrintOrder): Promise<Buffer> =>
	Buffer.from(printed(await attempt<Uint8Array>(order, 'pdfOf')));

/** The first page as a picture (SVG), for lists of materials. Throws as printing does. */
export const pictureOf = async (order: PrintOrder): Promise<string> => printed(await attempt<string>(order, 'svgOf'));

/** Why an order cannot be printed, for a form: no lines, a text too long for its place, a script without a font. Empty: it can. */
export async function whyUnprintable(order: PrintOrder): Promise<Issue[]> {
	const { issues } = await attempt<Uint8Array>(order, 'pdfOf');
	return issues;
}

type Attempt<Result> = { issues: Issue[]; result: Result | null };

function printed<Result>({ issues, result }: Attempt<Result>): Result {
	if (result !== null) return result;
	throw new Problem(
		'unprintable',
		issues.map(({ message, words }) => `${message} ${JSON.stringify(words)}`).join('; '),
	);
}

async function attempt<Result>(order: PrintOrder, exportName: 'pdfOf' | 'svgOf'): Promise<Attempt<Result>> {
	const issues = refusals(order);
	if (issues.length > 0) return { issues, result: null };
	const { overflow, result } = await setSheet<Result>(exportName, sheetOf(order));
	const tooLong = overflow.map(({ panel, percent }) => ({
		field: panel,
		message: 'print.refused.too_long',
		words: { place: panel, percent },
	}));
	return { issues: tooLong, result };
}

/** Boxes instead of letters help nobody: what no font can draw is refused before it is set. */
function refusals(order: PrintOrder): Issue[] {
	const issues: Issue[] = [];
	if (order.lines.length === 0) issues.push({ field: 'lines', message: 'print.refused.no_lines' });
	const told = new Set<string>();
	for (const [place, text] of textsOf(order)) {
		for (const character of text) {
			if (isDrawable(character)) continue;
			const script = scriptOf(character);
			if (told.has(`${place} ${script}`)) continue;
			told.add(`${place} ${script}`);
			issues.push({ field: place, message: 'print.refused.no_font', words: { script, place } });
		}
	}
	return issues;
}

const textsOf = ({ texts, words, lines, address, county }: PrintOrder): [place: string, text: string][] => [
	...namedTexts(texts),
	...lines.flatMap(({ number, name, hours, cost }) =>
		[number, name, hours, cost].map((text): [string, string] => ['lines', text]),
	),
	...[...Object.values(words), address, county].map((text): [string, string] => ['words', text]),
];

/** Sizes of the text in points: the largest at which everything fits is taken. */
const sizes: Record<PrintFormat, readonly number[]> = {
	trifold: [13.5, 12.75, 12],
	leaflet_a5: [13, 12.5, 12],
	poster_a3: [19, 18, 17, 16, 15],
	card: [8.5, 8, 7.5],
};

/** An order as the templates read it. */
function sheetOf({ texts, words, lines, ...order }: PrintOrder): Sheet {
	const [lang = '', region] = order.locale.split('-');
	const fill = (text: string, values: Record<string, string>) =>
		text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
	const county = fill(words.county, { county: order.county });
	return {
		...order,
		templates: ['paper', 'print', order.format].map((name) => `materials/${name}.typ`),
		attempts: sizes[order.format].map((size) => ({ size })),
		lang,
		region: region?.toLowerCase() ?? null,
		author: county,
		title: order.format === 'card' ? texts.card.title : texts.title,
		bell,
		code: codeOf(codeTextOf(order.address)),
		lines: lines.map(({ testedOn, ...line }) => ({
			...line,
			cardName: line.plainName ?? line.name,
			testedInFigures: fill(words.tested, { date: dayInFigures(testedOn) }),
			tested: fill(words.tested, { date: printedDay(order.locale, testedOn) }),
		})),
		words: {
			...words,
			county,
			edition: fill(words.edition, { date: printedDay(order.locale, order.printedOn), version: order.version }),
			codeOf: fill(words.codeOf, { address: order.address }),
		},
		texts: {
			...texts,
			leadBlocks: blocksOf(texts.lead),
			answers: texts.answers.map((answer) => ({ ...answer, ...blocksOfAnswer(answer) })),
			now: { ...texts.now, blocks: blocksOf(texts.now.sentences) },
		},
	};
}

const blocksOfAnswer = ({ sentences, short }: Answer) => ({
	blocks: blocksOf(sentences),
	shortBlocks: blocksOf(short),
});
