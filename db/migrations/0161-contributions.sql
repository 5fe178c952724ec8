-- Who brings what to an activity: asked of an institution, confirmed or declined by it.
create table contributions (
	id uuid constraint contributions_pkey primary key,
	committee_id uuid not null constraint contributions_committee_fkey references committees,
	activity_id uuid not null constraint contributions_activity_fkey references activities on delete cascade,
	partner_id uuid not null constraint contributions_partner_fkey references partners on delete cascade,
	kind text not null constraint contributions_kind_check check (kind in ('leaflets', 'projector', 'speaker', 'police_presence',
		'room', 'transport', 'sound', 'refreshments', 'other')),
	quantity integer constraint contributions_quantity_check check (quantity between 1 and 100000),
	-- Which leaflet of the library.
	version_id uuid constraint contributions_version_fkey references material_versions on delete set null,
	note text constraint contributions_note_check check (length(note) between 1 and 120),
	state text not null default 'asked' constraint contributions_state_check check (state in ('asked', 'confirmed', 'declined')),
	asked_at timestamptz not null default history_moment(),
	answered_at timestamptz,
	constraint contributions_other_check check (kind <> 'other' or note is not null),
	constraint contributions_answered_check check ((state = 'asked') = (answered_at is null))
);
create index contributions_activity_idx on contributions (activity_id, partner_id);
create index contributions_partner_idx on contributions (partner_id);
create index contributions_version_idx on contributions (version_id);
create index contributions_committee_idx on contributions (committee_id);

alter table contributions enable row level security;
alter table contributions force row level security;
create policy own_committee on contributions using (committee_id = (select scope_committee()));
create policy installation on contributions using ((select in_scope('installation')));
create policy oversight on contributions for select using (committee_id = (select oversight_committee()));
-- Whoever carries an activity out, or supports it, sees who brings what; by link an institution sees its own lines only.
create policy narrow_reads on contributions for select
	using (committee_id = (select narrow_committee()) and sees_activity(activity_id));
create policy brings_itself on contributions for update using (committee_id = (select narrow_committee())
	and partner_id = coalesce((select scope_partner()), (select scope_answering())) and sees_activity(activity_id));
create policy own_by_link on contributions as restrictive
	using ((select scope_answering()) is null or partner_id = (select scope_answering()));
grant select, insert, delete on contributions to kambana_app;
grant update (state, answered_at) on contributions to kambana_app;
select audit_table('contributions');
