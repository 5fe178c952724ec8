/**
 * Adds what npm leaves out of package-lock.json: packages for other machines that the registry in use does not carry.
 * Without their entries `npm ci` refuses the whole lockfile, on every machine. Run after every `npm install`:
 * `node scripts/complete-lockfile.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

type Entry = {
	version?: string;
	optional?: true;
	dev?: true;
	os?: string[];
	cpu?: string[];
	libc?: string[];
	optionalDependencies?: Record<string, string>;
};
export type Lockfile = { packages: Record<string, Entry> };

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'x64', 'ia32', 'riscv64', 's390x', 'ppc64', 'arm'];

/** Entries that are missing, by their place: optional, for the machine that their name says. */
export function missingEntries({ packages }: Lockfile): Record<string, Entry> {
	const missing: Record<string, Entry> = {};
	for (const [place, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
		for (const [name, version] of Object.entries(optionalDependencies)) {
			const machine = machineOf(name);
			if (`node_modules/${name}` in packages || `${place}/node_modules/${name}` in packages || !machine) continue;
			missing[`node_modules/${name}`] = {
				version: version.replace(/^[\^~]/, ''),
				...(dev ? { dev } : {}),
				optional: true,
				...machine,
			};
		}
	}
	return missing;
}

/** For which machine a package is, by its name; null when the name does not say. */
function machineOf(name: string): Pick<Entry, 'os' | 'cpu' | 'libc'> | null {
	const named = (machines: string[]) => machines.find((machine) => new RegExp(`\\b${machine}`).test(name));
	const os = named(systems);
	const cpu = named(processors);
	const libc = named(['musl', 'gnu'])?.replace('gnu', 'glibc');
	return os ? { os: [os], ...(cpu ? { cpu: [cpu] } : {}), ...(libc && os === 'linux' ? { libc: [libc] } : {}) } : null;
}

if (import.meta.main) {
	const file = resolve(import.meta.dirname, '../package-lock.json');
	const lockfile = JSON.parse(readFileSync(file, 'utf8')) as Lockfile;
	const missing = missingEntries(lockfile);
	const packages = Object.entries({ ...lockfile.packages, ...missing }).sort(([a], [b]) => a.localeCompare(b, 'en'));
	writeFileSync(file, `${JSON.stringify({ ...lockfile, packages: Object.fromEntries(packages) }, null, '\t')}\n`);
	console.log(`${Object.keys(missing).length} entries added.`);
}
