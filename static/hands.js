// Counts raised hands with one thumb: one question at a time, a button for each hand; of hands and of sheets it says at once when there are more
// than persons, and it keeps whoever leaves from losing what is not saved. Without it the numbers are typed; either way they are sent once, at
// the end.
(function () {
	'use strict';
	var form = document.querySelector('form[data-counted]');
	if (!form) return;
	var stepwise = form.hasAttribute('data-steps');
	var unsaved = form.hasAttribute('data-unsaved');
	var steps = form.querySelectorAll('[data-step]');
	var previous = form.querySelector('[data-previous]');
	var following = form.querySelector('[data-following]');
	var send = form.querySelector('[data-send]');
	var persons = form.elements.persons;
	var at = 0;

	form.addEventListener('input', function () {
		unsaved = true;
		sums();
	});
	form.addEventListener('submit', function (event) {
		// Return goes on; only the last question sends.
		if (stepwise && at < steps.length - 1) {
			event.preventDefault();
			go(at + 1);
		} else unsaved = false;
	});
	window.addEventListener('beforeunload', function (event) {
		if (!unsaved) return;
		event.preventDefault();
		event.returnValue = '';
	});
	if (stepwise) oneByOne();
	sums();

	function oneByOne() {
		// What was refused is shown where it stands.
		for (var step = steps.length - 1; step >= 0; step--) if (steps[step].querySelector('[aria-invalid="true"]')) at = step;
		var buttons = form.querySelectorAll('[data-less], [data-more]');
		for (var n = 0; n < buttons.length; n++) buttons[n].hidden = false;
		form.addEventListener('click', function (event) {
			var button = event.target;
			if (!button.hasAttribute || button.type !== 'button') return;
			if (button === previous) return go(at - 1);
			if (button === following) return go(at + 1);
			var field = button.parentNode.querySelector('input');
			var count = Number(field.value) || 0;
			field.value = String(Math.max(0, count + (button.hasAttribute('data-more') ? 1 : -1)));
			unsaved = true;
			sums();
		});
		// A mistake in the list above the form leads to its question, which may be out of sight.
		document.addEventListener('click', function (event) {
			var address = event.target.getAttribute && event.target.getAttribute('href');
			var field = address && address.indexOf('#field-') === 0 && document.getElementById(address.slice(1));
			if (!field || !form.contains(field)) return;
			event.preventDefault();
			for (var step = 0; step < steps.length; step++) if (steps[step].contains(field)) show(step);
			field.focus();
		});
		show(at);
	}

	function show(next) {
		at = Math.max(0, Math.min(steps.length - 1, next));
		for (var step = 0; step < steps.length; step++) steps[step].hidden = step !== at;
		previous.hidden = at === 0;
		following.hidden = at === steps.length - 1;
		send.hidden = at !== steps.length - 1;
	}

	// The question is read out by whoever reads the screen aloud.
	function go(next) {
		show(next);
		var legend = steps[at].querySelector('legend');
		if (legend) legend.tabIndex = -1;
		(legend || persons).focus();
		window.scrollTo(0, 0);
	}

	function sums() {
		for (var step = 0; step < steps.length; step++) sum(steps[step]);
	}

	function sum(step) {
		var place = step.querySelector('[data-sum]');
		if (!place) return;
		var fields = step.querySelectorAll('input');
		var all = 0;
		for (var n = 0; n < fields.length; n++) all += Number(fields[n].value) || 0;
		var most = Number(persons.value) || 0;
		var over = most > 0 && all > most;
		var text = form.getAttribute(over ? 'data-over' : 'data-counted');
		text = text.replace('{sum}', String(all)).replace('{persons}', String(most));
		if (place.textContent !== text) place.textContent = text;
		place.classList.toggle('over', over);
		// How many sheets there are is not known before it is typed.
		place.hidden = most === 0;
	}
})();
