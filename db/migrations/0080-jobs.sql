-- Work that is done later (src/platform/jobs.server.ts) waits in the tables of graphile-worker. They live in a schema that belongs
-- to the application's role, so that it can look after them without owning anything else: of the records it stays a mere user.
create schema graphile_worker authorization kambana_app;

-- Graphile-worker makes its tables itself, as that role. Without this one it would begin with `create schema`, which takes a
-- right over the whole database.
create table graphile_worker.migrations (
	id integer constraint migrations_pkey primary key,
	ts timestamptz not null default now(),
	breaking boolean not null default false
);
alter table graphile_worker.migrations owner to kambana_app;
