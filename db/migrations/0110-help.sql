-- Help: lines with proof of life, offices by name, rights as the law provides, and the help page in further languages.
-- Whose it is writes it. What the national office owns, every committee reads; a county's own, only the county. The public reads all of
-- it: that is what it is for.
create function national_committee() returns uuid
	language sql stable parallel safe
	return (select id from committees where level = 'national' order by code limit 1);
-- In whose name somebody reads, whatever the scope; null for strangers and for work on accounts.
create function reading_committee() returns uuid
	language sql stable parallel safe
	return case when current_setting('kambana.scope', true) in ('committee', 'oversight', 'partner', 'activity')
		then nullif(current_setting('kambana.committee', true), '')::uuid end;

create table help_lines (
	id uuid constraint help_lines_pkey primary key,
	committee_id uuid not null constraint help_lines_committee_fkey references committees,
	-- By which a country pack knows it again; null for what was added at the desk.
	code text,
	number text not null constraint help_lines_number_check check (number ~ '^\+?[0-9][0-9 ]{1,24}$'),
	digits text not null constraint help_lines_digits_check check (digits ~ '^[0-9]{2,15}$'),
	purpose text not null constraint help_lines_purpose_check check (purpose in ('trafficking', 'child', 'missing_child', 'violence',
		'police', 'emergency', 'ambulance', 'advice')),
	operator text not null constraint help_lines_operator_check check (length(operator) between 1 and 200),
	hours text not null constraint help_lines_hours_check check (hours in ('always', 'part', 'unknown')),
	opens_at time,
	closes_at time,
	cost text not null constraint help_lines_cost_check check (cost in ('free', 'paid', 'unknown')),
	languages text[] not null default '{}',
	source text not null constraint help_lines_source_check check (length(source) between 1 and 500),
	source_on date,
	checked_by text,
	checked_on date,
	review_on date,
	rank integer not null default 100 constraint help_lines_rank_check check (rank between 1 and 999),
	valid_from date,
	valid_to date,
	version integer not null default 1,
	constraint help_lines_code_key unique (committee_id, code),
	constraint help_lines_open_check check ((hours = 'part') = (opens_at is not null and closes_at is not null)),
	constraint help_lines_checked_check check ((checked_by is null) = (checked_on is null)),
	constraint help_lines_validity_check check (valid_to is null or valid_from is null or valid_to >= valid_from)
);
-- One number, one living line: who finds it dead finds it once.
create unique index help_lines_living_key on help_lines (committee_id, digits) where valid_to is null;

-- Proof of life: somebody called. Added to, never changed; what was said is not asked.
create table line_tests (
	id uuid constraint line_tests_pkey primary key,
	-- Whose test it was; any committee may test a national line.
	committee_id uuid not null constraint line_tests_committee_fkey references committees,
	line_id uuid not null constraint line_tests_line_fkey references help_lines on delete cascade,
	outcome text not null constraint line_tests_outcome_check check (outcome in ('answered', 'no_answer', 'out_of_service', 'wrong_party')),
	tested_at timestamptz not null,
	actor text not null,
	demonstration boolean not null default false,
	recorded_at timestamptz not null default history_moment(),
	constraint line_tests_past_check check (tested_at <= recorded_at + interval '10 minutes')
);
create index line_tests_line_idx on line_tests (line_id, tested_at desc);
create index line_tests_committee_idx on line_tests (committee_id);

