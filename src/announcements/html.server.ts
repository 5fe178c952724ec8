import { publicLines } from '#figures/disclosure.ts';
import { type Evidence, valueOf } from '#figures/evidence.ts';
import { type Figure, findFigure } from '#figures/model.ts';
import { figureDefinition, figureName, lineName } from '#figures/naming.ts';
import { count } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import { type Announcement, figuresShown, type Table, titleOf } from './document.ts';
import type { Piece } from './tokens.ts';

const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const safe = (text: string): string => text.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark);
const anchor = (figure: string): string => `f-${figure.replaceAll('.', '-')}`;
const written = (pieces: readonly Piece[]): string =>
	pieces.map(({ text, figure }) => (figure ? `<a href="#${anchor(figure)}">${safe(text)}</a>` : safe(text))).join('');

const style = `body{margin:0 auto;max-width:44rem;padding:24px 20px 48px;background:#fcfbf7;color:#16202e;font:1rem/1.5 system-ui,"Segoe UI","Noto Sans",sans-serif}
h1,h2,h3{color:#0f2a4a;line-height:1.2}h1{font-size:1.75rem}h2{font-size:1.25rem;margin-top:2rem}h3{font-size:1rem}a{color:#1d4473}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600}th,td{padding:4px 8px;border-bottom:1px solid #dcd8cc;text-align:left}
td+td,th+th,tbody td{text-align:right}tbody td.name{text-align:left}.soft{color:#4d5a6b}.mark{font-weight:700;color:#7a4d0b;letter-spacing:.08em}
section{break-inside:avoid}footer{margin-top:2rem;font-size:.875rem}.register{font-size:.75rem}@media print{body{max-width:none;background:none}a{color:inherit}}`;

/** The announcement as one file without script or anything fetched; every number leads to its records further down. */
export function htmlOf(announcement: Announcement, evidence: Evidence): string {
	const { locale, institution, draftMark, demonstration, sections, notes, register, date } = announcement;
	const figures = figuresShown(announcement).flatMap((key) => findFigure(key) ?? []);
	return `<!DOCTYPE html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="author" content="${safe(institution)}">
<meta name="dcterms.date" content="${date}">
<title>${safe(titleOf(announcement))}</title>
<style>${style}</style>
</head>
<body>
<main>
${draftMark ? `<p class="mark">${safe(draftMark)}</p>\n` : ''}<p class="soft">${safe(institution)}</p>
<h1>${written(announcement.title)}</h1>
${demonstration ? `<p><em>${safe(demonstration)}</em></p>\n` : ''}${sections
	.map(
		({ heading, paragraphs, table }) =>
			`<h2>${safe(heading)}</h2>\n${paragraphs.flatMap(({ lines }) => lines.map((line) => `<p>${written(line)}</p>`)).join('\n')}${table ? tableOf(table) : ''}`,
	)
	.join('\n')}
<h2>${safe(t(locale, 'announcement.records'))}</h2>
${figures.map((figure) => recordsOfFigure(locale, evidence, figure)).join('\n')}
</main>
<footer class="soft">
${notes.map((note) => `<p>${written(note)}</p>`).join('\n')}
${register ? `<p class="register">${safe(register)}</p>\n` : ''}</footer>
</body>
</html>
`;
}

const tableOf = ({ caption, head, rows }: Table): string => `
<table>
<caption>${safe(caption)}</caption>
<thead><tr>${head.map((text) => `<th scope="col">${safe(text)}</th>`).join('')}</tr></thead>
<tbody>
${rows.map(({ label, cells }) => `<tr><th scope="row">${safe(label)}</th>${cells.map((cell) => `<td>${written([cell])}</td>`).join('')}</tr>`).join('\n')}
</tbody>
</table>`;

function recordsOfFigure(locale: Locale, evidence: Evidence, figure: Figure): string {
	const lines = publicLines(evidence, figure);
	const rows = lines.map(
		(line) => `<tr><td class="name">${safe(lineName(locale, line))}</td><td>${count(locale, line.value)}</td></tr>`,
	);
	return `<section id="${anchor(figure.key)}">
<h3>${safe(figureName(locale, figure))}: ${count(locale, valueOf(evidence, figure.key))}</h3>
<p class="soft">${safe(figureDefinition(locale, figure))}</p>
${rows.length > 0 ? `<table>\n<thead><tr><th scope="col">${safe(t(locale, 'figure.record'))}</th><th scope="col">${safe(t(locale, 'figure.value'))}</th></tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>` : ''}
</section>`;
}
