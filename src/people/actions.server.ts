import { listContacts } from '#partners/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import { inTransaction, type Scope, type Transaction } from '#platform/db.server.ts';
import { mayDo } from './access.ts';
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

/**
 * Whom to write to in an institution, for whoever may keep it: the secretariat and the institution itself. Null for every other
 * reader of its page, who gets nothing of it.
 */
export async function contactsFor(
	tx: Transaction,
	{ committee, session }: Pick<App.Locals, 'committee' | 'session'>,
	partnerId: string,
): Promise<{ list: Awaited<ReturnType<typeof listContacts>>; today: string } | null> {
	const route = '/partners/[id=id]/contacts/[contact]';
	if (!committee || !session || !mayDo(session.grants, committee.id, route)) return null;
	return { list: await listContacts(tx, [partnerId]), today: dayAt(new Date()) };
}
