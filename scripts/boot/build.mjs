// The built application, as the sources say: one folder for each state of the sources. A server goes on serving its own
// while another start builds.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { alone, checksum, filesBelow, root, say } from './ground.mjs';

const builds = join(root, 'build');
/** How many earlier builds stay: servers that were started with them may still run. */
const kept = 3;

/** Everything the build reads; tests are no part of it. */
function sources() {
	const files = [...filesBelow('src'), ...filesBelow('static')].filter((file) => !file.endsWith('.test.ts'));
	return [...files, 'vite.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json'];
}

/** Where the build of the present sources is, or will be. */
export const buildFolder = () => join(builds, checksum(sources()).slice(0, 16));

/** Whether the types that SvelteKit makes from the routes are there. */
export const isSynced = () => existsSync(join(root, 'node_modules', '$app'));

/** Makes the types that SvelteKit makes from the routes.
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env */
export const sync = (node, env) => run(node, ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync'], env);

/** Builds when the sources were never built; the folder of the build. Rejects with a sentence.
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} */
export async function ensureBuild(node, env) {
	let folder = buildFolder();
	if (!existsSync(folder)) {
		await alone(async () => {
			folder = buildFolder();
			if (existsSync(folder)) return;
			say('Building');
			if (!isSynced()) await sync(node, env);
			const unfinished = join(builds, 'unfinished');
			await run(node, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], {
				...env,
				KAMBANA_BUILD_TO: unfinished,
			});
			renameSync(unfinished, folder);
			removeEarlier(folder);
		});
	}
	const now = new Date();
	utimesSync(folder, now, now);
	return folder;
}

/** @param {string} present */
function removeEarlier(present) {
	const age = (/** @type {string} */ folder) => statSync(folder).mtimeMs;
	const others = readdirSync(builds)
		.map((name) => join(builds, name))
		.filter((folder) => folder !== present);
	for (const folder of others.sort((a, b) => age(b) - age(a)).slice(kept))
		rmSync(folder, { recursive: true, force: true });
}

/** Runs a tool, which ends with us; what it says is shown only when it fails.
 * @param {string} node @param {string[]} arguments_ @param {NodeJS.ProcessEnv} env
 * @returns {Promise<void>} */
function run(node, arguments_, env) {
	const tool = spawn(node, arguments_, {
		cwd: root,
		env: { ...env, NODE_ENV: 'production' },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const stop = () => tool.kill();
	process.once('exit', stop);
	let said = '';
	for (const stream of [tool.stdout, tool.stderr])
		stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
			said += text;
		});
	return new Promise((resolve, reject) => {
		tool.once('error', reject);
		tool.once('close', (code) => {
			process.off('exit', stop);
			if (code === 0) return resolve();
			console.error(said);
			reject(new Error('The application could not be built: the reason is above.'));
		});
	});
}
