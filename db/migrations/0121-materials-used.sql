-- Activities plan with versions of materials, and returns name what was handed out.
create table activity_materials (
	committee_id uuid not null constraint activity_materials_committee_fkey references committees,
	activity_id uuid not null constraint activity_materials_activity_fkey references activities on delete cascade,
	version_id uuid not null constraint activity_materials_version_fkey references material_versions on delete cascade,
	constraint activity_materials_pkey primary key (activity_id, version_id)
);
create index activity_materials_version_idx on activity_materials (version_id);
create index activity_materials_committee_idx on activity_materials (committee_id);
alter table activity_materials enable row level security;
alter table activity_materials force row level security;
create policy own_committee on activity_materials using (committee_id = (select scope_committee()));
create policy installation on activity_materials using ((select in_scope('installation')));
create policy oversight on activity_materials for select using (committee_id = (select oversight_committee()));
create policy narrow_reads on activity_materials for select
	using (committee_id = (select narrow_committee()) and sees_activity(activity_id));
create policy narrow_adds on activity_materials for insert
	with check (committee_id = (select narrow_committee()) and carries_activity(activity_id));
create policy narrow_clears on activity_materials for delete
	using (committee_id = (select narrow_committee()) and carries_activity(activity_id));
create policy not_by_link on activity_materials as restrictive using ((select scope_answering()) is null);
grant select, insert, delete on activity_materials to kambana_app;
select audit_table('activity_materials');

-- Two leaflets of one kind and language, for pupils and for parents, are two lines of a return; without a version there is one.
alter table return_materials
	add column version_id uuid constraint return_materials_version_fkey references material_versions on delete set null,
	add column id uuid not null default gen_random_uuid(),
	drop constraint return_materials_pkey,
	add constraint return_materials_pkey primary key (id),
	add constraint return_materials_line_key unique nulls not distinct (return_id, kind, language, version_id);
create index return_materials_version_idx on return_materials (version_id);
select audit_table('return_materials');

-- What lies at a place moves along when two places are one.
create or replace function merge_places(kept uuid, gone uuid, by_actor text) returns void
	language plpgsql security definer set search_path = public, pg_temp
	as $$
declare
	committee uuid;
	remaining places%rowtype;
	gone_name text;
begin
	perform from places where id in (kept, gone) order by id for update;
	select committee_id, name into committee, gone_name from places where id = gone;
	select * into remaining from places where id = kept and id <> gone and committee_id = committee;
	if remaining.id is null or not (in_scope('installation') or coalesce(committee = scope_committee(), false)) then
		raise exception using errcode = 'no_data_found', message = 'no two places of this committee';
	end if;
	-- An activity lies where its place lies.
	with moved as (
		update activities set place_id = kept, version = version + 1, changed_at = now(),
			municipality_code = case when national then null else coalesce(remaining.municipality_code, municipality_code) end,
			unit_code = case when national then null when remaining.municipality_code is null then unit_code else remaining.unit_code end
		where place_id = gone returning id, state
	)
	insert into activity_events (id, committee_id, activity_id, kind, from_state, to_state, changes, actor)
	select gen_random_uuid(), committee, id, 'edited', state, state,
		jsonb_build_object('placeId', jsonb_build_object('from', gone_name, 'to', remaining.name)), by_actor
	from moved;
	update stock_movements set place_id = kept where place_id = gone;
	insert into recall_notices (committee_id, recall_id, place_id, partner_id, written_at)
	select committee_id, recall_id, kept, partner_id, written_at from recall_notices where place_id = gone on conflict do nothing;
	update place_aliases set place_id = kept where place_id = gone;
	insert into place_aliases (id, committee_id, place_id, alias, search_name)
	select gen_random_uuid(), committee, kept, name, search_name from places
	where id = gone and search_name <> remaining.search_name on conflict do nothing;
	update places set confirmed = places.confirmed or other.confirmed, demonstration = places.demonstration and other.demonstration
	from places other where places.id = kept and other.id = gone;
	delete from places where id = gone;
end $$;
