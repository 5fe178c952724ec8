-- Whom a committee writes to in an institution: a name, an address and the language of the mails. Nobody else sees them: not
-- another institution, not the national office, not the public.
create table focal_points (
	id uuid constraint focal_points_pkey primary key,
	committee_id uuid not null constraint focal_points_committee_fkey references committees,
	partner_id uuid not null constraint focal_points_partner_fkey references partners on delete cascade,
	name text not null constraint focal_points_name_check check (length(name) between 1 and 120),
	-- As for accounts: letters of ASCII only.
	email text not null constraint focal_points_email_check check (email ~ '^[!-?A-~]{1,64}@[a-z0-9.-]{1,189}$'),
	phone text constraint focal_points_phone_check check (phone ~ '^\+?[0-9][0-9 ]{4,24}$'),
	locale text not null constraint focal_points_locale_check check (locale in ('sq', 'en')),
	valid_from date not null,
	valid_to date,
	created_at timestamptz not null default now(),
	demonstration boolean not null default false,
	constraint focal_points_email_key unique (partner_id, email),
	constraint focal_points_period_check check (valid_to is null or valid_to >= valid_from)
);
create index focal_points_committee_idx on focal_points (committee_id);

alter table focal_points enable row level security;
alter table focal_points force row level security;
create policy own_committee on focal_points using (committee_id = (select scope_committee()));
create policy installation on focal_points using ((select in_scope('installation')));
-- An institution keeps its own; of the others it sees none.
create policy own_institution on focal_points
	using (committee_id = (select narrow_committee()) and partner_id = (select scope_partner()));
grant select, insert, update, delete on focal_points to kambana_app;
select audit_table('focal_points');
