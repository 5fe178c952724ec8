import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { isStateBody, type PartnerKind } from '#partners/model.ts';
import type { Transaction } from '#platform/db.server.ts';
import {
	buildActivities,
	buildCommittee,
	buildOctober,
	buildPartner,
	buildPlace,
	buildProgramme,
	buildReturn,
} from '#tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '#tests/support/database.ts';
import { type WildProgramme, wildProgramme } from '#tests/support/facts.ts';
import { type Evidence, recordsOf, valueOf } from './evidence.ts';
import { divisionsOf, figures } from './model.ts';
import { getEvidence } from './store.server.ts';

afterAll(closeDatabase);

test('another committee finds no programme and no record of it', () =>
	rolledBack(async (tx) => {
		const { programme } = await buildOctober(tx);
		const other = await tx.selectFrom('committees').select('id').where('code', '=', 'AL-11').executeTakeFirstOrThrow();
		await become(tx, { kind: 'committee', committeeId: other.id });
		await expect(getEvidence(tx, programme.id)).rejects.toMatchObject({ code: 'not_found' });
		for (const view of [
			'activities',
			'returns',
			'counts',
			'materials',
			'means',
			'answers',
			'presence',
			'care',
			'places',
			'territory',
		]) {
			const { rows } = await sql`select from ${sql.table(`reporting.${view}`)}`.execute(tx);
			expect([view, rows.length]).toEqual([view, 0]);
		}
	}));

test('October in Durrës', () =>
	rolledBack(async (tx) => {
		const { committee, programme } = await buildOctober(tx);
		await become(tx, { kind: 'committee', committeeId: committee.id });
		const evidence = await getEvidence(tx, programme.id);
		const value = (key: string) => valueOf(evidence, key);
		expect(['school', 'community', 'company', 'health', 'public'].map((setting) => value(`held.${setting}`))).toEqual([
			9, 5, 3, 5, 3,
		]);
		expect([value('planned'), value('held'), value('returned'), value('national')]).toEqual([25, 25, 25, 1]);
		expect([value('municipalities'), value('municipalities_all'), value('units_all')]).toEqual([3, 3, 16]);
		expect([value('places.health_centre'), value('places_registered.health_centre')]).toEqual([6, 9]);
		expect(value('attending.ngo')).toBe(3);
		expect(recordsOf(evidence, 'municipalities').flatMap(({ through }) => through ?? [])).not.toContain(24);
	}));

test('a correction replaces the numbers of the return before it', () =>
	rolledBack(async (tx) => {
		const committee = await buildCommittee(tx);
		const programme = await buildProgramme(tx, committee.id);
		const leadId = await buildPartner(tx, committee.id, 'ZVAP Durrës', 'education_office');
		const [activity = ''] = await buildActivities(tx, programme, [{ number: 1, leadId }]);
		const count = {
			audience: 'pupils',
			sex: 'not_recorded',
			ageBand: 'not_recorded',
			unit: 'persons',
			method: 'counted',
		} as const;
		await buildReturn(tx, committee.id, activity, {
			methods: ['video'],
			answers: [1, 2],
			counts: [{ ...count, value: 52 }],
		});
		await buildReturn(tx, committee.id, activity, {
			version: 2,
			methods: ['case'],
			answers: [1],
			counts: [{ ...count, value: 25 }],
		});
		const evidence = await getEvidence(tx, programme.id);
		expect([valueOf(evidence, 'persons'), valueOf(evidence, 'means.video'), valueOf(evidence, 'means.case')]).toEqual([
			25, 0, 1,
		]);
		expect([
			valueOf(evidence, 'answers.2'),
			valueOf(evidence, 'answer_persons.1'),
			valueOf(evidence, 'returned'),
		]).toEqual([0, 25, 1]);
	}));

test('for any programme the figures are what an independent count of the tables says', async () => {
	await fc.assert(
		fc.asyncProperty(wildProgramme(8), (wild) =>
			rolledBack(async (tx) => {
				const { programmeId, countyCode } = await write(tx, wild);
				const evidence = await getEvidence(tx, programmeId);
				const counted = await recount(tx, programmeId, countyCode);
				expect(Object.fromEntries(Object.keys(counted).map((key) => [key, valueOf(evidence, key)]))).toEqual(counted);
				addUp(evidence);
			}),
		),
		{ numRuns: 25 },
	);
});

function addUp(evidence: Evidence): void {
	for (const figure of figures) {
		expect(valueOf(evidence, figure.key)).toBe(
			recordsOf(evidence, figure.key).reduce((sum, { value }) => sum + value, 0),
		);
		for (const parts of divisionsOf(figure)) {
			expect(parts.reduce((sum, { key }) => sum + valueOf(evidence, key), 0)).toBe(valueOf(evidence, figure.key));
		}
	}
}

