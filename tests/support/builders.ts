import { readFileSync } from 'node:fs';
import type { Activity, ActivityState } from '#activities/model.ts';
import { insertActivities } from '#activities/store.server.ts';
import { loadPack } from '#committees/actions.server.ts';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { insertLetter, saveNumber } from '#letters/store.server.ts';
import type { OfferDraft } from '#opportunities/model.ts';
import type { PartnerKind } from '#partners/model.ts';
import { insertPartners } from '#partners/store.server.ts';
import type { PlaceKind } from '#places/model.ts';
import { insertPlaces } from '#places/store.server.ts';
import { lastOfMonth } from '#platform/dates.ts';
import type { Transaction } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { insertProgramme, saveProgrammeState } from '#programmes/store.server.ts';
import type { Return } from '#returns/model.ts';

/** What a test does not care about is filled in here; what it cares about it hands over. */

export async function buildCommittee(tx: Transaction, code = 'AL-02'): Promise<Committee> {
	await loadPack(tx, 'db/packs/al');
	return getCommittee(tx, { code });
}

export type BuiltProgramme = { id: string; committeeId: string; slug: string };

export async function buildProgramme(
	tx: Transaction,
	committeeId: string,
	{ slug = '2026-10', aimSq = '', aimEn = '', approved = true, demonstration = false } = {},
): Promise<BuiltProgramme> {
	const id = await insertProgramme(tx, committeeId, {
		slug,
		titleSq: 'Muaji i Antitrafikut',
		titleEn: 'Anti-trafficking Month',
		startsOn: `${slug}-01`,
		endsOn: lastOfMonth(slug),
		aimSq,
		aimEn,
		demonstration,
	});
	if (approved) await saveProgrammeState(tx, id, 'approved');
	return { id, committeeId, slug };
}

export async function buildPartner(
	tx: Transaction,
	committeeId: string,
	name: string,
	kind: PartnerKind,
): Promise<string> {
	const [id = ''] = await insertPartners(tx, committeeId, [{ name, kind }]);
	return id;
}

export async function buildPlace(
	tx: Transaction,
	committeeId: string,
	name: string,
	kind: PlaceKind,
	where: { municipalityCode?: string | null; unitCode?: string | null } = {},
): Promise<string> {
	const [id = ''] = await insertPlaces(tx, committeeId, [{ name, kind, municipalityCode: null, ...where }]);
	return id;
}

export type ActivityWish = Partial<Omit<Activity, 'id' | 'programmeId' | 'version'>> & {
	number: number;
	leadId: string;
};

/** Ids in the order given. */
export function buildActivities(
	tx: Transaction,
	programme: BuiltProgramme,
	wishes: readonly ActivityWish[],
): Promise<string[]> {
	const plans = wishes.map((wish) => ({
		title: `Veprimtaria ${wish.number}`,
		setting: 'school' as const,
		supporterIds: [],
		placeId: null,
		municipalityCode: null,
		unitCode: null,
		national: false,
		audiences: ['pupils' as const],
		methods: ['talk' as const],
		takesPlaceOn: `${programme.slug}-05`,
		startsAt: null,
		endsAt: null,
		plannedPersons: null,
		visibility: 'closed' as const,
		state: 'returned' as ActivityState,
		searchWords: [],
		...wish,
	}));
	return insertActivities(tx, { committeeId: programme.committeeId, programmeId: programme.id }, plans);
}

export type ReturnWish = Partial<Omit<Return, 'id' | 'activityId' | 'recordedAt'>>;

/** Writes a return as the tables keep it, without asking whether it may be written. */
export async function buildReturn(
	tx: Transaction,
	committeeId: string,
	activityId: string,
	wish: ReturnWish = {},
): Promise<string> {
	const id = recordId();
	const version = wish.version ?? 1;
	const row = { committee_id: committeeId, return_id: id };
	await tx
		.insertInto('returns')
		.values({
			id,
			committee_id: committeeId,
			activity_id: activityId,
			version,
			held_on: wish.heldOn ?? '2026-10-05',
			methods: wish.methods ?? [],
			answers: wish.answers ?? [],
			correction_reason: version === 1 ? null : (wish.correctionReason ?? 'numërim i dyfishtë'),
			actor: 'desk',
		})
		.execute();
	const counts = (wish.counts ?? []).map(({ ageBand, ...count }) => ({ ...row, age_band: ageBand, ...count }));
	if (counts.length > 0) await tx.insertInto('return_counts').values(counts).execute();
	const present = (wish.partnerIds ?? []).map((partner_id) => ({ ...row, partner_id }));
	if (present.length > 0) await tx.insertInto('return_partners').values(present).execute();
	const materials = (wish.materials ?? []).map((material) => ({ ...row, ...material }));
	if (materials.length > 0) await tx.insertInto('return_materials').values(materials).execute();
	return id;
}

