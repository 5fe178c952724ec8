-- What classes knew and know, kept small, so that a page of figures reads few rows however many have answered. Nothing here says more than the
-- counters of 0192: it is counted from them in the transaction that ends a phase, and counted anew when a phase is voided.

-- A check and a question: before and after, how many of how many. Of knowledge who was right, of a scale who chose its upper half. Of a paired
-- check and knowledge those who answered twice. Null where a phase was not asked.
create table check_results (
	check_id uuid not null constraint check_results_check_fkey references checks on delete cascade,
	version_id uuid not null constraint check_results_version_fkey references question_versions,
	committee_id uuid not null constraint check_results_committee_fkey references committees,
	-- None for a check that is open to the whole country.
	programme_id uuid constraint check_results_programme_fkey references programmes on delete cascade,
	activity_id uuid constraint check_results_activity_fkey references activities on delete cascade,
	mode text not null,
	level text not null,
	answer smallint not null,
	kind text not null,
	-- How many answered at the end, be it that they left this question out.
	answered integer not null,
	before_count integer,
	before_n integer,
	after_count integer,
	after_n integer,
	constraint check_results_pkey primary key (check_id, version_id),
	constraint check_results_before_check check ((before_count is null) = (before_n is null) and before_count between 0 and before_n),
	constraint check_results_after_check check ((after_count is null) = (after_n is null) and after_count between 0 and after_n),
	constraint check_results_asked_check check (num_nonnulls(before_n, after_n) > 0)
);
create index check_results_programme_idx on check_results (programme_id);
create index check_results_activity_idx on check_results (activity_id);
create index check_results_version_idx on check_results (version_id);
create index check_results_committee_idx on check_results (committee_id);

-- A month, a mode, a level and one of the five answers: its questions of knowledge over all classes, with what an interval over classes needs
-- (docs/decisions/0040): c is who was right of a class, n how many answers it gave.
create table check_sums (
	committee_id uuid not null constraint check_sums_committee_fkey references committees,
	programme_id uuid not null constraint check_sums_programme_fkey references programmes on delete cascade,
	mode text not null,
	level text not null,
	answer smallint not null,
	-- Asked at the end, and of those how many people answered at least: a class that is asked two questions is no more people.
	classes integer not null,
	people bigint not null,
	c bigint not null,
	n bigint not null,
	cc bigint not null,
	cn bigint not null,
	nn bigint not null,
	-- Of the same classes those that were asked before too.
	before_classes integer not null,
	before_people bigint not null,
	before_c bigint not null,
	before_n bigint not null,
	-- Of the programme, which never changes its month.
	month text not null,
	constraint check_sums_pkey primary key (programme_id, mode, level, answer),
	constraint check_sums_some_check check (classes >= 0 and c between 0 and n and people between 0 and n and before_classes between 0 and classes)
);
create index check_sums_committee_idx on check_sums (committee_id);

do $$
declare tenant text;
begin
	foreach tenant in array array['check_results', 'check_sums'] loop
		execute format('alter table %I enable row level security', tenant);
		execute format('alter table %I force row level security', tenant);
		execute format('create policy installation on %I using ((select in_scope(''installation'')))', tenant);
		execute format('create policy own_committee on %I using (committee_id = (select scope_committee()))', tenant);
	end loop;
end $$;
create policy oversight on check_results for select using (committee_id = (select oversight_committee()));
create policy carried on check_results using ((select narrow_committee()) is not null and committee_id = (select narrow_committee())
	and carries_check(check_id));
grant select, insert, delete on check_results to kambana_app;
-- Only the trigger below writes sums: whoever carries out one activity closes a phase, and may not read what other classes of the month knew.
-- Whoever looks at one county reads its sums; the national office at its own desk reads those of all counties at once.
create policy oversight on check_sums for select using (committee_id = (select oversight_committee())
	or (select oversight_committee()) = (select national_committee()));
create policy keeper on check_sums using (current_user <> 'kambana_app') with check (current_user <> 'kambana_app');
grant select on check_sums to kambana_app;

-- Classes together, a row for a sum. The part of a class is that of all its questions of one answer: every statement has all rows of a check.
create function classes_of(rows check_results[]) returns table (
		committee_id uuid, programme_id uuid, mode text, level text, answer smallint, classes integer, people bigint,
		c bigint, n bigint, cc bigint, cn bigint, nn bigint, before_classes integer, before_people bigint, before_c bigint, before_n bigint)
	language sql immutable
	as $$
	select committee_id, programme_id, mode, level, answer, count(*)::integer, sum(people), sum(c), sum(n), sum(c * c), sum(c * n), sum(n * n),
		count(before_n)::integer, coalesce(sum(before_people), 0), coalesce(sum(before_c), 0), coalesce(sum(before_n), 0)
	from (select r.committee_id, r.programme_id, r.mode, r.level, r.answer, max(after_n) as people, sum(after_count) as c, sum(after_n) as n,
			max(before_n) as before_people, sum(before_count) as before_c, sum(r.before_n) as before_n
		from unnest(rows) as r where kind = 'knowledge' and after_n > 0 and r.programme_id is not null
		group by check_id, r.committee_id, r.programme_id, r.mode, r.level, r.answer) as class
	group by committee_id, programme_id, mode, level, answer
	order by programme_id, mode, level, answer
$$;

-- Takes classes into the sums of their months, or out of them; in one order, so that two who end phases never wait for each other.
create function add_check_results() returns trigger
	language plpgsql security definer set search_path = public, pg_temp
	as $$
