import { inTransaction, type Scope } from '#platform/db.server.ts';
import type { Grant } from './model.ts';
import { listFacilitated } from './store.server.ts';

/** Whose records a seat reaches in a committee; row-level security holds every transaction of the request to it. */
export async function scopeOf(grant: Grant, accountId: string, committeeId: string): Promise<Scope> {
	switch (grant.role) {
		case 'secretary':
		case 'chair':
			return { kind: 'committee', committeeId };
		case 'national':
			return { kind: 'oversight', committeeId };
		case 'focal_point':
			return { kind: 'partner', committeeId, partnerId: grant.partnerId ?? '' };
		case 'facilitator': {
			const activityIds = await inTransaction({ kind: 'identity' }, (tx) =>
				listFacilitated(tx, accountId, committeeId),
			);
			return { kind: 'activity', committeeId, activityIds };
		}
		case 'administrator':
			return { kind: 'identity' };
		case 'juror':
			return { kind: 'public' };
	}
}
