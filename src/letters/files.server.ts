import { day } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import { csvFile } from '#platform/csv.ts';
import { dayAt } from '#platform/dates.ts';
import { Problem } from '#platform/problem.ts';
import type { LetterPaper } from './document.ts';
import { docxOf } from './docx.server.ts';
import { inOrder, type Letter } from './model.ts';
import { pdfOf } from './pdf.server.ts';

const types: Record<string, string> = {
	pdf: 'application/pdf',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

/** A letter as a file to take away. @throws Problem not_found for a format there is none of */
export async function answerLetter(format: string, letter: Letter, paper: LetterPaper): Promise<Response> {
	const type = Object.hasOwn(types, format) ? types[format] : undefined;
	if (!type) throw new Problem('not_found', `no letters as ${format}`);
	const bytes = format === 'pdf' ? await pdfOf(paper) : await docxOf(paper);
	const number = letter.protocolNumber?.replace('/', '-') ?? letter.state;
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': type,
			'content-disposition': `attachment; filename="kambana-${letter.kind}-${letter.month}-${number}.${format}"`,
		},
	});
}

/** The register of one year, or of all, as a table: what has a number, by number. */
export function answerRegister(
	locale: Locale,
	slug: string,
	letters: readonly Letter[],
	year: number | null,
): Response {
	const columns = ['number', 'day', 'kind', 'addressee', 'subject', 'month', 'state', 'signed', 'reason'] as const;
	const rows = inOrder(letters)
		.reverse()
		.filter(({ datedOn }) => datedOn !== null && (year === null || datedOn.startsWith(`${year}-`)))
		.map((one) => [
			...[
				one.protocolNumber ?? '',
				one.datedOn ?? '',
				t(locale, `letter.kind.${one.kind}`),
				one.addressee,
				one.subject,
			],
			...[day(locale, one.month, 'month'), t(locale, `letter.state.${one.state}`)],
			...[one.signedAt ? dayAt(one.signedAt) : '', one.withdrawnReason ?? ''],
		]);
	return new Response(csvFile([columns.map((column) => t(locale, `letter.register.${column}`)), ...rows]), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${slug}-${year ?? 'protokolli'}.csv"`,
		},
	});
}
