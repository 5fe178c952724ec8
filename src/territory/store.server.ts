import { sql } from 'kysely';
import { searchForm } from '#i18n/search.ts';
import { json, type Transaction } from '#platform/db.server.ts';
import type { Pack } from './input.ts';
import type { CalendarPeriod, County, Municipality, Position, Ring, Territory, Unit } from './model.ts';

export async function savePack(tx: Transaction, pack: Pack): Promise<void> {
	for (const { code, name, slug, nuts3, valid_from, source, confirmed } of pack.counties) {
		const outline = pack.outlines[code] ? json(pack.outlines[code]) : null;
		const row = {
			...{ name, slug, nuts3: nuts3 || null, search_name: searchForm(name), valid_from, source, confirmed, outline },
		};
		await tx
			.insertInto('counties')
			.values({ code, country: pack.country, ...row })
			.onConflict((on) => on.column('code').doUpdateSet(row))
			.execute();
	}
	for (const {
		code,
		county,
		name,
		seat_latitude,
		seat_longitude,
		valid_from,
		source,
		confirmed,
	} of pack.municipalities) {
		const row = {
			county_code: county,
			name,
			search_name: searchForm(name),
			seat_latitude,
			seat_longitude,
			valid_from,
			source,
			confirmed,
		};
		await tx
			.insertInto('municipalities')
			.values({ code, ...row })
			.onConflict((on) => on.column('code').doUpdateSet(row))
			.execute();
	}
	for (const { code, municipality, name, latitude, longitude, valid_from, source, confirmed } of pack.units) {
		const row = {
			municipality_code: municipality,
			name,
			search_name: searchForm(name),
			latitude,
			longitude,
			valid_from,
			source,
			confirmed,
		};
		await tx
			.insertInto('units')
			.values({ code, ...row })
			.onConflict((on) => on.column('code').doUpdateSet(row))
			.execute();
	}
	await saveCalendar(tx, pack);
}

/** The calendar becomes what the pack says: a feast that was moved does not stay on its former day as well. */
async function saveCalendar(tx: Transaction, { country, calendar }: Pack): Promise<void> {
	const rows = calendar.map(({ from, to, kind, name_sq, name_en, source, confirmed }) => ({
		...{ code: `${country}/${kind}/${from}`, country, starts_on: from, ends_on: to, kind },
		...{ name_sq, name_en, source, confirmed },
	}));
	const codes = rows.map(({ code }) => code);
	await sql`delete from calendar_days where country = ${country} and code <> all(${codes}::text[])`.execute(tx);
	if (rows.length === 0) return;
	await tx
		.insertInto('calendar_days')
		.values(rows)
		.onConflict((on) =>
			on.column('code').doUpdateSet((told) => ({
				...{ ends_on: told.ref('excluded.ends_on'), name_sq: told.ref('excluded.name_sq') },
				...{ name_en: told.ref('excluded.name_en'), source: told.ref('excluded.source') },
				confirmed: told.ref('excluded.confirmed'),
			})),
		)
		.execute();
}

/** Public and school holidays that touch a time, in the order of the calendar; the same for every committee. */
export async function listCalendar(tx: Transaction, from: string, to: string): Promise<CalendarPeriod[]> {
	const rows = await tx
		.selectFrom('calendar_days')
		.select(['starts_on as from', 'ends_on as to', 'kind', 'name_sq as nameSq', 'name_en as nameEn', 'confirmed'])
		.where('starts_on', '<=', to)
		.where('ends_on', '>=', from)
		.orderBy('starts_on')
		.orderBy('kind')
		.execute();
	return rows as CalendarPeriod[];
}

