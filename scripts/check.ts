// `npm run check`: everything that needs no database and no browser, side by side.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { end, runScript } from './outcome.ts';
import { root } from './settings.ts';

const inModules = (path: string) => `node_modules/${path}`;

/** Each check by what it looks at. */
const checks: Record<string, string[]> = {
	'format and lint': [inModules('@biomejs/biome/bin/biome'), 'ci', '--colors=off', '.'],
	'Svelte rules': [inModules('eslint/bin/eslint.js'), '.'],
	types: [inModules('svelte-check/bin/svelte-check'), '--tsgo', '--tsconfig', './tsconfig.json', '--output', 'human'],
	'unit tests': [inModules('vitest/vitest.mjs'), 'run', '--project', 'unit', '--reporter=dot'],
	'unused code': [inModules('knip/bin/knip.js'), '--no-progress'],
};

// What svelte-check keeps of components that are gone, it goes on complaining about.
rmSync(join(root, '.svelte-kit/.svelte-check'), { recursive: true, force: true });

/** Runs one check; what it said is shown only when it fails. */
function look(name: string, args: string[]): Promise<boolean> {
	const began = performance.now();
	return new Promise((resolve, reject) => {
		const env = { ...process.env, NO_COLOR: '1', NODE_NO_WARNINGS: '1' };
		const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
		const said: Buffer[] = [];
		child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
		child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
		child.once('error', reject);
		child.once('close', (code) => {
			const seconds = ((performance.now() - began) / 1000).toFixed(1);
			console.log(`${code === 0 ? 'ok      ' : 'problem '} ${name} (${seconds} s)`);
			if (code !== 0) console.log(`${Buffer.concat(said)}`);
			resolve(code === 0);
		});
	});
}

await runScript(async () => {
	const outcomes = await Promise.all(Object.entries(checks).map(([name, args]) => look(name, args)));
	return end(outcomes.every(Boolean) ? 0 : 1);
});
