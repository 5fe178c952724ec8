-- National activities: the office of the National Coordinator publishes one, each county joins it with an activity of its own, or says that
-- it does not (docs/decisions/0038). The office never writes a county's record, nor a county the office's.
create table national_activities (
	id uuid constraint national_activities_pkey primary key,
	-- The office's.
	committee_id uuid not null constraint national_activities_committee_fkey references committees,
	title_sq text not null constraint national_activities_title_sq_check check (length(title_sq) between 1 and 200),
	title_en text not null constraint national_activities_title_en_check check (length(title_en) between 1 and 200),
	aim_sq text not null constraint national_activities_aim_sq_check check (length(aim_sq) <= 2000),
	aim_en text not null constraint national_activities_aim_en_check check (length(aim_en) <= 2000),
	-- For the counties, not for the public.
	guidance_sq text not null constraint national_activities_guidance_sq_check check (length(guidance_sq) <= 4000),
	guidance_en text not null constraint national_activities_guidance_en_check check (length(guidance_en) <= 4000),
	starts_on date not null,
	ends_on date not null,
	audiences text[] not null constraint national_activities_audiences_check check (cardinality(audiences) >= 1),
	methods text[] not null,
	state text not null default 'draft' constraint national_activities_state_check check (state in ('draft', 'published', 'withdrawn')),
	-- Why it was withdrawn, as counties read it.
	reason text constraint national_activities_reason_check check (length(reason) between 1 and 500),
	version integer not null default 1,
	published_at timestamptz,
	reminded_at timestamptz,
	demonstration boolean not null default false,
	created_at timestamptz not null default history_moment(),
	constraint national_activities_period_check check (ends_on >= starts_on and ends_on <= starts_on + 31),
	constraint national_activities_published_check check ((state = 'draft') = (published_at is null)),
	constraint national_activities_withdrawn_check check ((state = 'withdrawn') = (reason is not null))
);
create index national_activities_committee_idx on national_activities (committee_id, starts_on);

-- What a county says to one: joined, with an activity of its own, or declined. No row: silent.
create table national_answers (
	id uuid constraint national_answers_pkey primary key,
	committee_id uuid not null constraint national_answers_committee_fkey references committees,
	national_id uuid not null constraint national_answers_national_fkey references national_activities on delete cascade,
	answer text not null constraint national_answers_answer_check check (answer in ('joined', 'declined')),
	reason text constraint national_answers_reason_check check (length(reason) between 1 and 500),
	activity_id uuid constraint national_answers_activity_fkey references activities on delete cascade,
	-- What the county knew when it answered or last looked: what differs from it now was changed since.
	known_from date not null,
	known_to date not null,
	knows_withdrawn boolean not null default false,
	actor text not null,
	answered_at timestamptz not null default history_moment(),
	constraint national_answers_national_key unique (committee_id, national_id),
	constraint national_answers_activity_key unique (activity_id),
	constraint national_answers_joined_check check ((answer = 'joined') = (activity_id is not null)),
	constraint national_answers_declined_check check ((answer = 'declined') = (reason is not null))
);
create index national_answers_national_idx on national_answers (national_id);

do $$
declare told text;
begin
	foreach told in array array['national_activities', 'national_answers'] loop
		execute format('alter table %I enable row level security', told);
		execute format('alter table %I force row level security', told);
		execute format('create policy own_committee on %I using (committee_id = (select scope_committee()))', told);
		execute format('create policy installation on %I using ((select in_scope(''installation'')))', told);
		execute format('create trigger %I after insert or update or delete on %I for each statement execute function tell_public_changed()',
			told || '_public', told);
		execute format('select audit_table(%L)', told);
	end loop;
end $$;

-- Only the office has any, whatever a county's transaction is made to do.
create policy of_the_office on national_activities as restrictive for insert with check (committee_id = (select national_committee()));
create policy shared on national_activities for select using (state <> 'draft' and committee_id = (select national_committee())
	and (select reading_committee()) is not null);
create policy published on national_activities for select using ((select in_scope('public')) and state = 'published');

-- A county answers what is published, with an activity of its own; the references alone would not ask whose they are. Both sides are
-- asked in the scope of whoever writes, so it sees them.
create policy of_a_county on national_answers as restrictive for insert with check (
	exists (select from national_activities where national_activities.id = national_id and state <> 'draft')
	and (activity_id is null or exists (select from activities where activities.id = activity_id
		and activities.committee_id = national_answers.committee_id)));
create policy with_its_own on national_answers as restrictive for update with check (
	activity_id is null or exists (select from activities where activities.id = activity_id
		and activities.committee_id = national_answers.committee_id));
-- The office asks each county in turn, in the scope in which it reads what counties plan.
create policy oversight on national_answers for select using (committee_id = (select oversight_committee()));
create policy narrow_reads on national_answers for select
	using (committee_id = (select narrow_committee()) and activity_id is not null and sees_activity(activity_id));
create policy published on national_answers for select using ((select in_scope('public')) and answer = 'joined'
	and exists (select from activities where activities.id = activity_id)
	and exists (select from national_activities where national_activities.id = national_id));

grant select, insert, update, delete on national_activities to kambana_app;
grant select, insert, delete on national_answers to kambana_app;
-- Whose it is and what it answers to stay.
grant update (answer, reason, activity_id, known_from, known_to, knows_withdrawn, actor, answered_at) on national_answers to kambana_app;
