import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { intlTag } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import { drawn } from '#materials/paper.server.ts';
import { type Announcement, titleOf } from './document.ts';
import { plain } from './tokens.ts';

/** The sources lie in the checkout that the application was started from; this file itself runs beside the server. */
const source = (name: string): Buffer => readFileSync(join(process.env.KAMBANA_ROOT ?? process.cwd(), 'src', name));

const fonts = ['NotoSans-Regular.ttf', 'NotoSans-Bold.ttf', 'NotoSans-Italic.ttf'];
let compiler: NodeCompiler | undefined;
let template = '';

function open(): NodeCompiler {
	if (compiler) return compiler;
	template = source('announcements/announcement.typ').toString('utf8');
	compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: fonts.map((font) => source(`platform/fonts/${font}`)) }] });
	return compiler;
}

/** A tagged PDF/UA-1 with its fonts inside; the same announcement gives the same bytes. */
export function pdfOf(announcement: Announcement): Uint8Array {
	const typst = open();
	const { locale, sections, notes, ...rest } = announcement;
	const [lang = '', region = ''] = intlTag[locale].split('-');
	const content = drawn({
		...rest,
		lang,
		region: region.toLowerCase(),
		title: titleOf(announcement),
		pageOf: t(locale, 'announcement.page_of'),
		sections: sections.map(({ heading, paragraphs, table }) => ({
			heading,
			paragraphs: paragraphs.flatMap(({ lines }) => lines.map(plain)),
			table: table && {
				...table,
				rows: table.rows.map(({ label, cells }) => [label, ...cells.map(({ text }) => text)]),
			},
		})),
		notes: notes.map(plain),
	});
	const document = { mainFileContent: template, inputs: { announcement: JSON.stringify(content) } };
	const bytes = typst.pdf(document, {
		pdfStandard: 'ua-1',
		creationTimestamp: Date.parse(`${announcement.date}T00:00:00Z`) / 1000,
	});
	typst.evictCache(10);
	return new Uint8Array(bytes);
}