async function write(tx: Transaction, { partners, places, activities }: WildProgramme) {
	const committee = await buildCommittee(tx);
	const programme = await buildProgramme(tx, committee.id);
	const municipalities = await tx
		.selectFrom('municipalities')
		.select('code')
		.where('county_code', '=', committee.countyCode)
		.orderBy('code')
		.execute();
	const units = await tx.selectFrom('units').select(['code', 'municipality_code as at']).orderBy('code').execute();
	const codeAt = (index: number | null) => (index === null ? null : (municipalities[index]?.code ?? null));
	const partnerIds: string[] = [];
	for (const [index, kind] of partners.entries())
		partnerIds.push(await buildPartner(tx, committee.id, `Partneri ${index}`, kind));
	const placeIds: string[] = [];
	for (const [index, { kind, municipality }] of places.entries()) {
		placeIds.push(
			await buildPlace(tx, committee.id, `Vendi ${index}`, kind, { municipalityCode: codeAt(municipality) }),
		);
	}
	const wishes = activities.map(({ lead, supporters, place, municipality, day, returns: _, ...activity }, index) => ({
		...activity,
		number: index + 1,
		leadId: partnerIds[lead] ?? '',
		supporterIds: supporters.map((partner) => partnerIds[partner] ?? ''),
		placeId: place === null ? null : (placeIds[place] ?? null),
		municipalityCode: codeAt(municipality),
		unitCode: units.filter(({ at }) => at === codeAt(municipality))[day % 3]?.code ?? null,
		takesPlaceOn: `2026-10-${String(day).padStart(2, '0')}`,
	}));
	const ids = wishes.length > 0 ? await buildActivities(tx, programme, wishes) : [];
	for (const [index, { returns }] of activities.entries()) {
		for (const [earlier, { present, ...told }] of returns.entries()) {
			await buildReturn(tx, committee.id, ids[index] ?? '', {
				...told,
				version: earlier + 1,
				partnerIds: present.map((partner) => partnerIds[partner] ?? ''),
			});
		}
	}
	return { programmeId: programme.id, countyCode: committee.countyCode ?? '' };
}

/** Counts again from the raw tables, row by row, knowing nothing of views, families and dimensions. */
async function recount(tx: Transaction, programmeId: string, countyCode: string): Promise<Record<string, number>> {
	const activities = await tx.selectFrom('activities').selectAll().where('programme_id', '=', programmeId).execute();
	const held = activities.filter(({ state }) => ['held', 'returned', 'accepted'].includes(state));
	const returns = [];
	for (const { id } of held) {
		const last = await tx
			.selectFrom('returns')
			.selectAll()
			.where('activity_id', '=', id)
			.orderBy('version', 'desc')
			.executeTakeFirst();
		if (last) returns.push(last);
	}
	const partners = new Map(
		(await tx.selectFrom('partners').selectAll().execute()).map((partner) => [partner.id, partner.kind as PartnerKind]),
	);
	const places = await tx.selectFrom('places').selectAll().execute();
	const supporters = await tx.selectFrom('activity_supporters').selectAll().execute();
	const municipalities = await tx
		.selectFrom('municipalities')
		.selectAll()
		.where('county_code', '=', countyCode)
		.execute();
	const inCounty = held.filter(
		({ national, municipality_code: code }) => !national && municipalities.some((one) => one.code === code),
	);
	const distinct = (values: readonly (string | null)[]) => new Set(values.filter((value) => value !== null)).size;
	const helping = held.flatMap(({ id, lead_partner_id: lead }) => [
		lead,
		...supporters.filter((one) => one.activity_id === id).map((one) => one.partner_id),
	]);
	const totals: Record<string, number> = {
		planned: activities.length,
		held: held.length,
		postponed: activities.filter(({ state }) => state === 'postponed').length,
		cancelled: activities.filter(({ state }) => state === 'cancelled').length,
		national: held.filter(({ national }) => national).length,
		returned: returns.length,
		unreturned: held.length - returns.length,
		municipalities: distinct(inCounty.map((one) => one.municipality_code)),
		municipalities_all: municipalities.length,
		units: distinct(inCounty.map((one) => one.unit_code)),
		units_all: 16,
		places: distinct(held.map((one) => one.place_id)),
		places_registered: places.length,
		leads: distinct(held.map((one) => one.lead_partner_id)),
		partners: distinct(helping),
		'partners.ngo': distinct(helping.filter((id) => partners.get(id) === 'ngo')),
		'partners.state': distinct(
			helping.filter((id) => isStateBody(partners.get(id) ?? 'other') && partners.get(id) !== 'committee'),
		),
	};
	const add = (key: string, value: number) => {
		totals[key] = (totals[key] ?? 0) + value;
	};
	for (const key of [
		'persons',
		'contacts',
		'materials',
		'persons.group.pupils',
		'persons.method.estimate',
		'means.video',
		'answers.3',
	])
		add(key, 0);
	for (const key of [
		'answer_persons.3',
		'present.police',
		'present.ngo',
		'attending',
		'persons.group.pupils.register',
		'held.school',
	])
		add(key, 0);
	add('held.school', held.filter(({ setting }) => setting === 'school').length);
	const seen = new Set<string>();
	for (const { id, methods, answers } of returns) {
		const counts = await tx.selectFrom('return_counts').selectAll().where('return_id', '=', id).execute();
		const present = await tx.selectFrom('return_partners').selectAll().where('return_id', '=', id).execute();
		for (const { quantity } of await tx
			.selectFrom('return_materials')
			.selectAll()
			.where('return_id', '=', id)
			.execute())
			add('materials', quantity);
		if (methods.includes('video')) add('means.video', 1);
		if (answers.includes(3)) add('answers.3', 1);
		for (const { audience, method, unit, value } of counts) {
			add(unit, value);
			if (unit !== 'persons') continue;
			if (audience === 'pupils') add('persons.group.pupils', value);
			if (audience === 'pupils' && method === 'register') add('persons.group.pupils.register', value);
			if (method === 'estimate') add('persons.method.estimate', value);
			if (answers.includes(3)) add('answer_persons.3', value);
		}
		for (const kind of ['police', 'ngo'] as const)
			if (present.some((one) => partners.get(one.partner_id) === kind)) add(`present.${kind}`, 1);
		for (const { partner_id } of present) seen.add(partner_id);
	}
	add('attending', seen.size);
	return totals;
}
