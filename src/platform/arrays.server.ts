/** An element as PostgreSQL writes it into the text of an array: in quotes where it needs them. */
const element = /"((?:[^"\\]|\\.)*)"|([^,{}]+)/g;

/**
 * The elements of an array of texts, from what PostgreSQL sends. Nearly all have no quotes, and then they only have to be parted: a board of a month
 * has two thousand of them, and reading them letter by letter took a twentieth of its time. Of one dimension only.
 */
export function readTexts(sent: string): (string | null)[] {
	if (sent === '{}') return [];
	if (!sent.startsWith('{') || sent.startsWith('{{')) throw new Error('an array of one dimension is expected');
	if (!sent.includes('"')) return sent.slice(1, -1).split(',').map(orNull);
	return [...sent.matchAll(element)].map(([, quoted, bare]) =>
		quoted === undefined ? orNull(bare ?? '') : quoted.replace(/\\(.)/gs, '$1'),
	);
}
const orNull = (bare: string): string | null => (bare === 'NULL' ? null : bare);

/** The same the other way: every text in quotes. */
export const writeTexts = (texts: readonly (string | null)[]): string =>
	`{${texts.map((text) => (text === null ? 'NULL' : `"${text.replace(/[\\"]/g, '\\$&')}"`)).join(',')}}`;
