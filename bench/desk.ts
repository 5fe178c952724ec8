import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { connectAsOwner, inTransaction } from '#platform/db.server.ts';
import { personaCookie } from '../tests/support/people.ts';
import { type Line, median, milliseconds, ms, quantile } from './measure.ts';

/** Ten years, twelve counties, 300 activities a month, returned and counted: written by the database itself. */
const seed = [
	sql`insert into partners (id, committee_id, name, kind, search_name)
		select gen_random_uuid(), c.id, 'Institucioni ' || n, 'other', 'institucioni ' || n
		from committees c, generate_series(1, 20) n where c.level = 'county'`,
	sql`insert into places (id, committee_id, name, kind, search_name, municipality_code)
		select gen_random_uuid(), c.id, 'Vendi ' || n, (array['school', 'health_centre', 'company', 'community_centre', 'square'])[1 + n % 5], 'vendi ' || n,
			(select code from municipalities m where m.county_code = c.county_code order by code offset n % (select count(*) from municipalities x where x.county_code = c.county_code) limit 1)
		from committees c, generate_series(1, 120) n where c.level = 'county'`,
	sql`insert into programmes (id, committee_id, slug, title_sq, title_en, starts_on, ends_on, state)
		select gen_random_uuid(), c.id, y || '-10', 'Muaji i Antitrafikut', 'Anti-trafficking Month', make_date(y, 10, 1), make_date(y, 10, 31), 'approved'
		from committees c, generate_series(2016, 2025) y where c.level = 'county' on conflict do nothing`,
	sql`insert into activities (id, committee_id, programme_id, number, title, setting, lead_partner_id, place_id, municipality_code, audiences, methods,
			takes_place_on, starts_at, ends_at, planned_persons, visibility, state, search_text)
		select gen_random_uuid(), p.committee_id, p.id, n, 'Orë informuese ' || n, (array['school', 'community', 'company', 'health', 'public'])[1 + n % 5],
			partner.ids[1 + n % 20], place.ids[1 + n % 120], (select municipality_code from places where id = place.ids[1 + n % 120]),
			array[(array['pupils', 'parents', 'employees', 'health_staff', 'general_public'])[1 + n % 5]], array['video', 'leaflet'],
			p.starts_on + n % 31, '10:00', '11:00', 40, case when n % 6 = 0 then 'public' else 'closed' end,
			(array['accepted', 'returned', 'held', 'confirmed', 'accepted', 'accepted'])[1 + n % 6], 'ore informuese ' || n
		from programmes p
		cross join generate_series(1, 300) n
		cross join lateral (select array_agg(id order by name) as ids from partners where committee_id = p.committee_id and name like 'Institucioni %') partner
		cross join lateral (select array_agg(id order by name) as ids from places where committee_id = p.committee_id and name like 'Vendi %') place
		where p.slug <= '2025-10' and p.title_sq = 'Muaji i Antitrafikut'`,
	sql`insert into activity_supporters (committee_id, activity_id, partner_id)
		select a.committee_id, a.id, p.id from activities a join partners p on p.committee_id = a.committee_id and p.name in ('Institucioni 3', 'Institucioni 7')
		where a.title like 'Orë informuese %' on conflict do nothing`,
	sql`insert into activity_events (id, committee_id, activity_id, kind, from_state, to_state, actor)
		select gen_random_uuid(), committee_id, id, kind, null, 'confirmed', 'desk' from activities, unnest(array['imported', 'confirmed', 'held']) kind
		where title like 'Orë informuese %'`,
	sql`insert into returns (id, committee_id, activity_id, version, held_on, methods, answers, actor)
		select gen_random_uuid(), committee_id, id, 1, takes_place_on, array['video'], array[1, 3]::smallint[], 'desk' from activities
		where state in ('returned', 'accepted') and not exists (select from returns where activity_id = activities.id)`,
	sql`insert into return_counts (committee_id, return_id, audience, sex, age_band, unit, method, value)
		select r.committee_id, r.id, 'pupils', sex, '12_14', 'persons', 'counted', 15 from returns r, unnest(array['female', 'male']) sex
		where not exists (select from return_counts where return_id = r.id)`,
	sql`insert into return_materials (committee_id, return_id, kind, language, quantity)
		select committee_id, id, 'leaflet', 'sq', 40 from returns r where not exists (select from return_materials where return_id = r.id)`,
];

