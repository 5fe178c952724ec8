-- What the calendars of the contacts were told last of an activity, so that they are told of changes only, each time with the
-- next number (SEQUENCE of RFC 5546).
create table calendar_invitations (
	committee_id uuid not null constraint calendar_invitations_committee_fkey references committees,
	activity_id uuid not null constraint calendar_invitations_activity_fkey references activities on delete cascade,
	focal_point_id uuid not null constraint calendar_invitations_focal_point_fkey references focal_points on delete cascade,
	sequence integer not null constraint calendar_invitations_sequence_check check (sequence >= 0),
	method text not null constraint calendar_invitations_method_check check (method in ('REQUEST', 'CANCEL')),
	-- Day, hours, place and title as a hash: whether anything a calendar shows has changed.
	told bytea not null,
	constraint calendar_invitations_pkey primary key (activity_id, focal_point_id)
);
create index calendar_invitations_focal_point_idx on calendar_invitations (focal_point_id);
create index calendar_invitations_committee_idx on calendar_invitations (committee_id);

-- Jobs write them; a committee's desk may look.
alter table calendar_invitations enable row level security;
alter table calendar_invitations force row level security;
create policy own_committee on calendar_invitations for select using (committee_id = (select scope_committee()));
create policy installation on calendar_invitations using ((select in_scope('installation')));
grant select, insert, update, delete on calendar_invitations to kambana_app;
select audit_table('calendar_invitations');
