-- Merging institutions moves their contacts, links, answers and teams.
create or replace function merge_partners(kept uuid, gone uuid, by_actor text) returns void
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
	update seats set partner_id = kept where partner_id = gone;
	-- A contact that both have is one.
	update answer_links set focal_point_id = same.id from focal_points twin join focal_points same
		on same.partner_id = kept and same.email = twin.email
	where twin.partner_id = gone and answer_links.focal_point_id = twin.id;
	delete from focal_points twin using focal_points same
	where twin.partner_id = gone and same.partner_id = kept and same.email = twin.email;
	update focal_points set partner_id = kept where partner_id = gone;
	update answer_links set partner_id = kept where partner_id = gone;
	update activity_answers set partner_id = kept where partner_id = gone;
	-- Two teams may have had the same name.
	update teams set partner_id = kept, version = version + 1, name = case when exists (select from teams same
		where same.partner_id = kept and same.name = teams.name) then left(name, 70) || ' (2)' else name end
	where partner_id = gone;
	update partner_aliases set partner_id = kept where partner_id = gone;
	insert into partner_aliases (id, committee_id, partner_id, alias, search_name)
	select gen_random_uuid(), committee, kept, name, search_name from partners where id = gone on conflict do nothing;
	update partners set municipality_code = coalesce(partners.municipality_code, other.municipality_code),
		confirmed = partners.confirmed or other.confirmed, demonstration = partners.demonstration and other.demonstration
	from partners other where partners.id = kept and other.id = gone;
	delete from partners where id = gone;
end $$;
