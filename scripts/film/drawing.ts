// What the film is drawn with: plain shapes in the colours of Kambana, as SVG. Figures have no faces: anybody could be meant.

export const width = 854;
export const height = 480;

export const ink = {
	night: '#0f2a4a',
	deep: '#0b1f38',
	blue: '#1d4473',
	mist: '#5b769b',
	dusk: '#8a6f8d',
	glow: '#d99a55',
	brass: '#b7791f',
	light: '#f3c669',
	wash: '#fbf1dc',
	paper: '#fcfbf7',
	line: '#dcd8cc',
	text: '#16202e',
	soft: '#4d5a6b',
	ok: '#1f6b45',
	coat: '#2f5d8c',
	scarf: '#c9873a',
	plum: '#6b5b95',
} as const;

/** From 0 to 1 while the time goes from one moment to the other, slow at both ends. */
export function between(t: number, from: number, to: number): number {
	const x = Math.max(0, Math.min(1, (t - from) / (to - from)));
	return x * x * (3 - 2 * x);
}

/** Comes within half a second, stays, and goes within as long. */
export const stay = (t: number, from: number, to: number, soft = 0.5): number =>
	between(t, from, from + soft) * (1 - between(t, to - soft, to));

/** A little farther than its place, and back: for what arrives. */
export function arrive(t: number, at: number): number {
	const x = Math.max(0, Math.min(1, (t - at) / 0.55));
	return x === 0 ? 0 : 1 + 1.9 * (x - 1) ** 3 + 0.9 * (x - 1) ** 2;
}

const n = (value: number): string => String(Math.round(value * 100) / 100);

type Look = { x?: number; y?: number; scale?: number; turn?: number; opacity?: number };
export const group = (inner: string, { x = 0, y = 0, scale = 1, turn = 0, opacity = 1 }: Look = {}): string =>
	opacity <= 0.004
		? ''
		: `<g transform="translate(${n(x)} ${n(y)}) rotate(${n(turn)}) scale(${n(scale)})" opacity="${n(opacity)}">${inner}</g>`;

export const box = (x: number, y: number, w: number, h: number, fill: string, r = 0, more = ''): string =>
	`<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" rx="${n(r)}" fill="${fill}" ${more}/>`;
export const disc = (x: number, y: number, r: number, fill: string, more = ''): string =>
	`<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${fill}" ${more}/>`;
/** Light that fades outwards. */
export const glow = (x: number, y: number, r: number, colour: string, opacity: number): string => {
	const id = `g${colour.slice(1)}`;
	return `<defs><radialGradient id="${id}"><stop offset="0" stop-color="${colour}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient></defs>${disc(x, y, r, `url(#${id})`, `opacity="${n(opacity)}"`)}`;
};
export const path = (d: string, fill: string, more = ''): string => `<path d="${d}" fill="${fill}" ${more}/>`;
export const stroke = (d: string, colour: string, w = 3): string =>
	`<path d="${d}" fill="none" stroke="${colour}" stroke-width="${w}" stroke-linecap="round" stroke-linejoin="round"/>`;

type Words = { size?: number; fill?: string; bold?: boolean; anchor?: 'start' | 'middle' };
export const words = (
	x: number,
	y: number,
	text: string,
	{ size = 24, fill = ink.text, bold = true, anchor = 'middle' }: Words = {},
): string =>
	`<text x="${n(x)}" y="${n(y)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}" font-weight="${bold ? 700 : 400}">${text}</text>`;

/** The bell of Kambana, hung at its top; it swings there. */
export const bell = (x: number, y: number, scale: number, turn = 0, colour: string = ink.light): string =>
	group(
		`<g transform="translate(-12 -2)">${path('M12 2a2 2 0 0 0-2 2v.6C7 5.5 5 8 5 11v5l-2 2v1h18v-1l-2-2v-5c0-3-2-5.5-5-6.4V4a2 2 0 0 0-2-2zm-2.5 18a2.5 2.5 0 0 0 5 0z', colour)}</g>`,
		{ x, y, scale, turn },
	);

/** Rings that spread from a bell that has been struck. */
export function rings(x: number, y: number, t: number, at: number): string {
	return [0, 0.35, 0.7]
		.map((late) => {
			const age = (t - at - late) / 2;
			if (age <= 0 || age >= 1) return '';
			return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(50 + age * 150)}" fill="none" stroke="${ink.light}" stroke-width="3" opacity="${n((1 - age) * 0.55)}"/>`;
		})
		.join('');
}

