import { spawnSync } from 'node:child_process';

/**
 * The files below a directory in which one of these texts stands. A file that went away before it was opened (PostgreSQL is at work) is none.
 * @throws Error when something else could not be read
 */
export function filesWith(texts: readonly string[], directory: string): string[] {
	const patterns = texts.flatMap((text) => ['-e', text]);
	const { stdout, stderr, error } = spawnSync('grep', ['-rlaF', ...patterns, directory], {
		...{ encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } },
	});
	if (error) throw error;
	const said = (text: string) => text.split('\n').filter((line) => line !== '');
	const unread = said(stderr).filter((line) => !line.endsWith('No such file or directory'));
	if (unread.length > 0) throw new Error(`not searched: ${unread.join('; ')}`);
	return said(stdout);
}
