-- Three roles (src/platform/roles.server.ts, docs/decisions/0018): the owner runs this, the application works with the records and owns
-- none of them, the backup reads everything. On the embedded server they are made before the first migration; on a PostgreSQL of
-- one's own whoever looks after it makes them, and the one for backups is made here if the owner may.
do $$
begin
	if not exists (select from pg_roles where rolname = 'kambana_backup') then
		create role kambana_backup bypassrls;
		grant pg_read_all_data to kambana_backup;
		alter role kambana_backup set default_transaction_read_only = on;
	end if;
exception when insufficient_privilege then
	raise notice 'kambana_backup is left to whoever looks after this PostgreSQL';
end $$;

-- Nobody makes tables in the database or its schemas but the owner: a table of the same name found first would be read instead.
do $$
begin
	execute format('revoke create, temporary on database %I from public', current_database());
end $$;
revoke create on schema public from public;

-- Whether everything is applied is for the application to see, not to say.
grant select on schema_migrations to kambana_app;
