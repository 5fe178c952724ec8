-- What the national office has approved and Kambana sets itself, anybody may print: the public reads these materials and nothing else of the
-- library. The versions say whether anything is approved; the materials follow them, never the other way round.
create policy published on material_versions for select using ((select in_scope('public')) and state = 'approved' and texts is not null
	and committee_id = (select national_committee()));
create policy published on materials for select using ((select in_scope('public')) and kind in ('leaflet', 'poster', 'card')
	and committee_id = (select national_committee()) and expires_on >= (now() at time zone 'Europe/Tirane')::date
	and exists (select from material_versions v where v.material_id = materials.id and v.state = 'approved'));
create trigger materials_public after insert or update or delete on materials for each statement execute function tell_public_changed();
create trigger material_versions_public after insert or update or delete on material_versions
	for each statement execute function tell_public_changed();
