-- One county's records are invisible to another, by the database itself. The first fence is the actions; this is the second.
do $$
declare tenant text;
begin
	foreach tenant in array array['partners', 'partner_aliases', 'places', 'place_aliases', 'programmes', 'programme_targets',
		'programme_events', 'activities', 'activity_supporters', 'activity_events', 'activity_readiness', 'import_previews',
		'returns', 'return_counts', 'return_partners', 'return_materials', 'announcements', 'announcement_versions'] loop
		execute format('alter table %I enable row level security', tenant);
		execute format('alter table %I force row level security', tenant);
		execute format('create policy own_committee on %I using (committee_id = (select scope_committee()))', tenant);
		execute format('create policy installation on %I using ((select in_scope(''installation'')))', tenant);
	end loop;
end $$;

-- What anybody may read: approved programmes, their public activities, who leads and supports those and where, and
-- published announcements. A visit to a classroom is closed and stays invisible here.
create policy published on programmes for select
	using ((select in_scope('public')) and state in ('approved', 'closed'));
create policy published on activities for select
	using ((select in_scope('public')) and visibility = 'public' and state <> 'proposed'
		and exists (select from programmes where programmes.id = programme_id));
create policy published on activity_supporters for select
	using ((select in_scope('public')) and exists (select from activities where activities.id = activity_id));
create policy published on partners for select
	using ((select in_scope('public')) and (
		exists (select from activities where activities.lead_partner_id = partners.id)
		or exists (select from activity_supporters where activity_supporters.partner_id = partners.id)));
create policy published on places for select
	using ((select in_scope('public')) and exists (select from activities where activities.place_id = places.id));
create policy published on announcements for select
	using ((select in_scope('public')) and exists (select from announcement_versions
		where announcement_versions.announcement_id = announcements.id));
create policy published on announcement_versions for select
	using ((select in_scope('public')) and state = 'published');
