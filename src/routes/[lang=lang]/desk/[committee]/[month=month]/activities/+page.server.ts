import { redirect } from '@sveltejs/kit';
import { confirmAll, listConfirmable } from '#activities/actions.server.ts';
import { listClashes } from '#activities/clashes.server.ts';
import { marksOf } from '#activities/clashes.ts';
import { isNarrowed, parseListQuestion, statesAsked } from '#activities/input.ts';
import { getPlanSpan, listActivityPage } from '#activities/store.server.ts';
import { askForMonth, listUnasked } from '#consultation/actions.server.ts';
import { listPartners } from '#partners/store.server.ts';
import { onMonth } from '#programmes/actions.server.ts';
import { getTerritory } from '#territory/store.server.ts';
import type { Actions, PageServerLoad } from './$types';

const size = 100;

export const load: PageServerLoad = ({ locals, params, url }) =>
	onMonth(locals, params.month, async ({ tx, committee, programme }) => {
		const question = parseListQuestion(url.searchParams);
		const { state: _, ...filter } = question;
		const states = statesAsked(question);
		const page = await listActivityPage(tx, programme.id, { ...filter, ...(states ? { states } : {}) }, size);
		const { clashes, accepted } = await listClashes(tx, locals.scope, programme);
		const partners = await listPartners(tx, committee.id, locals.locale);
		return {
			programme,
			confirmable: (await listConfirmable(tx, programme)).length,
			unasked: locals.grant?.role === 'secretary' ? (await listUnasked(tx, programme)).size : 0,
			asked: Number(/^\d{1,5}$/.exec(url.searchParams.get('asked') ?? '')?.[0] ?? 0),
			confirmed: Number(/^\d{1,5}$/.exec(url.searchParams.get('confirmed') ?? '')?.[0] ?? 0),
			question,
			narrowed: isNarrowed(question),
			...page,
			marks: marksOf(clashes, accepted),
			pages: Math.max(1, Math.ceil(page.total / size)),
			all: (await getPlanSpan(tx, programme.id)).activities,
			partners: partners.map(({ id, name }) => ({ id, name })),
			municipalities: committee.countyCode ? (await getTerritory(tx, committee.countyCode)).municipalities : [],
		};
	});

export const actions = {
	confirmAll: async ({ locals, params, url }) => {
		const confirmed = await onMonth(locals, params.month, ({ tx, committee, programme, actor }) =>
			confirmAll(tx, actor, committee, programme),
		);
		redirect(303, `${url.pathname}?confirmed=${confirmed}`);
	},
	askAll: async ({ locals, params, url }) => {
		const { institutions } = await onMonth(locals, params.month, ({ tx, ...desk }) => askForMonth(tx, desk));
		redirect(303, `${url.pathname}?asked=${institutions}`);
	},
} satisfies Actions;
