-- A committee meets: called together, held, decided, written down, approved by the chair (docs/decisions/0031).
create table meetings (
	id uuid constraint meetings_pkey primary key,
	committee_id uuid not null constraint meetings_committee_fkey references committees,
	kind text not null constraint meetings_kind_check check (kind in ('ordinary', 'extraordinary')),
	takes_place_on date not null,
	starts_at time not null,
	ends_at time,
	online boolean not null default false,
	place text constraint meetings_place_check check (length(place) between 1 and 200),
	state text not null default 'planned'
		constraint meetings_state_check check (state in ('planned', 'held', 'written', 'approved', 'cancelled')),
	cancel_reason text constraint meetings_cancel_reason_check check (length(cancel_reason) between 1 and 500),
	-- The Prefect, or whoever stood in.
	led_by text not null default 'chair' constraint meetings_led_by_check check (led_by in ('chair', 'substitute')),
	-- Given by the registry of the institution.
	protocol_number text constraint meetings_protocol_number_check check (length(protocol_number) between 1 and 40),
	remarks text constraint meetings_remarks_check check (length(remarks) between 1 and 2000),
	-- When the invitation went out first, and how often since: calendars are told of each.
	convened_at timestamptz,
	convocation integer not null default 0 constraint meetings_convocation_check check (convocation >= 0),
	version integer not null default 1,
	demonstration boolean not null default false,
	made_at timestamptz not null default history_moment(),
	constraint meetings_hours_check check (ends_at is null or ends_at > starts_at),
	constraint meetings_where_check check (online or place is not null),
	constraint meetings_cancelled_check check ((state = 'cancelled') = (cancel_reason is not null)),
	constraint meetings_convened_check check ((convocation = 0) = (convened_at is null))
);
create index meetings_committee_idx on meetings (committee_id, takes_place_on desc);

-- Institutions, never persons: members by the order in force, and who was asked to come besides.
create table meeting_participants (
	committee_id uuid not null constraint meeting_participants_committee_fkey references committees,
	meeting_id uuid not null constraint meeting_participants_meeting_fkey references meetings on delete cascade,
	partner_id uuid not null constraint meeting_participants_partner_fkey references partners,
	standing text not null constraint meeting_participants_standing_check check (standing in ('member', 'invited')),
	attendance text constraint meeting_participants_attendance_check check (attendance in ('present', 'excused', 'absent')),
	constraint meeting_participants_pkey primary key (meeting_id, partner_id)
);
create index meeting_participants_partner_idx on meeting_participants (partner_id);
create index meeting_participants_committee_idx on meeting_participants (committee_id);

create table meeting_items (
	id uuid constraint meeting_items_pkey primary key,
	committee_id uuid not null constraint meeting_items_committee_fkey references committees,
	meeting_id uuid not null constraint meeting_items_meeting_fkey references meetings on delete cascade,
	position integer not null constraint meeting_items_position_check check (position >= 1),
	title text not null constraint meeting_items_title_check check (length(title) between 1 and 200),
	-- Who presents it: an institution, or an office of the committee itself.
	presenter_id uuid constraint meeting_items_presenter_fkey references partners,
	presenter_office text constraint meeting_items_presenter_office_check check (presenter_office in ('chair', 'secretary')),
	note text constraint meeting_items_note_check check (length(note) between 1 and 1000),
	programme_id uuid constraint meeting_items_programme_fkey references programmes on delete set null,
	activity_id uuid constraint meeting_items_activity_fkey references activities on delete set null,
	-- What was said, for the minutes.
	discussion text constraint meeting_items_discussion_check check (length(discussion) between 1 and 4000),
	constraint meeting_items_position_key unique (meeting_id, position) deferrable initially deferred,
	constraint meeting_items_presents_check check (presenter_id is null or presenter_office is null)
);
create index meeting_items_presenter_idx on meeting_items (presenter_id);
create index meeting_items_programme_idx on meeting_items (programme_id);
create index meeting_items_activity_idx on meeting_items (activity_id);
create index meeting_items_committee_idx on meeting_items (committee_id);

