-- Courses and jobs that a committee passes on, each looked at for the marks of a false offer before anybody reads it, and what employers
-- have pledged. Whose it is writes it; the national office reads; the public sees what is listed, and pledges that are public.
create table opportunities (
	id uuid constraint opportunities_pkey primary key,
	committee_id uuid not null constraint opportunities_committee_fkey references committees,
	-- By which the next sheet of the employment office knows it again; null for what was added at the desk.
	row_key text constraint opportunities_row_key_check check (length(row_key) between 1 and 400),
	kind text not null constraint opportunities_kind_check check (kind in ('course', 'job')),
	title text not null constraint opportunities_title_check check (length(title) between 1 and 160),
	-- Who teaches or who employs: an institution or a firm, never a person to call.
	provider text not null constraint opportunities_provider_check check (length(provider) between 1 and 160),
	municipality_code text constraint opportunities_municipality_fkey references municipalities,
	place text constraint opportunities_place_check check (length(place) between 1 and 200),
	deadline date not null,
	starts_on date,
	eligibility text not null constraint opportunities_eligibility_check check (length(eligibility) between 1 and 600),
	-- Nobody pays for a job; what a course costs is said, or it is free.
	cost text constraint opportunities_cost_check check (length(cost) between 1 and 120),
	pay text constraint opportunities_pay_check check (length(pay) between 1 and 120),
	hours text constraint opportunities_hours_check check (length(hours) between 1 and 120),
	phone text constraint opportunities_phone_check check (phone ~ '^\+?[0-9][0-9 ]{1,24}$'),
	address text constraint opportunities_address_check check (length(address) between 1 and 200),
	source text not null constraint opportunities_source_check check (length(source) between 1 and 300),
	state text not null default 'proposed' constraint opportunities_state_check check (state in ('proposed', 'listed', 'withdrawn')),
	listed_on date,
	activity_id uuid constraint opportunities_activity_fkey references activities on delete set null,
	changed_by text not null,
	demonstration boolean not null default false,
	version integer not null default 1,
	constraint opportunities_row_key_key unique (committee_id, row_key),
	constraint opportunities_job_free_check check (kind = 'course' or cost is null),
	constraint opportunities_course_pay_check check (kind = 'job' or pay is null),
	constraint opportunities_listed_check check (state <> 'listed' or listed_on is not null)
);
create index opportunities_activity_idx on opportunities (activity_id) where activity_id is not null;
create index opportunities_municipality_idx on opportunities (municipality_code);

-- What somebody found out about an offer, statement by statement.
create table opportunity_checks (
	id uuid constraint opportunity_checks_pkey primary key,
	committee_id uuid not null constraint opportunity_checks_committee_fkey references committees,
	opportunity_id uuid not null constraint opportunity_checks_opportunity_fkey references opportunities on delete cascade,
	item text not null constraint opportunity_checks_item_check check (item in ('employer', 'contract', 'pay', 'no_fee', 'papers', 'meeting',
		'work', 'contact')),
	holds boolean not null,
	actor text not null,
	checked_at timestamptz not null default history_moment(),
	constraint opportunity_checks_item_key unique (opportunity_id, item)
);
create index opportunity_checks_committee_idx on opportunity_checks (committee_id);

-- Nothing is listed while a statement is open or does not hold, whoever writes.
create function refuse_unchecked_listing() returns trigger
	language plpgsql as $$
begin
	if new.state = 'listed' and (select count(*) from opportunity_checks where opportunity_id = new.id and holds) < 8 then
		raise exception using errcode = 'restrict_violation', message = 'an offer is listed only when every statement was checked and holds',
			constraint = 'opportunities_checked';
	end if;
	return new;
end $$;
create trigger opportunities_checked before insert or update on opportunities
	for each row execute function refuse_unchecked_listing();
-- And what was listed does not stay so when a statement turns out wrong.
create function refuse_doubt_of_listed() returns trigger
	language plpgsql as $$
begin
	if (tg_op = 'DELETE' or not new.holds)
		and exists (select from opportunities where id = old.opportunity_id and state = 'listed') then
		raise exception using errcode = 'restrict_violation', message = 'take the offer off the list first', constraint = 'opportunity_checks_listed';
	end if;
	return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger opportunity_checks_listed before update or delete on opportunity_checks
	for each row execute function refuse_doubt_of_listed();

-- What an employer has promised in writing, with the name under which it stands.
create table pledges (
	id uuid constraint pledges_pkey primary key,
	committee_id uuid not null constraint pledges_committee_fkey references committees,
	employer text not null constraint pledges_employer_check check (length(employer) between 1 and 160),
	promises text[] not null constraint pledges_promises_check check (cardinality(promises) > 0
		and promises <@ array['no_fees', 'contract', 'papers', 'pay', 'session']),
	signed_on date not null,
	valid_to date not null,
	shown boolean not null default false,
	demonstration boolean not null default false,
	version integer not null default 1,
	constraint pledges_validity_check check (valid_to >= signed_on)
);
create index pledges_committee_idx on pledges (committee_id);

do $$
declare tenant text;
begin
	foreach tenant in array array['opportunities', 'opportunity_checks', 'pledges'] loop
		execute format('alter table %I enable row level security', tenant);
		execute format('alter table %I force row level security', tenant);
		execute format('create policy own_committee on %I using (committee_id = (select scope_committee()))', tenant);
		execute format('create policy installation on %I using ((select in_scope(''installation'')))', tenant);
		execute format('create policy oversight on %I for select using (committee_id = (select oversight_committee()))', tenant);
		execute format('grant select, insert, update, delete on %I to kambana_app', tenant);
		execute format('select audit_table(%L)', tenant);
	end loop;
end $$;
create policy published on opportunities for select using ((select in_scope('public')) and state = 'listed');
create policy published on pledges for select using ((select in_scope('public')) and shown);
-- Only invented offers and pledges go away again, and only with the demonstration.
create policy kept on opportunities as restrictive for delete using (demonstration and (select in_scope('installation')));
create policy kept on pledges as restrictive for delete using (demonstration and (select in_scope('installation')));
create trigger opportunities_public after insert or update or delete on opportunities
	for each statement execute function tell_public_changed();
create trigger pledges_public after insert or update or delete on pledges
	for each statement execute function tell_public_changed();
