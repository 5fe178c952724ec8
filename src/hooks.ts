import type { Transport } from '@sveltejs/kit/hooks';

/**
 * Pages have no script that would read their data again (`csr` is off), yet SvelteKit writes the data of each out a second time, which takes
 * as long as a part of the page itself. This answers for all of it with one digit.
 */
export const transport: Transport = {
	unread: {
		encode: (value: unknown) => typeof value === 'object' && value !== null && 1,
		decode: (): never => {
			throw new Error('the data of a page is not read again');
		},
	},
};
