import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Movement, movementKinds, stockOf, type ToldMovement, whyNotMove, whyNotTakeBack } from './stock.ts';

const batch = { printedOn: '2026-10-01', cancelledOn: null };
const wish = fc.record({
	kind: fc.constantFrom(...movementKinds),
	placeId: fc.constantFrom('school', 'clinic', null),
	quantity: fc.integer({ min: 1, max: 300 }),
	/** Instead of the movement an entry is taken back, whichever it is. */
	takesBack: fc.option(fc.nat({ max: 40 }), { freq: 3 }),
});
const told = { method: 'counted', movedOn: '2026-10-02', actor: 'desk', reason: null } as const;

describe('where leaflets are', () => {
	test('whatever people write down: left + handed out + destroyed = printed, and nowhere less than nothing', () => {
		let allowed = 0;
		let refused = 0;
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 1000 }), fc.array(wish, { maxLength: 40 }), (printed, wishes) => {
				const movements: ToldMovement[] = [];
				for (const { takesBack, ...wished } of wishes) {
					const entry = takesBack === null ? undefined : movements[takesBack % (movements.length || 1)];
					const movement = entry ? { ...entry, reversesId: entry.id } : wished;
					if (movement.placeId === null && (movement.kind === 'given' || movement.kind === 'returned')) continue;
					const before = stockOf(printed, movements);
					const why = entry
						? whyNotTakeBack(entry, movements, before)
						: whyNotMove(batch, before, { ...movement, movedOn: '2026-10-02' }, '2026-10-02');
					if (why === null) movements.push({ ...told, ...movement, id: String(movements.length) });
					const after = stockOf(printed, movements);
					const holdings = [after.office, ...after.places];
					expect(holdings.every(({ left }) => left >= 0)).toBe(true);
					expect(after.left + after.handedOut + after.destroyed).toBe(printed);
					expect(holdings.reduce((sum, { left }) => sum + left, 0)).toBe(after.left);
					if (why === null) allowed++;
					else refused++;
				}
			}),
			{ numRuns: 300 },
		);
		console.info(`stock: ${allowed} movements kept, ${refused} refused, never below zero`);
		expect(Math.min(allowed, refused)).toBeGreaterThan(100);
	});

	test('a refusal says how many are left where they would come from', () => {
		const stock = stockOf(100, [{ kind: 'given', placeId: 'school', quantity: 30 }]);
		const moved = { quantity: 71, movedOn: '2026-10-02' };
		const asked = (movement: Movement & { movedOn: string }) => whyNotMove(batch, stock, movement, '2026-10-02');
		expect(asked({ kind: 'given', placeId: 'clinic', ...moved })).toEqual({ reason: 'too_many', left: 70 });
		expect(asked({ kind: 'handed_out', placeId: 'school', ...moved })).toEqual({ reason: 'too_many', left: 30 });
		expect(asked({ kind: 'handed_out', placeId: 'clinic', ...moved })).toEqual({ reason: 'too_many', left: 0 });
		expect(asked({ kind: 'given', placeId: 'clinic', ...moved, movedOn: '2026-09-30' })).toEqual({
			reason: 'before_printing',
		});
		expect(
			whyNotMove({ ...batch, printedOn: null }, stock, { kind: 'given', placeId: 'a', ...moved }, '2026-10-02'),
		).toEqual({ reason: 'not_printed' });
	});
});
