import { readFile } from 'node:fs/promises';
import { shelf } from '#platform/files.server.ts';
import { codeOf } from '#platform/refusal.ts';
import type { SetQuestion, Sides } from './model.ts';
import { lookIntoPicture } from './picture.ts';

/** What is known of pictures by their content: it never changes, so it is read once. */
const known = new Map<string, Sides>();
const mostKnown = 5_000;

/** A question whose picture says how wide and high it is; as it was where there is none, or its bytes are missing. */
export async function withSides(question: SetQuestion): Promise<SetQuestion> {
	const { picture } = question;
	const sides = picture && (known.get(picture.sha256) ?? (await read(picture.sha256)));
	return picture && sides ? { ...question, picture: { ...picture, sides } } : question;
}

async function read(sha256: string): Promise<Sides | undefined> {
	const bytes = await readFile(shelf.pathOf(sha256)).catch((fault) => {
		// Of a file that got lost the page shows what the picture would have said; `doctor` names it.
		if (codeOf(fault) === 'ENOENT') return null;
		throw fault;
	});
	const look = bytes && lookIntoPicture(bytes);
	if (!look?.ok) return undefined;
	const sides = { width: look.width, height: look.height };
	if (known.size >= mostKnown) known.clear();
	known.set(sha256, sides);
	return sides;
}
