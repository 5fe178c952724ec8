import { expect, it } from 'vitest';
import { killDuringImports, type Round } from '../faults/imports.ts';

// The short version of `npm run faults`.
it('an import is there whole or not at all after kill -9 of the application and of PostgreSQL', async () => {
	const told: Round[] = [];
	await killDuringImports({ rounds: 4, rows: 400 }, (round) => told.push(round));
	expect(told.map(({ victim }) => victim)).toEqual(['application', 'database', 'application', 'database']);
	expect(told.filter(({ found }) => found === 'PART')).toEqual([]);
});
