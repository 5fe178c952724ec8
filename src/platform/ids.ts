/** Random (v4): for anything anonymous or made by strangers; it tells neither time nor order. */
export const anonymousId = (): string => crypto.randomUUID();

/** Ordered by time (v7, RFC 9562): for records of people who are known. */
export function recordId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	const view = new DataView(bytes.buffer);
	view.setBigUint64(0, (BigInt(Date.now()) << 16n) | 0x7000n | BigInt(view.getUint16(6) & 0x0fff));
	view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
	const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
export const isId = (text: unknown): text is string => typeof text === 'string' && uuid.test(text);
