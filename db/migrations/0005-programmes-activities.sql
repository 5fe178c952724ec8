create table programmes (
	id uuid constraint programmes_pkey primary key,
	committee_id uuid not null constraint programmes_committee_fkey references committees,
	slug text not null constraint programmes_slug_check check (slug ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
	title_sq text not null constraint programmes_title_sq_check check (length(title_sq) between 1 and 200),
	title_en text not null constraint programmes_title_en_check check (length(title_en) between 1 and 200),
	starts_on date not null,
	ends_on date not null,
	aim_sq text not null default '',
	aim_en text not null default '',
	state text not null constraint programmes_state_check check (state in ('in_preparation', 'approved', 'closed')),
	demonstration boolean not null default false,
	created_at timestamptz not null default now(),
	constraint programmes_slug_key unique (committee_id, slug),
	constraint programmes_period_check check (ends_on >= starts_on and ends_on <= starts_on + 92)
);

create table programme_targets (
	committee_id uuid not null constraint programme_targets_committee_fkey references committees,
	programme_id uuid not null constraint programme_targets_programme_fkey references programmes on delete cascade,
	audience text not null,
	persons integer not null constraint programme_targets_persons_check check (persons between 1 and 1000000),
	constraint programme_targets_pkey primary key (programme_id, audience)
);

create table programme_events (
	id uuid constraint programme_events_pkey primary key,
	committee_id uuid not null constraint programme_events_committee_fkey references committees,
	programme_id uuid not null constraint programme_events_programme_fkey references programmes on delete cascade,
	kind text not null constraint programme_events_kind_check check (kind in ('created', 'edited', 'approved', 'reopened', 'closed', 'imported')),
	details jsonb not null default '{}',
	actor text not null,
	at timestamptz not null default now()
);
create index programme_events_programme_idx on programme_events (programme_id, at);

create table activities (
	id uuid constraint activities_pkey primary key,
	committee_id uuid not null constraint activities_committee_fkey references committees,
	programme_id uuid not null constraint activities_programme_fkey references programmes on delete cascade,
	number integer not null constraint activities_number_check check (number between 1 and 99999),
	title text not null constraint activities_title_check check (length(title) between 1 and 200),
	setting text not null constraint activities_setting_check check (setting in ('school', 'community', 'company', 'health', 'public')),
	lead_partner_id uuid not null constraint activities_lead_fkey references partners,
	place_id uuid constraint activities_place_fkey references places,
	municipality_code text constraint activities_municipality_fkey references municipalities,
	unit_code text constraint activities_unit_fkey references units,
	-- A national activity (the march of 18 October) is one that the county joins: it lies in none of its municipalities.
	national boolean not null default false,
	audiences text[] not null constraint activities_audiences_check check (cardinality(audiences) >= 1 and audiences <@ array['pupils',
		'students', 'teachers', 'psychologists', 'parents', 'roma_community', 'egyptian_community', 'job_seekers',
		'employees', 'employers', 'health_staff', 'general_public']),
	methods text[] not null constraint activities_methods_check check (methods <@ array['video', 'leaflet', 'contest',
		'case', 'help_information', 'courses', 'march', 'talk']),
	takes_place_on date,
	starts_at time,
	ends_at time,
	planned_persons integer constraint activities_planned_persons_check check (planned_persons between 1 and 100000),
	visibility text not null constraint activities_visibility_check check (visibility in ('public', 'closed')),
	state text not null constraint activities_state_check check (state in ('proposed', 'confirmed', 'ready', 'held',
		'returned', 'accepted', 'postponed', 'cancelled')),
	search_text text not null,
	-- Grows by one with each change: a form made from an older version is answered "stale", never merged silently.
	version integer not null default 1,
	created_at timestamptz not null default now(),
	changed_at timestamptz not null default now(),
	constraint activities_number_key unique (programme_id, number),
	constraint activities_hours_check check (ends_at is null or (starts_at is not null and ends_at > starts_at)),
	constraint activities_date_check check (takes_place_on is not null or state in ('proposed', 'postponed', 'cancelled'))
);
create index activities_programme_date_idx on activities (programme_id, takes_place_on);
create index activities_committee_idx on activities (committee_id, takes_place_on);
create index activities_lead_idx on activities (lead_partner_id);
create index activities_place_idx on activities (place_id);

create table activity_supporters (
	committee_id uuid not null constraint activity_supporters_committee_fkey references committees,
	activity_id uuid not null constraint activity_supporters_activity_fkey references activities on delete cascade,
	partner_id uuid not null constraint activity_supporters_partner_fkey references partners,
	constraint activity_supporters_pkey primary key (activity_id, partner_id)
);
create index activity_supporters_partner_idx on activity_supporters (partner_id);

-- State is a record: who, when, from what to what, why. The application may add to it, never change it.
create table activity_events (
	id uuid constraint activity_events_pkey primary key,
	committee_id uuid not null constraint activity_events_committee_fkey references committees,
	activity_id uuid not null constraint activity_events_activity_fkey references activities on delete cascade,
	kind text not null constraint activity_events_kind_check check (kind in ('proposed', 'imported', 'edited', 'confirmed',
		'readied', 'held', 'returned', 'corrected', 'accepted', 'postponed', 'cancelled', 'reopened', 'readiness_checked')),
	from_state text,
	to_state text not null,
	reason text constraint activity_events_reason_check check (length(reason) <= 500),
	changes jsonb not null default '{}',
	actor text not null,
	at timestamptz not null default now()
);
create index activity_events_activity_idx on activity_events (activity_id, at);

-- "Ready" is a gate: each line of it is a statement by a person, with a date.
create table activity_readiness (
	committee_id uuid not null constraint activity_readiness_committee_fkey references committees,
	activity_id uuid not null constraint activity_readiness_activity_fkey references activities on delete cascade,
	item text not null constraint activity_readiness_item_check check (item in ('safeguarding_contact', 'referral_card',
		'facilitator_briefed', 'quiet_place', 'line_tested', 'materials_approved')),
	checked_on date not null,
	actor text not null,
	constraint activity_readiness_pkey primary key (activity_id, item)
);

grant select, insert, update, delete on programmes, programme_targets, activities, activity_supporters, activity_readiness to kambana_app;
grant select, insert on programme_events, activity_events to kambana_app;
create trigger programmes_public after insert or update or delete on programmes for each statement execute function tell_public_changed();
create trigger activities_public after insert or update or delete on activities for each statement execute function tell_public_changed();
