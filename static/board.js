// @ts-check
// Moves cards of the board: by pointer, by finger (hold it first), by keyboard. What is dropped is sent as the form of the page
// "move", to which every card has its link: without this script nothing is missing but the dragging.

const board = document.querySelector('[data-board]');
const form = document.querySelector('[data-move-form]');
if (board instanceof HTMLElement && form instanceof HTMLFormElement) start(board, form);

/**
 * @param {HTMLElement} board
 * @param {HTMLFormElement} form
 */
function start(board, form) {
	/** @type {[day: string, label: string][]} */
	const days = JSON.parse(board.dataset.days ?? '[]');
	/** @type {Record<string, string>} */
	const says = JSON.parse(board.dataset.says ?? '{}');
	// An arrow to the side is a column of the view, one up or down what lies below it.
	const step = board.dataset.board === 'days' ? { side: 1, down: 7 } : { side: 7, down: 1 };
	const live = board.querySelector('[data-say]');
	/** @type {{ card: HTMLElement, day: string } | null} what was taken up, and the day it would be dropped on */
	let lifted = null;
	/** @type {{ id: number, x: number, y: number, card: HTMLElement, ghost: HTMLElement | null, hold: number } | null} */
	let press = null;
	/** Whether the click that follows belongs to a drag. */
	let swallow = false;

	board.dataset.ready = '';
	for (const grip of board.querySelectorAll('.grip')) grip.setAttribute('aria-describedby', 'how-to-move');
	// Read out also by programs that leave aside what a page brings along when it is loaded.
	const moved = document.querySelector('[data-moved] > p');
	if (moved) setTimeout(() => tell(moved.textContent ?? ''), 300);

	/** @param {string} text */
	function tell(text) {
		if (live) live.textContent = text;
	}
	/** @param {string} key */
	function say(key) {
		const label = days.find(([day]) => day === lifted?.day)?.[1] ?? '';
		tell((says[key] ?? '').replace('{day}', () => label).replace('{title}', () => lifted?.card.querySelector('.name')?.textContent ?? ''));
	}

	/** @param {EventTarget | null} target */
	const cardOf = (target) => {
		const card = target instanceof Element ? target.closest('[data-card]') : null;
		return card instanceof HTMLElement && !card.hasAttribute('data-ghost') ? card : null;
	};
	/** @param {string} day */
	const weekday = (day) => new Date(`${day}T00:00:00Z`).getUTCDay();
	/** The place of a day in the row of the card. @param {HTMLElement} card @param {string} day */
	const placeOf = (card, day) => {
		const row = board.dataset.board === 'weeks' ? card.closest('[data-row]') : board;
		const places = [...(row ?? board).querySelectorAll('[data-from]')];
		return places.find((place) => place instanceof HTMLElement && (place.dataset.from ?? '') <= day && day <= (place.dataset.to ?? ''));
	};
	/** The day that dropping on a place means: itself, or in a week the same weekday. @param {HTMLElement} place @param {HTMLElement} card */
	const dayOf = (place, card) => {
		const inside = days.map(([day]) => day).filter((day) => day >= (place.dataset.from ?? '') && day <= (place.dataset.to ?? ''));
		const from = card.dataset.day ?? '';
		if (inside.includes(from)) return from;
		return (from && inside.find((day) => weekday(day) === weekday(from))) || inside[0] || '';
	};

	/** @param {HTMLElement} card */
	function lift(card) {
		const own = card.dataset.day ?? '';
		lifted = { card, day: days.some(([day]) => day === own) ? own : (days[0]?.[0] ?? '') };
		card.setAttribute('data-lifted', '');
		mark();
		say('lifted');
	}
	function mark() {
		for (const place of board.querySelectorAll('[data-over]')) place.removeAttribute('data-over');
		const place = lifted && placeOf(lifted.card, lifted.day);
		place?.setAttribute('data-over', '');
		if (place && !press) place.scrollIntoView({ block: 'nearest', inline: 'nearest' });
	}
	/** @param {string} [key] */
	function letGo(key) {
		if (key) say(key);
		lifted?.card.removeAttribute('data-lifted');
		lifted = null;
		mark();
	}
	function drop() {
		if (!lifted) return;
		const { card, day } = lifted;
		if (day === card.dataset.day || day === '') return letGo('same');
		say('dropped');
		form.action = `${card.querySelector('a')?.pathname}/move?/moveDay`;
		/** @type {HTMLInputElement} */ (form.elements.namedItem('version')).value = card.dataset.version ?? '';
		/** @type {HTMLInputElement} */ (form.elements.namedItem('day')).value = day;
		form.submit();
	}

	board.addEventListener('keydown', (event) => {
		const { key, target } = event;
		if (lifted && !press) {
			const by = { ArrowLeft: -step.side, ArrowRight: step.side, ArrowUp: -step.down, ArrowDown: step.down }[key];
			if (by !== undefined) {
				const now = days.findIndex(([day]) => day === lifted?.day);
				lifted.day = days[Math.min(days.length - 1, Math.max(0, now + by))]?.[0] ?? lifted.day;
				mark();
				say('over');
			} else if (key === 'Enter' || key === ' ') drop();
			else if (key === 'Escape' || key === 'Tab') letGo('cancelled');
			else return;
			if (key !== 'Tab') event.preventDefault();
			return;
		}
		const card = cardOf(target);
		const onGrip = target instanceof Element && target.closest('.grip') !== null;
		// On the card itself Enter opens it, as on every link.
		if (card && !press && (key === ' ' || (key === 'Enter' && onGrip))) {
			event.preventDefault();
			lift(card);
		}
	});
	board.addEventListener('focusout', () => {
		if (lifted && !press) letGo('cancelled');
	});

	board.addEventListener('pointerdown', (event) => {
		const card = cardOf(event.target);
		swallow = false;
		if (!card || event.button !== 0 || !event.isPrimary || press) return;
		if (lifted) letGo();
		const { clientX: x, clientY: y, pointerId: id } = event;
		// A finger that moves at once wants to scroll.
		const hold = event.pointerType === 'touch' ? window.setTimeout(() => begin(x, y), 350) : 0;
		press = { id, x, y, card, ghost: null, hold };
	});
	/** @param {number} x @param {number} y */
	function begin(x, y) {
		if (!press) return;
		const ghost = /** @type {HTMLElement} */ (press.card.cloneNode(true));
		for (const node of ghost.querySelectorAll('[id]')) node.removeAttribute('id');
		ghost.removeAttribute('data-card');
		ghost.setAttribute('data-ghost', '');
		ghost.setAttribute('aria-hidden', 'true');
		ghost.inert = true;
		ghost.style.width = `${press.card.offsetWidth}px`;
		board.append(ghost);
		press.ghost = ghost;
		lift(press.card);
		follow(x, y);
	}
	/** @param {number} x @param {number} y */
	function follow(x, y) {
		if (!press?.ghost || !lifted) return;
		press.ghost.style.transform = `translate(${x - 24}px, ${y - 12}px) rotate(1deg)`;
		const edge = y < 60 ? -14 : y > window.innerHeight - 60 ? 14 : 0;
		if (edge) window.scrollBy(0, edge);
		const place = document.elementFromPoint(x, y)?.closest('[data-from]');
		const day = place instanceof HTMLElement && board.contains(place) ? dayOf(place, press.card) : (press.card.dataset.day ?? '');
		if (day === lifted.day) return;
		lifted.day = day;
		mark();
		say('over');
	}
	document.addEventListener('pointermove', (event) => {
		if (!press || event.pointerId !== press.id) return;
		const { clientX: x, clientY: y } = event;
		const far = Math.hypot(x - press.x, y - press.y) > 6;
		if (!press.ghost && far) {
			if (press.hold) end();
			else begin(x, y);
		}
		follow(x, y);
	});
	function end() {
		clearTimeout(press?.hold);
		press?.ghost?.remove();
		press = null;
	}
	document.addEventListener('pointerup', (event) => {
		if (!press || event.pointerId !== press.id) return;
		const dragged = press.ghost !== null;
		end();
		if (!dragged) return;
		swallow = true;
		drop();
	});
	document.addEventListener('pointercancel', () => {
		if (press?.ghost) letGo('cancelled');
		end();
	});
	document.addEventListener('keydown', (event) => {
		if (event.key !== 'Escape' || !press) return;
		swallow = true;
		end();
		letGo('cancelled');
	});
	// What the browser would do with a link that is held or dragged.
	board.addEventListener('dragstart', (event) => event.preventDefault());
	board.addEventListener('contextmenu', (event) => press && event.preventDefault());
	board.addEventListener('touchmove', (event) => press?.ghost && event.preventDefault(), { passive: false });
	board.addEventListener(
		'click',
		(event) => {
			if (swallow) event.preventDefault();
			swallow = false;
		},
		true,
	);
}