/** Sky, a late sun over the sea, and houses; a few windows are lit. */
export function town(t: number): string {
	const stars = [
		[60, 40, 1.6],
		[150, 84, 1.2],
		[248, 34, 1.4],
		[352, 70, 1.1],
		[470, 28, 1.5],
		[590, 62, 1.2],
		[700, 36, 1.6],
		[800, 88, 1.2],
	].map(([x = 0, y = 0, r = 1], index) =>
		disc(x, y, r, ink.wash, `opacity="${n(0.45 + 0.3 * Math.sin(t * 1.3 + index * 2))}"`),
	);
	const sky = `<defs><linearGradient id="sky" x2="0" y2="1"><stop offset="0" stop-color="${ink.night}"/><stop offset=".5" stop-color="#3a5179"/><stop offset=".8" stop-color="${ink.dusk}"/><stop offset="1" stop-color="${ink.glow}"/></linearGradient></defs>${box(0, 0, width, 330, 'url(#sky)')}`;
	const sea =
		box(0, 322, width, 158, '#24436b') +
		[340, 356, 378]
			.map((y, index) =>
				box(
					360 - index * 60 + Math.sin(t + index) * 8,
					y,
					220 - index * 40,
					2.5,
					ink.glow,
					1.2,
					`opacity="${n(0.5 - index * 0.12)}"`,
				),
			)
			.join('');
	return sky + stars.join('') + disc(520, 322, 34, '#f0b566', 'clip-path="inset(0 0 34 0)"') + sea + houses();
}

function houses(): string {
	const rows: [x: number, y: number, w: number, fill: string][] = [
		[-10, 252, 96, '#1a3557'],
		[80, 286, 74, '#16304f'],
		[148, 226, 88, '#1d3a5f'],
		[640, 270, 84, '#16304f'],
		[718, 214, 92, '#1d3a5f'],
		[800, 262, 80, '#1a3557'],
	];
	const lit = new Set(['0-1', '2-0', '2-3', '4-2', '4-5', '5-1', '3-2']);
	return rows
		.map(([x, y, w, fill], row) => {
			const panes = [0, 1, 2, 3, 4, 5]
				.map((pane) => {
					const [px, py] = [x + 18 + (pane % 2) * (w - 54), y + 22 + Math.floor(pane / 2) * 40];
					return box(px, py, 18, 22, lit.has(`${row}-${pane}`) ? ink.light : '#28486f', 2);
				})
				.join('');
			return box(x, y, w, height - y, fill, 3) + panes;
		})
		.join('');
}

type Figure = { x: number; y: number; scale?: number; coat?: string; hair?: string; arm?: number; flip?: boolean };
/** A person from the waist up, without a face. `arm` lifts the near hand, from 0 to 1. */
export function person({ x, y, scale = 1, coat = ink.coat, hair = '#3a2c2a', arm = 0, flip = false }: Figure): string {
	const skin = '#c99a74';
	const lift = -62 * arm;
	const body = path('M-62 120 C-62 40 -44 14 -16 8 L16 8 C44 14 62 40 62 120 Z', coat);
	const neck = path('M-12 -14 h24 v24 c0 14 -24 14 -24 0 Z', '#b98a66');
	const head = `<ellipse cx="0" cy="-42" rx="27" ry="32" fill="${skin}"/>`;
	const top = path('M-30 -40 C-34 -84 34 -84 30 -40 C24 -58 8 -64 -6 -62 C-18 -60 -27 -54 -30 -40 Z', hair);
	const collar = stroke('M-16 10 Q0 30 16 10', '#ffffff66', 3);
	const limb = `<g transform="rotate(${n(lift)} 46 44)">${stroke('M46 44 Q66 74 44 104', coat, 24)}${disc(42, 108, 12, skin)}</g>`;
	return group(`<g transform="scale(${flip ? -1 : 1} 1)">${body}${neck}${head}${top}${collar}${limb}</g>`, {
		x,
		y,
		scale,
	});
}

/** A telephone held upright, with what it shows. */
export function telephone(x: number, y: number, w: number, h: number, inner: string): string {
	return group(
		box(-w / 2 - 10, -h / 2 - 14, w + 20, h + 28, ink.deep, 34) +
			box(-w / 2, -h / 2, w, h, '#eef1f5', 22) +
			box(-34, -h / 2 + 8, 68, 6, '#c9d2de', 3) +
			inner,
		{ x, y },
	);
}

/** What a message says, as a balloon with its tail at the lower left. */
export const balloon = (w: number, h: number, inner: string, fill: string = ink.paper): string =>
	path(`M-2 ${n(h)} q14 0 16 -16 L14 ${n(h - 26)} Z`, fill) + box(0, 0, w, h, fill, 18) + inner;
