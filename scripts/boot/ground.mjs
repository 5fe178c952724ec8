// What the other parts of boot stand on: the checkout, messages, checksums, and one boot at a time.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

const began = Date.now();

/** Progress goes to the error stream: the output belongs to the command.
 * @param {string} text */
export function say(text) {
	console.error(`[${((Date.now() - began) / 1000).toFixed(1)} s] ${text}`);
}

/** @param {string} sentence @returns {never} */
export function stopWith(sentence) {
	console.error(sentence);
	process.exit(1);
}

/** One checksum of names and contents.
 * @param {readonly string[]} files */
export function checksum(files) {
	const hash = createHash('sha256');
	for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
	return hash.digest('hex');
}

/** Every file below a folder, in a fixed order; nothing when there is no such folder.
 * @param {string} folder
 * @returns {string[]} */
export function filesBelow(folder) {
	try {
		const entries = readdirSync(join(root, folder), { withFileTypes: true });
		return entries
			.flatMap((entry) => (entry.isDirectory() ? filesBelow(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]))
			.sort();
	} catch {
		return [];
	}
}

/** @param {string} file */
export function readStamp(file) {
	try {
		return readFileSync(join(root, file), 'utf8');
	} catch {
		return '';
	}
}

/** Two boots at once must not install or build into the same folder: the second waits for the first.
 * @param {() => Promise<void> | void} work */
export async function alone(work) {
	const lock = join(tmpdir(), `kambana-boot-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
	for (let told = false; !taken(lock); told = true) {
		if (isAbandoned(lock)) rmSync(lock, { force: true });
		else if (!told) say('Another start is installing or building; waiting for it');
		await pause(100);
	}
	try {
		await work();
	} finally {
		rmSync(lock, { force: true });
	}
}

/** @param {string} lock */
function taken(lock) {
	try {
		writeFileSync(lock, String(process.pid), { flag: 'wx' });
		return true;
	} catch (fault) {
		if (codeOf(fault) === 'EEXIST') return false;
		throw fault;
	}
}

/** Whether the process that made the lock is gone, or it is older than any installation takes.
 * @param {string} lock */
function isAbandoned(lock) {
	try {
		if (statSync(lock).mtimeMs < Date.now() - 600_000) return true;
		const owner = Number(readFileSync(lock, 'utf8'));
		return owner > 0 && !process.kill(owner, 0);
	} catch (fault) {
		return codeOf(fault) === 'ESRCH';
	}
}

/** @param {unknown} fault */
const codeOf = (fault) => /** @type {NodeJS.ErrnoException} */ (fault).code;
