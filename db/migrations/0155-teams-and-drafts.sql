-- People of an institution who travel together: where they go, for whom, how often in a week. Never a name of a person.
create table teams (
	id uuid constraint teams_pkey primary key,
	committee_id uuid not null constraint teams_committee_fkey references committees,
	partner_id uuid not null constraint teams_partner_fkey references partners,
	name text not null constraint teams_name_check check (length(name) between 1 and 80),
	home_code text not null constraint teams_home_fkey references municipalities,
	municipality_codes text[] not null constraint teams_municipalities_check check (cardinality(municipality_codes) > 0),
	settings text[] not null constraint teams_settings_check check (cardinality(settings) > 0
		and settings <@ array['school', 'community', 'company', 'health', 'public']),
	audiences text[] not null constraint teams_audiences_check check (cardinality(audiences) > 0
		and audiences <@ array['pupils', 'students', 'teachers', 'psychologists', 'parents', 'roma_community', 'egyptian_community',
			'job_seekers', 'employees', 'employers', 'health_staff', 'general_public']),
	per_week smallint not null constraint teams_per_week_check check (per_week between 1 and 10),
	weekdays smallint[] not null constraint teams_weekdays_check check (cardinality(weekdays) > 0
		and weekdays <@ array[1, 2, 3, 4, 5]::smallint[]),
	demonstration boolean not null default false,
	version integer not null default 1,
	constraint teams_name_key unique (partner_id, name)
);
create index teams_committee_idx on teams (committee_id);
create index teams_home_idx on teams (home_code);

-- What the drafting assistant was asked for a programme, how far it is, and what it proposes. Nothing of the programme changes before
-- somebody accepts lines of it.
create table drafts (
	id uuid constraint drafts_pkey primary key,
	committee_id uuid not null constraint drafts_committee_fkey references committees,
	programme_id uuid not null constraint drafts_programme_fkey references programmes on delete cascade,
	state text not null default 'waiting' constraint drafts_state_check
		check (state in ('waiting', 'working', 'done', 'failed', 'cancelled', 'accepted')),
	request jsonb not null,
	step text not null default 'reach' constraint drafts_step_check check (step in ('reach', 'effort')),
	percent smallint not null default 0 constraint drafts_percent_check check (percent between 0 and 100),
	gap double precision,
	result jsonb,
	-- Why it failed, as a code.
	reason text constraint drafts_reason_check check (length(reason) <= 40),
	-- How many lines became activities.
	accepted smallint,
	actor text not null,
	at timestamptz not null default now(),
	changed_at timestamptz not null default now(),
	constraint drafts_done_check check ((state in ('done', 'accepted')) = (result is not null)),
	constraint drafts_accepted_check check ((state = 'accepted') = (accepted is not null))
);
create index drafts_programme_idx on drafts (programme_id, at);
create index drafts_committee_idx on drafts (committee_id);
create unique index drafts_under_way_key on drafts (programme_id) where state in ('waiting', 'working');

do $$
declare tenant text;
begin
	foreach tenant in array array['teams', 'drafts'] loop
		execute format('alter table %I enable row level security', tenant);
		execute format('alter table %I force row level security', tenant);
		execute format('create policy own_committee on %I using (committee_id = (select scope_committee()))', tenant);
		execute format('create policy installation on %I using ((select in_scope(''installation'')))', tenant);
		execute format('create policy oversight on %I for select using (committee_id = (select oversight_committee()))', tenant);
		execute format('grant select, insert, update, delete on %I to kambana_app', tenant);
	end loop;
end $$;
select audit_table('teams');
select audit_table('drafts', ignored => 'step,percent,gap,changed_at');
