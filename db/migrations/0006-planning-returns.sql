-- A file that was read and shown, waiting for a person to confirm it. Nothing of the programme changes before that.
create table import_previews (
	id uuid constraint import_previews_pkey primary key,
	committee_id uuid not null constraint import_previews_committee_fkey references committees,
	programme_id uuid constraint import_previews_programme_fkey references programmes on delete cascade,
	month text not null constraint import_previews_month_check check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
	file_name text not null,
	file_sha256 text not null,
	sheet jsonb not null,
	choices jsonb not null default '{}',
	actor text not null,
	at timestamptz not null default now(),
	confirmed_at timestamptz,
	outcome jsonb
);
create index import_previews_committee_idx on import_previews (committee_id, at);

create table returns (
	id uuid constraint returns_pkey primary key,
	committee_id uuid not null constraint returns_committee_fkey references committees,
	activity_id uuid not null constraint returns_activity_fkey references activities on delete cascade,
	version integer not null constraint returns_version_check check (version >= 1),
	held_on date not null,
	methods text[] not null,
	-- Which of the five answers were given to the people present.
	answers smallint[] not null default '{}' constraint returns_answers_check check (answers <@ array[1, 2, 3, 4, 5]::smallint[]),
	correction_reason text constraint returns_correction_reason_check check (length(correction_reason) <= 300),
	actor text not null,
	recorded_at timestamptz not null default now(),
	constraint returns_version_key unique (activity_id, version),
	constraint returns_correction_check check ((version = 1) = (correction_reason is null))
);

-- Counts of people, never people: value + unit + how it was counted.
create table return_counts (
	committee_id uuid not null constraint return_counts_committee_fkey references committees,
	return_id uuid not null constraint return_counts_return_fkey references returns on delete cascade,
	audience text not null constraint return_counts_audience_check check (audience in ('pupils', 'students', 'teachers', 'psychologists',
		'parents', 'community_members', 'job_seekers', 'employees', 'employers', 'health_staff', 'general_public')),
	sex text not null constraint return_counts_sex_check check (sex in ('female', 'male', 'not_recorded')),
	age_band text not null constraint return_counts_age_band_check check (age_band in ('under_12', '12_14', '15_18', '19_29', '30_plus', 'not_recorded')),
	unit text not null constraint return_counts_unit_check check (unit in ('persons', 'contacts')),
	method text not null constraint return_counts_method_check check (method in ('counted', 'register', 'estimate')),
	value integer not null constraint return_counts_value_check check (value between 0 and 100000),
	constraint return_counts_pkey primary key (return_id, audience, sex, age_band, unit)
);

create table return_partners (
	committee_id uuid not null constraint return_partners_committee_fkey references committees,
	return_id uuid not null constraint return_partners_return_fkey references returns on delete cascade,
	partner_id uuid not null constraint return_partners_partner_fkey references partners,
	constraint return_partners_pkey primary key (return_id, partner_id)
);
create index return_partners_partner_idx on return_partners (partner_id);

create table return_materials (
	committee_id uuid not null constraint return_materials_committee_fkey references committees,
	return_id uuid not null constraint return_materials_return_fkey references returns on delete cascade,
	kind text not null constraint return_materials_kind_check check (kind in ('leaflet', 'poster', 'card', 'brochure', 'other')),
	language text not null constraint return_materials_language_check check (language in ('sq', 'rom', 'en', 'other')),
	quantity integer not null constraint return_materials_quantity_check check (quantity between 1 and 1000000),
	constraint return_materials_pkey primary key (return_id, kind, language)
);

grant select, insert, update, delete on import_previews to kambana_app;
-- Corrections are new versions: what was returned once is never changed.
grant select, insert on returns, return_counts, return_partners, return_materials to kambana_app;