create table meeting_decisions (
	id uuid constraint meeting_decisions_pkey primary key,
	committee_id uuid not null constraint meeting_decisions_committee_fkey references committees,
	meeting_id uuid not null constraint meeting_decisions_meeting_fkey references meetings on delete cascade,
	item_id uuid not null constraint meeting_decisions_item_fkey references meeting_items,
	-- Within the year of the meeting; given when the chair approves the minutes, so that no number is ever missing.
	year integer,
	number integer constraint meeting_decisions_number_check check (number >= 1),
	text text not null constraint meeting_decisions_text_check check (length(text) between 1 and 2000),
	votes_for integer constraint meeting_decisions_for_check check (votes_for between 0 and 999),
	votes_against integer constraint meeting_decisions_against_check check (votes_against between 0 and 999),
	votes_abstained integer constraint meeting_decisions_abstained_check check (votes_abstained between 0 and 999),
	made_at timestamptz not null default history_moment(),
	constraint meeting_decisions_number_key unique (committee_id, year, number),
	constraint meeting_decisions_numbered_check check ((year is null) = (number is null))
);
create index meeting_decisions_meeting_idx on meeting_decisions (meeting_id);
create index meeting_decisions_item_idx on meeting_decisions (item_id);

-- Which point of the agenda, or which decision, gave a task.
create table meeting_tasks (
	committee_id uuid not null constraint meeting_tasks_committee_fkey references committees,
	meeting_id uuid not null constraint meeting_tasks_meeting_fkey references meetings on delete cascade,
	task_id uuid constraint meeting_tasks_pkey primary key constraint meeting_tasks_task_fkey references tasks on delete cascade,
	item_id uuid not null constraint meeting_tasks_item_fkey references meeting_items,
	decision_id uuid constraint meeting_tasks_decision_fkey references meeting_decisions on delete set null
);
create index meeting_tasks_meeting_idx on meeting_tasks (meeting_id);
create index meeting_tasks_item_idx on meeting_tasks (item_id);
create index meeting_tasks_decision_idx on meeting_tasks (decision_id);
create index meeting_tasks_committee_idx on meeting_tasks (committee_id);
alter table tasks add constraint tasks_meeting_fkey foreign key (meeting_id) references meetings on delete cascade;

-- The minutes as the chair approved them: everything they say, with the names of that day. A correction is the next version.
create table meeting_minutes (
	committee_id uuid not null constraint meeting_minutes_committee_fkey references committees,
	meeting_id uuid not null constraint meeting_minutes_meeting_fkey references meetings on delete cascade,
	version integer not null constraint meeting_minutes_version_check check (version >= 1),
	-- The shape is in meetings/document.ts.
	content jsonb not null,
	-- Why there is another version than the first.
	reason text constraint meeting_minutes_reason_check check (length(reason) between 1 and 500),
	actor text not null,
	approved_at timestamptz not null default history_moment(),
	constraint meeting_minutes_pkey primary key (meeting_id, version)
);
create index meeting_minutes_committee_idx on meeting_minutes (committee_id);

create table meeting_events (
	id uuid constraint meeting_events_pkey primary key,
	committee_id uuid not null constraint meeting_events_committee_fkey references committees,
	meeting_id uuid not null constraint meeting_events_meeting_fkey references meetings on delete cascade,
	kind text not null constraint meeting_events_kind_check check (kind in ('planned', 'edited', 'item_added', 'item_edited', 'item_moved',
		'item_removed', 'convened', 'cancelled', 'held', 'noted', 'decided', 'decision_edited', 'decision_removed', 'task_added', 'written',
		'sent_back', 'approved', 'reopened')),
	-- Of the meeting, after it: what has happened since a form was opened.
	version integer not null,
	-- Fields that changed, or what it is about.
	details jsonb not null default '{}',
	reason text constraint meeting_events_reason_check check (length(reason) between 1 and 1000),
	actor text not null,
	at timestamptz not null default history_moment()
);
create index meeting_events_meeting_idx on meeting_events (meeting_id, version);
create index meeting_events_committee_idx on meeting_events (committee_id);

-- What the contacts were told last, as in 0097: only a change is told, each time with the next number (SEQUENCE of RFC 5546).
create table meeting_invitations (
	committee_id uuid not null constraint meeting_invitations_committee_fkey references committees,
	meeting_id uuid not null constraint meeting_invitations_meeting_fkey references meetings on delete cascade,
	focal_point_id uuid not null constraint meeting_invitations_focal_point_fkey references focal_points on delete cascade,
	sequence integer not null constraint meeting_invitations_sequence_check check (sequence >= 0),
	method text not null constraint meeting_invitations_method_check check (method in ('REQUEST', 'CANCEL')),
	told bytea not null,
	constraint meeting_invitations_pkey primary key (meeting_id, focal_point_id)
);
create index meeting_invitations_focal_point_idx on meeting_invitations (focal_point_id);
create index meeting_invitations_committee_idx on meeting_invitations (committee_id);

