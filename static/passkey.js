// @ts-check
// A browser talks with a passkey through script alone. Every page works without it.

for (const place of document.querySelectorAll('[data-passkey]')) {
	const form = place.querySelector('form');
	if (!form || !(place instanceof HTMLElement)) continue;
	if (!window.isSecureContext || !window.PublicKeyCredential?.parseRequestOptionsFromJSON) continue;
	place.hidden = false;
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		sign(form).catch(() => {
			// Cancelled, too late, or no passkey for this place: the browser does not say which, on purpose.
			const refused = form.querySelector('[data-refused]');
			if (refused instanceof HTMLElement) refused.hidden = false;
		});
	});
}

/** @param {HTMLFormElement} form */
async function sign(form) {
	const options = JSON.parse(form.dataset.options ?? '');
	const credential =
		form.dataset.verb === 'create'
			? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
			: await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
	const response = form.querySelector('[name="response"]');
	if (!(credential instanceof PublicKeyCredential) || !(response instanceof HTMLInputElement)) throw new Error('no passkey');
	response.value = JSON.stringify(credential.toJSON());
	form.submit();
}
