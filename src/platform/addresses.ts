/** Network addresses, only ever looked at while a request is answered: counted by a keyed hash (limits.server.ts), written nowhere. */

/**
 * The network that a limit counts: an IPv4 address, or the half of an IPv6 address that stays the same in one house
 * (/64; phones change the other half as they like). Text that is no address counts as itself.
 */
export function networkOf(address: string): string {
	const bare = address
		.slice(0, 64)
		.trim()
		.toLowerCase()
		.replace(/^\[(.*)\](:\d+)?$/, '$1')
		.replace(/%.*$/, '');
	const four = /^(\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?$/.exec(bare)?.[1];
	if (four) return four;
	const groups = groupsOf(bare);
	if (!groups) return bare;
	const [first, second] = groups.slice(6);
	const beginning = groups.slice(0, 6).join(':');
	if (beginning === '0:0:0:0:0:ffff') return fourOf(first, second);
	if (beginning === '0:0:0:0:0:0' && first === '0' && second === '1') return '::1';
	return `${groups.slice(0, 4).join(':')}::/64`;
}

/** The eight groups of an IPv6 address without leading zeros, or null. */
function groupsOf(address: string): string[] | null {
	const [head = '', tail, ...more] = address.split('::');
	if (more.length > 0 || !/^[\da-f:.]+$/.test(address)) return null;
	const parts = (text: string): string[] => (text === '' ? [] : text.split(':')).flatMap(asGroups);
	const [before, after] = [parts(head), parts(tail ?? '')];
	const missing = 8 - before.length - after.length;
	if (tail === undefined ? missing !== 0 : missing < 1) return null;
	const groups = [...before, ...new Array<string>(missing).fill('0'), ...after];
	if (groups.some((group) => !/^[\da-f]{1,4}$/.test(group))) return null;
	return groups.map((group) => group.replace(/^0+(?=.)/, ''));
}

/** The last 32 bits may be written as an IPv4 address. */
function asGroups(part: string): string[] {
	const bytes = part.split('.').map(Number);
	if (bytes.length !== 4) return [part];
	const pair = (high = 0, low = 0): string => (high * 256 + low).toString(16);
	return [pair(bytes[0], bytes[1]), pair(bytes[2], bytes[3])];
}

const fourOf = (...pairs: (string | undefined)[]): string =>
	pairs
		.map((pair) => Number.parseInt(pair ?? '0', 16))
		.flatMap((pair) => [pair >> 8, pair & 255])
		.join('.');

/** Of `X-Forwarded-For` only the last entry is true: our own proxy wrote it; what stands before was sent along. */
export const lastHop = (forwarded: string | undefined): string | undefined =>
	forwarded?.split(',').at(-1)?.trim() || undefined;

/** Whether somebody on this machine asks: its own commands, tests and the one office it stands in. */
export const isThisMachine = (network: string): boolean => network === '::1' || /^127(\.\d{1,3}){3}$/.test(network);
