import { onCommittee } from '#committees/actions.server.ts';
import { listCommittees } from '#committees/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import { addUp, ceilingsAmong, type KnownBefore } from './ceilings.ts';
import { listKnownBefore } from './store.server.ts';

type Who = Pick<App.Locals, 'actor' | 'committee' | 'scope'>;

/**
 * Questions that had little room to learn. A county sees it of its own classes. The national office sees all classes: it asks county by county, in the scope
 * in which it reads what a county reports, so that no table is open to it at large. Outside of any other transaction.
 */
export async function listCeilings(who: Who): Promise<ReadonlyMap<string, KnownBefore>> {
	const own = await onCommittee(who, ({ tx }) => listKnownBefore(tx));
	if (who.committee?.level !== 'national') return ceilingsAmong(own);
	const all = await inTransaction({ kind: 'identity', actor: who.actor }, listCommittees);
	const counties = await Promise.all(
		all
			.filter(({ level }) => level === 'county')
			.map(({ id }) => inTransaction({ kind: 'oversight', committeeId: id, actor: who.actor }, listKnownBefore)),
	);
	return ceilingsAmong(addUp([...own, ...counties.flat()]));
}
