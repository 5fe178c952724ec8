import { randomUUID } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { findCommittee } from '#committees/store.server.ts';
import { defaultLocale, isLocale } from '#i18n/locales.ts';
import { whoMay } from '#people/access.ts';
import { isDeskSession } from '#people/actions.server.ts';
import { type Audience, sessionCookie } from '#people/model.ts';
import { closeDatabase, inTransaction } from '#platform/db.server.ts';
import { Problem, problemIn } from '#platform/problem.ts';

process.on('sveltekit:shutdown', () => closeDatabase());

const safe = new Set(['GET', 'HEAD']);

/** Deny by default: the language, then who may open the route, then whose records it may touch. */
export const handle: Handle = async ({ event, resolve }) => {
	const { locals, params, request, route, url } = event;
	const asked = params.lang ?? url.pathname.split('/')[1] ?? '';
	locals.locale = isLocale(asked) ? asked : defaultLocale;
	locals.scope = { kind: 'public' };
	locals.atDesk = false;
	let audience: Audience | null;
	try {
		// No address of ours has it, and PostgreSQL refuses it.
		if (/%00/.test(url.pathname + url.search)) throw new Problem('not_found', 'NUL in the address');
		if (!safe.has(request.method)) refuseFromElsewhere(event);
		audience = route.id === null ? null : whoMay(route.id, request.method);
		if (route.id !== null && audience === null)
			throw new Problem('forbidden', `nobody may ${request.method} ${route.id}`);
		if (audience === 'desk') await enter(event);
	} catch (cause) {
		if (cause instanceof Problem) return refuse(event, cause);
		throw cause;
	}
	const response = await resolve(event, {
		transformPageChunk: ({ html }) => html.replace('%lang%', locals.locale),
	});
	// A form needs its Origin: under "no-referrer", which the front sets for everything else, browsers send "null".
	if (audience !== 'public') response.headers.set('referrer-policy', 'same-origin');
	if (audience === 'public' && request.method === 'GET' && response.status === 200) {
		response.headers.set('x-kambana-public', '1');
		response.headers.set('cache-control', 'public, max-age=0, must-revalidate');
	} else {
		response.headers.set('cache-control', 'no-store');
	}
	return response;
};

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

/** A form of another site cannot act here: browsers say where a request comes from. */
function refuseFromElsewhere({ request, url }: RequestEvent): void {
	const site = request.headers.get('sec-fetch-site');
	const origin = request.headers.get('origin');
	const ours = site === null ? origin === url.origin : site === 'same-origin';
	if (!ours) throw new Problem('forbidden', `${request.method} from ${site ?? origin ?? 'an unknown place'}`);
}

/** Opens the desk to a living session only, and narrows it to the committee in the address. */
async function enter({ cookies, locals, params }: RequestEvent): Promise<void> {
	const token = cookies.get(sessionCookie);
	locals.scope = { kind: 'installation' };
	const committee = await inTransaction(locals.scope, async (tx) => {
		if (!token || !(await isDeskSession(tx, token))) throw new Problem('desk_closed', 'no desk session');
		return params.committee ? await findCommittee(tx, { slug: params.committee }) : undefined;
	});
	locals.atDesk = true;
	if (!params.committee) return;
	if (!committee) throw new Problem('not_found', `no committee ${params.committee}`);
	locals.committee = committee;
	locals.scope = { kind: 'committee', committeeId: committee.id };
}

/** A known problem becomes its page; anything else is a bug: logged with an id, shown with that id. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
	const problem = problemIn(error);
	if (problem) return { status: problem.status, message: problem.code, code: problem.code };
	if (kind === 'framework') {
		const code = ({ 404: 'not_found', 413: 'too_large' } as const)[error.status];
		return code ? { ...error, code } : error;
	}
	if (kind !== 'unknown') return;
	const id = randomUUID();
	console.error(`fault ${id} at ${event.request.method} ${event.route.id}:`, error);
	return { status: 500, message: 'fault', id };
};
