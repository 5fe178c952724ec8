// Sends an answer until it has arrived, and does the work by which a flood is told from a class. Without it the form is sent by the
// browser, twice. Written for telephones of ten years ago; keeps nothing.
(function () {
	'use strict';
	var form = document.querySelector('form[data-check]');
	// Whoever comes back to a page that somebody else has used gets a clean one.
	window.addEventListener('pageshow', function (event) {
		if (event.persisted) location.reload();
	});
	if (!form || !window.fetch || !window.crypto || !window.crypto.getRandomValues || !window.Uint32Array) return;
	var code = form.getAttribute('data-check');
	var most = Number(form.getAttribute('data-cards'));
	var button = form.querySelector('button');
	var receipt = drawReceipt();
	var proof = null;
	var asked = false;
	var waits = [1, 2, 3, 5, 8];
	// Worked out while somebody reads, in small pieces, so that nothing stands still.
	work(0);

	form.addEventListener('submit', function (event) {
		event.preventDefault();
		if (asked) return;
		var fields = fieldsOf();
		if (fields.chosen === 0) return say('nothing_chosen');
		if (most && !(fields.card >= 1 && fields.card <= most && fields.card % 1 === 0)) {
			say('no_card');
			return form.elements.card.focus();
		}
		asked = true;
		button.disabled = true;
		say('sending');
		whenProven(function () {
			send(fields.text + '&receipt=' + receipt + '&proof=' + proof, 0);
		});
	});

	function drawReceipt() {
		var bytes = new Uint8Array(16);
		var text = '';
		window.crypto.getRandomValues(bytes);
		for (var at = 0; at < 16; at++) text += (bytes[at] < 16 ? '0' : '') + bytes[at].toString(16);
		return text;
	}

	function fieldsOf() {
		var pairs = [];
		var chosen = 0;
		var card = null;
		for (var at = 0; at < form.elements.length; at++) {
			var field = form.elements[at];
			if (!field.name || (field.type === 'radio' && !field.checked)) continue;
			if (field.type === 'radio') chosen++;
			if (field.name === 'card') card = field.value.trim();
			pairs.push(encodeURIComponent(field.name) + '=' + encodeURIComponent(field.value));
		}
		return { text: pairs.join('&'), chosen: chosen, card: card };
	}

	function say(what) {
		var sentences = form.querySelectorAll('[data-says]');
		for (var at = 0; at < sentences.length; at++) {
			var shown = sentences[at].getAttribute('data-says') === what;
			sentences[at].hidden = !shown;
			if (shown && sentences[at].scrollIntoView) sentences[at].scrollIntoView(false);
		}
	}

	// The same receipt each time: however often it arrives, it counts once.
	function send(body, times) {
		fetch('/k/' + encodeURIComponent(code) + '/answers', {
			method: 'POST',
			credentials: 'omit',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: body,
		})
			.then(function (answer) {
				if (answer.status === 503 || answer.status === 429 || answer.status >= 500) throw new Error('again');
				return answer.json();
			})
			.then(
				function (told) {
					if (told.outcome === 'kept' || told.outcome === 'repeated') return thank();
					asked = false;
					button.disabled = false;
					say(told.outcome);
				},
				function () {
					say('retrying');
					// Not all at the same moment.
					var seconds = waits[Math.min(times, waits.length - 1)] * (0.5 + Math.random());
					setTimeout(function () {
						send(body, times + 1);
					}, seconds * 1000);
				},
			);
	}

	function thank() {
		var sent = document.querySelector('[data-sent]');
		var top = document.querySelector('[data-before]');
		// Nothing of what was chosen stays in the page, and its entry in the history is the thanks.
		if (top) top.parentNode.removeChild(top);
		var to = form.getAttribute('data-sent-address');
		form.parentNode.removeChild(form);
		sent.hidden = false;
		if (history.replaceState) history.replaceState(null, '', to);
		window.scrollTo(0, 0);
		sent.focus();
	}

	document.addEventListener('click', function (event) {
		var link = event.target;
		while (link && !(link.getAttribute && link.getAttribute('data-next') !== null)) link = link.parentNode;
		if (!link) return;
		event.preventDefault();
		location.replace(link.href);
	});

	function whenProven(then) {
		if (proof !== null) return then();
		setTimeout(function () {
			whenProven(then);
		}, 50);
	}

	/** Twelve bits of work: a number with which the hash of code, receipt and number begins with as many zeros. */
	function work(from) {
		for (var n = from; n < from + 300; n++)
			if (firstWord(code + '.' + receipt + '.' + n) >>> 20 === 0) {
				proof = n;
				return;
			}
		setTimeout(function () {
			work(from + 300);
		}, 0);
	}

	/** The first 32 bits of SHA-256 of a short text in ASCII: browsers offer it only over https, and the server of a school may have none. */
	function firstWord(text) {
		var blocks = ((text.length + 8) >> 6) + 1;
		var words = new Uint32Array(blocks * 16);
		for (var at = 0; at < text.length; at++) words[at >> 2] |= text.charCodeAt(at) << (24 - 8 * (at & 3));
		words[text.length >> 2] |= 128 << (24 - 8 * (text.length & 3));
		words[words.length - 1] = text.length * 8;
		var state = start();
		for (var block = 0; block < blocks; block++) mix(state, words.subarray(block * 16, block * 16 + 16));
		return state[0];
	}

	function mix(state, block) {
		var w = new Uint32Array(64);
		var s = new Uint32Array(state);
		for (var i = 0; i < 64; i++) {
			if (i < 16) w[i] = block[i];
			else {
				var x = w[i - 15];
				var y = w[i - 2];
				w[i] = w[i - 16] + w[i - 7] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
			}
			var e = s[4];
			var a = s[0];
			var one = s[7] + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & s[5]) ^ (~e & s[6])) + constants()[i] + w[i];
			var two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));
			for (var at = 7; at > 0; at--) s[at] = s[at - 1];
			s[4] += one;
			s[0] = one + two;
		}
		for (var k = 0; k < 8; k++) state[k] += s[k];
	}

	function turn(word, by) {
		return (word >>> by) | (word << (32 - by));
	}

	/** Fractions of roots of the first primes, as the standard takes them. */
	function roots(count, power) {
		var list = new Uint32Array(count);
		for (var candidate = 2, n = 0; n < count; candidate++) {
			var prime = true;
			for (var by = 2; by * by <= candidate; by++) if (candidate % by === 0) prime = false;
			if (prime) {
				var root = Math.pow(candidate, power);
				list[n++] = ((root - Math.floor(root)) * 4294967296) | 0;
			}
		}
		return list;
	}
	function constants() {
		return constants.kept || (constants.kept = roots(64, 1 / 3));
	}
	function start() {
		start.kept = start.kept || roots(8, 1 / 2);
		return new Uint32Array(start.kept);
	}
})();