-- Whom to turn to, by name. Public offices with their address; where somebody is sheltered has none, ever.
create table help_offices (
	id uuid constraint help_offices_pkey primary key,
	committee_id uuid not null constraint help_offices_committee_fkey references committees,
	code text,
	kind text not null constraint help_offices_kind_check check (kind in ('police', 'social_service', 'child_protection_unit', 'municipality',
		'school', 'health_centre', 'legal_aid', 'employment_office', 'community_centre', 'mobile_unit', 'organisation', 'shelter')),
	name_sq text not null constraint help_offices_name_sq_check check (length(name_sq) between 1 and 200),
	name_en text not null constraint help_offices_name_en_check check (length(name_en) between 1 and 200),
	municipality_code text constraint help_offices_municipality_fkey references municipalities,
	address text constraint help_offices_address_check check (length(address) between 1 and 200),
	phone text constraint help_offices_phone_check check (phone ~ '^\+?[0-9][0-9 ]{1,24}$'),
	source text not null constraint help_offices_source_check check (length(source) between 1 and 500),
	checked_by text,
	checked_on date,
	review_on date,
	valid_to date,
	version integer not null default 1,
	constraint help_offices_code_key unique (committee_id, code),
	constraint help_offices_checked_check check ((checked_by is null) = (checked_on is null)),
	constraint help_offices_hidden_check check (kind <> 'shelter' or (address is null and municipality_code is null))
);
create index help_offices_municipality_idx on help_offices (municipality_code);

-- What protection there is, "as the law provides": each with its act, and who has checked it.
create table help_rights (
	id uuid constraint help_rights_pkey primary key,
	committee_id uuid not null constraint help_rights_committee_fkey references committees,
	code text,
	text_sq text not null constraint help_rights_text_sq_check check (length(text_sq) between 1 and 300),
	text_en text not null constraint help_rights_text_en_check check (length(text_en) between 1 and 300),
	act_sq text not null constraint help_rights_act_sq_check check (length(act_sq) between 1 and 200),
	act_en text not null constraint help_rights_act_en_check check (length(act_en) between 1 and 200),
	act_on date,
	source text not null constraint help_rights_source_check check (length(source) between 1 and 500),
	rank integer not null default 100 constraint help_rights_rank_check check (rank between 1 and 999),
	checked_by text,
	checked_on date,
	review_on date,
	valid_to date,
	version integer not null default 1,
	constraint help_rights_code_key unique (committee_id, code),
	constraint help_rights_checked_check check ((checked_by is null) = (checked_on is null))
);

-- Numbers that no material may carry: retired, or of another country. From the country pack.
create table refused_numbers (
	digits text constraint refused_numbers_pkey primary key,
	number text not null,
	reason text not null constraint refused_numbers_reason_check check (reason in ('retired', 'foreign')),
	source text not null
);

do $$
declare told text;
begin
	foreach told in array array['help_lines', 'line_tests', 'help_offices', 'help_rights'] loop
		execute format('alter table %I enable row level security', told);
		execute format('alter table %I force row level security', told);
		execute format('create policy own_committee on %I using (committee_id = (select scope_committee()))', told);
		execute format('create policy installation on %I using ((select in_scope(''installation'')))', told);
		execute format('create policy published on %I for select using ((select in_scope(''public'')))', told);
		execute format('create policy shared on %I for select using (committee_id = (select reading_committee())
			or (committee_id = (select national_committee()) and (select reading_committee()) is not null))', told);
		execute format('create trigger %I after insert or update or delete on %I for each statement execute function tell_public_changed()',
			told || '_public', told);
		execute format('select audit_table(%L)', told);
	end loop;
end $$;
-- A test of a national line counts for everybody, whoever called.
create policy shared_tests on line_tests for select using ((select reading_committee()) is not null
	and line_id in (select id from help_lines where committee_id = (select national_committee())));
grant select, insert, update, delete on help_lines, help_offices, help_rights to kambana_app;
grant select, insert, delete on line_tests to kambana_app;
-- Only invented calls go away again, and only with the demonstration.
create policy kept on line_tests as restrictive for delete using (demonstration and (select in_scope('installation')));
grant select, insert, update, delete on refused_numbers to kambana_app;
select audit_table('refused_numbers', keys => 'digits');
create trigger refused_numbers_public after insert or update or delete on refused_numbers for each statement execute function tell_public_changed();