type October = {
	partners: Record<string, PartnerKind>;
	places: { name: string; kind: PlaceKind; municipality: string | null; unit: string | null }[];
	activities: {
		number: number;
		day: string;
		title: string;
		place: string;
		municipality: string | null;
		unit: string | null;
		setting: Activity['setting'];
		lead: string;
		supporters: string[];
		audiences: Activity['audiences'];
		methods: Activity['methods'];
		persons: number;
		visibility: Activity['visibility'];
		counts: Return['counts'];
		answers: Return['answers'];
		materials: Return['materials'];
	}[];
};

/** The month of the source announcement, returned in full: 25 activities, 24 in the county and the march. */
export async function buildOctober(
	tx: Transaction,
): Promise<{ committee: Committee; programme: BuiltProgramme; activityIds: string[] }> {
	const october = JSON.parse(readFileSync('tests/support/october.json', 'utf8')) as October;
	const committee = await buildCommittee(tx);
	const programme = await buildProgramme(tx, committee.id);
	const codeOf = await codes(tx);
	const partnerIds = new Map<string, string>();
	for (const [name, kind] of Object.entries(october.partners))
		partnerIds.set(name, await buildPartner(tx, committee.id, name, kind));
	const placeIds = new Map<string, string>();
	for (const { name, kind, municipality, unit } of october.places) {
		const where = { municipalityCode: codeOf(municipality), unitCode: codeOf(municipality, unit) };
		placeIds.set(name, await buildPlace(tx, committee.id, name, kind, where));
	}
	const partner = (name: string) => partnerIds.get(name) ?? '';
	const activityIds = await buildActivities(
		tx,
		programme,
		october.activities.map(
			({
				day,
				place,
				municipality,
				unit,
				lead,
				supporters,
				persons,
				counts: _,
				answers: __,
				materials: ___,
				...activity
			}) => ({
				...activity,
				takesPlaceOn: day,
				placeId: placeIds.get(place) ?? null,
				municipalityCode: codeOf(municipality),
				unitCode: codeOf(municipality, unit),
				national: municipality === null,
				leadId: partner(lead),
				supporterIds: supporters.map(partner),
				plannedPersons: persons,
			}),
		),
	);
	for (const [index, { day, methods, answers, counts, materials, lead, supporters }] of october.activities.entries()) {
		const present = [lead, ...supporters].map(partner);
		await buildReturn(tx, committee.id, activityIds[index] ?? '', {
			heldOn: day,
			methods,
			answers,
			counts,
			materials,
			partnerIds: present,
		});
	}
	return { committee, programme, activityIds };
}

async function codes(tx: Transaction) {
	const municipalities = await tx.selectFrom('municipalities').select(['code', 'name']).execute();
	const units = await tx
		.selectFrom('units')
		.select(['code', 'name', 'municipality_code as municipalityCode'])
		.execute();
	return (municipality: string | null, unit?: string | null): string | null => {
		const code = municipalities.find(({ name }) => name === municipality)?.code ?? null;
		if (unit === undefined) return code;
		return units.find(({ name, municipalityCode }) => name === unit && municipalityCode === code)?.code ?? null;
	};
}

/** A job that is open for a long time; what a test wants otherwise it says. */
export const buildOffer = (more: Partial<OfferDraft> = {}): OfferDraft => ({
	...{ kind: 'job', title: 'Qepëse', provider: 'Konfeksione Prova', municipalityCode: null, place: 'Durrës' },
	...{ deadline: '2099-12-31', startsOn: null, eligibility: 'Nga 18 vjeç', cost: null, pay: '40 000 lekë në muaj' },
	...{ hours: '08:00–16:00', phone: null, address: null, source: 'provë' },
	...more,
});

/** A letter with a number, so that its institution reads it. */
export async function buildLetter(
	tx: Transaction,
	{ committeeId, programmeId, partnerId }: { committeeId: string; programmeId: string; partnerId: string },
): Promise<string> {
	const text = {
		...{ addressee: 'Institucioni i provës', subject: 'Ftesë e provës', opening: 'Të nderuar,', grounds: '' },
		...{ points: '', closing: '', replyTo: '', place: 'Durrës', signatory: 'Prefekti' },
	};
	const about = { programmeId, partnerId, activityId: null, kind: 'invitation' as const, locale: 'sq' as const };
	const id = await insertLetter(tx, committeeId, { ...about, text }, 'desk');
	const facts = { county: 'Durrës', titleSq: 'Prova', titleEn: 'Trial', startsOn: '2026-10-01', endsOn: '2026-10-31' };
	const listed = { demonstration: true, activities: [], brings: [], institutions: [] };
	const number = { protocolNumber: '9001', datedOn: '2026-10-01' };
	await saveNumber(tx, { id, version: 1 }, number, { ...facts, ...listed });
	return id;
}
