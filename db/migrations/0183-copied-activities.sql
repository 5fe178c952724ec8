-- Which activity of an earlier month an activity was copied from: by it a month is copied once, however often somebody confirms
-- (docs/decisions/0037).
create table copied_activities (
	activity_id uuid constraint copied_activities_pkey primary key
		constraint copied_activities_activity_fkey references activities on delete cascade,
	committee_id uuid not null constraint copied_activities_committee_fkey references committees,
	programme_id uuid not null constraint copied_activities_programme_fkey references programmes on delete cascade,
	source_id uuid not null constraint copied_activities_source_fkey references activities on delete cascade,
	constraint copied_activities_source_key unique (programme_id, source_id),
	constraint copied_activities_itself_check check (source_id <> activity_id)
);
create index copied_activities_source_idx on copied_activities (source_id);
create index copied_activities_committee_idx on copied_activities (committee_id);

alter table copied_activities enable row level security;
alter table copied_activities force row level security;
create policy own_committee on copied_activities using (committee_id = (select scope_committee()));
create policy installation on copied_activities using ((select in_scope('installation')));
create policy oversight on copied_activities for select using (committee_id = (select oversight_committee()));
-- Written once.
grant select, insert on copied_activities to kambana_app;
select audit_table('copied_activities', keys => 'activity_id');
