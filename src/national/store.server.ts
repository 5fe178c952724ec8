import { sql } from 'kysely';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { NationalDraft } from './input.ts';
import type { CountyAnswer, NationalActivity } from './model.ts';

const select = (tx: Transaction) =>
	tx
		.selectFrom('national_activities')
		.select(['id', 'title_sq as titleSq', 'title_en as titleEn', 'aim_sq as aimSq', 'aim_en as aimEn'])
		.select(['guidance_sq as guidanceSq', 'guidance_en as guidanceEn', 'starts_on as startsOn', 'ends_on as endsOn'])
		.select(['audiences', 'methods', 'state', 'reason', 'version', 'published_at as publishedAt'])
		.select(['reminded_at as remindedAt', 'demonstration']);

/** Those that the scope shows, the latest days first. */
export async function listNationals(tx: Transaction): Promise<NationalActivity[]> {
	const rows = await select(tx).orderBy('starts_on', 'desc').orderBy('id').execute();
	return rows as NationalActivity[];
}

/** @throws Problem not_found */
export async function getNational(tx: Transaction, id: string, hold = false): Promise<NationalActivity> {
	const one = select(tx).where('id', '=', id);
	const row = isId(id) ? await (hold ? one.forUpdate() : one).executeTakeFirst() : undefined;
	if (!row) throw new Problem('not_found', `no national activity ${id}`);
	return row as NationalActivity;
}

const rowOf = (draft: NationalDraft) => ({
	...{ title_sq: draft.titleSq, title_en: draft.titleEn, aim_sq: draft.aimSq, aim_en: draft.aimEn },
	...{ guidance_sq: draft.guidanceSq, guidance_en: draft.guidanceEn, starts_on: draft.startsOn, ends_on: draft.endsOn },
	...{ audiences: [...draft.audiences], methods: [...draft.methods] },
});

export async function insertNational(
	tx: Transaction,
	committeeId: string,
	draft: NationalDraft,
	{ demonstration = false } = {},
): Promise<string> {
	const id = recordId();
	await tx
		.insertInto('national_activities')
		.values({ id, committee_id: committeeId, demonstration, ...rowOf(draft) })
		.execute();
	return id;
}

/** Saves what was written, or a step of its life; stale when somebody else did since `version`. */
export async function saveNational(
	tx: Transaction,
	id: string,
	version: number,
	change: NationalDraft | { state: 'published' } | { state: 'withdrawn'; reason: string },
): Promise<void> {
	const columns =
		'titleSq' in change
			? rowOf(change)
			: { ...change, ...(change.state === 'published' ? { published_at: sql<Date>`history_moment()` } : {}) };
	const saved = await tx
		.updateTable('national_activities')
		.set({ ...columns, version: version + 1 })
		.where('id', '=', id)
		.where('version', '=', version)
		.returning('id')
		.executeTakeFirst();
	if (!saved) throw new Problem('stale', `national activity ${id} is no longer at version ${version}`);
}

export const saveReminded = (tx: Transaction, id: string) =>
	tx.updateTable('national_activities').set({ reminded_at: sql<Date>`now()` }).where('id', '=', id).execute();

/** What a county has answered, with its activities as they stand, by national activity. */
export async function listAnswers(tx: Transaction, committeeId: string): Promise<Map<string, CountyAnswer>> {
	const rows = await tx
		.selectFrom('national_answers')
		.leftJoin('activities', 'activities.id', 'activity_id')
		.leftJoin('programmes', 'programmes.id', 'activities.programme_id')
		.leftJoin('places', 'places.id', 'activities.place_id')
		.select([
			'national_id as nationalId',
			'answer',
			'national_answers.reason',
			'known_from as knownFrom',
			'known_to as knownTo',
		])
		.select([
			'knows_withdrawn as knowsWithdrawn',
			'answered_at as answeredAt',
			'activities.id',
			'programmes.slug',
			'number',
		])
		.select(['activities.title', 'activities.state', 'activities.version', 'takes_place_on as takesPlaceOn'])
		.select(['activities.starts_at as startsAt', 'activities.ends_at as endsAt', 'places.name as placeName'])
		.where('national_answers.committee_id', '=', committeeId)
		.execute();
	return new Map(
		rows.map(({ nationalId, answer, reason, knownFrom, knownTo, knowsWithdrawn, answeredAt, ...activity }) => [
			nationalId,
			{
				...{ nationalId, answer, reason, knownFrom, knownTo, knowsWithdrawn, answeredAt },
				activity: activity.id === null ? null : activity,
			} as CountyAnswer,
		]),
	);
}

