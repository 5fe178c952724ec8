import { describe, expect, test } from 'vitest';
import { isMessageKey } from '#i18n/t.ts';
import { access, grantFor, mayDoOutside } from './access.ts';
import type { Grant, Role } from './model.ts';
import { rightsByArea, verbWord } from './rights.ts';

const all = rightsByArea().flatMap(({ rights }) => rights);
const grant = (
	role: Role,
	committeeId: string | null,
	committeeLevel: 'county' | 'national' | null = 'county',
): Grant => ({
	...{ seatId: 's', role, committeeId, committeeLevel, partnerId: null },
});

describe('outside the committees', () => {
	test('no seat in a committee opens anything, whatever the role', () => {
		const inside = (['secretary', 'chair', 'national', 'focal_point', 'facilitator', 'juror'] as const).map((role) =>
			grant(role, 'c', role === 'national' ? 'national' : 'county'),
		);
		for (const route of ['/people', '/people/[id=id]', '/people/[id=id]/export'])
			expect(mayDoOutside(inside, route)).toBe(false);
		expect(mayDoOutside([grant('administrator', null, null)], '/people')).toBe(true);
	});

	test('a right of one’s own county reaches nothing that has none', () => {
		expect(
			grantFor({ administrator: 'county' }, [grant('administrator', null, null)], { committeeId: null }),
		).toBeNull();
	});
});

describe('the table in words', () => {
	test('holds every route with every verb', () => {
		const told = all.flatMap(({ route, verbs }) => verbs.map((verb) => `${route} ${verb}`)).sort();
		const written = Object.entries(access).flatMap(([route, line]) =>
			Object.keys(line).map((verb) => `${route} ${verb}`),
		);
		expect(told).toEqual(written.sort());
	});

	test('names each of them', () => {
		const things = all.map(({ thing }) => `access.thing.${thing}`);
		const verbs = all.flatMap((right) => right.verbs.map((verb) => `access.verb.${verbWord(verb)}`));
		expect([...new Set([...things, ...verbs])].filter((key) => !isMessageKey(key))).toEqual([]);
	});
});
