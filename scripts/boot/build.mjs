// The built application, as the sources say: one folder for each state of the sources. A server goes on serving its own
// while another start builds.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { alone, checksum, filesBelow, root, say, stopWith } from './ground.mjs';

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

/** Builds when the sources were never built; the folder of the build.
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} */
export async function ensureBuild(node, env) {
	let folder = buildFolder();
	if (!existsSync(folder)) {
		await alone(() => {
			folder = buildFolder();
			if (existsSync(folder)) return;
			say('Building');
			if (!existsSync(join(root, 'node_modules', '$app')))
				run(node, ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync'], env);
			const unfinished = join(builds, 'unfinished');
			run(node, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], {
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

/** What the tools say is shown only when they fail.
 * @param {string} node @param {string[]} arguments_ @param {NodeJS.ProcessEnv} env */
function run(node, arguments_, env) {
	const done = spawnSync(node, arguments_, {
		cwd: root,
		env: { ...env, NODE_ENV: 'production' },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	if (done.status === 0) return;
	console.error(`${done.stdout}${done.stderr}${done.error ?? ''}`);
	stopWith('The application could not be built: the reason is above.');
}
