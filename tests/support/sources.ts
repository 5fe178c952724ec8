import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type Source = { path: string; text: string; lines: number };

const skipped = new Set(['node_modules', '.svelte-kit']);

/** Every file below a folder, as paths with `/`. */
export function files(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => !skipped.has(entry.name))
		.flatMap((entry) => {
			const full = path.posix.join(folder, entry.name);
			return entry.isDirectory() ? files(full) : [full];
		})
		.sort();
}

/** The text files below folders that have one of the endings. */
export const sources = (folders: readonly string[], endings: readonly string[]): Source[] =>
	folders
		.flatMap(files)
		.filter((file) => endings.some((ending) => file.endsWith(ending)))
		.map((file) => {
			const text = readFileSync(file, 'utf8');
			return { path: file, text, lines: text.split('\n').length - 1 };
		});

/** Without comments, so that a word in a remark is no import and no query. Strings stay. */
export const code = (text: string): string =>
	text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1');

const importing =
	/(?:^|[;\s])(?:import|export)\s(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|new URL\(\s*['"](\.[^'"]+)['"],\s*import\.meta\.url/g;

/** What a file imports, as written. */
export const imports = (text: string): string[] =>
	[...code(text).matchAll(importing)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');

/** The file in the repository that an import means, or null for a package. */
export function target(from: string, specifier: string): string | null {
	if (specifier.startsWith('#')) return `src/${specifier.slice(1)}`;
	if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(from), specifier);
	return null;
}

export const isTest = (file: string): boolean => /\.test\.ts$/.test(file);
/** The folder below `src` in which a file stands; files directly in `src` are the application's own. */
export const folderOf = (file: string): string => /^src\/([^/]+)\//.exec(file)?.[1] ?? 'application';

/** The words of a name: `activityCard` and `activity-card` are activity and card. */
export const words = (name: string): string[] =>
	name
		.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.filter(Boolean);
