import type { Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { Check, CheckItem, Offer, OfferDraft, OfferState, Pledge, PledgeDraft } from './model.ts';

const offers = (tx: Transaction) =>
	tx
		.selectFrom('opportunities')
		.leftJoin('municipalities', 'municipalities.code', 'opportunities.municipality_code')
		.select([
			'opportunities.id',
			'committee_id as committeeId',
			'row_key as rowKey',
			'kind',
			'title',
			'provider',
			'municipality_code as municipalityCode',
			'municipalities.name as municipalityName',
			'place',
			'deadline',
			'starts_on as startsOn',
			'eligibility',
			'cost',
			'pay',
			'hours',
			'phone',
			'address',
			'opportunities.source',
			'state',
			'listed_on as listedOn',
			'activity_id as activityId',
			'demonstration',
			'version',
		]);

/** The offers of a committee, the earliest deadline first. */
export async function listOffers(tx: Transaction, committeeId: string): Promise<Offer[]> {
	const rows = await offers(tx)
		.where('committee_id', '=', committeeId)
		.orderBy('deadline')
		.orderBy('title')
		.orderBy('opportunities.id')
		.execute();
	return rows as Offer[];
}

/** What the public reads of a committee today. */
export async function listOpenOffers(tx: Transaction, committeeId: string, today: string): Promise<Offer[]> {
	const rows = await offers(tx)
		.where('committee_id', '=', committeeId)
		.where('state', '=', 'listed')
		.where('deadline', '>=', today)
		.orderBy('deadline')
		.orderBy('title')
		.execute();
	return rows as Offer[];
}

/** @throws Problem not_found */
export async function getOffer(tx: Transaction, committeeId: string, id: string): Promise<Offer> {
	const row = isId(id)
		? await offers(tx).where('committee_id', '=', committeeId).where('opportunities.id', '=', id).executeTakeFirst()
		: undefined;
	if (!row) throw new Problem('not_found', `no offer ${id}`);
	return row as Offer;
}

const offerRow = (draft: OfferDraft) => ({
	kind: draft.kind,
	title: draft.title,
	provider: draft.provider,
	municipality_code: draft.municipalityCode,
	place: draft.place,
	deadline: draft.deadline,
	starts_on: draft.startsOn,
	eligibility: draft.eligibility,
	cost: draft.cost,
	pay: draft.pay,
	hours: draft.hours,
	phone: draft.phone,
	address: draft.address,
	source: draft.source,
});

export type NewOffer = { draft: OfferDraft; rowKey: string | null; actor: string; demonstration?: boolean };

export async function insertOffer(tx: Transaction, committeeId: string, offer: NewOffer): Promise<string> {
	const id = recordId();
	await tx
		.insertInto('opportunities')
		.values({
			...{ id, committee_id: committeeId, row_key: offer.rowKey, changed_by: offer.actor },
			...{ demonstration: offer.demonstration ?? false, ...offerRow(offer.draft) },
		})
		.execute();
	return id;
}

export type OfferChange = { state?: OfferState; listedOn?: string; activityId?: string | null; draft?: OfferDraft };

/** False when somebody else has changed it since `version`. */
export async function saveOffer(
	tx: Transaction,
	{ id, version }: Pick<Offer, 'id' | 'version'>,
	actor: string,
	{ state, listedOn, activityId, draft }: OfferChange,
): Promise<boolean> {
	const done = await tx
		.updateTable('opportunities')
		.set({
			...(draft && offerRow(draft)),
			...(state && { state }),
			...(listedOn && { listed_on: listedOn }),
			...(activityId !== undefined && { activity_id: activityId }),
			changed_by: actor,
			version: version + 1,
		})
		.where('id', '=', id)
		.where('version', '=', version)
		.executeTakeFirst();
	return done.numUpdatedRows === 1n;
}

export async function listChecks(tx: Transaction, offerId: string): Promise<Check[]> {
	const rows = await tx
		.selectFrom('opportunity_checks')
		.select(['item', 'holds', 'actor', 'checked_at as at'])
		.where('opportunity_id', '=', offerId)
		.execute();
	return rows as Check[];
}

/** How many statements of each offer hold, by its id. */
export async function countChecks(tx: Transaction, committeeId: string): Promise<Record<string, number>> {
	const rows = await tx
		.selectFrom('opportunity_checks')
		.select(({ fn }) => ['opportunity_id as id', fn.countAll<number>().as('n')])
		.where('committee_id', '=', committeeId)
		.where('holds', '=', true)
		.groupBy('opportunity_id')
		.execute();
	return Object.fromEntries(rows.map(({ id, n }) => [id, Number(n)]));
}

export async function saveChecks(
	tx: Transaction,
	{ id, committeeId }: Pick<Offer, 'id' | 'committeeId'>,
	answers: readonly { item: CheckItem; holds: boolean }[],
	{ actor, at }: { actor: string; at: Date },
): Promise<void> {
	if (answers.length === 0) return;
	await tx
		.insertInto('opportunity_checks')
		.values(
			answers.map(({ item, holds }) => ({
				...{ id: recordId(), committee_id: committeeId, opportunity_id: id },
				...{ item, holds, actor, checked_at: at },
			})),
		)
		.onConflict((conflict) =>
			conflict.constraint('opportunity_checks_item_key').doUpdateSet(({ ref }) => ({
				holds: ref('excluded.holds'),
				actor: ref('excluded.actor'),
				checked_at: ref('excluded.checked_at'),
			})),
		)
		.execute();
}

export async function deleteChecks(tx: Transaction, offerId: string): Promise<void> {
	await tx.deleteFrom('opportunity_checks').where('opportunity_id', '=', offerId).execute();
}

/** An activity in a company, to which an offer may be linked. */
export type CompanyActivity = { id: string; number: number; title: string; slug: string; takesPlaceOn: string | null };

/** The activities of a committee in companies, the latest first. */
export async function listCompanyActivities(tx: Transaction, committeeId: string): Promise<CompanyActivity[]> {
	return tx
		.selectFrom('activities')
		.innerJoin('programmes', 'programmes.id', 'activities.programme_id')
		.select(['activities.id', 'number', 'activities.title', 'programmes.slug', 'takes_place_on as takesPlaceOn'])
		.where('activities.committee_id', '=', committeeId)
		.where('setting', '=', 'company')
		.orderBy('takes_place_on', (by) => by.desc().nullsLast())
		.orderBy('number')
		.limit(200)
		.execute();
}

const pledges = (tx: Transaction) =>
	tx
		.selectFrom('pledges')
		.select([
			'id',
			'committee_id as committeeId',
			'employer',
			'promises',
			'signed_on as signedOn',
			'valid_to as validTo',
			'shown',
			'demonstration',
			'version',
		]);

/** The pledges to a committee, by employer. */
export async function listPledges(tx: Transaction, committeeId: string): Promise<Pledge[]> {
	const rows = await pledges(tx).where('committee_id', '=', committeeId).orderBy('employer').orderBy('id').execute();
	return rows as Pledge[];
}

/** @throws Problem not_found */
export async function getPledge(tx: Transaction, committeeId: string, id: string): Promise<Pledge> {
	const row = isId(id)
		? await pledges(tx).where('committee_id', '=', committeeId).where('id', '=', id).executeTakeFirst()
		: undefined;
	if (!row) throw new Problem('not_found', `no pledge ${id}`);
	return row as Pledge;
}

const pledgeRow = (draft: PledgeDraft) => ({
	employer: draft.employer,
	promises: draft.promises,
	signed_on: draft.signedOn,
	valid_to: draft.validTo,
	shown: draft.shown,
});

export async function insertPledge(
	tx: Transaction,
	committeeId: string,
	draft: PledgeDraft,
	demonstration = false,
): Promise<string> {
	const id = recordId();
	await tx
		.insertInto('pledges')
		.values({ id, committee_id: committeeId, demonstration, ...pledgeRow(draft) })
		.execute();
	return id;
}

/** False when somebody else has changed it since `version`. */
export async function savePledge(tx: Transaction, id: string, version: number, draft: PledgeDraft): Promise<boolean> {
	const done = await tx
		.updateTable('pledges')
		.set({ ...pledgeRow(draft), version: version + 1 })
		.where('id', '=', id)
		.where('version', '=', version)
		.executeTakeFirst();
	return done.numUpdatedRows === 1n;
}

/** Removes what the demonstration made. */
export async function deleteDemonstrationOffers(tx: Transaction, committeeId: string): Promise<void> {
	await tx
		.deleteFrom('opportunities')
		.where('committee_id', '=', committeeId)
		.where('demonstration', '=', true)
		.execute();
	await tx.deleteFrom('pledges').where('committee_id', '=', committeeId).where('demonstration', '=', true).execute();
}
