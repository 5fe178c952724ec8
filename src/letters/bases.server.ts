import type { Committee } from '#committees/model.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { basisTyped, parseBasis } from './input.ts';
import { deleteBasis, insertBasis, saveBasisChecked } from './store.server.ts';

type Desk = { tx: Transaction; actor: Actor; committee: Pick<Committee, 'id'> };

/** Writes an act down that the committee's orders may rest on. */
export async function submitBasis(
	{ tx, committee }: Desk,
	typed: Typed,
): Promise<{ ok: true } | { ok: false; issues: Issue[] }> {
	const parsed = parseBasis(typed);
	if (!parsed.ok) return parsed;
	await insertBasis(tx, committee.id, parsed.value);
	return { ok: true };
}

/** Says that an act has been checked, or takes it away; each committee its own. @throws Problem not_found for others */
export async function changeBasis(
	{ tx, actor, committee }: Desk,
	typed: Typed,
	verb: 'check' | 'remove',
	now = new Date(),
): Promise<void> {
	const id = basisTyped(typed);
	const done =
		verb === 'remove'
			? await deleteBasis(tx, committee.id, id)
			: await saveBasisChecked(tx, { committeeId: committee.id, id }, { by: actor, on: dayAt(now) });
	if (!done) throw new Problem('not_found', `no legal basis ${id} of this committee`);
}
