import { afterAll, expect, test } from 'vitest';
import { buildCommittee } from '#tests/support/builders.ts';
import { closeDatabase, rolledBack } from '#tests/support/database.ts';
import { listPositions } from './store.server.ts';

afterAll(closeDatabase);

test('the pack says where the municipalities and units of a county lie', () =>
	rolledBack(async (tx) => {
		await buildCommittee(tx);
		const positions = await listPositions(tx, 'AL-02');
		expect([...positions.keys()].filter((code) => !code.includes('-')).length).toBe(3);
		expect(positions.get('AL121-ishem')).toEqual({ lat: 41.545, lon: 19.593 });
		expect(positions.has('AL311')).toBe(false);
	}));