export type AnswerWish = { answer: 'joined'; activityId: string } | { answer: 'declined'; reason: string };

/** Writes what a county says, with what it knows of the days; a former "no" is written over. */
export async function saveAnswer(
	tx: Transaction,
	committeeId: string,
	{ id, startsOn, endsOn }: Pick<NationalActivity, 'id' | 'startsOn' | 'endsOn'>,
	wish: AnswerWish,
	actor: Actor,
): Promise<void> {
	const said = {
		...{ answer: wish.answer, reason: wish.answer === 'declined' ? wish.reason : null, actor },
		activity_id: wish.answer === 'joined' ? wish.activityId : null,
		...{ known_from: startsOn, known_to: endsOn, answered_at: sql<Date>`history_moment()` },
	};
	await tx
		.insertInto('national_answers')
		.values({ id: recordId(), committee_id: committeeId, national_id: id, ...said })
		.onConflict((on) => on.columns(['committee_id', 'national_id']).doUpdateSet(said))
		.execute();
}

/** The county has seen how it stands now. */
export const saveKnown = (
	tx: Transaction,
	committeeId: string,
	{ id, startsOn, endsOn, state }: Pick<NationalActivity, 'id' | 'startsOn' | 'endsOn' | 'state'>,
) =>
	tx
		.updateTable('national_answers')
		.set({ known_from: startsOn, known_to: endsOn, knows_withdrawn: state === 'withdrawn' })
		.where('committee_id', '=', committeeId)
		.where('national_id', '=', id)
		.execute();

export type PartOf = Pick<NationalActivity, 'id' | 'titleSq' | 'titleEn'>;

/** Of which national activity each of these is a part, as far as the scope shows it. */
export async function listPartsOf(tx: Transaction, activityIds: readonly string[]): Promise<Map<string, PartOf>> {
	if (activityIds.length === 0) return new Map();
	const rows = await tx
		.selectFrom('national_answers')
		.innerJoin('national_activities', 'national_activities.id', 'national_id')
		.select(['activity_id as activityId', 'national_activities.id', 'title_sq as titleSq', 'title_en as titleEn'])
		.where(sql<boolean>`activity_id = any(${activityIds}::uuid[])`)
		.execute();
	return new Map(rows.map(({ activityId, ...national }) => [activityId ?? '', national]));
}

export type TakingPart = Pick<
	NonNullable<CountyAnswer['activity']>,
	'slug' | 'number' | 'title' | 'state' | 'takesPlaceOn' | 'startsAt' | 'endsAt' | 'placeName'
> & {
	county: string;
	countyName: string | null;
};

/** The public activities with which counties take part, as strangers may see them, by county. */
export async function listTakingPart(tx: Transaction, nationalId: string): Promise<TakingPart[]> {
	const rows = await tx
		.selectFrom('national_answers')
		.innerJoin('activities', 'activities.id', 'activity_id')
		.innerJoin('programmes', 'programmes.id', 'activities.programme_id')
		.innerJoin('committees', 'committees.id', 'national_answers.committee_id')
		.leftJoin('counties', 'counties.code', 'committees.county_code')
		.leftJoin('places', 'places.id', 'activities.place_id')
		.select(['committees.slug as county', 'counties.name as countyName', 'programmes.slug', 'number', 'title'])
		.select(['activities.state', 'takes_place_on as takesPlaceOn', 'starts_at as startsAt', 'ends_at as endsAt'])
		.select('places.name as placeName')
		.where('national_id', '=', nationalId)
		// What row-level security says to the public, said again.
		.where('visibility', '=', 'public')
		.where('activities.state', 'not in', ['proposed', 'cancelled'])
		.where('programmes.state', 'in', ['approved', 'closed'])
		.orderBy(sql`counties.name collate "sq-x-icu"`)
		.execute();
	return rows as TakingPart[];
}

/** Deletes the invented ones, with what counties said to them; their activities stay. */
export const deleteDemonstrationNationals = (tx: Transaction) =>
	tx.deleteFrom('national_activities').where('demonstration', '=', true).execute();
