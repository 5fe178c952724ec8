-- Who did what, when, from which state to which: entries that nobody changes, each bound to the one before it by a hash.
-- Why so, and what it cannot show: docs/decisions/0015.
--
-- Another table joins by one line in its migration:
--   select audit_table('seats');                            records are named by the uuids and numbers of the primary key
--   select audit_table('counties', keys => 'code');         by text only where a check or a pack makes it a code
--   select audit_table('sessions', ignored => 'seen_at');   a change of these columns alone is no entry
-- An entry holds ids, names of columns and states; never a value, because a value could be somebody's name.

create table audit_entries (
	id bigint generated always as identity constraint audit_entries_pkey primary key,
	-- Canonical JSON: keys in the order of jsonb, which is always the same. These very bytes are hashed.
	content text not null,
	-- Empty until the transaction commits.
	seq bigint constraint audit_entries_seq_key unique,
	prev bytea,
	hash bytea,
	committee_id uuid generated always as ((content::jsonb ->> 'committee')::uuid) stored,
	at text collate "C" generated always as (content::jsonb ->> 'at') stored,
	tx text generated always as (content::jsonb ->> 'tx') stored,
	constraint audit_entries_chained_check check ((seq is null) = (prev is null) and (seq is null) = (hash is null))
);
create index audit_entries_unchained_idx on audit_entries (tx) where seq is null;
create index audit_entries_committee_idx on audit_entries (committee_id, seq);

-- The last link of the chain. Holding this row is what makes commits take turns, so that the chain never forks.
create table audit_head (
	only_one boolean constraint audit_head_pkey primary key default true constraint audit_head_only_one_check check (only_one),
	seq bigint not null,
	hash bytea not null
);
insert into audit_head (seq, hash) values (0, decode(repeat('00', 32), 'hex'));

-- Nothing of it is changed or taken out, whoever asks. A superuser can switch this off; then the chain tells.
create function audit_guard() returns trigger
	language plpgsql as $$
begin
	if tg_op = 'UPDATE' and tg_table_name = 'audit_entries' then
		if old.seq is null and new.id = old.id and new.content = old.content then return new; end if;
	elsif tg_op = 'UPDATE' then
		if new.seq > old.seq then return new; end if;
	end if;
	raise exception using errcode = 'restrict_violation', message = 'the audit chain is only added to';
end $$;
create trigger audit_entries_guard before update or delete on audit_entries for each row execute function audit_guard();
create trigger audit_entries_whole before truncate on audit_entries for each statement execute function audit_guard();
create trigger audit_head_guard before update or delete on audit_head for each row execute function audit_guard();
create trigger audit_head_whole before truncate on audit_head for each statement execute function audit_guard();

-- At the commit: every entry of this transaction becomes the next link, in the order it was made. Long transactions do not
-- wait for each other before that. Without a head nothing commits: what cannot be recorded does not happen.
create function audit_chain() returns trigger
	language plpgsql security definer set search_path = public, pg_temp
	as $$
declare
	head audit_head%rowtype;
	entry record;
begin
	-- The first entry of a transaction has taken the others along.
	if exists (select from audit_entries where id = new.id and seq is not null) then return null; end if;
	select * into strict head from audit_head for update;
	for entry in select id from audit_entries where seq is null and tx = pg_current_xact_id()::text order by id loop
		head.seq := head.seq + 1;
		update audit_entries set seq = head.seq, prev = head.hash, hash = sha256(head.hash || convert_to(content, 'UTF8'))
		where id = entry.id returning hash into head.hash;
	end loop;
	update audit_head set seq = head.seq, hash = head.hash;
	return null;
end $$;
create constraint trigger audit_entries_chain after insert on audit_entries
	deferrable initially deferred for each row execute function audit_chain();

-- Who and when is written here, so that no caller can leave it out. An actor that is no code could be a name: it is not kept.
create function audit_append(what jsonb, committee uuid) returns void
	language plpgsql set search_path = public, pg_temp
	as $$
declare
	actor text := coalesce(current_setting('kambana.actor', true), '');
