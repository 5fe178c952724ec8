-- Two records turn out to be one institution or one place. Every reference moves, also those in returns: the application itself
-- may only add to returns and histories, so these two functions do it with the rights of the owner, inside the caller's scope.
create function merge_partners(kept uuid, gone uuid, by_actor text) returns void
	language plpgsql security definer set search_path = public, pg_temp
	as $$
declare
	committee uuid;
	kept_name text;
	gone_name text;
begin
	perform from partners where id in (kept, gone) order by id for update;
	select committee_id, name into committee, gone_name from partners where id = gone;
	select name into kept_name from partners where id = kept and id <> gone and committee_id = committee;
	if kept_name is null or not (in_scope('installation') or coalesce(committee = scope_committee(), false)) then
		raise exception using errcode = 'no_data_found', message = 'no two partners of this committee';
	end if;
	with moved as (
		update activities set lead_partner_id = kept, version = version + 1, changed_at = now()
		where lead_partner_id = gone returning id, state
	)
	insert into activity_events (id, committee_id, activity_id, kind, from_state, to_state, changes, actor)
	select gen_random_uuid(), committee, id, 'edited', state, state,
		jsonb_build_object('leadId', jsonb_build_object('from', gone_name, 'to', kept_name)), by_actor
	from moved;
	insert into activity_supporters (committee_id, activity_id, partner_id)
	select committee, activity_id, kept from activity_supporters where partner_id = gone on conflict do nothing;
	delete from activity_supporters where partner_id = gone;
	-- Who leads an activity is not counted as its supporter too.
	delete from activity_supporters using activities
	where activities.id = activity_id and partner_id = kept and lead_partner_id = kept;
	insert into return_partners (committee_id, return_id, partner_id)
	select committee, return_id, kept from return_partners where partner_id = gone on conflict do nothing;
	delete from return_partners where partner_id = gone;
	update partner_aliases set partner_id = kept where partner_id = gone;
	insert into partner_aliases (id, committee_id, partner_id, alias, search_name)
	select gen_random_uuid(), committee, kept, name, search_name from partners where id = gone on conflict do nothing;
	update partners set municipality_code = coalesce(partners.municipality_code, other.municipality_code),
		confirmed = partners.confirmed or other.confirmed, demonstration = partners.demonstration and other.demonstration
	from partners other where partners.id = kept and other.id = gone;
	delete from partners where id = gone;
end $$;

create function merge_places(kept uuid, gone uuid, by_actor text) returns void
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
	update place_aliases set place_id = kept where place_id = gone;
	insert into place_aliases (id, committee_id, place_id, alias, search_name)
	select gen_random_uuid(), committee, kept, name, search_name from places
	where id = gone and search_name <> remaining.search_name on conflict do nothing;
	update places set confirmed = places.confirmed or other.confirmed, demonstration = places.demonstration and other.demonstration
	from places other where places.id = kept and other.id = gone;
	delete from places where id = gone;
end $$;

revoke execute on function merge_partners, merge_places from public;
grant execute on function merge_partners, merge_places to kambana_app;
