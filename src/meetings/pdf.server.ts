import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { intlTag } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import type { Minutes } from './document.ts';

/** The sources lie in the checkout that the application was started from; this file itself runs beside the server. */
const source = (name: string): Buffer => readFileSync(join(process.env.KAMBANA_ROOT ?? process.cwd(), 'src', name));

const fonts = ['NotoSans-Regular.ttf', 'NotoSans-Bold.ttf', 'NotoSans-Italic.ttf'];
let compiler: NodeCompiler | undefined;
let template = '';

function open(): NodeCompiler {
	if (compiler) return compiler;
	template = source('meetings/minutes.typ').toString('utf8');
	compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: fonts.map((font) => source(`platform/fonts/${font}`)) }] });
	return compiler;
}

/** A tagged PDF/UA-1 with its fonts inside; the same minutes give the same bytes. */
export function pdfOf(minutes: Minutes): Uint8Array {
	const typst = open();
	const [lang = '', region = ''] = intlTag[minutes.locale].split('-');
	const content = { ...minutes, lang, region: region.toLowerCase(), pageOf: t(minutes.locale, 'announcement.page_of') };
	const bytes = typst.pdf(
		{ mainFileContent: template, inputs: { minutes: JSON.stringify(content) } },
		{ pdfStandard: 'ua-1', creationTimestamp: Date.parse(`${minutes.date}T00:00:00Z`) / 1000 },
	);
	typst.evictCache(10);
	return new Uint8Array(bytes);
}