begin
	if actor !~ '^[a-z][a-z_]{0,39}(:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$' then actor := 'unknown'; end if;
	insert into audit_entries (content) values (jsonb_strip_nulls(what || jsonb_build_object(
		'at', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
		'tx', pg_current_xact_id()::text,
		'actor', actor,
		'scope', coalesce(nullif(current_setting('kambana.scope', true), ''), 'none'),
		'committee', coalesce(committee, nullif(current_setting('kambana.committee', true), '')::uuid)))::text);
end $$;

-- One record before and after: whose it is, which one, its states, and which columns differ.
create type audit_touch as (committee uuid, id text, before text, after text, columns text[]);

-- Up to a hundred ids by themselves; of more, what proves later which they were.
create function audit_ids(ids text[]) returns jsonb
	language sql immutable parallel safe
	return case when cardinality(ids) <= 100 then to_jsonb(ids)
		else to_jsonb('sha256:' || encode(sha256(convert_to(array_to_string(ids, ' '), 'UTF8')), 'hex')) end;

-- One entry to a statement and committee.
create function audit_write(changed text, verb text, touched audit_touch[]) returns void
	language plpgsql set search_path = public, pg_temp
	as $$
begin
	perform audit_append(jsonb_build_object('table', changed, 'verb', verb, 'records', records,
		'columns', (select jsonb_agg(distinct name) from unnest(touched) as t cross join unnest(t.columns) as name
			where t.committee is not distinct from part.committee)
	), part.committee)
	from (
		-- Records that went the same way from state to state stand together; those that moved none, without.
		select committee, jsonb_agg(jsonb_build_object('from', before, 'to', after, 'rows', n, 'ids', ids) order by before, after) as records
		from (
			select t.committee, moved.before, moved.after, count(*) as n, audit_ids(array_agg(t.id order by t.id collate "C")) as ids
			from unnest(touched) as t
			cross join lateral (select case when t.before is distinct from t.after then t.before end as before,
				case when t.before is distinct from t.after then t.after end as after) as moved
			group by t.committee, moved.before, moved.after
		) grouped
		group by committee
	) part;
end $$;

-- Records every change of a table from now on; after a column was added, once more. The trigger is written for its table,
-- because reading rows as JSON would make an import twice as long.
create function audit_table(name text, keys text default null, ignored text default '') returns void
	language plpgsql as $body$
declare
	columns text[] := array(select attname from pg_attribute where attrelid = name::regclass and attnum > 0 and not attisdropped);
	primary_key text[] := array(select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
		where i.indrelid = name::regclass and i.indisprimary);
	key_columns text[] := coalesce(string_to_array(keys, ','), array(select attname from pg_attribute
		where attrelid = name::regclass and attname = any(primary_key)
			and atttypid in ('uuid'::regtype, 'smallint'::regtype, 'integer'::regtype, 'bigint'::regtype)));
	ignored_columns text[] := string_to_array(ignored, ',');
	committee text := case when 'committee_id' = any(columns) then '%1$s.committee_id' else 'null::uuid' end;
	state text := case when 'state' = any(columns) then '%1$s.state::text' else 'null::text' end;
	id text := (select 'concat_ws(''/'', ' || string_agg(format('%%1$s.%I', k), ', ') || ')' from unnest(key_columns) as k);
