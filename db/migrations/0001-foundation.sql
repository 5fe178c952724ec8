-- The application's role is neither owner nor superuser: row-level security holds for it.
-- A transaction takes it on first (src/platform/db.server.ts) together with its context:
--   kambana.scope      public | committee | installation
--   kambana.committee  id of the one committee whose records the transaction may touch
do $$
begin
	if not exists (select from pg_roles where rolname = 'kambana_app') then
		create role kambana_app nologin;
	end if;
end $$;
grant kambana_app to current_user;
grant usage on schema public to kambana_app;

create schema reporting;
grant usage on schema reporting to kambana_app;

create function in_scope(scope text) returns boolean
	language sql stable parallel safe
	return coalesce(current_setting('kambana.scope', true), '') = scope;

-- The committee of the transaction; null when none is set, so that no row matches.
create function scope_committee() returns uuid
	language sql stable parallel safe
	return case when current_setting('kambana.scope', true) = 'committee'
		then nullif(current_setting('kambana.committee', true), '')::uuid end;

-- Public pages are rendered once per change: whoever keeps them listens for this.
create function tell_public_changed() returns trigger
	language plpgsql as $$
begin
	perform pg_notify('public_changed', '');
	return null;
end $$;

-- What the installation remembers about itself: which pack and demonstration were loaded, and when.
create table installation_facts (
	name text constraint installation_facts_pkey primary key,
	fact jsonb not null,
	at timestamptz not null default now()
);
grant select, insert, update, delete on installation_facts to kambana_app;
