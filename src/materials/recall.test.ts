import { describe, expect, test } from 'vitest';
import type { Line, LineTest } from '#help/model.ts';
import { deathOf, recalledVersions, recallFigure, recallsOf } from './recall.ts';
import type { Batch, Movement } from './stock.ts';

const moment = { now: new Date('2026-11-20T10:00:00Z'), today: '2026-11-20' };
const called = (outcome: LineTest['outcome'], at = '2026-11-19T10:00:00Z'): LineTest => ({
	...{ outcome, at: new Date(at), demonstration: false },
});
const line = (number: string, lastTest: LineTest | null, validTo: string | null = null): Line => ({
	...{ id: number, committeeId: 'c', national: true, number, purpose: 'advice', operator: 'o', hours: 'always' },
	...{ opensAt: null, closesAt: null, cost: 'free', languages: [], source: 's', sourceOn: null, rank: 1 },
	...{ checkedBy: null, checkedOn: null, reviewOn: null, validFrom: null, validTo, version: 1 },
	...{ lastTest, lastAnswered: lastTest?.at ?? null },
});
const batch = (change: Partial<Batch> = {}): Batch => ({
	...{ id: 'b', committeeId: 'c', versionId: 'v', format: 'card', quantity: 100, numbers: ['116 111'] },
	...{ orderedBy: 'desk', orderedOn: '2026-10-01', printedOn: '2026-10-02', cancelledOn: null, replacesId: null },
	...change,
});
const given: Movement[] = [{ kind: 'given', placeId: 'school', quantity: 60 }];
const recalls = (
	lines: Line[],
	batches = [{ batch: batch(), movements: given }],
	records: Parameters<typeof recallsOf>[3] = [],
) => recallsOf(batches, lines, [], records, moment);

describe('a number is dead', () => {
	test('when its last call failed, when it is retired, when no line has it', () => {
		expect(deathOf('116 111', [line('116-111', called('no_answer'))], [], moment)).toBe('failed');
		expect(deathOf('116 111', [line('116 111', null, '2026-11-19')], [], moment)).toBe('retired');
		expect(deathOf('116 111', [], [], moment)).toBe('gone');
		expect(deathOf('192', [], [{ digits: '192', number: '192', reason: 'foreign' }], moment)).toBe('refused');
	});
	test('not when nobody has called lately, and not while another line of the same number lives', () => {
		expect(deathOf('116 111', [line('116 111', called('answered', '2026-01-01T10:00:00Z'))], [], moment)).toBeNull();
		expect(deathOf('116 111', [line('116 111', null)], [], moment)).toBeNull();
		const two = [line('116 111', called('no_answer')), line('116111', called('answered'))];
		expect(deathOf('116 111', two, [], moment)).toBeNull();
	});
});

describe('a recall', () => {
	const dead = [line('116 111', called('out_of_service'))];
	test('names the places that hold leaflets and how many, twice the same', () => {
		const found = recalls(dead);
		expect(found).toEqual(recalls(dead));
		expect(found).toHaveLength(1);
		expect(found[0]?.holdings.map(({ placeId, left }) => [placeId, left])).toEqual([
			[null, 40],
			['school', 60],
		]);
		expect(recallFigure(found)).toEqual({ batches: 1, leaflets: 100, places: 1 });
		expect([...recalledVersions(found)]).toEqual(['v']);
	});
	test('is gone by itself when the number answers again before anybody was written to', () => {
		expect(recalls([line('116 111', called('answered'))])).toEqual([]);
	});
	test('stays for a person to end once places were written to', () => {
		const told = { id: 'r', batchId: 'b', digits: '116111', reason: 'failed' as const, openedAt: moment.now };
		const record = { ...told, noticedPlaceIds: ['school'] };
		const [found] = recalls([line('116 111', called('answered'))], undefined, [record]);
		expect(found).toMatchObject({ reason: null, left: 100 });
		expect(recalledVersions(found ? [found] : []).size).toBe(0);
	});
	test('is none of what was never printed, or is no more', () => {
		expect(recalls(dead, [{ batch: batch({ printedOn: null }), movements: [] }])).toEqual([]);
		const destroyed: Movement[] = [{ kind: 'destroyed', placeId: null, quantity: 100 }];
		expect(recalls(dead, [{ batch: batch(), movements: destroyed }])).toEqual([]);
	});
	test('of two dead numbers on one paper counts its leaflets once', () => {
		const found = recalls(dead, [{ batch: batch({ numbers: ['116 111', '999'] }), movements: given }]);
		expect(found.map(({ reason }) => reason)).toEqual(['failed', 'gone']);
		expect(recallFigure(found)).toEqual({ batches: 1, leaflets: 100, places: 1 });
	});
});
