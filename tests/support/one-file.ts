import { afterAll } from 'vitest';
import { closeDatabase } from '#platform/db.server.ts';

// The files of one worker share their modules, which saves a third of the time: each leaves the database and its settings as it found them.
const found = { ...process.env };
afterAll(async () => {
	await closeDatabase();
	for (const name of Object.keys(process.env)) if (!(name in found)) delete process.env[name];
	Object.assign(process.env, found);
});
