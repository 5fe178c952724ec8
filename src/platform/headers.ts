/**
 * The headers of every answer, errors and files included. What an answer says itself stays: pages bring their own content
 * security policy (SvelteKit writes it with the hashes of the page's styles: vite.config.ts).
 */

/**
 * Nothing here needs a device, a sensor, a purse or a profile: every feature that browsers know by such a name. One that they
 * do not know is told in the console of each page. Passkeys stay possible for this site itself.
 */
const features = [
	'accelerometer',
	'autoplay',
	'browsing-topics',
	'camera',
	'captured-surface-control',
	'clipboard-read',
	'clipboard-write',
	'compute-pressure',
	'display-capture',
	'encrypted-media',
	'fullscreen',
	'gamepad',
	'geolocation',
	'gyroscope',
	'hid',
	'identity-credentials-get',
	'idle-detection',
	'keyboard-map',
	'local-fonts',
	'magnetometer',
	'microphone',
	'midi',
	'otp-credentials',
	'payment',
	'picture-in-picture',
	'screen-wake-lock',
	'serial',
	'storage-access',
	'sync-xhr',
	'usb',
	'window-management',
	'xr-spatial-tracking',
];
const permissions = [
	...features.map((feature) => `${feature}=()`),
	'publickey-credentials-get=(self)',
	'publickey-credentials-create=(self)',
].join(', ');

/** On every answer. Desk pages relax the referrer for their forms (hooks.server.ts). */
export const securityHeaders: Record<string, string> = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'no-referrer',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-embedder-policy': 'require-corp',
	'cross-origin-resource-policy': 'same-origin',
	'x-frame-options': 'DENY',
	'x-permitted-cross-domain-policies': 'none',
	// The names behind links stay on the page until somebody follows one.
	'x-dns-prefetch-control': 'off',
	'permissions-policy': permissions,
	// Files, redirects and faults: nothing in them is loaded, sent or framed.
	'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** Two years, for this host and those below it; said only over https, where it counts. */
const transportSecurity = { 'strict-transport-security': 'max-age=63072000; includeSubDomains' };

/**
 * `Clear-Site-Data` for the answer to signing out: what the browser kept of the desk is gone. Cookies are deleted by name
 * instead: the browser would take the cookies of every other host of the same domain along.
 */
export const clearedAtSignOut = '"cache", "storage"';

/** What an answer is for: everybody, a file of the build, or one visitor. */
export type Purpose = 'public' | 'file' | 'visitor';

/**
 * By this header the application says that an answer is a published file, which keeps its own rules for caches. It is not sent.
 */
export const fileMark = 'x-kambana-file';

/**
 * By this header the application says that a page for everybody brings a script of its own, which may run and ask this site. It is
 * not sent.
 */
export const scriptMark = 'x-kambana-script';

/**
 * By this header the application says that what was sent changed no page for everybody, or none that PostgreSQL will not tell of: those that are
 * kept stay. It is not sent.
 */
export const sameMark = 'x-kambana-same';

/** Header names as Node gives them, with what the answer has so far. */
export type Given = Readonly<Record<string, unknown>>;

const isText = /^(text\/|[\w.+-]+\/([\w.+-]+\+)?xml)/;

/** What has to be set beside what an answer brings. @param over the protocol the visitor used */
export function headersToSet(given: Given, status: number, purpose: Purpose, over: string): Record<string, string> {
	const set: Record<string, string> = {};
	for (const [name, value] of Object.entries(securityHeaders)) if (given[name] === undefined) set[name] = value;
	if (over === 'https') Object.assign(set, transportSecurity);
	if (purpose === 'visitor' || status >= 400) {
		set['cache-control'] = 'no-store';
		set['x-robots-tag'] = 'noindex, nofollow';
	} else if (given['cache-control'] === undefined) {
		set['cache-control'] = 'public, max-age=0, must-revalidate';
	}
	const kind = given['content-type'];
	if (typeof kind === 'string' && isText.test(kind) && !kind.includes('charset'))
		set['content-type'] = `${kind}; charset=utf-8`;
	const policy = given['content-security-policy'];
	if (purpose === 'public' && typeof policy === 'string' && given[scriptMark] === undefined)
		set['content-security-policy'] = withoutScript(policy);
	return set;
}

/** Public pages carry no script but the one that makes leaving instant: what may not be there may not run either, not even our own. */
const withoutScript = (policy: string): string =>
	policy
		.replace(/\bscript-src 'self'(?= |;|$)/g, 'script-src')
		.replace(/\bconnect-src 'self'(?=;|$)/g, "connect-src 'none'");

/** What the framework tells of itself, and nobody needs to know. */
export const isOfFramework = (name: string): boolean => /^x-(sveltekit|kambana)-/.test(name);