/** Where each unit lies, and the seat of each municipality, by their codes; those of which it is not known are left out. */
export async function listWhereabouts(tx: Transaction): Promise<ReadonlyMap<string, Position>> {
	const { rows } = await sql<{ code: string; lat: number; lon: number }>`
		select code, seat_latitude as lat, seat_longitude as lon from municipalities
		where seat_latitude is not null and seat_longitude is not null
		union all select code, latitude, longitude from units where latitude is not null and longitude is not null`.execute(
		tx,
	);
	return new Map(rows.map(({ code, lat, lon }) => [code, { lat, lon }]));
}

/** County, municipalities and units of a county, sorted by name as Albanian readers expect. */
export async function getTerritory(tx: Transaction, countyCode: string): Promise<Territory> {
	const county: County = await tx
		.selectFrom('counties')
		.select(['code', 'name', 'slug'])
		.where('code', '=', countyCode)
		.executeTakeFirstOrThrow();
	const municipalities: Municipality[] = await tx
		.selectFrom('municipalities')
		.select(['code', 'name', 'county_code as countyCode', 'search_name as searchName'])
		.where('county_code', '=', countyCode)
		.where((on) => on.or([on('valid_to', 'is', null), on('valid_to', '>=', sql<string>`current_date`)]))
		.orderBy(sql`name collate "sq-x-icu"`)
		.execute();
	const units: Unit[] = await tx
		.selectFrom('units')
		.innerJoin('municipalities', 'municipalities.code', 'units.municipality_code')
		.select([
			'units.code',
			'units.name',
			'units.municipality_code as municipalityCode',
			'units.search_name as searchName',
			'units.confirmed',
		])
		.where('municipalities.county_code', '=', countyCode)
		.where((on) => on.or([on('units.valid_to', 'is', null), on('units.valid_to', '>=', sql<string>`current_date`)]))
		.orderBy(sql`units.name collate "sq-x-icu"`)
		.execute();
	return { county, municipalities, units };
}

export type Land = {
	municipalities: Municipality[];
	/** Municipalities of other counties, with the county that they belong to. */
	elsewhere: { name: string; searchName: string; countyName: string }[];
	units: Unit[];
};

/** The whole country as one county sees it: its own municipalities and units, and those of the others by name. */
export async function listLand(tx: Transaction, countyCode: string | null): Promise<Land> {
	const municipalities = await tx
		.selectFrom('municipalities')
		.innerJoin('counties', 'counties.code', 'municipalities.county_code')
		.select([
			'municipalities.code',
			'municipalities.name',
			'county_code as countyCode',
			'municipalities.search_name as searchName',
			'counties.name as countyName',
		])
		.where((on) =>
			on.or([
				on('municipalities.valid_to', 'is', null),
				on('municipalities.valid_to', '>=', sql<string>`current_date`),
			]),
		)
		.orderBy(sql`municipalities.name collate "sq-x-icu"`)
		.execute();
	const isOurs = (code: string) => countyCode === null || code === countyCode;
	const ours = municipalities.filter((municipality) => isOurs(municipality.countyCode));
	const units: Unit[] = await tx
		.selectFrom('units')
		.select(['code', 'name', 'municipality_code as municipalityCode', 'search_name as searchName', 'confirmed'])
		.where((on) => on.or([on('valid_to', 'is', null), on('valid_to', '>=', sql<string>`current_date`)]))
		.orderBy(sql`name collate "sq-x-icu"`)
		.execute();
	const codes = new Set(ours.map(({ code }) => code));
	return {
		municipalities: ours.map(({ countyName: _, ...municipality }) => municipality),
		elsewhere: municipalities
			.filter(({ countyCode: code }) => !isOurs(code))
			.map(({ name, searchName, countyName }) => ({ name, searchName, countyName })),
		units: units.filter(({ municipalityCode }) => codes.has(municipalityCode)),
	};
}

/** The outline of a county; empty when its pack brings none. */
export async function findOutline(tx: Transaction, countyCode: string): Promise<Ring[]> {
	const row = await tx.selectFrom('counties').select('outline').where('code', '=', countyCode).executeTakeFirst();
	return (row?.outline as Ring[] | null | undefined) ?? [];
}
