import { randomUUID } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { findCommittee } from '#committees/store.server.ts';
import { defaultLocale, isLocale } from '#i18n/locales.ts';
import { grantFor, ruleOf, verbOf } from '#people/access.ts';
import { scopeOf } from '#people/actions.server.ts';
import type { Rule } from '#people/rules.ts';
import { noteRefusal, settleRefusals } from '#platform/audit.server.ts';
import { closeDatabase, inTransaction } from '#platform/db.server.ts';
import { fileMark } from '#platform/headers.ts';
import { exitAddress, isLeaving, leavingScript } from '#platform/leaving.server.ts';
import { whyFromElsewhere } from '#platform/origin.ts';
import { Problem, type ProblemCode, problemIn } from '#platform/problem.ts';
import { recogniseSession } from '#signin/actions.server.ts';
import { isProven, type Session, sessionCookie } from '#signin/model.ts';

process.on('sveltekit:shutdown', async () => {
	await settleRefusals();
	await closeDatabase();
});

/** What Svelte leaves in a page for its script in the browser, which no page has. Text of people never looks like it: its "<" is escaped. */
const marks = /<!--(?:\[[!?]?(?:-?\d+)?|\]|[0-9a-z]*)-->/g;

/** Deny by default: the language, then who may do this, then whose records it may touch. */
export const handle: Handle = async ({ event, resolve }) => {
	const { locals, params, request, route, url } = event;
	const asked = params.lang ?? url.pathname.split('/')[1] ?? '';
	locals.locale = isLocale(asked) ? asked : defaultLocale;
	locals.scope = { kind: 'public' };
	locals.actor = 'desk';
	let rule: Rule | null;
	try {
		// No address of ours has it, and PostgreSQL refuses it.
		if (/%00/.test(url.pathname + url.search)) throw new Problem('not_found', 'NUL in the address');
		refuseFromElsewhere(event);
		const verb = verbOf(request.method, url.searchParams);
		rule = ruleOf(route.id, verb);
		if (route.id !== null && rule === null) throw new Problem('forbidden', `nobody may ${verb} ${route.id}`);
		if (rule !== null && rule !== 'public' && rule !== 'anyone') await enter(event, rule);
	} catch (cause) {
		if (cause instanceof Problem) {
			note(event, cause);
			return refuse(event, cause);
		}
		throw cause;
	}
	// An address that is nobody's is a public page too: whoever mistyped one may want to leave.
	const isPublic = rule === 'public' || route.id === null;
	if (isPublic && isLeaving(askedBy(request, url))) return leave();
	const response = await resolve(event, {
		// What is slowest comes first: on a text that was put together anew it takes three times as long. By functions: "$" would mean something.
		transformPageChunk: ({ html }) => {
			const bare = html.replace(marks, '').replace('%lang%', () => params.language ?? locals.locale);
			return isPublic ? bare.replace('</body>', () => `<script>${leavingScript}</script></body>`) : bare;
		},
	});
	// A form needs its Origin: under "no-referrer", which the front sets for files, browsers send "null". And public pages tell by it
	// that somebody leaves.
	if (!response.headers.has(fileMark)) response.headers.set('referrer-policy', 'same-origin');
	if (rule === 'public' && request.method === 'GET' && response.status === 200) {
		response.headers.set('x-kambana-public', '1');
		// A page that nobody should find in a browser afterwards says so itself.
		if (!response.headers.get('cache-control')?.includes('no-store'))
			response.headers.set('cache-control', 'public, max-age=0, must-revalidate');
	} else if (!(rule === 'anyone' && response.headers.has(fileMark))) {
		response.headers.set('cache-control', 'no-store');
	}
	return response;
};

const askedBy = ({ method, headers }: Request, url: URL) => ({
	method,
	url: url.pathname + url.search,
	headers: { ...Object.fromEntries(headers), host: headers.get('host') ?? url.host },
});

