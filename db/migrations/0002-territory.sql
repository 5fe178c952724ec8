-- Territory comes from a country pack (db/packs/<country>): another country is files, not code.
-- Units can change by law, so each carries when it is valid, where that was read and whether a person confirmed it.
create table counties (
	code text constraint counties_pkey primary key,
	country text not null,
	name text not null,
	slug text not null constraint counties_slug_key unique,
	nuts3 text,
	search_name text not null,
	valid_from date,
	valid_to date,
	source text not null,
	checked_by text,
	checked_on date,
	confirmed boolean not null,
	constraint counties_validity_check check (valid_to is null or valid_from is null or valid_to >= valid_from)
);

create table municipalities (
	code text constraint municipalities_pkey primary key,
	county_code text not null constraint municipalities_county_fkey references counties,
	name text not null,
	search_name text not null,
	seat_latitude double precision,
	seat_longitude double precision,
	valid_from date,
	valid_to date,
	source text not null,
	checked_by text,
	checked_on date,
	confirmed boolean not null,
	constraint municipalities_validity_check check (valid_to is null or valid_from is null or valid_to >= valid_from)
);
create index municipalities_county_idx on municipalities (county_code);

create table units (
	code text constraint units_pkey primary key,
	municipality_code text not null constraint units_municipality_fkey references municipalities,
	name text not null,
	search_name text not null,
	latitude double precision,
	longitude double precision,
	valid_from date,
	valid_to date,
	source text not null,
	checked_by text,
	checked_on date,
	confirmed boolean not null,
	constraint units_validity_check check (valid_to is null or valid_from is null or valid_to >= valid_from)
);
create index units_municipality_idx on units (municipality_code);

create table committees (
	id uuid constraint committees_pkey primary key,
	code text not null constraint committees_code_key unique,
	level text not null constraint committees_level_check check (level in ('county', 'national')),
	country text not null,
	county_code text constraint committees_county_fkey references counties,
	slug text not null constraint committees_slug_key unique,
	constraint committees_county_check check ((level = 'county') = (county_code is not null))
);

grant select, insert, update on counties, municipalities, units, committees to kambana_app;
create trigger counties_public after insert or update on counties for each statement execute function tell_public_changed();
create trigger municipalities_public after insert or update on municipalities for each statement execute function tell_public_changed();
create trigger committees_public after insert or update on committees for each statement execute function tell_public_changed();
