/**
 * The form in which names are compared and searched: lower case, without marks, quotes and punctuation,
 * one space between words. "Krujë" and "kruje", «Gjimnazi "Gjergj Kastrioti"» and "gjimnazi gjergj kastrioti" are equal in it.
 */
export const searchForm = (text: string): string =>
	text
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();

/** For SQL `like`: the search form between wildcards. It holds letters, digits and spaces only, so nothing needs escaping. */
export const searchPattern = (text: string): string => `%${searchForm(text)}%`;
