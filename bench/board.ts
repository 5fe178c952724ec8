import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { sql } from 'kysely';
import { getCommittee } from '#committees/store.server.ts';
import { inTransaction } from '#platform/db.server.ts';
import { getProgramme } from '#programmes/store.server.ts';
import { takeStep } from '#versions/actions.server.ts';
import { personaCookie } from '../tests/support/people.ts';
import { tidyUp, timesOf } from './desk.ts';
import { type Line, median, ms, quantile } from './measure.ts';

/** Two months of Durrës with as many activities as they are named for: facilitators, capacities, clashes and questions included. */
const months = { 5: '2029-03', 300: '2029-04' } as const;

const seed = (slug: string, most: number) => [
	sql`insert into programmes (id, committee_id, slug, title_sq, title_en, starts_on, ends_on, state)
		select gen_random_uuid(), id, ${slug}, 'Muaji i provës', 'Month of the test', ${`${slug}-01`}::date, ${`${slug}-30`}::date, 'approved'
		from committees where slug = 'durres'`,
	sql`update partners set daily_capacity = 2 where committee_id = (select id from committees where slug = 'durres') and kind = 'police'`,
	sql`insert into activities (id, committee_id, programme_id, number, title, setting, lead_partner_id, place_id, municipality_code, audiences, methods,
			takes_place_on, starts_at, ends_at, planned_persons, visibility, state, search_text)
		select gen_random_uuid(), p.committee_id, p.id, n, 'Orë informuese ' || n, (array['school', 'community', 'company', 'health', 'public'])[1 + n % 5],
			partner.ids[1 + n % cardinality(partner.ids)], place.ids[1 + n * 7 % cardinality(place.ids)],
			(select municipality_code from places where id = place.ids[1 + n * 7 % cardinality(place.ids)]),
			array['pupils', 'parents'], array['video', 'leaflet'], p.starts_on + n % 30, make_time(8 + n % 8, 0, 0), make_time(9 + n % 8, 0, 0), 40, 'closed',
			(array['proposed', 'proposed', 'confirmed', 'ready'])[1 + n % 4], 'ore informuese ' || n
		from programmes p join committees c on c.id = p.committee_id and c.slug = 'durres'
		cross join generate_series(1, ${most}) n
		cross join lateral (select array_agg(id order by name) as ids from partners where committee_id = p.committee_id) partner
		cross join lateral (select array_agg(id order by name) as ids from places where committee_id = p.committee_id) place
		where p.slug = ${slug}`,
	sql`insert into activity_facilitators (committee_id, activity_id, account_id)
		select a.committee_id, a.id, (array(select account_id from seats where role = 'facilitator' limit 3))[1]
		from activities a join programmes p on p.id = programme_id and p.slug = ${slug} where number % 3 = 0 and exists (select from seats where role = 'facilitator')`,
	sql`insert into activity_events (id, committee_id, activity_id, kind, from_state, to_state, actor)
		select gen_random_uuid(), a.committee_id, a.id, kind, a.state, a.state, 'desk' from activities a
		join programmes p on p.id = programme_id and p.slug = ${slug}, unnest(array['proposed', 'answers_asked', 'edited']) kind`,
	sql`insert into focal_points (id, committee_id, partner_id, name, email, locale, valid_from)
		select gen_random_uuid(), committee_id, id, 'Arta', 'arta@bench.example', 'sq', '2026-01-01' from partners
		where committee_id = (select id from committees where slug = 'durres') on conflict do nothing`,
	sql`insert into answer_links (id, committee_id, activity_id, partner_id, focal_point_id, token_hash, expires_at)
		select gen_random_uuid(), a.committee_id, a.id, f.partner_id, f.id, sha256(gen_random_uuid()::text::bytea), a.takes_place_on + 1
		from activities a join programmes p on p.id = programme_id and p.slug = ${slug} join focal_points f on f.partner_id = a.lead_partner_id`,
	sql`insert into activity_answers (id, committee_id, activity_id, partner_id, answer, for_day, reason, via)
		select gen_random_uuid(), a.committee_id, a.id, a.lead_partner_id, case when number % 2 = 0 then 'yes' else 'no' end, a.takes_place_on,
			case when number % 2 = 0 then null else 'day' end, 'link'
		from activities a join programmes p on p.id = programme_id and p.slug = ${slug} where number % 3 > 0`,
];

/** The month as its chair approved it; afterwards every tenth activity moved, and every fifteenth was called off. */
async function approve(slug: string): Promise<void> {
	await inTransaction({ kind: 'installation' }, async (tx) => {
		const committee = await getCommittee(tx, { code: 'AL-02' });
		const programme = await getProgramme(tx, committee.id, slug);
		await takeStep(tx, 'command', programme, { verb: 'approve', ask: async () => [] });
		await sql`update activities set takes_place_on = takes_place_on + 2 where programme_id = ${programme.id} and number % 10 = 0`.execute(
			tx,
		);
		await sql`update activities set state = 'cancelled' where programme_id = ${programme.id} and number % 15 = 0`.execute(
			tx,
		);
	});
}

/** How long the server takes for the pages about a month of 300 activities, against the same with 5, and how much script the board brings. */
export async function benchBoard(origin: string): Promise<Line[]> {
	await inTransaction({ kind: 'installation' }, async (tx) => {
		for (const [most, slug] of Object.entries(months))
			for (const statement of seed(slug, Number(most))) await statement.execute(tx);
	});
	for (const slug of Object.values(months)) await approve(slug);
	await tidyUp();
	const secretary = await personaCookie('secretary');
	const chair = await personaCookie('chair');
	const pages = [
		{ what: 'board by weeks', tail: '', cookie: secretary },
		{ what: 'board by days', tail: '?view=days', cookie: secretary },
		{ what: 'list', tail: '/activities', cookie: secretary },
		{ what: 'clashes', tail: '/clashes', cookie: secretary },
		{ what: 'follow-up list', tail: '/follow-up?show=all', cookie: secretary },
		{ what: 'page of approval', tail: '/approval', cookie: chair },
	];
	const taken = (slug: string) =>
		timesOf(pages.map(({ tail, cookie }) => ({ url: `${origin}/sq/desk/durres/${slug}${tail}`, cookie })));
	const [fews, manys] = [await taken(months[5]), await taken(months[300])];
	const lines = pages.map(({ what }, at): Line => {
		const [few, many] = [fews[at] ?? [], manys[at] ?? []];
		return {
			what: `${what} of 300 activities, p95`,
			ours: ms(quantile(many, 0.95)),
			baseline: `${ms(quantile(few, 0.95))} with 5`,
			ratio: `${(median(many) / median(few)).toFixed(1)} ×`,
			n: many.length,
			spread: `median ${ms(median(many))}`,
			must: '≤ 100 ms',
			met: quantile(many, 0.95) <= 100,
		};
	});
	const script = brotliCompressSync(readFileSync('static/board.js')).length;
	lines.push({
		...{
			what: 'script of the board, compressed',
			ours: `${(script / 1024).toFixed(1)} KB`,
			baseline: '',
			ratio: '',
			n: 1,
		},
		...{ spread: '', must: '≤ 60 KB', met: script <= 60 * 1024 },
	});
	return lines;
}
