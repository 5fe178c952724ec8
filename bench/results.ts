import { sql } from 'kysely';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { personaCookie } from '../tests/support/people.ts';
import { tidyUp, timesOf } from './desk.ts';
import { type Line, median, ms, quantile } from './measure.ts';

/** Ten years of twelve counties; a month has so many activities with two classes each. */
const activitiesAMonth = 152;

/** What every class needs: an institution and a month of each year in each county. */
const ground = [
	sql`insert into partners (id, committee_id, name, kind, search_name)
		select gen_random_uuid(), id, 'Shkolla e matjes', 'other', 'shkolla e matjes' from committees where level = 'county'`,
	sql`insert into programmes (id, committee_id, slug, title_sq, title_en, starts_on, ends_on, state)
		select gen_random_uuid(), c.id, y || '-10', 'Muaji i Antitrafikut', 'Anti-trafficking Month', make_date(y, 10, 1), make_date(y, 10, 31), 'approved'
		from committees c, generate_series(2016, 2025) y where c.level = 'county' on conflict do nothing`,
];

/** Activities of each month, two classes of 25 in each, in three ways and at the levels of the sets that come with Kambana: written by the database itself. */
const classes = (from: number, to: number) => [
	sql`insert into activities (id, committee_id, programme_id, number, title, setting, lead_partner_id, municipality_code, audiences, methods,
			takes_place_on, planned_persons, visibility, state, search_text)
		select gen_random_uuid(), p.committee_id, p.id, n, 'Orë e matur ' || n, 'school', partner.id, land.codes[1 + n % cardinality(land.codes)],
			case when n % 9 = 0 then array['pupils', 'parents'] else array[(array['pupils', 'parents', 'employees', 'health_staff', 'roma_community'])[1 + n % 5]] end,
			array['talk'], p.starts_on + n % 31, 50, 'closed', 'held', 'ore e matur ' || n
		from programmes p join committees c on c.id = p.committee_id
		join partners partner on partner.committee_id = p.committee_id and partner.name = 'Shkolla e matjes'
		cross join generate_series(${from}::integer, ${to}::integer) n
		cross join lateral (select array_agg(code order by code) as codes from municipalities where county_code = c.county_code) land
		where p.slug between '2016-10' and '2025-10' and p.title_en = 'Anti-trafficking Month'`,
	sql`insert into checks (id, committee_id, activity_id, set_id, mode, label, persons, actor)
		select gen_random_uuid(), a.committee_id, a.id, sets.ids[1 + a.number % cardinality(sets.ids)],
			(array['unpaired', 'unpaired', 'unpaired', 'unpaired', 'unpaired', 'unpaired', 'group', 'group', 'paired', 'after'])[1 + (a.number / 5) % 10],
			'IX-' || chr(64 + class), 25, 'command'
		from activities a cross join generate_series(1, 2) class
		cross join (select array_agg(s.id order by s.level) as ids from question_sets s join committees c on c.id = s.committee_id
			where c.level = 'national' and s.state = 'ready') sets
		where a.number between ${from} and ${to} and a.title like 'Orë e matur %'`,
	sql`insert into check_phases (id, committee_id, check_id, phase, state, code, quota, closes_at, ended_at, actor)
		select gen_random_uuid(), c.committee_id, c.id, phase, 'closed', 'AAAAAA', 30, now(), now(), 'command'
		from checks c cross join unnest(array['before', 'after']) phase
		where (phase = 'after' or c.mode <> 'after') and not exists (select from check_phases where check_id = c.id)
			and c.label in ('IX-A', 'IX-B') and c.actor = 'command'`,
	// So many right of 25, by the class and the question; of the rest a third does not know. Every question has 25 answers.
	sql`insert into check_counts (phase_id, way, question, option, n, committee_id)
		select p.id, 'paper', i.position, said.option, said.n, p.committee_id
		from check_phases p join checks c on c.id = p.check_id join question_set_items i on i.set_id = c.set_id
		join question_versions v on v.id = i.version_id
		cross join lateral (select 3 + abs(hashtext(c.id::text)) % 7 + i.position % 3 + case p.phase when 'after' then 9 else 0 end as best) made
		cross join lateral (values (coalesce(v.right_option, 0), best), (cardinality(v.options_sq), (25 - best) / 3),
			((coalesce(v.right_option, 0) + 1) % cardinality(v.options_sq), 25 - best - (25 - best) / 3)) said (option, n)
		where said.n > 0 and not exists (select from check_tallies where phase_id = p.id) and p.code = 'AAAAAA'`,
	sql`insert into check_tallies (phase_id, committee_id, answered) select id, committee_id, 25 from check_phases p
		where code = 'AAAAAA' and not exists (select from check_tallies where phase_id = p.id)`,
	sql`insert into check_pairs (check_id, question, right_before, right_after, n, committee_id)
		select c.id, i.position, said.earlier, said.later, said.n, c.committee_id
		from checks c join question_set_items i on i.set_id = c.set_id join question_versions v on v.id = i.version_id and v.kind = 'knowledge'
		cross join lateral (select 3 + abs(hashtext(c.id::text)) % 7 + i.position % 3 as best) made
		cross join lateral (values (true, true, best), (false, true, 9), (false, false, 16 - best)) said (earlier, later, n)
		where c.mode = 'paired' and said.n > 0 and not exists (select from check_pairs where check_id = c.id)`,
];

