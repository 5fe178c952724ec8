// The built application in build/, as the sources say.
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone, checksum, filesBelow, readStamp, root, say, stopWith } from './ground.mjs';

const stamp = 'build/.kambana-built';

/** Everything the build reads; tests are no part of it. */
function sources() {
	const files = [...filesBelow('src'), ...filesBelow('static')].filter((file) => !file.endsWith('.test.ts'));
	return [...files, 'vite.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json'];
}

/** Builds when the sources are others than at the last build.
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env */
export async function ensureBuild(node, env) {
	if (readStamp(stamp) === checksum(sources())) return;
	await alone(() => {
		const wanted = checksum(sources());
		if (readStamp(stamp) === wanted) return;
		say('Building');
		if (!existsSync(join(root, 'node_modules', '$app')))
			run(node, ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync'], env);
		run(node, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], env);
		writeFileSync(join(root, stamp), wanted);
	});
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
