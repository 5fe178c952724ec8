import { sql } from 'kysely';
import type { Transaction } from '#platform/db.server.ts';
import { Problem } from '#platform/problem.ts';
import { knowledgeOf } from '#results/evidence.ts';
import { tablesOfMonth } from '#results/publishing.server.ts';
import { type Evidence, type Facts, figuresFrom, type Named } from './evidence.ts';

const rows = async <T>(tx: Transaction, query: ReturnType<typeof sql<T>>): Promise<T[]> =>
	(await query.execute(tx)).rows;

type Head = Omit<Evidence['programme'], 'id'> & {
	id: string;
	committeeId: string;
	code: string;
	committeeSlug: string;
	countyName: string | null;
};

/** What the reporting views say of a programme: a fixed, small number of questions however large the programme is. */
async function getFacts(
	tx: Transaction,
	programmeId: string,
	asOf: Date,
): Promise<Facts & Required<Pick<Evidence, 'waits'>>> {
	const [activities, returned, counts, materials, presence, care, partners, places, territory] = await Promise.all([
		rows(
			tx,
			sql<
				Facts['activities'][number]
			>`select number, title, setting, state, visibility, national, takes_place_on as day, audiences,
			place_id as "placeId", municipality_code as "municipalityCode", unit_code as "unitCode", lead_partner_id as "leadId",
			held, in_county as "inCounty" from reporting.activities where programme_id = ${programmeId} order by number`,
		),
		rows(
			tx,
			sql<Facts['returned'][number]>`select number, methods, answers from reporting.returns
			where programme_id = ${programmeId} order by number`,
		),
		rows(
			tx,
			sql<
				Facts['counts'][number]
			>`select number, audience, sex, age_band as "ageBand", unit, method, value from reporting.counts
			where programme_id = ${programmeId} order by number, audience, sex, age_band`,
		),
		rows(
			tx,
			sql<Facts['materials'][number]>`select number, kind, language, value from reporting.materials
			where programme_id = ${programmeId} order by number, kind, language`,
		),
		rows(
			tx,
			sql<Facts['presence'][number]>`select number, partner_id as "partnerId" from reporting.presence
			where programme_id = ${programmeId} order by number, partner_id`,
		),
		rows(
			tx,
			sql<Facts['care'][number]>`select number, partner_id as "partnerId", role from reporting.care
			where programme_id = ${programmeId} order by number, role, partner_id`,
		),
		rows(
			tx,
			sql<Facts['partners'][number]>`select id, name, kind from partners
			where committee_id = (select committee_id from programmes where id = ${programmeId}) order by name collate "sq-x-icu"`,
		),
		rows(
			tx,
			sql<
				Facts['places'][number]
			>`select place_id as id, name, kind, municipality_code as "municipalityCode" from reporting.places
			where programme_id = ${programmeId} order by name collate "sq-x-icu"`,
		),
		rows(
			tx,
			sql<Facts['territory'][number]>`select municipality_code as "municipalityCode", unit_code as "unitCode", name
			from reporting.territory where programme_id = ${programmeId} order by name collate "sq-x-icu"`,
		),
	]);
	const { kept, fresh, measured, waits } = await tablesOfMonth(tx, programmeId, asOf);
	const knowledge = knowledgeOf([...kept, ...fresh], measured);
	return { waits, knowledge, activities, returned, counts, materials, presence, care, partners, places, territory };
}

/** All figures of a programme with their records, as they are now. */
export async function getEvidence(tx: Transaction, programmeId: string, asOf: Date = new Date()): Promise<Evidence> {
	const [head] = await rows(
		tx,
		sql<Head>`select g.id, g.slug, g.starts_on as "startsOn", g.ends_on as "endsOn", g.aim_sq as "aimSq", g.aim_en as "aimEn", g.demonstration,
			c.id as "committeeId", c.code, c.slug as "committeeSlug", counties.name as "countyName"
			from programmes g join committees c on c.id = g.committee_id left join counties on counties.code = c.county_code
			where g.id = ${programmeId}`,
	);
	if (!head) throw new Problem('not_found', `no programme ${programmeId}`);
	const facts = await getFacts(tx, programmeId, asOf);
	const { committeeId, code, committeeSlug, countyName, ...programme } = head;
	return {
		asOf: asOf.toISOString(),
		programme,
		committee: { id: committeeId, code, slug: committeeSlug, countyName },
		activities: evidenceActivities(facts),
		names: namesOf(facts),
		waits: facts.waits,
		figures: figuresFrom(facts),
	};
}

function evidenceActivities(facts: Facts): Evidence['activities'] {
	const support = Map.groupBy(
		facts.care.filter(({ role }) => role === 'supporter'),
		({ number }) => number,
	);
	const counted = Map.groupBy(
		facts.counts.filter(({ value }) => value > 0),
		({ number }) => number,
	);
	return facts.activities.map(({ held: _, inCounty: __, unitCode: ___, ...activity }) => ({
		...activity,
		supporterIds: (support.get(activity.number) ?? []).map(({ partnerId }) => partnerId),
		groups: [...new Set((counted.get(activity.number) ?? []).map(({ audience }) => audience))],
	}));
}

/** Only what the records point to: an approved announcement keeps a copy of it. */
function namesOf(facts: Facts): Record<string, Named> {
	const used = new Set([...facts.care, ...facts.presence].map(({ partnerId }) => partnerId));
	for (const { leadId } of facts.activities) used.add(leadId);
	return Object.fromEntries<Named>([
		...facts.partners
			.filter(({ id }) => used.has(id))
			.map(({ id, name, kind }): [string, Named] => [id, { name, kind }]),
		...facts.places.map(({ id, name, kind, municipalityCode }): [string, Named] => [
			id,
			{ name, kind, municipalityCode },
		]),
		...facts.territory.map(({ municipalityCode, unitCode, name }): [string, Named] => [
			unitCode ?? municipalityCode,
			unitCode === null ? { name } : { name, municipalityCode },
		]),
	]);
}
