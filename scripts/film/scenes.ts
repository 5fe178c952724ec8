// The story, second by second: an offer arrives; a pause; three questions; somebody to ask.
import {
	arrive,
	balloon,
	bell,
	between,
	box,
	disc,
	glow,
	group,
	height,
	ink,
	path,
	person,
	rings,
	stay,
	stroke,
	telephone,
	town,
	width,
	words,
} from './drawing.ts';
import * as signs from './signs.ts';

/** What stands in the picture, by its place (db/demo/video/fjalet.json). */
export type Said = Record<
	| 'pay'
	| 'month'
	| 'nothing'
	| 'tomorrow'
	| 'passport'
	| 'secret'
	| 'stop'
	| 'company'
	| 'contract'
	| 'keeper'
	| 'ask'
	| 'page'
	| 'name',
	string
>;

export const seconds = 54;

/** When a message arrives, and when the bell is struck: the sound follows them. */
export const moments = { messages: [5.6, 9.4, 12.8, 16.2, 19.6], bells: [24.2, 46.6] } as const;

/** One picture of the film. */
export function frame(t: number, said: Said): string {
	const inner = [
		group(evening(t), { opacity: 1 - between(t, 4.6, 5.4) }),
		group(offer(t, said), { opacity: stay(t, 4.6, 24.4, 0.8) }),
		group(pause(t, said), { opacity: stay(t, 23.6, 28.6, 0.8) }),
		group(questions(t, said), { opacity: stay(t, 27.8, 42.4, 0.8) }),
		group(together(t, said), { opacity: stay(t, 41.6, 51, 0.8) }),
		group(end(t, said), { opacity: between(t, 50.2, 51) }),
	].join('');
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${box(0, 0, width, height, ink.night)}${inner}</svg>`;
}

/** At a window above the town, with a telephone that lights up. */
function evening(t: number): string {
	const ring = Math.max(0, t - 2.4);
	const shake = ring > 0 && ring < 1.6 ? Math.sin(ring * 40) * 3 * (1 - ring / 1.6) : 0;
	const zoom = 1 + 0.06 * between(t, 0, 5.4);
	const sill = box(0, 420, width, 60, '#3b2a24') + box(0, 412, width, 12, '#54392d');
	const phone = group(
		box(-30, -52, 60, 104, ink.deep, 10) +
			box(-24, -44, 48, 88, ring > 0 ? '#eef1f5' : '#31486a', 5) +
			(ring > 0.15
				? box(-18, -30, 36, 20, ink.light, 6) + box(-18, -4, 24, 5, '#c9d2de', 2) + box(-18, 6, 30, 5, '#c9d2de', 2)
				: ''),
		{ x: 552 + shake, y: 352, turn: 8 },
	);
	const shine = glow(552, 352, 190, ink.light, 0.6 * between(t, 2.4, 2.9));
	const frameOfWindow = stroke('M0 8 H854', '#54392d', 18) + stroke('M428 0 V412', '#54392d', 10);
	return group(
		town(t) +
			frameOfWindow +
			shine +
			person({ x: 330, y: 308, scale: 1.2, arm: between(t, 3.4, 4.4) * 0.5 }) +
			sill +
			phone,
		{
			x: -(zoom - 1) * 500,
			y: -(zoom - 1) * 340,
			scale: zoom,
		},
	);
}

/** The telephone, and five messages that come one after the other; the one just come stands large beside it. */
function offer(t: number, said: Said): string {
	const [pay, nothing, tomorrow, passport, secret] = moments.messages;
	const told = [
		{ at: pay, sign: signs.coins(), text: said.pay, under: said.month },
		{ at: nothing, sign: signs.diploma(), text: said.nothing },
		{ at: tomorrow, sign: signs.calendar(), text: said.tomorrow },
		{ at: passport, sign: signs.passport(), text: said.passport },
		{ at: secret, sign: signs.silence(), text: said.secret },
	];
	const small = told.map(({ at, sign }, index) =>
		group(
			balloon(
				150,
				58,
				group(sign, { x: 40, y: 29, scale: 0.62 }) +
					box(74, 18, 60, 7, '#d6dde7', 3) +
					box(74, 32, 42, 7, '#d6dde7', 3),
			),
			{
				...{ x: -84, y: -150 + index * 66, scale: arrive(t, at + 0.15), opacity: between(t, at + 0.1, at + 0.3) },
			},
		),
	);
	const large = told.map(({ at, sign, text, under }, index) => {
		const until = told[index + 1]?.at ?? 23.8;
		const lines = under
			? words(200, 62, text, { size: 46, anchor: 'start' }) +
				words(200, 104, under, { size: 28, anchor: 'start', fill: ink.soft })
			: wrapped(text)
					.map((line, row, all) =>
						words(200, 84 + (row - (all.length - 1) / 2) * 42, line, { size: 33, anchor: 'start' }),
					)
					.join('');
		const inside = balloon(484, 148, disc(96, 74, 60, ink.wash) + group(sign, { x: 96, y: 74, scale: 1.5 }) + lines);
		return group(inside, {
			x: 340 - 30 * (1 - arrive(t, at)),
			y: 170,
			scale: 0.9 + 0.1 * arrive(t, at),
			opacity: stay(t, at, until + 0.15, 0.3),
		});
	});
	// The light of the offer gets colder the more it asks for.
	const warm = glow(582, 244, 420, ink.light, 0.34 * (1 - between(t, 11, 20)));
	const cold = glow(582, 244, 420, ink.plum, 0.75 * between(t, 13, 21));
	return (
		box(0, 0, width, height, ink.night) + warm + cold + telephone(182, 240, 210, 390, small.join('')) + large.join('')
	);
}

/** At most two lines. */
function wrapped(text: string): string[] {
	if (text.length < 15) return [text];
	const comma = text.indexOf(', ');
	const middle = comma > 0 ? comma + 1 : text.lastIndexOf(' ', Math.ceil(text.length / 2) + 3);
	return [text.slice(0, middle), text.slice(middle + 1)];
}

const swing = (t: number, at: number): number => {
	const age = t - at;
	return age < 0 ? 0 : 24 * Math.sin(age * 5.2) * Math.exp(-age * 0.8);
};

function pause(t: number, said: Said): string {
	const [first] = moments.bells;
	return (
		box(0, 0, width, height, ink.night) +
		rings(427, 150, t, first) +
		bell(427, 52, 8, swing(t, first)) +
		group(words(427, 344, said.stop, { size: 44, fill: ink.paper }), { opacity: between(t, 24.8, 25.4) })
	);
}

/** Three questions as three cards, each on top of the one before. */
function questions(t: number, said: Said): string {
	const cards = [
		{ at: 28.4, sign: signs.company(), text: said.company },
		{ at: 33, sign: signs.contract(), text: said.contract },
		{ at: 37.4, sign: signs.keeper(), text: said.keeper },
	];
	const drawn = cards.map(({ at, sign, text }, index) => {
		const here = arrive(t, at);
		const later = cards[index + 1]?.at ?? 99;
		const rest = between(t, later - 0.1, later + 0.4);
		const y = 26 + index * 120;
		const inner =
			box(0, 0, 620, 108, ink.paper, 16) +
			box(0, 0, 10, 108, ink.brass, 5) +
			disc(78, 54, 42, ink.wash) +
			group(sign, { x: 78, y: 54, scale: 1.05 }) +
			words(146, 66, text, { size: 34, anchor: 'start' });
		return group(inner, { x: 117 + (1 - here) * 60, y, opacity: between(t, at, at + 0.25) * (1 - 0.25 * rest) });
	});
	return box(0, 0, width, height, ink.blue) + glow(430, 240, 480, ink.light, 0.16) + drawn.join('');
}

/** Two people at a table, one has asked; the page of help lies before them. */
function together(t: number, said: Said): string {
	const near = between(t, 42.2, 43.8);
	const lamp =
		path('M427 0 V58', 'none', `stroke="${ink.light}" stroke-width="3"`) +
		path('M387 92 q40 -56 80 0 Z', ink.light) +
		path('M392 92 L220 420 H634 L462 92 Z', ink.light, 'opacity=".12"');
	const table = box(90, 380, 674, 100, '#54392d', 10) + box(90, 380, 674, 14, '#6d4c3b', 7);
	const sheet = group(signs.help(), { x: 427, y: 326, scale: 1.5 * arrive(t, 44.6), opacity: between(t, 44.5, 44.8) });
	const ask = group(balloon(150, 66, words(75, 43, said.ask, { size: 28 })), {
		x: 318,
		y: 96,
		scale: arrive(t, 43),
		opacity: stay(t, 43, 46.2, 0.3),
	});
	const foot = group(box(150, 106, 554, 56, ink.paper, 14) + words(427, 143, said.page, { size: 29 }), {
		opacity: between(t, 46.2, 46.8),
	});
	return (
		box(0, 0, width, height, ink.night) +
		lamp +
		rings(427, 306, t, moments.bells[1]) +
		person({ x: 250, y: 272, scale: 1.25, arm: between(t, 42.6, 43.4) * 0.5 }) +
		person({
			x: 610 + (1 - near) * 160,
			y: 268,
			scale: 1.3,
			coat: ink.scarf,
			hair: '#8d8a86',
			flip: true,
			arm: between(t, 46, 46.8) * 0.4,
		}) +
		table +
		sheet +
		ask +
		foot
	);
}

function end(t: number, said: Said): string {
	return (
		box(0, 0, width, height, ink.night) +
		bell(427, 100, 6, swing(t, 51)) +
		group(words(427, 330, said.name, { size: 52, fill: ink.paper }), { opacity: between(t, 51, 51.6) })
	);
}
