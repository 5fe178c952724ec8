import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { sessionCookie } from '#people/model.ts';

/** A whole Kambana as `npm start` starts it, with the demonstration, on a port and a folder of its own. */
export type Site = {
	origin: string;
	/** A link that opens the desk once. */
	deskLink(): Promise<string>;
	/** Opens the desk; the cookie for requests without a browser. */
	enterDesk(context?: BrowserContext): Promise<string>;
	close(): Promise<void>;
};

const root = path.resolve(import.meta.dirname, '../..');

export async function openSite(): Promise<Site> {
	const directory = mkdtempSync(path.join(tmpdir(), 'kambana-site-'));
	const env = { ...process.env, DATA_DIR: directory, PORT: '0', HOST: '127.0.0.1', NODE_ENV: 'production' };
	for (const name of ['DATABASE_URL', 'KAMBANA_SOCKET', 'KAMBANA_DATABASE', 'KAMBANA_PARENT']) delete (env as Record<string, string | undefined>)[name];
	const child = spawn(process.execPath, ['scripts/start.ts'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
	const line = await readyLine(child);
	const origin = /(http:\/\/[^\s/]+)\//.exec(line)?.[1] ?? '';
	let printed = /http\S+\/desk\/enter\?key=\S+/.exec(line)?.[0];
	const deskLink = async () => {
		const link = printed ?? (await run(['scripts/kambana.ts', 'enter'], env));
		printed = undefined;
		return link.replace(/^http:\/\/[^/]+/, origin);
	};
	return {
		origin,
		deskLink,
		enterDesk: async (context) => {
			const link = new URL(await deskLink());
			const answer = await fetch(`${origin}${link.pathname}?/enter`, {
				method: 'POST',
				redirect: 'manual',
				headers: { origin, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
				body: new URLSearchParams({ key: link.searchParams.get('key') ?? '' }),
			});
			const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
			if (!cookie.startsWith(`${sessionCookie}=`)) throw new Error(`the desk did not open: ${answer.status}`);
			await context?.addCookies([{ name: sessionCookie, value: cookie.slice(sessionCookie.length + 1), url: origin }]);
			return cookie;
		},
		close: async () => {
			const gone = new Promise((done) => child.once('exit', done));
			child.kill('SIGTERM');
			await gone;
			rmSync(directory, { recursive: true, force: true });
		},
	};
}

function readyLine(child: ChildProcess): Promise<string> {
	const { promise, resolve, reject } = Promise.withResolvers<string>();
	let said = '';
	const listen = (chunk: Buffer) => {
		said += chunk.toString();
		const line = said.split('\n').find((one) => one.includes('Kambana is ready'));
		if (line) resolve(line);
	};
	child.stdout?.on('data', listen);
	child.stderr?.on('data', listen);
	child.once('exit', (status) => reject(new Error(`the site did not start (${status}): ${said}`)));
	return promise;
}

function run(args: string[], env: NodeJS.ProcessEnv): Promise<string> {
	const { promise, resolve, reject } = Promise.withResolvers<string>();
	const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
	let said = '';
	child.stdout.on('data', (chunk: Buffer) => {
		said += chunk.toString();
	});
	child.once('exit', (status) => {
		const link = /http\S+\/desk\/enter\?key=\S+/.exec(said)?.[0];
		if (link) resolve(link);
		else reject(new Error(`no desk link (${status}): ${said}`));
	});
	return promise;
}

/** The pinned Chromium of the registry, unpacked once below node_modules with the libraries it brings. */
export async function openBrowser(): Promise<Browser> {
	const cache = path.join(root, 'node_modules/.cache/chromium');
	mkdirSync(cache, { recursive: true });
	const before = process.env.TMPDIR;
	process.env.TMPDIR = cache;
	const { default: packed, inflate } = await import('@sparticuz/chromium');
	const executablePath = await packed.executablePath();
	const libraries = path.join(cache, 'al2023');
	if (!existsSync(libraries)) await inflate(path.join(root, 'node_modules/@sparticuz/chromium/bin/al2023.tar.br'));
	if (before === undefined) delete process.env.TMPDIR;
	else process.env.TMPDIR = before;
	// Not the package's own flags: those switch web security off, and with it what these tests look at.
	return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'], env: { ...process.env, LD_LIBRARY_PATH: path.join(libraries, 'lib') } });
}
