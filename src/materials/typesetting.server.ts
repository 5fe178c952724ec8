import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler';

/** What templates read: an order with its sentences grouped, its dates written out and its code drawn. */
export type Sheet = Record<string, unknown> & {
	/** Typst sources under `src`, put one after the other. */
	templates: readonly string[];
	/** What the order says besides, attempt by attempt: the first at which everything fits is taken. */
	attempts: readonly Record<string, number>[];
	printedOn: string;
};
/** A panel whose text does not fit, and by how much. */
export type Overflow = { panel: string; percent: number };
export type Typeset<Result> = { overflow: Overflow[]; result: Result | null };

/** The sources lie in the checkout that the application was started from; this file itself runs beside the server. */
const source = (name: string): Buffer => readFileSync(join(process.env.KAMBANA_ROOT ?? process.cwd(), 'src', name));

const fonts = ['NotoSans-Regular.ttf', 'NotoSans-Bold.ttf', 'NotoSans-Italic.ttf'];

let compiler: NodeCompiler | undefined;
let sheetsSet = 0;
const templates = new Map<string, string>();

function open(): NodeCompiler {
	compiler ??= NodeCompiler.create({
		fontArgs: [{ fontBlobs: fonts.map((font) => source(`platform/fonts/${font}`)) }],
	});
	return compiler;
}

function templateOf(name: string): string {
	const known = templates.get(name);
	if (known !== undefined) return known;
	const template = source(name).toString('utf8');
	templates.set(name, template);
	return template;
}

function typeset<Result>(
	{ templates: names, attempts, ...sheet }: Sheet,
	render: (typst: NodeCompiler, document: NodeTypstDocument) => Result,
): Typeset<Result> {
	const typst = open();
	let overflow: Overflow[] = [];
	const mainFileContent = names.map(templateOf).join('\n');
	for (const attempt of attempts) {
		const compiled = typst.compile({ mainFileContent, inputs: { order: JSON.stringify({ ...sheet, ...attempt }) } });
		const document = compiled.result;
		if (!document) {
			const fault = compiled.takeDiagnostics();
			throw new Error(`the template ${names.at(-1)} fails: ${JSON.stringify(fault?.shortDiagnostics)}`);
		}
		overflow = worstOf(typst.query(document, { selector: '<overflow>', field: 'value' }) as Overflow[]);
		if (overflow.length === 0) {
			const result = render(typst, document);
			// What Typst remembers makes the next sheet quick; now and then it forgets what was not asked for lately.
			if (++sheetsSet % 20 === 0) typst.evictCache(10);
			return { overflow, result };
		}
	}
	return { overflow, result: null };
}

/** Each panel once: a sheet of cards tells the same ten times. */
function worstOf(overflow: readonly Overflow[]): Overflow[] {
	const worst = new Map<string, number>();
	for (const { panel, percent } of overflow) worst.set(panel, Math.max(percent, worst.get(panel) ?? 0));
	return [...worst].map(([panel, percent]) => ({ panel, percent }));
}

/** The sheet as PDF/UA-1. */
export const pdfOf = (sheet: Sheet): Typeset<Uint8Array> =>
	typeset(sheet, (typst, document) => {
		const bytes = typst.pdf(document, {
			pdfStandard: 'ua-1',
			creationTimestamp: Date.parse(`${sheet.printedOn}T00:00:00Z`) / 1000,
		});
		return new Uint8Array(bytes);
	});

/** Any other paper of the house as PDF/UA-1: a template that stands whole, and the words that it sets. */
export function paperOf({ template, words, madeOn }: { template: string; words: string; madeOn: string }): Uint8Array {
	const typst = open();
	const compiled = typst.compile({ mainFileContent: template, inputs: { words } });
	if (!compiled.result)
		throw new Error(`a template fails: ${JSON.stringify(compiled.takeDiagnostics()?.shortDiagnostics)}`);
	const creationTimestamp = Date.parse(`${madeOn}T00:00:00Z`) / 1000;
	return new Uint8Array(typst.pdf(compiled.result, { pdfStandard: 'ua-1', creationTimestamp }));
}

/** The first page of the sheet as a picture. */
export const svgOf = (sheet: Sheet): Typeset<string> =>
	typeset(sheet, (typst, document) => firstPageOf(typst.plainSvg(document)));

const ground = /^ {4}<path class="typst-shape" fill="#ffffff"[^>]* d="M 0 0v ([\d.]+) h ([\d.]+) [^"]*"\/>$/m;

/** Typst draws every page over the ground of the first: the ground of a second page hides it. */
function firstPageOf(svg: string): string {
	const page = ground.exec(svg);
	if (!page) return svg;
	const [found, height = '', width = ''] = page;
	const after = page.index + found.length;
	const second = svg.slice(after).search(ground);
	const end = svg.indexOf('\n    <defs', after);
	const drawn = second < 0 ? svg : `${svg.slice(0, after + second)}${svg.slice(end < 0 ? svg.length : end)}`;
	return drawn.replace(
		/viewBox="[^"]*" width="[^"]*" height="[^"]*"/,
		`viewBox="0 0 ${width} ${height}" width="${width}pt" height="${height}pt"`,
	);
}
