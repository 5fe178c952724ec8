import { expect, test } from 'vitest';
import { countyMap, type Spot } from './map.ts';

const spot = (code: string, planned: number): Spot => ({ code, name: code, planned, held: 0 });
const positions = new Map([
	['north', { lat: 41.5, lon: 19.5 }],
	['south', { lat: 41.3, lon: 19.5 }],
	['east', { lat: 41.3, lon: 19.7 }],
]);
const square: [number, number][] = [
	[19.4, 41.2],
	[19.8, 41.2],
	[19.8, 41.6],
	[19.4, 41.6],
];

test('north is up, east is right, and a degree of longitude is as short as at that latitude', () => {
	const map = countyMap([square], [spot('north', 1), spot('south', 1), spot('east', 1)], positions);
	const at = (code: string) => map?.dots.find((dot) => dot.code === code) ?? { x: 0, y: 0 };
	expect(at('north').y).toBeLessThan(at('south').y);
	expect(at('east').x).toBeGreaterThan(at('south').x);
	// 0.2 degrees of longitude against 0.2 of latitude: the cosine of 41.4 degrees.
	expect((at('east').x - at('south').x) / (at('south').y - at('north').y)).toBeCloseTo(
		Math.cos((41.4 * Math.PI) / 180),
		2,
	);
	expect(map?.outline).toMatch(/^M[\d.]+ [\d.]+(L[\d.]+ [\d.]+){3}Z$/);
});

test('everything lies within the drawing, and the area of a circle tells the number', () => {
	const map = countyMap([square], [spot('north', 0), spot('south', 1), spot('east', 4)], positions);
	for (const { x, y, r } of map?.dots ?? []) {
		expect(x - r).toBeGreaterThan(0);
		expect(x + r).toBeLessThan(map?.width ?? 0);
		expect(y - r).toBeGreaterThan(0);
		expect(y + r).toBeLessThan(map?.height ?? 0);
	}
	const [none = 0, one = 0, four = 0] = map?.dots.map(({ r }) => r) ?? [];
	expect((four - none) / (one - none)).toBeCloseTo(2, 1);
});

test('names of neighbours do not lie on each other', () => {
	const near = new Map([
		['first', { lat: 41.4, lon: 19.6 }],
		['second', { lat: 41.4, lon: 19.605 }],
	]);
	const map = countyMap([square], [spot('first', 1), spot('second', 1)], near);
	const [first, second] = map?.dots.map(({ label }) => label) ?? [];
	expect([first?.anchor, first?.y]).not.toEqual([second?.anchor, second?.y]);
});

test('what nobody knows the position of is left out, and a single place makes no map', () => {
	expect(countyMap([square], [spot('north', 1), spot('south', 0), spot('nowhere', 1)], positions)?.dots).toHaveLength(
		2,
	);
	expect(countyMap([square], [spot('north', 1), spot('nowhere', 1)], positions)).toBeNull();
});
