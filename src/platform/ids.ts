/** Random (v4): for anything anonymous or made by strangers; it tells neither time nor order. */
export const anonymousId = (): string => crypto.randomUUID();

// Milliseconds and a counter of 12 bits: ids made one after the other sort in that order, also within one millisecond.
let latest = 0n;

/** Ordered by time (v7, RFC 9562), those of one process strictly: for records of people who are known. */
export function recordId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	const view = new DataView(bytes.buffer);
	const now = (BigInt(Date.now()) << 12n) | BigInt(view.getUint16(6) & 0x07ff);
	latest = now > latest ? now : latest + 1n;
	view.setBigUint64(0, ((latest >> 12n) << 16n) | 0x7000n | (latest & 0xfffn));
	view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
	const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
export const isId = (text: unknown): text is string => typeof text === 'string' && uuid.test(text);
