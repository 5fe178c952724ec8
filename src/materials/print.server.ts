import type { Issue } from '#platform/problem.ts';
import type { PrintOrder } from './print.ts';

/** A tagged PDF/UA-1 with its fonts inside; the same order gives the same bytes. Throws `Problem('unprintable')`. */
export async function printLeaflet(order: PrintOrder): Promise<Buffer> {
	throw new Error(`not built yet: ${order.format}`);
}

/** Why an order cannot be printed, for a form: no lines, a text too long for its place, a script without a font. Empty: it can. */
export async function whyUnprintable(order: PrintOrder): Promise<Issue[]> {
	throw new Error(`not built yet: ${order.format}`);
}

/** The first page as a picture (SVG), for lists of materials. */
export async function pictureOf(order: PrintOrder): Promise<string> {
	throw new Error(`not built yet: ${order.format}`);
}
