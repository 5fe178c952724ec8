import { fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { onActivity } from '#activities/actions.server.ts';
import { parseVersion } from '#activities/input.ts';
import { getLastChange } from '#activities/moving.server.ts';
import { parseKnown, parseMove, whyNotMove } from '#activities/moving.ts';
import { getAgreed, moveAgreed, undoAgreed } from '#consultation/moving.server.ts';
import { first, type Typed, typedFrom } from '#platform/forms.ts';
import { staleOnly } from '#platform/problem.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	onActivity(locals, params, 'change', async ({ tx, programme, activity }) => ({
		...{ programme, activity, why: whyNotMove(activity, programme) },
		agreed: await getAgreed(tx, activity),
		last: await getLastChange(tx, activity),
		view: url.searchParams.get('view') === 'days' ? ('days' as const) : null,
	}));

type Here = Pick<RequestEvent<{ month: string; number: string }>, 'locals' | 'params' | 'request' | 'url'>;

/** To the board as it was, with the card in view. */
function toBoard({ url, params }: Here, typed: Typed, done: string): never {
	const board = url.pathname.replace(/\/activities\/\d+\/move$/, '');
	const view = first(typed, 'view') === 'days' ? 'view=days&' : '';
	redirect(303, `${board}?${view}${done}#a${params.number}`);
}

const from = (typed: Typed) => ({ version: parseVersion(typed), known: parseKnown(typed) });

export const actions = {
	moveDay: async (event) => {
		const typed = typedFrom(await event.request.formData());
		const parsed = parseMove(typed);
		if (!parsed.ok) return fail(422, { issues: parsed.issues, typed });
		const moved = await onActivity(event.locals, event.params, 'change', ({ tx, activity, ...desk }) =>
			moveAgreed(tx, desk, activity, { ...parsed.value, ...from(typed) }),
		).catch(staleOnly);
		if (moved === 'stale') return fail(409, { stale: 'move' as const, typed });
		if (moved.ok) return toBoard(event, typed, `moved=${moved.number}.${moved.version}`);
		return moved.reason === 'agreed'
			? fail(422, { agreed: moved.agreed, undo: false, typed })
			: fail(422, { why: moved.reason, typed });
	},
	undo: async (event) => {
		const typed = typedFrom(await event.request.formData());
		const undone = await onActivity(event.locals, event.params, 'change', ({ tx, activity, ...desk }) =>
			undoAgreed(tx, desk, activity, from(typed)),
		).catch(staleOnly);
		if (undone === 'stale') return fail(409, { stale: 'undo' as const, typed });
		if (undone.ok) return toBoard(event, typed, `undone=${undone.number}`);
		return undone.reason === 'agreed'
			? fail(422, { agreed: undone.agreed, undo: true, typed })
			: fail(422, { why: undone.reason, typed });
	},
} satisfies Actions;