begin
	insert into check_sums as s select k.*, p.slug
	from classes_of((select array_agg(row(changed.*)::check_results) from changed)) k join programmes p on p.id = k.programme_id
	order by k.programme_id, k.mode, k.level, k.answer
	on conflict (programme_id, mode, level, answer) do update set
		classes = s.classes + excluded.classes, people = s.people + excluded.people, c = s.c + excluded.c, n = s.n + excluded.n,
		cc = s.cc + excluded.cc, cn = s.cn + excluded.cn, nn = s.nn + excluded.nn,
		before_classes = s.before_classes + excluded.before_classes, before_people = s.before_people + excluded.before_people,
		before_c = s.before_c + excluded.before_c, before_n = s.before_n + excluded.before_n;
	return null;
end $$;

create function take_check_results() returns trigger
	language plpgsql security definer set search_path = public, pg_temp
	as $$
declare
	gone check_results[] := (select array_agg(row(changed.*)::check_results) from changed);
begin
	perform from check_sums s where exists (select from classes_of(gone) g
		where (g.programme_id, g.mode, g.level, g.answer) = (s.programme_id, s.mode, s.level, s.answer))
	order by s.programme_id, s.mode, s.level, s.answer for update;
	update check_sums s set classes = s.classes - g.classes, people = s.people - g.people, c = s.c - g.c, n = s.n - g.n,
		cc = s.cc - g.cc, cn = s.cn - g.cn, nn = s.nn - g.nn, before_classes = s.before_classes - g.before_classes,
		before_people = s.before_people - g.before_people, before_c = s.before_c - g.before_c, before_n = s.before_n - g.before_n
	from classes_of(gone) g
	where (g.programme_id, g.mode, g.level, g.answer) = (s.programme_id, s.mode, s.level, s.answer);
	delete from check_sums s using classes_of(gone) g
	where s.classes = 0 and (g.programme_id, g.mode, g.level, g.answer) = (s.programme_id, s.mode, s.level, s.answer);
	return null;
end $$;
revoke execute on function add_check_results, take_check_results from public;
create trigger check_results_added after insert on check_results referencing new table as changed
	for each statement execute function add_check_results();
create trigger check_results_taken after delete on check_results referencing old table as changed
	for each statement execute function take_check_results();

-- Counts checks anew, in the scope of the caller: it counts what the caller may count, and sees to it that nobody else counts the same check.
create function recount_checks(ones uuid[]) returns void
	language plpgsql
	as $$
begin
	delete from check_results where check_id = any (ones);
	insert into check_results (check_id, version_id, committee_id, programme_id, activity_id, mode, level, answer, kind, answered,
		before_count, before_n, after_count, after_n)
	select check_id, version_id, committee_id, programme_id, activity_id, mode, level, answer, kind, coalesce(asked.answered, 0),
		case when found.pairs > 0 then found.pairs_before else found.before_count end,
		case when found.pairs > 0 then found.pairs else found.before_n end,
		case when found.pairs > 0 then found.pairs_after else found.after_count end,
		case when found.pairs > 0 then found.pairs else found.after_n end
	from (
		-- What a mode asks of its set: of what people say of themselves afterwards only the questions of confidence, about now and then before.
		select c.id as check_id, i.version_id, c.committee_id, a.programme_id, c.activity_id, c.mode, q.level, q.answer, v.kind, v.right_option,
			cardinality(v.options_sq) as options, row_number() over places - 1 as position,
			case when c.mode = 'retrospective' then 'after' else 'before' end as earlier_phase,
			row_number() over places - 1 + case when c.mode = 'retrospective' then count(*) over (partition by c.id) else 0 end as earlier, t.answered
		from checks c left join activities a on a.id = c.activity_id
		left join check_phases p on p.check_id = c.id and p.phase = 'after' and p.state = 'closed'
		left join check_tallies t on t.phase_id = p.id
		join question_set_items i on i.set_id = c.set_id join question_versions v on v.id = i.version_id join questions q on q.id = v.question_id
		where c.id = any (ones) and (c.mode <> 'retrospective' or v.kind = 'confidence')
		window places as (partition by c.id order by i.position)
	) as asked
	left join lateral (
		select sum(n) filter (where is_before and is_chosen)::integer as before_chosen, sum(n) filter (where is_before and option >= 0)::integer as before_all,
			bool_or(is_before) as was_before, sum(n) filter (where not is_before and is_chosen)::integer as after_chosen,
			sum(n) filter (where not is_before and option >= 0)::integer as after_all, bool_or(not is_before) as was_after
		from (select k.n, k.option, asked.earlier_phase = p.phase and asked.earlier = k.question as is_before,
				case when asked.kind = 'knowledge' then k.option = asked.right_option
					else k.option between asked.options - asked.options / 2 and asked.options - 1 end as is_chosen
			from check_phases p join check_counts k on k.phase_id = p.id
			where p.check_id = asked.check_id and p.state = 'closed' and ((p.phase = 'after' and k.question = asked.position)
				or (p.phase = asked.earlier_phase and k.question = asked.earlier))) as counted
	) as counters on true
	left join lateral (
		select sum(n)::integer as pairs, coalesce(sum(n) filter (where right_before), 0)::integer as pairs_before,
			coalesce(sum(n) filter (where right_after), 0)::integer as pairs_after
		from check_pairs where check_pairs.check_id = asked.check_id and question = asked.position and asked.kind = 'knowledge'
	) as cards on true
	cross join lateral (select case when was_before then coalesce(before_chosen, 0) end as before_count,
		case when was_before then coalesce(before_all, 0) end as before_n, case when was_after then coalesce(after_chosen, 0) end as after_count,
		case when was_after then coalesce(after_all, 0) end as after_n, cards.pairs, cards.pairs_before, cards.pairs_after) as found
	where num_nonnulls(found.before_n, found.after_n) > 0;
end $$;

-- What there is.
select recount_checks(array(select check_id from check_phases where state = 'closed' group by check_id));
