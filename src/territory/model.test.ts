import { describe, expect, test } from 'vitest';
import { travelMinutes } from './model.ts';

const durres = { lat: 41.323, lon: 19.455 };
const kruje = { lat: 41.509, lon: 19.793 };
const ishem = { lat: 41.545, lon: 19.593 };

describe('travel time', () => {
	test('is what the straight line, a detour of 1.4 and 40 km/h make of it, to the nearest five minutes', () => {
		// 35.0 and 27.2 km as the crow flies.
		expect(travelMinutes(durres, kruje)).toBe(75);
		expect(travelMinutes(durres, ishem)).toBe(55);
	});

	test('is the same both ways, and nothing where nobody travels', () => {
		expect(travelMinutes(kruje, durres)).toBe(travelMinutes(durres, kruje));
		expect(travelMinutes(ishem, ishem)).toBe(0);
	});
});
