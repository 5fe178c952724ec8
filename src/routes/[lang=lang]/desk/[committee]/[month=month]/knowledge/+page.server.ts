import { onMonth } from '#programmes/actions.server.ts';
import { poolResults } from '#results/month.ts';
import { listMonthResults } from '#results/reading.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	onMonth(locals, params.month, async ({ tx, programme }) => {
		const results = await listMonthResults(tx, programme.id);
		return {
			programme,
			modes: poolResults(results.map(({ result }) => result)),
			classes: results.map(({ check, number, title, result }) => ({
				...{ id: check.id, label: check.label, mode: check.mode, number, title },
				answered: result.answered.find(({ phase }) => phase === 'after')?.n ?? 0,
			})),
		};
	});
