-- An approved programme is a version: its activities frozen as they stood, so that what changed since can be told (docs/decisions/0032).
create table programme_versions (
	id uuid constraint programme_versions_pkey primary key,
	committee_id uuid not null constraint programme_versions_committee_fkey references committees,
	programme_id uuid not null constraint programme_versions_programme_fkey references programmes on delete cascade,
	number integer not null constraint programme_versions_number_check check (number >= 1),
	approved_at timestamptz not null default history_moment(),
	actor text not null,
	-- Titles, period, aims and targets as they stood; the shape is in versions/model.ts.
	content jsonb not null,
	-- SHA-256 of the content with the activities, in their canonical form.
	digest bytea not null constraint programme_versions_digest_check check (length(digest) = 32),
	constraint programme_versions_number_key unique (programme_id, number)
);
create index programme_versions_committee_idx on programme_versions (committee_id);

-- A row for each activity, so that the database can show the public and an institution what is theirs to see, and no more.
create table programme_version_activities (
	committee_id uuid not null constraint programme_version_activities_committee_fkey references committees,
	version_id uuid not null constraint programme_version_activities_version_fkey references programme_versions on delete cascade,
	activity_id uuid not null constraint programme_version_activities_activity_fkey references activities on delete cascade,
	-- As it stood: open to the public, and agreed.
	open boolean not null,
	-- Who led and supported it.
	partner_ids uuid[] not null,
	content jsonb not null,
	constraint programme_version_activities_pkey primary key (version_id, activity_id)
);
create index programme_version_activities_activity_idx on programme_version_activities (activity_id);
create index programme_version_activities_committee_idx on programme_version_activities (committee_id);

-- Whether anybody may still be told of an activity: it is in a published programme and was not closed to the public meanwhile. Asked
-- in the scope of the installation, because the public does not see what is being planned again; the scope is put back as in 0050.
create function activity_is_open(activity uuid) returns boolean
	language plpgsql as $$
declare
	scope_before text := coalesce(current_setting('kambana.scope', true), '');
	answer boolean;
begin
	perform set_config('kambana.scope', 'installation', true);
	select exists (select from activities join programmes on programmes.id = programme_id
		where activities.id = activity and visibility = 'public' and programmes.state in ('approved', 'closed')) into answer;
	perform set_config('kambana.scope', scope_before, true);
	return answer;
end $$;

-- Institutions and places of a version that were merged into others since: they are the same, so nothing has changed.
create function merged_since(version uuid) returns table (was uuid, kept uuid)
	language plpgsql as $$
declare
	scope_before text := coalesce(current_setting('kambana.scope', true), '');
begin
	perform set_config('kambana.scope', 'installation', true);
	return query
		with named as (
			select committee_id, (content ->> 'leadId')::uuid as id, content ->> 'leadName' as name
			from programme_version_activities where version_id = version
			union select committee_id, (supporter ->> 'id')::uuid, supporter ->> 'name'
			from programme_version_activities, jsonb_array_elements(content -> 'supporters') as supporter where version_id = version
		), placed as (
			select distinct committee_id, (content ->> 'placeId')::uuid as id, content ->> 'placeName' as name
			from programme_version_activities where version_id = version and content ->> 'placeId' is not null
		)
		select named.id, partner_id from named join partner_aliases on partner_aliases.committee_id = named.committee_id and alias = named.name
		where not exists (select from partners where partners.id = named.id)
		union select placed.id, place_id from placed join place_aliases on place_aliases.committee_id = placed.committee_id and alias = placed.name
		where not exists (select from places where places.id = placed.id);
	perform set_config('kambana.scope', scope_before, true);
end $$;

do $$
declare tenant text;
begin
	foreach tenant in array array['programme_versions', 'programme_version_activities'] loop
		execute format('alter table %I enable row level security', tenant);
		execute format('alter table %I force row level security', tenant);
		execute format('create policy own_committee on %I using (committee_id = (select scope_committee()))', tenant);
		execute format('create policy installation on %I using ((select in_scope(''installation'')))', tenant);
		execute format('create policy oversight on %I for select using (committee_id = (select oversight_committee()))', tenant);
		-- Written once.
		execute format('grant select, insert on %I to kambana_app', tenant);
		execute format('create trigger %I after insert or update or delete on %I for each statement execute function tell_public_changed()',
			tenant || '_public', tenant);
		execute format('select audit_table(%L)', tenant);
	end loop;
end $$;
create policy narrow_reads on programme_versions for select using (committee_id = (select narrow_committee()));
create policy narrow_reads on programme_version_activities for select using (committee_id = (select narrow_committee())
	and (select scope_partner()) = any (partner_ids));
create policy published on programme_versions for select
	using ((select in_scope('public')) and exists (select from programmes where programmes.id = programme_id));
create policy published on programme_version_activities for select
	using ((select in_scope('public')) and open and activity_is_open(activity_id));

-- Whoever writes, the owner of the tables too.
create function refuse_change_of_version() returns trigger
	language plpgsql as $$
begin
	raise exception using errcode = 'restrict_violation', message = 'a version of a programme is frozen', constraint = tg_table_name || '_frozen';
end $$;
create trigger programme_versions_frozen before update on programme_versions
	for each row execute function refuse_change_of_version();
create trigger programme_version_activities_frozen before update on programme_version_activities
	for each row execute function refuse_change_of_version();

alter table programme_events drop constraint programme_events_kind_check;
alter table programme_events add constraint programme_events_kind_check check (kind in ('created', 'edited', 'submitted', 'sent_back',
	'approved', 'reopened', 'closed', 'imported'));

-- Why an activity that is open to the public does not take place, as the public reads it. Only what was written knowing that: the reason of
-- an activity that was closed when it was written stays in its history.
alter table activities add column public_reason text constraint activities_public_reason_check
	check (public_reason is null or (length(public_reason) between 1 and 500 and state in ('postponed', 'cancelled')));
select audit_table('activities');
