-- What an institution, or the secretariat itself, has promised to do by a day. A task hangs on a programme, on one of its activities, or on
-- the meeting that gave it (0165 says what a meeting is and adds the reference).
create table tasks (
	id uuid constraint tasks_pkey primary key,
	committee_id uuid not null constraint tasks_committee_fkey references committees,
	-- The programme of an activity stands here too, so that a month is listed by one column.
	programme_id uuid constraint tasks_programme_fkey references programmes on delete cascade,
	activity_id uuid constraint tasks_activity_fkey references activities on delete cascade,
	meeting_id uuid,
	-- Whose it is; null for the secretariat.
	partner_id uuid constraint tasks_partner_fkey references partners on delete cascade,
	title text not null constraint tasks_title_check check (length(title) between 1 and 200),
	due_on date not null,
	state text not null default 'open' constraint tasks_state_check check (state in ('open', 'done', 'cancelled')),
	actor text not null,
	made_at timestamptz not null default history_moment(),
	changed_at timestamptz not null default history_moment(),
	constraint tasks_origin_check check (programme_id is not null or meeting_id is not null),
	constraint tasks_activity_check check (activity_id is null or programme_id is not null)
);
create index tasks_committee_idx on tasks (committee_id, state, due_on);
create index tasks_programme_idx on tasks (programme_id);
create index tasks_activity_idx on tasks (activity_id);
create index tasks_meeting_idx on tasks (meeting_id);
create index tasks_partner_idx on tasks (partner_id);

alter table tasks enable row level security;
alter table tasks force row level security;
create policy own_committee on tasks using (committee_id = (select scope_committee()));
create policy installation on tasks using ((select in_scope('installation')));
create policy oversight on tasks for select using (committee_id = (select oversight_committee()));
-- An institution sees its own, with an account or by link; with an account it says that they are done.
create policy own_institution on tasks for select using (committee_id = (select narrow_committee())
	and partner_id = coalesce((select scope_partner()), (select scope_answering())));
create policy done_itself on tasks for update
	using (committee_id = (select narrow_committee()) and partner_id = (select scope_partner()));
grant select, insert, delete on tasks to kambana_app;
-- Whose it is, what it says and when it is due stay as they were agreed; a task that is wrong is cancelled.
grant update (state, changed_at) on tasks to kambana_app;
select audit_table('tasks');
