import { listActivities } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { getCommittee, getNationalCommittee } from '#committees/store.server.ts';
import { insertNational, saveAnswer, saveNational } from '#national/store.server.ts';
import { addDays, dayAt, instantOf } from '#platform/dates.ts';
import { setMoment, type Transaction } from '#platform/db.server.ts';
import { findProgramme } from '#programmes/store.server.ts';
import { nationals } from './wording.ts';

const actor = 'demonstration';

/**
 * What the national office published: the march of 18 October, which Durrës joined with what it had planned and two counties
 * declined, and one that lies ahead, to which nobody has answered yet.
 */
export async function loadNationals(tx: Transaction, durres: Committee, now: Date): Promise<void> {
	const office = await getNationalCommittee(tx);
	const { march, ahead } = nationals;
	const programme = await findProgramme(tx, durres.id, march.startsOn.slice(0, 7));
	const activities = programme?.demonstration ? await listActivities(tx, programme.id) : [];
	const own = activities.find(({ national, takesPlaceOn }) => national && takesPlaceOn === march.startsOn);
	if (own) {
		await setMoment(tx, instantOf(addDays(march.startsOn, -48), '09:00'));
		const id = await publish(tx, office, march);
		await setMoment(tx, instantOf(addDays(march.startsOn, -40), '11:20'));
		await saveAnswer(tx, durres.id, { ...march, id }, { answer: 'joined', activityId: own.id }, actor);
		for (const [code, reason] of nationals.declined) {
			const county = await getCommittee(tx, { code });
			await saveAnswer(tx, county.id, { ...march, id }, { answer: 'declined', reason }, actor);
		}
	}
	const day = addDays(dayAt(now), 9);
	await setMoment(tx, instantOf(addDays(dayAt(now), -3), '10:00'));
	await publish(tx, office, { ...ahead, startsOn: day, endsOn: day });
}

async function publish(
	tx: Transaction,
	{ id: office }: Committee,
	draft: Parameters<typeof insertNational>[2],
): Promise<string> {
	const id = await insertNational(tx, office, draft, { demonstration: true });
	await saveNational(tx, id, 1, { state: 'published' });
	return id;
}