begin
	if cardinality(primary_key) = 0 or cardinality(key_columns) = 0 then
		raise exception 'audit_table(%): no primary key, or none of uuids and numbers; say with keys => ... what names a record', name;
	elsif not columns @> (key_columns || ignored_columns) then
		raise exception 'audit_table(%): one of the columns % does not exist', name, key_columns || ignored_columns;
	end if;
	execute format($function$
		create or replace function %1$I() returns trigger
			language plpgsql security definer set search_path = public, pg_temp
			as $$
		begin
			if tg_op = 'INSERT' then
				perform audit_write(tg_table_name, 'insert', array_agg(row(%2$s, %3$s, null, %4$s, null)::audit_touch)) from new_rows n
					having count(*) > 0;
			elsif tg_op = 'DELETE' then
				perform audit_write(tg_table_name, 'delete', array_agg(row(%5$s, %6$s, %7$s, null, null)::audit_touch)) from old_rows o
					having count(*) > 0;
			elsif tg_op = 'UPDATE' then
				-- What was written as it stood is no change.
				perform audit_write(tg_table_name, 'update', array_agg(touch)) from (
					select row(coalesce(%2$s, %5$s), coalesce(nullif(%3$s, ''), %6$s), %7$s, %4$s, array_remove(array[%8$s], null))::audit_touch as touch
					from old_rows o full join new_rows n on %9$s
				) compared where (touch).columns <> '{}' having count(*) > 0;
			else
				perform audit_append(jsonb_build_object('table', tg_table_name, 'verb', 'truncate'), null);
			end if;
			return null;
		end $$
		$function$,
		'audit_of_' || name, format(committee, 'n'), format(id, 'n'), format(state, 'n'), format(committee, 'o'), format(id, 'o'),
		format(state, 'o'),
		(select string_agg(format('case when o.%1$I is distinct from n.%1$I then %1$L end', c), ', ' order by c)
			from unnest(columns) as c where not c = any(ignored_columns)),
		(select string_agg(format('o.%1$I = n.%1$I', k), ' and ') from unnest(primary_key) as k));
	execute format('revoke execute on function %I from public', 'audit_of_' || name);
	execute format('create or replace trigger audit_insert after insert on %I referencing new table as new_rows
		for each statement execute function %I()', name, 'audit_of_' || name);
	execute format('create or replace trigger audit_update after update on %I referencing old table as old_rows new table as new_rows
		for each statement execute function %I()', name, 'audit_of_' || name);
	execute format('create or replace trigger audit_delete after delete on %I referencing old table as old_rows
		for each statement execute function %I()', name, 'audit_of_' || name);
	execute format('create or replace trigger audit_truncate after truncate on %I
		for each statement execute function %I()', name, 'audit_of_' || name);
end $body$;

-- What is no change of a table: a refused attempt, a sign-in that failed, an export that was taken. Codes and numbers only.
create function audit_note(what text, details jsonb) returns void
	language plpgsql security definer set search_path = public, pg_temp
	as $$
begin
	if what !~ '^[a-z][a-z_.]{0,59}$' or jsonb_typeof(details) <> 'object' or length(details::text) > 2000
		or exists (select from jsonb_each_text(details) where value like '%@%') then
		raise exception using errcode = 'check_violation', message = 'a note of the audit holds codes and numbers only';
	end if;
	perform audit_append(jsonb_build_object('what', what, 'details', details), null);
end $$;

-- The application reads, and adds through the triggers and the note. Nothing else.
grant select on audit_entries, audit_head to kambana_app;
revoke execute on function audit_chain, audit_append, audit_write, audit_table, audit_note from public;
grant execute on function audit_note to kambana_app;

alter table audit_entries enable row level security;
alter table audit_entries force row level security;
-- A committee's own people and the national office read what was done in it.
create policy own_committee on audit_entries for select using (committee_id = (select case
	when current_setting('kambana.scope', true) in ('committee', 'oversight')
	then nullif(current_setting('kambana.committee', true), '')::uuid end));
create policy installation on audit_entries for select using ((select in_scope('installation')));
-- The functions above work as the owner, whoever that is.
create policy keeper on audit_entries using (current_user <> 'kambana_app') with check (current_user <> 'kambana_app');

select audit_table(name) from unnest(array['committees', 'partners', 'partner_aliases', 'places', 'place_aliases', 'programmes',
	'programme_targets', 'programme_events', 'activities', 'activity_supporters', 'activity_events', 'import_previews', 'returns',
	'return_partners', 'announcements', 'announcement_versions']) as name;
select audit_table(name, keys => 'code') from unnest(array['counties', 'municipalities', 'units']) as name;
select audit_table('activity_readiness', keys => 'activity_id,item');
select audit_table('return_counts', keys => 'return_id,audience,sex,age_band,unit');
select audit_table('return_materials', keys => 'return_id,kind,language');
select audit_table('installation_facts', keys => 'name');
