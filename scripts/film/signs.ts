// The signs of the film: what an offer promises and what to ask, each about sixty units high around its middle.
import { box, disc, ink, path, stroke } from './drawing.ts';

export const coins = (): string =>
	[
		[-15, 16],
		[15, 16],
		[0, -4],
	]
		.map(
			([x = 0, y = 0]) =>
				disc(x, y, 17, ink.brass) +
				disc(x, y - 2, 15, ink.light) +
				stroke(`M${x + 5} ${y - 8} a8 8 0 1 0 0 12 M${x - 9} ${y - 4} h9 M${x - 9} ${y} h9`, ink.brass, 2.2),
		)
		.join('');

export const diploma = (): string =>
	box(-28, -20, 56, 40, '#fff', 4, `stroke="${ink.mist}" stroke-width="2.5"`) +
	stroke('M-18 -8 h36 M-18 2 h24', ink.mist, 3) +
	disc(16, 12, 8, ink.brass) +
	stroke('M-30 26 L30 -26', ink.plum, 6);

export const calendar = (): string =>
	box(-26, -22, 52, 48, '#fff', 6, `stroke="${ink.mist}" stroke-width="2.5"`) +
	path('M-26 -16 a6 6 0 0 1 6 -6 h40 a6 6 0 0 1 6 6 v8 h-52 Z', ink.blue) +
	stroke('M-13 -28 v10 M13 -28 v10', ink.night, 4) +
	[0, 1, 2, 3, 4, 5]
		.map((day) => box(-18 + (day % 3) * 14, -1 + Math.floor(day / 3) * 13, 9, 8, day === 1 ? ink.light : '#d6dde7', 2))
		.join('');

export const passport = (): string =>
	box(-21, -28, 42, 56, '#7c2f3a', 5) +
	disc(0, -6, 11, 'none', `stroke="${ink.light}" stroke-width="2.5"`) +
	stroke('M-11 -6 h22 M0 -17 q-9 11 0 22 M0 -17 q9 11 0 22', ink.light, 1.6) +
	stroke('M-11 16 h22', ink.light, 2.5);

/** A mouth that is asked to be silent: a balloon with a line through it. */
export const silence = (): string =>
	path(
		'M-26 -22 h52 a8 8 0 0 1 8 8 v22 a8 8 0 0 1 -8 8 h-32 l-14 12 v-12 h-6 a8 8 0 0 1 -8 -8 v-22 a8 8 0 0 1 8 -8 Z',
		'#d6dde7',
	) +
	[-14, 0, 14].map((x) => disc(x, -3, 3.5, ink.mist)).join('') +
	stroke('M-32 24 L32 -28', ink.plum, 6);

export const company = (): string =>
	box(-26, -18, 34, 44, ink.blue, 3) +
	[0, 1, 2, 3].map((pane) => box(-19 + (pane % 2) * 13, -10 + Math.floor(pane / 2) * 14, 7, 8, ink.light, 1)).join('') +
	disc(14, 6, 15, '#fff9', `stroke="${ink.brass}" stroke-width="5"`) +
	stroke('M25 17 L34 27', ink.brass, 7);

export const contract = (): string =>
	path('M-22 -28 h30 l14 14 v42 h-44 Z', '#fff', `stroke="${ink.mist}" stroke-width="2.5"`) +
	stroke('M-13 -12 h18 M-13 -1 h26 M-13 10 h26', ink.mist, 3) +
	stroke('M-13 21 q5 -8 10 0 t10 0', ink.brass, 3);

/** A passport in one's own hand. */
export const keeper = (): string =>
	`<g transform="translate(0 -6)">${passport()}</g>` +
	path('M-30 30 q-2 -20 10 -22 q4 0 5 5 l2 5 h18 l2 -5 q1 -5 5 -5 q12 2 10 22 Z', '#c99a74');

export const help = (): string =>
	box(-24, -28, 48, 56, '#fff', 6, `stroke="${ink.mist}" stroke-width="2.5"`) +
	path('M-24 -22 a6 6 0 0 1 6 -6 h36 a6 6 0 0 1 6 6 v8 h-48 Z', ink.night) +
	box(-15, -6, 30, 10, ink.light, 3) +
	stroke('M-15 13 h30 M-15 20 h20', ink.mist, 2.5);
