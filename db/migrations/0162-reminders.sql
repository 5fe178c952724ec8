-- When a committee lets reminders go out by themselves; without a row none do.
create table reminder_settings (
	committee_id uuid constraint reminder_settings_pkey primary key constraint reminder_settings_committee_fkey references committees,
	enabled boolean not null,
	-- Days of silence before the first, days between two, and how many at most for one activity.
	first_after smallint not null constraint reminder_settings_first_check check (first_after between 1 and 30),
	then_every smallint not null constraint reminder_settings_every_check check (then_every between 1 and 30),
	at_most smallint not null constraint reminder_settings_most_check check (at_most between 1 and 5),
	-- Days before an activity on which who takes part is reminded of it; 0 for never.
	days_before smallint not null constraint reminder_settings_before_check check (days_before between 0 and 14)
);
alter table reminder_settings enable row level security;
alter table reminder_settings force row level security;
create policy own_committee on reminder_settings using (committee_id = (select scope_committee()));
create policy installation on reminder_settings using ((select in_scope('installation')));
create policy oversight on reminder_settings for select using (committee_id = (select oversight_committee()));
grant select, insert, update, delete on reminder_settings to kambana_app;
select audit_table('reminder_settings');

-- What an institution was reminded of: the answer that is missing, or the activity that comes. The day for which a reminder was due belongs to
-- its key, so whoever runs twice, or at the same time, writes it once.
create table reminders (
	id uuid constraint reminders_pkey primary key,
	committee_id uuid not null constraint reminders_committee_fkey references committees,
	activity_id uuid not null constraint reminders_activity_fkey references activities on delete cascade,
	partner_id uuid not null constraint reminders_partner_fkey references partners on delete cascade,
	kind text not null constraint reminders_kind_check check (kind in ('silence', 'coming')),
	due_on date not null,
	sent_at timestamptz not null default history_moment(),
	constraint reminders_once_key unique (activity_id, partner_id, kind, due_on)
);
create index reminders_partner_idx on reminders (partner_id);
create index reminders_committee_idx on reminders (committee_id);
alter table reminders enable row level security;
alter table reminders force row level security;
create policy own_committee on reminders using (committee_id = (select scope_committee()));
create policy installation on reminders using ((select in_scope('installation')));
grant select, insert, update, delete on reminders to kambana_app;
select audit_table('reminders');

-- One page of everything that is asked of an institution in a month, for one of its contacts. The link opens what the living links of that
-- contact open, and ends with the last of them.
create table month_links (
	id uuid constraint month_links_pkey primary key,
	committee_id uuid not null constraint month_links_committee_fkey references committees,
	programme_id uuid not null constraint month_links_programme_fkey references programmes on delete cascade,
	partner_id uuid not null constraint month_links_partner_fkey references partners on delete cascade,
	focal_point_id uuid not null constraint month_links_focal_point_fkey references focal_points on delete cascade,
	token_hash bytea not null constraint month_links_token_key unique,
	sent_at timestamptz not null default history_moment(),
	constraint month_links_contact_key unique (programme_id, focal_point_id)
);
create index month_links_partner_idx on month_links (partner_id);
create index month_links_focal_point_idx on month_links (focal_point_id);
create index month_links_committee_idx on month_links (committee_id);
alter table month_links enable row level security;
alter table month_links force row level security;
create policy own_committee on month_links using (committee_id = (select scope_committee()));
create policy installation on month_links using ((select in_scope('installation')));
create policy by_token on month_links for select using (token_hash = (select scope_link()));
create policy own_month on month_links for select
	using (committee_id = (select narrow_committee()) and partner_id = (select scope_answering()));
grant select, insert, update, delete on month_links to kambana_app;
select audit_table('month_links');

-- Whoever has the link of a month finds the links of its contact, and nothing else.
create function month_contact() returns uuid
	language sql stable
	return (select focal_point_id from month_links where token_hash = scope_link());
create policy by_month on answer_links for select
	using ((select scope_link()) is not null and focal_point_id = (select month_contact()));

-- What the history of an activity tells more. The list is read as it is, so that it does not matter which release added to it before.
do $$
declare kinds text;
begin
	select string_agg(distinct quote_literal(kind), ', ') into kinds from (
		select (regexp_matches(pg_get_constraintdef(oid), '''([a-z_]+)''::text', 'g'))[1] as kind
		from pg_constraint where conname = 'activity_events_kind_check'
		union all
		select unnest(array['reminded', 'contribution_asked', 'contribution_removed', 'contribution_confirmed', 'contribution_declined'])
	) as every;
	alter table activity_events drop constraint activity_events_kind_check;
	execute format('alter table activity_events add constraint activity_events_kind_check check (kind in (%s))', kinds);
end $$;
drop policy answers_by_link on activity_events;
create policy answers_by_link on activity_events as restrictive for insert with check ((select scope_answering()) is null
	or kind in ('answered_yes', 'answered_other_day', 'answered_no', 'confirmed', 'contribution_confirmed', 'contribution_declined'));
create policy brings_at_desk on activity_events for insert with check (committee_id = (select narrow_committee())
	and kind in ('contribution_confirmed', 'contribution_declined') and (select scope_partner()) is not null
	and sees_activity(activity_id));
