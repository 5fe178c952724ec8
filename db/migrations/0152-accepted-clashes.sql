-- Clashes of a plan that a person has looked at and accepted, with a reason. The key names the clash as planned (kind, activities, days, hours):
-- when one of them moves the clash has another key, and what was accepted says nothing about it (src/activities/clashes.ts).
create table accepted_clashes (
	id uuid constraint accepted_clashes_pkey primary key,
	committee_id uuid not null constraint accepted_clashes_committee_fkey references committees,
	programme_id uuid not null constraint accepted_clashes_programme_fkey references programmes on delete cascade,
	key text not null constraint accepted_clashes_length_check check (length(key) between 1 and 2000),
	reason text not null constraint accepted_clashes_reason_check check (length(reason) between 1 and 500),
	actor text not null,
	at timestamptz not null default history_moment(),
	constraint accepted_clashes_key_key unique (committee_id, key)
);
create index accepted_clashes_programme_idx on accepted_clashes (programme_id);
alter table accepted_clashes enable row level security;
alter table accepted_clashes force row level security;
create policy own_committee on accepted_clashes using (committee_id = (select scope_committee()));
create policy installation on accepted_clashes using ((select in_scope('installation')));
create policy oversight on accepted_clashes for select using (committee_id = (select oversight_committee()));
grant select, insert, delete on accepted_clashes to kambana_app;
select audit_table('accepted_clashes');

alter table activity_events drop constraint activity_events_kind_check;
alter table activity_events add constraint activity_events_kind_check check (kind in ('proposed', 'imported', 'edited', 'confirmed',
	'readied', 'held', 'returned', 'corrected', 'accepted', 'postponed', 'cancelled', 'reopened', 'readiness_checked',
	'answers_asked', 'answer_revoked', 'answered_yes', 'answered_other_day', 'answered_no', 'clash_accepted', 'clash_reopened'));