const installation = { kind: 'installation', actor: 'command' } as const;
const inside = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => inTransaction(installation, work);

/** Fills months with classes, counts them as the end of a phase does, and tidies up as PostgreSQL itself does within the hour. */
async function fill(from: number, to: number): Promise<void> {
	await inside(async (tx) => {
		for (const statement of classes(from, to)) await statement.execute(tx);
		await sql`select recount_checks(array(select c.id from checks c where c.committee_id = one.id
			and not exists (select from check_results where check_id = c.id))) from committees one where level = 'county'`.execute(
			tx,
		);
	});
	await tidyUp();
}

const pages: { page: string; role: 'secretary' | 'national' }[] = [
	...['', '?by=mode', '?by=audience', '?by=municipality'].map((by) => ({
		...{ page: `durres/2025-10/knowledge${by}`, role: 'secretary' as const },
	})),
	{ page: 'durres/knowledge', role: 'secretary' },
	{ page: 'national/knowledge', role: 'national' },
];

/** How long the server takes for the pages of figures with ten million answers in the database, and with hardly any. */
export async function benchResults(origin: string): Promise<Line[]> {
	const cookies = { secretary: await personaCookie('secretary'), national: await personaCookie('national') };
	const national = await inside(
		async (tx) =>
			(await sql<{ slug: string }>`select slug from committees where level = 'national'`.execute(tx)).rows[0]?.slug,
	);
	const measure = () =>
		timesOf(
			pages.map(({ page, role }) => ({
				url: `${origin}/sq/desk/${page.replace('national', national ?? '')}`,
				cookie: cookies[role],
			})),
		);
	await inside(async (tx) => {
		for (const statement of ground) await statement.execute(tx);
	});
	await fill(1, 1);
	const empty = await measure();
	await fill(2, activitiesAMonth);
	const answers = await inside(
		async (tx) => (await sql<{ n: number }>`select sum(n) as n from check_counts`.execute(tx)).rows[0]?.n ?? 0,
	);
	if (answers < 10_000_000) throw new Error(`only ${answers} answers`);
	const full = await measure();
	return pages.map(({ page }, at) => {
		const [ours, baseline] = [full[at] ?? [], empty[at] ?? []];
		const slow = quantile(ours, 0.95);
		return {
			what: `${page}, ${answers.toLocaleString('en-GB')} answers, p95`,
			ours: ms(slow),
			baseline: `${ms(quantile(baseline, 0.95))} with hardly any (median ${ms(median(baseline))})`,
			ratio: `${(slow / quantile(baseline, 0.95)).toFixed(1)} ×`,
			n: ours.length,
			spread: `median ${ms(median(ours))}`,
			must: '≤ 50 ms',
			met: slow <= 50,
		};
	});
}
