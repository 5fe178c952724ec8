// The one entry of every `npm run …`: plain JavaScript for any Node from 20, without dependencies. It makes node_modules
// match the lockfile and the build match the sources, then hands over to the pinned Node in node_modules.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { ensureBuild, isSynced, sync } from './boot/build.mjs';
import { root, stopWith } from './boot/ground.mjs';
import { ensurePackages, findNode } from './boot/packages.mjs';

const [name = 'start', ...rest] = process.argv.slice(2);

/** What each needs before it begins: packages, and the build. `start` and `test` build by themselves, beside other work.
 * @type {Record<string, { script: string, packages: 'all' | 'server', built?: true }>} */
const commands = {
	start: { script: 'scripts/start.ts', packages: 'server' },
	dev: { script: 'scripts/dev.ts', packages: 'server' },
	check: { script: 'scripts/check.ts', packages: 'all' },
	test: { script: 'scripts/test.ts', packages: 'all' },
	bench: { script: 'bench/bench.ts', packages: 'all', built: true },
	faults: { script: 'scripts/faults.ts', packages: 'all', built: true },
	pictures: { script: 'scripts/pictures.ts', packages: 'all', built: true },
	// The types of the tables are made by a tool of developers.
	kambana: { script: 'scripts/kambana.ts', packages: rest[0] === 'types' ? 'all' : 'server' },
};

const command = commands[name] ?? stopWith(`There is no "${name}": use ${Object.keys(commands).join(', ')}.`);

process.chdir(root);
await ensurePackages(command.packages);
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
try {
	if (command.packages === 'all' && !isSynced()) await sync(node, env);
	if (command.built) env.KAMBANA_BUILD = await ensureBuild(node, env);
} catch (fault) {
	stopWith(/** @type {Error} */ (fault).message);
}

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
