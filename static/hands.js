// Counts raised hands with one thumb: one question at a time, a button for each hand. Without it the numbers are typed; either way they
// are sent once, at the end.
(function () {
	'use strict';
	var form = document.querySelector('form[data-hands]');
	if (!form) return;
	var steps = form.querySelectorAll('[data-step]');
	var previous = form.querySelector('[data-previous]');
	var following = form.querySelector('[data-following]');
	var send = form.querySelector('[data-send]');
	var persons = form.elements.persons;
	var at = 0;
	// What was refused is shown where it stands.
	for (var step = steps.length - 1; step >= 0; step--) if (steps[step].querySelector('[aria-invalid="true"]')) at = step;
	var buttons = form.querySelectorAll('[data-less], [data-more]');
	for (var n = 0; n < buttons.length; n++) buttons[n].hidden = false;

	form.addEventListener('click', function (event) {
		var button = event.target;
		if (!button.hasAttribute || button.type !== 'button') return;
		if (button === previous) return show(at - 1);
		if (button === following) return show(at + 1);
		var field = button.parentNode.querySelector('input');
		var count = Number(field.value) || 0;
		field.value = String(Math.max(0, count + (button.hasAttribute('data-more') ? 1 : -1)));
		sum();
	});
	form.addEventListener('input', sum);
	// Return goes on; only the last question sends.
	form.addEventListener('submit', function (event) {
		if (at < steps.length - 1) {
			event.preventDefault();
			show(at + 1);
		}
	});

	function show(next) {
		at = Math.max(0, Math.min(steps.length - 1, next));
		for (var step = 0; step < steps.length; step++) steps[step].hidden = step !== at;
		previous.hidden = at === 0;
		following.hidden = at === steps.length - 1;
		send.hidden = at !== steps.length - 1;
		sum();
		window.scrollTo(0, 0);
	}

	function sum() {
		var place = steps[at].querySelector('[data-sum]');
		if (!place) return;
		var fields = steps[at].querySelectorAll('input');
		var all = 0;
		for (var n = 0; n < fields.length; n++) all += Number(fields[n].value) || 0;
		var text = form.getAttribute('data-hands').replace('{sum}', String(all)).replace('{persons}', persons.value);
		if (place.textContent !== text) place.textContent = text;
		place.hidden = false;
	}
	show(at);
})();
