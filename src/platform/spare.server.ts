import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { leavingHash } from './leaving.server.ts';
import { makePage, type PublicPages } from './pages.server.ts';

/** Copies of pages as files, for a web server that stays up when the application does not. */
export type Spare = {
	folder: string;
	/** Addresses on this server, each without a query. */
	paths: readonly string[];
};

/**
 * Writes the pages as they are now: `<folder>/sq/index.html` with `.br` and `.gz` beside it. A file appears whole or not at all; one
 * whose page has not changed stays. The content security policy travels inside, for a web server knows no headers of ours. Recordings that
 * the pages play come along as `<folder>/files/…`; those that no page plays any more go.
 * @param origin where the application answers, e.g. `http://127.0.0.1:3000`
 * @returns how many pages were written anew
 * @throws Error when a page does not answer with 200: the copies of before are kept
 */
export async function writeSpare(origin: string, { folder, paths }: Spare): Promise<number> {
	const told = await Promise.all(paths.map((address) => fetchPage(origin, address)));
	// Languages that were added at the desk are known by the links to them.
	const added = new Set(
		told.flatMap(({ html }) => [...html.matchAll(languageLink)].map(([, address]) => address as string)),
	);
	const more = [...added].filter((address) => !paths.includes(address));
	const pages = [...told, ...(await Promise.all(more.map((address) => fetchPage(origin, address))))];
	const sounds = path.join(folder, 'files');
	const played = new Set(pages.flatMap(({ html }) => [...html.matchAll(soundLink)].map(([, name]) => name as string)));
	await addSounds(origin, sounds, played);
	let written = 0;
	for (const { address, html } of pages) {
		const file = path.join(folder, address, 'index.html');
		if ((await readIfThere(file)) === html) continue;
		await mkdir(path.dirname(file), { recursive: true });
		const { variants } = await makePage(Buffer.from(html), { 'content-type': 'text/html' });
		await replaceFile(`${file}.br`, variants.br.body);
		await replaceFile(`${file}.gz`, variants.gzip.body);
		await replaceFile(file, html);
		written++;
	}
	for (const name of await listIfThere(sounds)) if (!played.has(name)) await rm(path.join(sounds, name));
	return written;
}

const soundLink = /<audio [^>]*src="\/files\/([0-9a-f]{64}\.(?:mp3|ogg))"/g;

/** Recordings are few and small, and named by their content: what is there stays. */
async function addSounds(origin: string, folder: string, played: ReadonlySet<string>): Promise<void> {
	const there = await listIfThere(folder);
	for (const name of played) {
		if (there.includes(name)) continue;
		const answer = await fetch(`${origin}/files/${name}`, { signal: AbortSignal.timeout(60_000) });
		if (answer.status !== 200) throw new Error(`/files/${name} answers ${answer.status}`);
		await mkdir(folder, { recursive: true });
		await replaceFile(path.join(folder, name), Buffer.from(await answer.arrayBuffer()));
	}
}

const listIfThere = (folder: string): Promise<string[]> =>
	readdir(folder).catch((fault: NodeJS.ErrnoException) => {
		if (fault.code === 'ENOENT') return [];
		throw fault;
	});

const languageLink = /<a href="(\/[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)"[^>]*hreflang=/g;

async function fetchPage(origin: string, address: string): Promise<{ address: string; html: string }> {
	const answer = await fetch(origin + address, {
		headers: { accept: 'text/html' },
		redirect: 'manual',
		signal: AbortSignal.timeout(10_000),
	});
	if (answer.status !== 200) throw new Error(`${address} answers ${answer.status}`);
	const styles = /style-src [^;]*/.exec(answer.headers.get('content-security-policy') ?? '')?.[0] ?? "style-src 'none'";
	const policy = `default-src 'none'; img-src data:; media-src 'self'; ${styles}; script-src '${leavingHash}'; base-uri 'none'; form-action 'none'`;
	const meta = `<meta http-equiv="content-security-policy" content="${policy}">`;
	return { address, html: (await answer.text()).replace('<head>', () => `<head>${meta}`) };
}

const readIfThere = (file: string): Promise<string | null> =>
	readFile(file, 'utf8').catch((fault: NodeJS.ErrnoException) => {
		if (fault.code === 'ENOENT') return null;
		throw fault;
	});

async function replaceFile(file: string, content: Buffer | string): Promise<void> {
	const unfinished = `${file}.${process.pid}.new`;
	await writeFile(unfinished, content);
	await rename(unfinished, file);
}

const soon = 500;
const again = 5_000;
/** What a page says can change by itself: a test call grows old. */
const hourly = 3_600_000;

/**
 * Keeps the copies fresh: at once, whenever pages were dropped, and every hour. Where that fails it is said once and tried again;
 * until then the copies of before stand.
 */
export function keepSpare(pages: PublicPages, origin: string, spare: Spare): { stop(): Promise<void> } {
	let timer: NodeJS.Timeout | undefined;
	let working: Promise<void> = Promise.resolve();
	let [writing, dropped, failing, stopped] = [false, false, false, false];
	const plan = (delay: number) => {
		clearTimeout(timer);
		if (!stopped) timer = setTimeout(() => (working = write()), delay);
	};
	const write = async () => {
		[writing, dropped] = [true, false];
		try {
			await writeSpare(origin, spare);
			failing = false;
		} catch (fault) {
			if (!failing)
				console.error(
					'the spare copies of the help pages are not fresh:',
					fault instanceof Error ? fault.message : fault,
				);
			failing = true;
		}
		writing = false;
		// What was dropped meanwhile may be in the copies as it was before.
		plan(dropped ? soon : failing ? again : hourly);
	};
	pages.onDrop(() => {
		dropped = true;
		if (!writing) plan(soon);
	});
	plan(0);
	return {
		stop: () => {
			stopped = true;
			clearTimeout(timer);
			return working;
		},
	};
}
