-- Asking by mail: whether the phone is for field work, and whether this browser has signed in to the account before. Strangers who
-- ask for somebody's address use up the letters of strange browsers only.
alter table sign_in_requests
	add column field boolean not null default false,
	add column known_browser boolean not null default false;
create index sign_in_requests_browser_idx on sign_in_requests (browser_hash);

-- A changed right ends every session of whoever had it, whatever part of the application changes it and in whichever scope.
create function end_sessions() returns trigger
	language plpgsql set search_path = public, pg_temp
	as $$
declare
	scope text := coalesce(current_setting('kambana.scope', true), '');
	whose uuid[] := case when tg_table_name = 'accounts' then array[(to_jsonb(old) ->> 'id')::uuid]
		else array[(to_jsonb(old) ->> 'account_id')::uuid, (to_jsonb(old) ->> 'substitute_id')::uuid] end;
begin
	perform set_config('kambana.scope', 'identity', true);
	delete from sessions where account_id = any(whose);
	delete from half_sessions where account_id = any(whose);
	perform set_config('kambana.scope', scope, true);
	return null;
end $$;
revoke execute on function end_sessions from public;
create trigger end_sessions after update of disabled_at, email on accounts
	for each row when (old.disabled_at is distinct from new.disabled_at or old.email <> new.email) execute function end_sessions();
create trigger end_sessions_changed after update on seats
	for each row when ((old.role, old.committee_id, old.account_id, old.substitute_id, old.ended_at, old.valid_from, old.valid_to)
		is distinct from (new.role, new.committee_id, new.account_id, new.substitute_id, new.ended_at, new.valid_from, new.valid_to))
	execute function end_sessions();
create trigger end_sessions_deleted after delete on seats for each row execute function end_sessions();