const pages = [
	'',
	'/activities',
	'/activities?search=ore',
	'/activities/42',
	'/activities/42/edit',
	'/activities/42/return',
	'/activities/new',
	'/coverage',
	'/programme',
	'/approval',
	'/announcement',
	'/figures/held',
];
const committeePages = ['partners', 'places', 'members', 'import', 'mails', 'audit'];

/** How long the server takes for a desk page, one visitor after the other, with ten years of the whole country in the database. */
export async function benchDesk(origin: string): Promise<Line[]> {
	await inTransaction({ kind: 'installation' }, async (tx) => {
		for (const statement of seed) await statement.execute(tx);
	});
	await tidyUp();
	const analysed = await inTransaction(
		{ kind: 'installation' },
		async (tx) => (await sql<{ n: number }>`select count(*) as n from activities`.execute(tx)).rows[0]?.n ?? 0,
	);
	const cookie = await personaCookie('secretary');
	const asked = [...pages.map((tail) => `durres/2025-10${tail}`), ...committeePages.map((tail) => `durres/${tail}`)];
	const [bare = [], ...taken] = await timesOf([
		{ url: `${origin}/healthz`, cookie },
		...asked.map((page) => ({ url: `${origin}/sq/desk/${page}`, cookie })),
	]);
	const all = taken.flat();
	const slowest = asked
		.map((page, at) => ({ page, p95: quantile(taken[at] ?? [], 0.95) }))
		.reduce((one, other) => (other.p95 > one.p95 ? other : one));
	const lines: Line[] = [];
	lines.push({
		what: `desk pages with ${analysed.toLocaleString('en-GB')} activities, p95 of all`,
		ours: ms(quantile(all, 0.95)),
		baseline: `${ms(median(bare))} /healthz`,
		ratio: `${(quantile(all, 0.95) / median(bare)).toFixed(0)} ×`,
		n: all.length,
		spread: `median ${ms(median(all))}`,
		must: '≤ 100 ms',
		met: quantile(all, 0.95) <= 100,
	});
	lines.push({
		what: `slowest of them: ${slowest.page}, p95`,
		ours: ms(slowest.p95),
		baseline: '',
		ratio: '',
		n: measured,
		spread: '',
		must: '≤ 100 ms',
		met: slowest.p95 <= 100,
	});
	return lines;
}

/**
 * A server is measured as it runs all day: each of its eight connections has planned what the pages ask, and their code is compiled, which happens in
 * steps of some ten rounds.
 */
const [warmUp, measured] = [40, 60];
/** Nobody asks for the next page while the last one still arrives: what a server does between pages is not waited for. */
const reading = 40;

/** After many new rows: what PostgreSQL does by itself within the hour, so that it does not do so meanwhile. */
export async function tidyUp(): Promise<void> {
	const owner = connectAsOwner();
	await owner`vacuum (analyze)`;
	await owner.end();
}

/** A page of the desk, and whoever asks for it. */
export type Asked = { url: string; cookie: string };

/**
 * How long each page takes, page after page in turn: what else the machine does for a while falls on all of them alike. A page that does not answer is no
 * measurement.
 */
export async function timesOf(pages: readonly Asked[]): Promise<number[][]> {
	const taken: number[][] = pages.map(() => []);
	for (let round = -warmUp; round < measured; round++)
		for (const [at, page] of pages.entries()) {
			const time = await milliseconds(() => ask(page));
			if (round >= 0) taken[at]?.push(time);
			await pause(reading);
		}
	return taken;
}

async function ask({ url, cookie }: Asked): Promise<void> {
	const answer = await fetch(url, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' });
	await answer.arrayBuffer();
	if (answer.status !== 200) throw new Error(`${answer.status} ${url}`);
}
