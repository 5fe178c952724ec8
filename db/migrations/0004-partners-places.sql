create table partners (
	id uuid constraint partners_pkey primary key,
	committee_id uuid not null constraint partners_committee_fkey references committees,
	name text not null constraint partners_name_check check (length(name) between 1 and 200),
	kind text not null constraint partners_kind_check check (kind in ('education_office', 'municipality',
		'child_protection_unit', 'community_centre', 'health_unit', 'employment_office', 'labour_inspectorate',
		'vocational_training', 'police', 'social_service', 'ngo', 'university', 'committee', 'national_coordinator', 'other')),
	search_name text not null,
	municipality_code text constraint partners_municipality_fkey references municipalities,
	confirmed boolean not null default true,
	demonstration boolean not null default false,
	created_at timestamptz not null default now(),
	constraint partners_search_name_key unique (committee_id, search_name)
);

-- The same institution as people write it: "Gruja në Fokus" is "Gruaja në Fokus".
create table partner_aliases (
	id uuid constraint partner_aliases_pkey primary key,
	committee_id uuid not null constraint partner_aliases_committee_fkey references committees,
	partner_id uuid not null constraint partner_aliases_partner_fkey references partners on delete cascade,
	alias text not null constraint partner_aliases_alias_check check (length(alias) between 1 and 200),
	search_name text not null,
	constraint partner_aliases_search_name_key unique (committee_id, search_name)
);
create index partner_aliases_partner_idx on partner_aliases (partner_id);

-- The denominators: "9 of 16 health centres" needs all sixteen.
create table places (
	id uuid constraint places_pkey primary key,
	committee_id uuid not null constraint places_committee_fkey references committees,
	name text not null constraint places_name_check check (length(name) between 1 and 200),
	kind text not null constraint places_kind_check check (kind in ('school', 'health_centre', 'company',
		'community_centre', 'settlement', 'square', 'university', 'hall', 'other')),
	search_name text not null,
	municipality_code text constraint places_municipality_fkey references municipalities,
	unit_code text constraint places_unit_fkey references units,
	confirmed boolean not null default true,
	demonstration boolean not null default false,
	valid_from date,
	valid_to date,
	created_at timestamptz not null default now(),
	constraint places_search_name_key unique nulls not distinct (committee_id, search_name, municipality_code)
);

create table place_aliases (
	id uuid constraint place_aliases_pkey primary key,
	committee_id uuid not null constraint place_aliases_committee_fkey references committees,
	place_id uuid not null constraint place_aliases_place_fkey references places on delete cascade,
	alias text not null constraint place_aliases_alias_check check (length(alias) between 1 and 200),
	search_name text not null,
	constraint place_aliases_search_name_key unique (committee_id, search_name)
);
create index place_aliases_place_idx on place_aliases (place_id);

grant select, insert, update, delete on partners, partner_aliases, places, place_aliases to kambana_app;
create trigger partners_public after insert or update or delete on partners for each statement execute function tell_public_changed();
create trigger places_public after insert or update or delete on places for each statement execute function tell_public_changed();
