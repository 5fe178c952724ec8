import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { clusterIn, findPostmaster, removeDeadMark } from './cluster.server.ts';

test('looking for a server leaves the mark of a dead one: by then it may be that of the next', () => {
	const directory = mkdtempSync(join(tmpdir(), 'kambana-'));
	onTestFinished(() => rmSync(directory, { recursive: true }));
	const cluster = clusterIn(directory);
	mkdirSync(cluster.files, { recursive: true });
	const mark = join(cluster.files, 'postmaster.pid');
	// The number of the dead server belongs to another process by now: this one.
	writeFileSync(mark, `${process.pid}\n`);
	expect([findPostmaster(cluster), existsSync(mark)]).toEqual([null, true]);
	removeDeadMark(cluster);
	expect([findPostmaster(cluster), existsSync(mark)]).toEqual([null, false]);
});
