import { inTransaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import { listProgrammes } from '#programmes/store.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, params }) =>
	inTransaction(locals.scope, async (tx) => {
		const { committee, grant, session } = locals;
		if (!committee || !grant || !session) throw new Problem('not_found', 'no committee in the address');
		const programmes = await listProgrammes(tx, committee.id);
		const programme = params.month ? programmes.find(({ slug }) => slug === params.month) : undefined;
		return {
			...{ committee, programmes, programme: programme ?? null },
			month: params.month ?? programmes[0]?.slug ?? null,
			who: { name: session.account.name, role: grant.role, persona: session.persona, grants: session.grants },
		};
	});
