/** What a spreadsheet may take for the start of a formula, also behind spaces, marks and in full width. */
const dangerous =
	/^['\u2019]*[\s\u00a0\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212\t\r\n|%]/u;

/**
 * The text of a cell that no spreadsheet will run: an apostrophe before whatever could be a formula. Plain numbers, also
 * negative ones, stay as they are. `bareCell` takes it back.
 */
export const safeCell = (text: string): string =>
	dangerous.test(text) && !/^-\d+([.,]\d+)?$/.test(text) ? `'${text}` : text;

/** Takes back what `safeCell` put before a cell. */
export const bareCell = (text: string): string =>
	text.startsWith("'") && dangerous.test(text.slice(1)) ? text.slice(1) : text;

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A CSV file (RFC 4180) that spreadsheets open with the right letters: every cell safe and quoted, with a byte order mark. */
export const csvFile = (rows: readonly (readonly (string | number | null)[])[], separator: ',' | ';' = ';'): string =>
	`\ufeff${rows.map((cells) => `${cells.map((cell) => quoted(safeCell(String(cell ?? '')))).join(separator)}\r\n`).join('')}`;
