// The one entry of every `npm run …`: plain JavaScript for any Node from 20, without dependencies. It makes node_modules
// match the lockfile and the build match the sources, then hands over to the pinned Node in node_modules.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { ensureBuild } from './boot/build.mjs';
import { root, stopWith } from './boot/ground.mjs';
import { ensurePackages, findNode } from './boot/packages.mjs';

/** @type {Record<string, { script: string, built: boolean }>} */
const commands = {
	start: { script: 'scripts/start.ts', built: true },
	dev: { script: 'scripts/dev.ts', built: false },
	check: { script: 'scripts/check.ts', built: false },
	test: { script: 'scripts/test.ts', built: false }, // builds by itself when the chosen tests need it
	bench: { script: 'bench/bench.ts', built: true },
	faults: { script: 'scripts/faults.ts', built: true },
	pictures: { script: 'scripts/pictures.ts', built: true },
	kambana: { script: 'scripts/kambana.ts', built: false },
};

const [name = 'start', ...rest] = process.argv.slice(2);
const command = commands[name] ?? stopWith(`There is no "${name}": use ${Object.keys(commands).join(', ')}.`);

process.chdir(root);
await ensurePackages();
const node = findNode();
/** @type {NodeJS.ProcessEnv} */
const env = {
	...process.env,
	PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
	KAMBANA_ROOT: root,
	// A page of a month makes more short-lived text than the small default holds; what outlives it by chance is collected slowly,
	// and one request in twenty waited twice as long.
	NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --max-semi-space-size=32`.trim(),
	// What was compiled once is kept: every later start, and each process of the tests, is ready in half the time.
	NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
	// The script ends when this process is gone, however it went.
	KAMBANA_PARENT: String(process.pid),
};
if (command.built) env.KAMBANA_BUILD = await ensureBuild(node, env);

const child = spawn(node, [command.script, ...rest], { stdio: 'inherit', env });
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
	process.on(signal, () => child.kill(signal));

// npm does not pass signals on: it ends its shell, and we notice that our parent is another one.
const parent = process.ppid;
setInterval(() => {
	if (process.ppid !== parent) child.kill('SIGTERM');
}, 250).unref();

child.on('error', (fault) =>
	stopWith(`Node could not be started (${fault.message}): delete node_modules and start again.`),
);
child.on('exit', (code, signal) => {
	process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0));
});
