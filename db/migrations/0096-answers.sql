-- Answers without an account. A link is one institution's, for one activity; its token is derived from the id of the link and
-- the secret of the installation, and only its SHA-256 is kept (docs/decisions/0021).
create table answer_links (
	id uuid constraint answer_links_pkey primary key,
	committee_id uuid not null constraint answer_links_committee_fkey references committees,
	activity_id uuid not null constraint answer_links_activity_fkey references activities on delete cascade,
	partner_id uuid not null constraint answer_links_partner_fkey references partners on delete cascade,
	-- Who got it; the link of a contact that was removed opens nothing.
	focal_point_id uuid not null constraint answer_links_focal_point_fkey references focal_points on delete cascade,
	token_hash bytea not null constraint answer_links_token_key unique,
	sent_at timestamptz not null default history_moment(),
	-- The end of the activity's day in Albania, moved with that day.
	expires_at timestamptz not null,
	revoked_at timestamptz
);
create index answer_links_activity_idx on answer_links (activity_id, partner_id);
create index answer_links_partner_idx on answer_links (partner_id);
create index answer_links_focal_point_idx on answer_links (focal_point_id);
create index answer_links_committee_idx on answer_links (committee_id);

-- What an institution said; the latest counts, the earlier ones stay.
create table activity_answers (
	id uuid constraint activity_answers_pkey primary key,
	committee_id uuid not null constraint activity_answers_committee_fkey references committees,
	activity_id uuid not null constraint activity_answers_activity_fkey references activities on delete cascade,
	partner_id uuid not null constraint activity_answers_partner_fkey references partners on delete cascade,
	answer text not null constraint activity_answers_answer_check check (answer in ('yes', 'other_day', 'no')),
	-- The day that was asked about: an answer to another day is none to this one.
	for_day date,
	proposed_day date,
	proposed_hour time,
	reason text constraint activity_answers_reason_check check (reason in ('day', 'people', 'place', 'exams', 'transport', 'other')),
	note text constraint activity_answers_note_check check (length(note) between 1 and 200),
	via text not null constraint activity_answers_via_check check (via in ('link', 'account')),
	answered_at timestamptz not null default history_moment(),
	constraint activity_answers_day_check check ((answer = 'other_day') = (proposed_day is not null)),
	constraint activity_answers_hour_check check (proposed_hour is null or proposed_day is not null),
	constraint activity_answers_why_check check ((answer = 'no') = (reason is not null))
);
create index activity_answers_activity_idx on activity_answers (activity_id, partner_id, answered_at desc);
create index activity_answers_partner_idx on activity_answers (partner_id);
create index activity_answers_committee_idx on activity_answers (committee_id);

-- A link is looked up by its own token and shows nothing else.
create function scope_link() returns bytea
	language sql stable parallel safe
	return case when current_setting('kambana.scope', true) = 'link'
		then decode(nullif(current_setting('kambana.link', true), ''), 'hex') end;
-- Whoever answers by link acts in the scope of that activity, for one institution.
create function scope_answering() returns uuid
	language sql stable parallel safe
	return case when current_setting('kambana.scope', true) = 'activity'
		then nullif(current_setting('kambana.partner', true), '')::uuid end;

do $$
declare tenant text;
begin
	foreach tenant in array array['answer_links', 'activity_answers'] loop
		execute format('alter table %I enable row level security', tenant);
		execute format('alter table %I force row level security', tenant);
		execute format('create policy own_committee on %I using (committee_id = (select scope_committee()))', tenant);
		execute format('create policy installation on %I using ((select in_scope(''installation'')))', tenant);
		execute format('create policy own_answers on %I for select using (committee_id = (select narrow_committee())
			and partner_id = (select scope_answering()) and activity_id = any ((select scope_activities())::uuid[]))', tenant);
	end loop;
end $$;
create policy by_token on answer_links for select using (token_hash = (select scope_link()));
create policy answers_itself on activity_answers for insert with check (committee_id = (select narrow_committee())
	and partner_id = (select scope_answering()) and activity_id = any ((select scope_activities())::uuid[]));

-- Whoever speaks for an institution with an account sees and gives its answers at the desk.
create policy own_institution on activity_answers for select
	using (committee_id = (select narrow_committee()) and partner_id = (select scope_partner()));
create policy answers_at_desk on activity_answers for insert with check (committee_id = (select narrow_committee())
	and partner_id = (select scope_partner()) and sees_activity(activity_id));
create policy answers_at_desk on activity_events for insert with check (committee_id = (select narrow_committee())
	and kind in ('answered_yes', 'answered_other_day', 'answered_no') and (select scope_partner()) is not null
	and sees_activity(activity_id));

-- An answer is neither a return nor a gate, and only the lead's moves the activity.
do $$
declare closed text;
begin
	foreach closed in array array['activity_readiness', 'returns', 'return_counts', 'return_partners', 'return_materials'] loop
		execute format('create policy not_by_link on %I as restrictive using ((select scope_answering()) is null)', closed);
	end loop;
end $$;
create policy answers_by_link on activity_events as restrictive for insert with check ((select scope_answering()) is null
	or kind in ('answered_yes', 'answered_other_day', 'answered_no', 'confirmed'));
create policy lead_by_link on activities as restrictive for update
	using ((select scope_answering()) is null or lead_partner_id = (select scope_answering()));

grant select, insert, update, delete on answer_links to kambana_app;
grant select, insert on activity_answers to kambana_app;
select audit_table('answer_links');
select audit_table('activity_answers');

-- When an activity moves, so does the end of its links. Who moves it sees them: the committee, or the installation.
create function move_answer_links() returns trigger
	language plpgsql as $$
begin
	update answer_links set expires_at = (new.takes_place_on + 1)::timestamp at time zone 'Europe/Tirane' where activity_id = new.id;
	return null;
end $$;
create trigger activities_move_links after update of takes_place_on on activities
	for each row when (new.takes_place_on is not null and new.takes_place_on is distinct from old.takes_place_on)
	execute function move_answer_links();

alter table activity_events drop constraint activity_events_kind_check;
alter table activity_events add constraint activity_events_kind_check check (kind in ('proposed', 'imported', 'edited', 'confirmed',
	'readied', 'held', 'returned', 'corrected', 'accepted', 'postponed', 'cancelled', 'reopened', 'readiness_checked',
	'answers_asked', 'answer_revoked', 'answered_yes', 'answered_other_day', 'answered_no'));

-- Merging institutions moves their contacts, links and answers too.
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
	update partner_aliases set partner_id = kept where partner_id = gone;
	insert into partner_aliases (id, committee_id, partner_id, alias, search_name)
	select gen_random_uuid(), committee, kept, name, search_name from partners where id = gone on conflict do nothing;
	update partners set municipality_code = coalesce(partners.municipality_code, other.municipality_code),
		confirmed = partners.confirmed or other.confirmed, demonstration = partners.demonstration and other.demonstration
	from partners other where partners.id = kept and other.id = gone;
	delete from partners where id = gone;
end $$;