-- An institution that was called to a meeting, once it was: asked below the policies, for it asks about another table.
create function attends_meeting(meeting uuid) returns boolean
	language plpgsql stable
	as $$
begin
	return exists (select from meeting_participants where meeting_id = meeting and partner_id = scope_partner());
end $$;
create function sees_meeting(meeting uuid) returns boolean
	language plpgsql stable
	as $$
begin
	return exists (select from meetings where id = meeting);
end $$;

do $$
declare tenant text;
begin
	foreach tenant in array array['meetings', 'meeting_participants', 'meeting_items', 'meeting_decisions', 'meeting_tasks', 'meeting_minutes',
		'meeting_events', 'meeting_invitations'] loop
		execute format('alter table %I enable row level security', tenant);
		execute format('alter table %I force row level security', tenant);
		execute format('create policy own_committee on %I using (committee_id = (select scope_committee()))', tenant);
		execute format('create policy installation on %I using ((select in_scope(''installation'')))', tenant);
		execute format('grant select, insert on %I to kambana_app', tenant);
		execute format('select audit_table(%L)', tenant);
	end loop;
	-- The national office reads what committees decide; whom they write to it does not.
	foreach tenant in array array['meetings', 'meeting_participants', 'meeting_items', 'meeting_decisions', 'meeting_tasks', 'meeting_minutes',
		'meeting_events'] loop
		execute format('create policy oversight on %I for select using (committee_id = (select oversight_committee()))', tenant);
	end loop;
	foreach tenant in array array['meetings', 'meeting_participants', 'meeting_items', 'meeting_decisions', 'meeting_invitations'] loop
		execute format('grant update, delete on %I to kambana_app', tenant);
	end loop;
	-- An institution sees the agenda of a meeting it was called to, with what was noted there, and the minutes the chair has approved.
	foreach tenant in array array['meeting_items', 'meeting_minutes'] loop
		execute format('create policy narrow_reads on %I for select using (committee_id = (select narrow_committee()) and sees_meeting(meeting_id))', tenant);
	end loop;
end $$;
create policy narrow_reads on meetings for select using (committee_id = (select narrow_committee())
	and convened_at is not null and attends_meeting(id));
create policy narrow_reads on meeting_participants for select using (committee_id = (select narrow_committee())
	and partner_id = (select scope_partner()));
-- A meeting is cancelled, not deleted; only the demonstration goes again.
create policy kept on meetings as restrictive for delete using ((select in_scope('installation')));

create function refuse_change_of_minutes() returns trigger
	language plpgsql as $$
begin
	raise exception using errcode = 'restrict_violation', message = 'approved minutes are frozen', constraint = 'meeting_minutes_frozen';
end $$;
create trigger meeting_minutes_frozen before update on meeting_minutes for each row execute function refuse_change_of_minutes();

-- What approved minutes were written from stays as well. Merging institutions and taking the demonstration away are the owner's.
create function refuse_change_of_approved_meeting() returns trigger
	language plpgsql as $$
begin
	if current_user = 'kambana_app' and exists (select from meetings
		where id = case when tg_op = 'DELETE' then old.meeting_id else new.meeting_id end and state = 'approved') then
		raise exception using errcode = 'restrict_violation', message = 'a meeting with approved minutes is frozen',
			constraint = tg_table_name || '_frozen';
	end if;
	return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger meeting_participants_frozen before insert or update or delete on meeting_participants
	for each row execute function refuse_change_of_approved_meeting();
create trigger meeting_items_frozen before insert or update or delete on meeting_items
	for each row execute function refuse_change_of_approved_meeting();
create trigger meeting_decisions_frozen before insert or update or delete on meeting_decisions
	for each row execute function refuse_change_of_approved_meeting();
create function refuse_edit_of_approved_meeting() returns trigger
	language plpgsql as $$
begin
	raise exception using errcode = 'restrict_violation', message = 'a meeting with approved minutes is frozen', constraint = 'meetings_frozen';
end $$;
create trigger meetings_frozen before update on meetings for each row
	when (old.state = 'approved' and (old.kind, old.takes_place_on, old.starts_at, old.ends_at, old.online, old.place, old.led_by,
		old.protocol_number, old.remarks) is distinct from (new.kind, new.takes_place_on, new.starts_at, new.ends_at, new.online, new.place,
		new.led_by, new.protocol_number, new.remarks))
	execute function refuse_edit_of_approved_meeting();
