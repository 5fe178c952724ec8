import { redirect } from '@sveltejs/kit';
import { confirmAll, confirmableIn } from '#activities/actions.server.ts';
import { listClashes } from '#activities/clashes.server.ts';
import { marksOf } from '#activities/clashes.ts';
import { isNarrowed, parseListQuestion, statesAsked } from '#activities/input.ts';
import { listActivities, listActivityPage } from '#activities/store.server.ts';
import { getLand } from '#committees/actions.server.ts';
import { listUnasked } from '#consultation/asking.server.ts';
import { listPartners } from '#partners/store.server.ts';
import { onMonth } from '#programmes/actions.server.ts';
import type { Actions, PageServerLoad } from './$types';

const size = 100;

export const load: PageServerLoad = ({ locals, params, url }) =>
	onMonth(locals, params.month, async ({ tx, committee, programme }) => {
		const question = parseListQuestion(url.searchParams);
		const { state: _, ...filter } = question;
		const states = statesAsked(question);
		// The whole month, read once for everything that is about all of it; what is listed is found by the database.
		const month = await listActivities(tx, programme.id);
		const [page, { clashes, accepted }, partners, unasked, land] = await Promise.all([
			listActivityPage(tx, programme.id, { ...filter, ...(states ? { states } : {}) }, size),
			listClashes(tx, locals.scope, programme, month),
			listPartners(tx, committee.id, locals.locale),
			locals.grant?.role === 'secretary' ? listUnasked(tx, programme, new Date(), month) : null,
			getLand(tx, committee),
		]);
		return {
			programme,
			confirmable: confirmableIn(programme, month).length,
			unasked: unasked?.wanted.size ?? 0,
			confirmed: Number(/^\d{1,5}$/.exec(url.searchParams.get('confirmed') ?? '')?.[0] ?? 0),
			question,
			narrowed: isNarrowed(question),
			...page,
			marks: marksOf(clashes, accepted),
			pages: Math.max(1, Math.ceil(page.total / size)),
			all: month.length,
			partners: partners.map(({ id, name }) => ({ id, name })),
			municipalities: land.municipalities,
		};
	});

export const actions = {
	confirmAll: async ({ locals, params, url }) => {
		const confirmed = await onMonth(locals, params.month, ({ tx, committee, programme, actor }) =>
			confirmAll(tx, actor, committee, programme),
		);
		redirect(303, `${url.pathname}?confirmed=${confirmed}`);
	},
} satisfies Actions;
