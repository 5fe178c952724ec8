import { getNames, listActivities } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { listContributions } from '#contributions/store.server.ts';
import { listContacts } from '#partners/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Transaction } from '#platform/db.server.ts';
import type { Programme } from '#programmes/model.ts';
import { isLate } from '#tasks/model.ts';
import { listTasks } from '#tasks/store.server.ts';
import { listStandings } from './actions.server.ts';
import { type Followed, followUp } from './following.ts';
import { involvedIn } from './model.ts';
import { listReminders } from './store.server.ts';

/** Every institution of a month, with what is open between it and the committee. */
export async function getFollowUp(
	tx: Transaction,
	{ committee, programme }: { committee: Pick<Committee, 'id'>; programme: Programme },
	now = new Date(),
): Promise<Followed[]> {
	const today = dayAt(now);
	const activities = await listActivities(tx, programme.id);
	const ids = [...new Set(activities.flatMap(involvedIn))];
	const open = await listTasks(tx, { committeeId: committee.id, programmeId: programme.id, state: 'open' });
	const month = {
		activities,
		asked: await listStandings(tx, programme, now, activities),
		names: await getNames(tx, ids),
		contacts: await listContacts(tx, ids),
		lines: await listContributions(tx, { programmeId: programme.id }),
		lateTasks: open.filter((task) => isLate(task, today)),
		reminders: await listReminders(tx, { programmeId: programme.id }),
	};
	return followUp(month, today);
}
