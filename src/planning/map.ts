import type { Position, Ring } from '#territory/model.ts';

/** What lies on the map: a unit or a municipality, with how often the plan comes there. */
export type Spot = { code: string; name: string; planned: number; held: number };
export type Dot = Spot & {
	x: number;
	y: number;
	r: number;
	label: { x: number; y: number; anchor: 'start' | 'end' | 'middle' };
};
export type CountyMap = { width: number; height: number; outline: string; dots: Dot[] };

const margin = 24;
const letter = { width: 6.4, height: 13 };

/**
 * A county drawn from its outline and the positions of its units: equirectangular about its own middle, which over one county bends nothing
 * that could be seen. Sizes in the units of the drawing. Null when fewer than two positions are known: that would be no map.
 */
export function countyMap(
	outline: readonly Ring[],
	spots: readonly Spot[],
	positions: ReadonlyMap<string, Position>,
	width = 480,
): CountyMap | null {
	const placed = spots.flatMap((spot) => {
		const position = positions.get(spot.code);
		return position ? [{ spot, ...position }] : [];
	});
	if (placed.length < 2) return null;
	const all = [...outline.flat().map(([lon, lat]) => ({ lon, lat })), ...placed];
	const [west, east] = [Math.min(...all.map(({ lon }) => lon)), Math.max(...all.map(({ lon }) => lon))];
	const [south, north] = [Math.min(...all.map(({ lat }) => lat)), Math.max(...all.map(({ lat }) => lat))];
	const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
	const scale = (width - 2 * margin) / Math.max((east - west) * squeeze, 1e-6);
	const at = ({ lat, lon }: Position) => ({
		x: round(margin + (lon - west) * squeeze * scale),
		y: round(margin + (north - lat) * scale),
	});
	const path = (ring: Ring) => `M${ring.map(([lon, lat]) => Object.values(at({ lon, lat })).join(' ')).join('L')}Z`;
	const most = Math.max(1, ...placed.map(({ spot }) => spot.planned));
	const dots = placed.map(({ spot, ...position }) => ({
		...spot,
		...at(position),
		// The area of a circle tells the number.
		r: round(5 + 9 * Math.sqrt(spot.planned / most)),
	}));
	return {
		width,
		height: round(2 * margin + (north - south) * scale),
		outline: outline.map(path).join(''),
		dots: labelled(dots, width),
	};
}

const round = (n: number): number => Math.round(n * 10) / 10;

type Box = { left: number; right: number; top: number; bottom: number };
const meet = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Each name beside its circle, on the side where it covers least of the circles and of the names before it. */
function labelled(dots: readonly Omit<Dot, 'label'>[], width: number): Dot[] {
	const taken: Box[] = dots.map(({ x, y, r }) => ({ left: x - r, right: x + r, top: y - r, bottom: y + r }));
	return dots.map((dot) => {
		const { x, y, r, name } = dot;
		const long = name.length * letter.width;
		const sides = [
			{ x: x + r + 4, y: y + 4, anchor: 'start' as const, left: x + r + 4 },
			{ x: x - r - 4, y: y + 4, anchor: 'end' as const, left: x - r - 4 - long },
			{ x, y: y + r + letter.height, anchor: 'middle' as const, left: x - long / 2 },
			{ x, y: y - r - 4, anchor: 'middle' as const, left: x - long / 2 },
		].map(({ left, ...label }) => ({
			label: { ...label, x: round(label.x), y: round(label.y) },
			box: { left, right: left + long, top: label.y - letter.height + 2, bottom: label.y + 3 },
		}));
		const cost = ({ box }: (typeof sides)[number]) =>
			taken.filter((other) => meet(other, box)).length + (box.left < 0 || box.right > width ? 10 : 0);
		const best = sides.reduce((chosen, side) => (cost(side) < cost(chosen) ? side : chosen));
		taken.push(best.box);
		return { ...dot, label: best.label };
	});
}