/** To a page that anybody could have open, and the browser is told nothing to keep or to pass on. */
const leave = (): Response =>
	new Response(null, {
		status: 303,
		headers: { location: exitAddress(), 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
	});

/**
 * The page of a refusal. What is thrown here would get SvelteKit's own bare page, so a route that only throws it again
 * is asked; of the refused route nothing has run.
 */
async function refuse({ fetch, locals, url }: RequestEvent, problem: Problem): Promise<Response> {
	const page = await fetch(`/${locals.locale}/refused/${problem.code}?at=${encodeURIComponent(url.pathname)}`, {
		headers: { accept: 'text/html' },
	});
	const headers = new Headers(page.headers);
	headers.set('cache-control', 'no-store');
	return new Response(page.body, { status: problem.status, headers });
}

/** A form of another site cannot act here. The front has asked before; `npm run dev` has no front. */
function refuseFromElsewhere({ request, url }: RequestEvent): void {
	const { headers, method } = request;
	const whence = { method, site: headers.get('sec-fetch-site'), origin: headers.get('origin'), own: url.origin };
	const why = whyFromElsewhere(whence);
	if (why !== null) throw new Problem('forbidden', why);
}

/** What an account is refused, be it that there is nothing to see, and doors that strangers try. */
const ofAccounts: readonly ProblemCode[] = ['forbidden', 'not_found', 'frozen', 'prove_again'];
const ofStrangers: readonly ProblemCode[] = ['forbidden', 'desk_closed'];

/** Keeps a refused attempt in the audit, without making the answer wait. */
function note({ locals, request, route, url }: RequestEvent, { code }: Problem): void {
	if (!(locals.session ? ofAccounts : ofStrangers).includes(code)) return;
	const verb = verbOf(request.method, url.searchParams);
	noteRefusal({
		actor: locals.session ? locals.actor : 'stranger',
		committeeId: locals.committee?.id,
		route: route.id ?? 'none',
		// What no form of ours sends is not repeated: it could say anything.
		verb: verb !== null && ruleOf(route.id, verb) !== null ? verb : request.method,
		code,
	});
}

/** Lets a living session in as far as the table of access goes, and narrows it to the records of the seat. */
async function enter({ cookies, locals, params, route, url }: RequestEvent, rule: Rule): Promise<void> {
	const token = cookies.get(sessionCookie);
	const slug = params.committee;
	const [session, committee] = token ? await whoAndWhere(token, url.hostname, slug) : [];
	if (!session) throw new Problem('desk_closed', 'no living session');
	const { account, grants } = session;
	locals.session = session;
	locals.actor = `${grants[0]?.role ?? 'guest'}:${account.id}`;
	if (!isProven(session, new Date())) throw new Problem('prove_again', 'a field phone has to prove itself again');
	if (rule === 'signed_in') {
		locals.scope = { kind: 'identity', actor: locals.actor };
		return;
	}
	if (slug === undefined) return enterInstallation(locals, rule, session);
	if (!committee) throw new Problem('not_found', `no committee ${slug}`);
	locals.committee = committee;
	const partnerId = route.id?.includes('/partners/[id=id]') ? params.id : undefined;
	const grant = grantFor(rule, grants, { committeeId: committee.id, partnerId });
	if (!grant) throw new Problem('forbidden', `no seat allows ${route.id}`);
	locals.grant = grant;
	locals.actor = `${grant.role}:${account.id}`;
	locals.scope = { ...(await scopeOf(grant, account.id, committee.id)), actor: locals.actor };
}

/** Asked together: every page of the desk begins with this. */
const whoAndWhere = (token: string, host: string, slug: string | undefined) =>
	inTransaction({ kind: 'identity' }, (tx) =>
		Promise.all([recogniseSession(tx, token, host), slug === undefined ? undefined : findCommittee(tx, { slug })]),
	);

/** Outside the committees only a seat counts that reaches all of them. */
async function enterInstallation(locals: App.Locals, rule: Rule, { account, grants }: Session): Promise<void> {
	const grant = grantFor(rule, grants, { committeeId: null });
	if (!grant) throw new Problem('forbidden', 'no seat reaches beyond a committee');
	locals.grant = grant;
	locals.actor = `${grant.role}:${account.id}`;
	locals.scope = { kind: 'identity', actor: locals.actor };
}

/** A known problem becomes its page; anything else is a bug: logged with an id, shown with that id. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
	const problem = problemIn(error);
	if (problem) {
		note(event, problem);
		return { status: problem.status, message: problem.code, code: problem.code };
	}
	if (kind === 'framework') {
		const code = ({ 404: 'not_found', 413: 'too_large' } as const)[error.status];
		return code ? { ...error, code } : error;
	}
	if (kind !== 'unknown') return;
	const id = randomUUID();
	console.error(`fault ${id} at ${event.request.method} ${event.route.id}:`, error);
	return { status: 500, message: 'fault', id };
};
