// @ts-check
// The form of printed sheets: one after the other without a new page, by keyboard, by thumb, or from pictures. A picture is read here, on this
// device, and goes nowhere; what is not clear is asked. Without this script nothing is missing but the camera and the speed.
import { greyAt, greyOf, project } from './sheet-marks.js';
import { readSheet } from './sheet-reading.js';

/** @typedef {import('./sheet-reading.js').SeenHalf} SeenHalf */
/** @typedef {import('./sheet-reading.js').SeenQuestion} SeenQuestion */
/** @typedef {import('./sheet-marks.js').Picture} Picture */
/** @typedef {import('../src/sheets/layout.ts').Reading} Reading */

const form = document.querySelector('form[data-sheets]');
if (form instanceof HTMLFormElement) start(form);

/** More pixels than this say nothing more about a mark. */
const mostPixels = 2000;

/** @param {HTMLFormElement} form */
function start(form) {
	/** @type {Record<string, string>} */
	const says = JSON.parse(form.dataset.says ?? '{}');
	/** @type {Reading[]} */
	const readings = JSON.parse(form.dataset.readings ?? '[]');
	const carried = /** @type {HTMLInputElement} */ (form.elements.namedItem('sheets'));
	const told = form.querySelector('[data-told]');
	const questions = /** @type {HTMLElement[]} */ ([...form.querySelectorAll('[data-question]')]);
	/** Pages of the present sheet that were read. @type {Set<string>} */
	const pages = new Set();
	/** Of which kind it is; whether somebody has said that there is no more of it; and whether anything of it had to be asked. @type {Reading | null} */
	let present = null;
	let complete = false;
	let wasAsked = false;
	/** A picture is being read. */
	let busy = false;
	/** Pictures that wait until the sheet before them is clear. @type {File[]} */
	let waiting = [];
	/** Halves of other persons in the same picture, which wait for the same. @type {{ seen: SeenHalf, picture: Picture, reading: Reading }[]} */
	let apart = [];

	const camera = form.querySelector('[data-camera]');
	if (camera instanceof HTMLElement) camera.hidden = false;
	form.dataset.ready = '';

	/** @param {string} key @param {Record<string, string | number>} [words] */
	const say = (key, words = {}) => (says[key] ?? '').replace(/\{(\w+)\}/g, (_, name) => String(words[name] ?? ''));
	/** @param {string} text */
	const tell = (text) => {
		if (told) told.textContent = text;
	};
	const sheets = () => carried.value.split(' ').filter((one) => one !== '');
	/** @param {string[]} all */
	function carry(all) {
		carried.value = all.join(' ');
		const count = form.querySelector('[data-count]');
		if (count) count.textContent = say('count', { n: all.length });
		const undo = form.querySelector('[data-undo]');
		if (undo instanceof HTMLButtonElement) undo.disabled = all.length === 0;
	}

	/** @param {HTMLElement} question @returns {HTMLInputElement[]} */
	const radiosOf = (question) => [...question.querySelectorAll('input')];
	/** @param {HTMLElement} question @param {string | null} value null: nothing, not even that it was left out */
	function choose(question, value) {
		for (const radio of radiosOf(question)) radio.checked = radio.value === value;
		if (value !== null) settle(question);
	}
	/** @param {HTMLElement} question */
	function settle(question) {
		delete question.dataset.doubt;
		for (const added of question.querySelectorAll('canvas, .why')) added.remove();
	}
	const doubts = () => questions.filter(({ dataset }) => dataset.doubt !== undefined);
	/** Whether the phase can still be entered: of one that is counted already the form has no questions. @param {string} phase */
	const isOpen = (phase) => questions.some(({ dataset }) => dataset.question?.startsWith(phase));

	/** The answers of a half as they are sent: digits, dashes; nothing where nothing was answered. @param {string} phase */
	function half(phase) {
		const own = questions.filter(({ dataset }) => dataset.question?.startsWith(phase));
		const text = own.map((question) => radiosOf(question).find(({ checked }) => checked)?.value || '-').join('');
		return /\d/.test(text) ? text : '';
	}
	/** The sheet that stands in the form joins the others. @returns {boolean} whether the form is free */
	function next() {
		const [first] = doubts();
		if (first) {
			tellStanding();
			radiosOf(first)[0]?.focus();
			return false;
		}
		// Half of a sheet would be taken for a person who was there only once: said first, done when somebody insists.
		if (present && !isWhole(present) && !complete) {
			complete = true;
			tell(say(present.kind === 'folded' ? 'half' : 'alone'));
			return false;
		}
		const sheet = `${half('before')}|${half('after')}`;
		if (sheet === '|') {
			// What a camera saw empty is done with; a form that nobody touched is a slip.
			tell(say(present ? 'blank' : 'nothing'));
			if (!present) return false;
			clear();
			return true;
		}
		carry([...sheets(), sheet]);
		tell('');
		clear();
		return true;
	}
	function clear() {
		for (const question of questions) choose(question, '');
		pages.clear();
		[present, complete, wasAsked] = [null, false, false];
	}
	/** The next sheet, by a person: what waits for it is read. */
	function goOn() {
		if (busy || !next()) return;
		fillApart();
		if (waiting.length > 0) void readNext();
		else if (questions[0] && doubts().length === 0) radiosOf(questions[0]).find(({ checked }) => checked)?.focus();
	}
	/** Says where the present sheet stands: what is to be settled, what waits, what is still to be photographed. */
	function tellStanding() {
		const open = doubts().length;
		const whole = !present || isWhole(present);
		const waits = waiting.length > 0 ? say('waiting', { n: waiting.length }) : '';
		if (open > 0) tell(`${say('asked', { n: open })} ${waits || say(whole || present?.kind === 'folded' ? 'thenNext' : 'thenTurn')}`);
		else if (whole) tell(`${say('settled')} ${waits}`);
		else tell(present?.kind === 'folded' ? `${say('half')} ${waits}` : say('turn'));
	}
	/** A person has settled a doubt: when it was the last of a sheet that goes on, its other side may be waiting. */
	function settled() {
		tellStanding();
		if (doubts().length === 0 && present?.kind !== 'folded') void readNext();
	}

	// What was entered is only here until it is counted.
	let sent = false;
	window.addEventListener('beforeunload', (event) => {
		if (!sent && (sheets().length > 0 || pages.size > 0 || busy || waiting.length + apart.length > 0)) event.preventDefault();
	});

	form.addEventListener('submit', (event) => {
		const button = event.submitter;
		if (button?.hasAttribute('data-undo')) {
			event.preventDefault();
			carry(sheets().slice(0, -1));
		} else if (button?.hasAttribute('data-keep')) {
			const waits = busy || waiting.length + apart.length > 0;
			if (waits || doubts().length > 0 || (present && !isWhole(present) && !complete)) {
				event.preventDefault();
				goOn();
			} else sent = true;
		} else {
			event.preventDefault();
			goOn();
		}
	});
	form.addEventListener('change', (event) => {
		const question = event.target instanceof HTMLElement ? event.target.closest('[data-question]') : null;
		if (!(question instanceof HTMLElement) || question.dataset.doubt === undefined) return;
		settle(question);
		settled();
	});
	// A digit or a letter chooses and goes on; Enter is the next sheet.
	form.addEventListener('keydown', (event) => {
		const question = event.target instanceof HTMLElement ? event.target.closest('[data-question]') : null;
		if (!(question instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
		const radios = radiosOf(question);
		const at = '123456789'.includes(event.key) ? Number(event.key) - 1 : 'abcdef'.indexOf(event.key.toLowerCase());
		const last = radios.length - 1;
		const chosen = event.key === '-' || event.key === '0' ? radios[last] : event.key === '?' ? radios[last - 1] : at >= 0 && at < last ? radios[at] : undefined;
		if (!chosen) return;
		event.preventDefault();
		const doubted = question.dataset.doubt !== undefined;
		choose(question, chosen.value);
		if (doubted) settled();
		const following = questions[questions.indexOf(question) + 1];
		const button = form.querySelector('[data-add]');
		if (following) radiosOf(following).find(({ checked }, index, all) => checked || index === all.length - 1)?.focus();
		else if (button instanceof HTMLElement) button.focus();
	});

	for (const input of form.querySelectorAll('[data-picture]'))
		input.addEventListener('change', () => {
			if (!(input instanceof HTMLInputElement)) return;
			const files = [...(input.files ?? [])];
			input.value = '';
			const clear = doubts().length === 0;
			if (present?.kind === 'turned' && !clear && !isWhole(present) && waiting.length >= missing(present)) {
				// One picture for each side: another would become a sheet that there is not.
				tellStanding();
				return tell(`${say('enough')} ${told?.textContent}`);
			}
			// Whoever shows the next sheet has looked at this one.
			if (present && clear && !busy && isWhole(present)) next();
			waiting.push(...files);
			if (clear) void readNext();
			else tellStanding();
		});

	async function readNext() {
		if (busy) return;
		busy = true;
		while (waiting.length > 0 && doubts().length === 0 && !(present && isWhole(present))) {
			const [file, ...rest] = waiting;
			waiting = rest;
			tell(say('reading'));
			const picture = file && (await pictureOf(file));
			// What was said is shown before the work begins.
			await new Promise((resolve) => setTimeout(resolve, 30));
			if (picture) take(picture);
			else tell(say('file'));
		}
		busy = false;
	}

	/** @param {Picture} picture */
	function take(picture) {
		const { halves, trouble } = readSheet(picture, readings);
		if (trouble) return tell(say(trouble));
		if (!halves.some(({ half }) => isOpen(half.phase))) return tell(say('counted'));
		const reading = readings.find((one) => one.halves.some(({ strip }) => strip.bits === halves[0]?.half.strip.bits));
		if (reading?.kind === 'cut') {
			// Each half is of another person: one after the other, and what is not clear of the first lets the second wait.
			apart.push(...halves.filter(({ half }) => isOpen(half.phase)).map((seen) => ({ seen, picture, reading })));
			return fillApart();
		}
		if (halves.some(({ half }) => pages.has(half.strip.bits))) {
			// Two sheets would become one: nothing is taken over, and what was to follow is not read.
			waiting = [];
			return tell(say('again'));
		}
		for (const one of halves) fill(one, picture);
		filled(reading);
	}
	function fillApart() {
		while (apart.length > 0 && doubts().length === 0) {
			const [first, ...others] = apart;
			apart = others;
			if (!first) return;
			fill(first.seen, first.picture);
			filled(first.reading);
		}
	}
	/** What comes after something was filled in. @param {Reading | undefined} reading */
	function filled(reading) {
		present = reading ?? null;
		complete = false;
		const [first] = doubts();
		// A sheet of which something was asked joins the others when a person goes on: a slip of the finger can be mended.
		if (!first && !wasAsked && present && isWhole(present)) {
			const number = sheets().length + 1;
			if (next()) tell(say('read', { n: number }));
			return;
		}
		tellStanding();
		first?.scrollIntoView({ block: 'center' });
	}

	/** Whether everything of the present sheet was read. @param {Reading} reading */
	const isWhole = (reading) => missing(reading) === 0;
	/** How many of its halves were not. @param {Reading} reading */
	function missing({ kind, halves }) {
		const open = halves.filter(({ phase }) => isOpen(phase));
		const read = open.filter(({ strip }) => pages.has(strip.bits));
		// One person's half may go on to further pages.
		return (kind === 'cut' ? (read[0]?.of ?? 1) : open.length) - read.length;
	}

	/** @param {SeenHalf} seen @param {Picture} picture */
	function fill(seen, picture) {
		pages.add(seen.half.strip.bits);
		for (const one of seen.questions) {
			const question = questions.find(({ dataset }) => dataset.question === `${seen.half.phase}${one.question}`);
			if (!question) continue;
			settle(question);
			if (one.doubt === null) choose(question, String(one.option));
			else ask(question, one, seen, picture);
		}
	}

	/** Shows the place in the picture, and asks what is to be seen there. @param {HTMLElement} question @param {SeenQuestion} one @param {SeenHalf} seen @param {Picture} picture */
	function ask(question, one, seen, picture) {
		choose(question, null);
		wasAsked = true;
		question.dataset.doubt = one.doubt ?? '';
		const why = document.createElement('p');
		why.className = 'why';
		why.textContent = say(one.doubt ?? 'faint');
		question.querySelector('.choices')?.before(why, cutOut(one, seen, picture, say('picture')));
	}
}

/**
 * The boxes of a question with what stands beside them, straightened.
 * @param {SeenQuestion} one @param {SeenHalf} seen @param {Picture} picture @param {string} name
 */
function cutOut({ question }, { half, projection }, picture, name) {
	const boxes = half.boxes.filter((box) => box.question === question);
	const left = Math.min(...boxes.map(({ x }) => x)) - 3;
	const top = Math.min(...boxes.map(({ y }) => y)) - 3;
	const right = Math.max(...boxes.map(({ x }) => x)) + 45;
	const bottom = Math.max(...boxes.map(({ y }) => y)) + 9;
	const scale = 6;
	const canvas = document.createElement('canvas');
	canvas.width = Math.round((right - left) * scale);
	canvas.height = Math.round((bottom - top) * scale);
	canvas.setAttribute('role', 'img');
	canvas.setAttribute('aria-label', name);
	const context = canvas.getContext('2d');
	if (!context) return canvas;
	const pixels = context.createImageData(canvas.width, canvas.height);
	for (let y = 0; y < canvas.height; y += 1)
		for (let x = 0; x < canvas.width; x += 1) {
			const grey = greyAt(picture, project(projection, left + x / scale, top + y / scale));
			pixels.data.set([grey, grey, grey, 255], (y * canvas.width + x) * 4);
		}
	context.putImageData(pixels, 0, 0);
	return canvas;
}

/** @param {File} file @returns {Promise<Picture | null>} */
async function pictureOf(file) {
	try {
		const image = await createImageBitmap(file);
		const scale = Math.min(1, mostPixels / Math.max(image.width, image.height));
		const canvas = document.createElement('canvas');
		canvas.width = Math.round(image.width * scale);
		canvas.height = Math.round(image.height * scale);
		const context = canvas.getContext('2d', { willReadFrequently: true });
		if (!context) return null;
		context.drawImage(image, 0, 0, canvas.width, canvas.height);
		image.close();
		return greyOf(context.getImageData(0, 0, canvas.width, canvas.height).data, canvas.width, canvas.height);
	} catch {
		return null;
	}
}
