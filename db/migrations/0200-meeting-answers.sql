-- Whether an institution comes to a meeting, answered from the mail that called it, without an account (docs/decisions/0031). As with the links of
-- answers (0096): one for each contact, its token derived from its id and the secret of the installation, only its SHA-256 at rest.
create table meeting_links (
	id uuid constraint meeting_links_pkey primary key,
	committee_id uuid not null constraint meeting_links_committee_fkey references committees,
	meeting_id uuid not null constraint meeting_links_meeting_fkey references meetings on delete cascade,
	partner_id uuid not null constraint meeting_links_partner_fkey references partners on delete cascade,
	focal_point_id uuid not null constraint meeting_links_focal_point_fkey references focal_points on delete cascade,
	token_hash bytea not null constraint meeting_links_token_key unique,
	sent_at timestamptz not null default history_moment(),
	-- The end of the day of the meeting in Albania, moved with it: from then on it only says that the meeting is over.
	expires_at timestamptz not null,
	constraint meeting_links_contact_key unique (meeting_id, focal_point_id)
);
create index meeting_links_partner_idx on meeting_links (partner_id);
create index meeting_links_focal_point_idx on meeting_links (focal_point_id);
create index meeting_links_committee_idx on meeting_links (committee_id);

-- What it said; the latest counts, the earlier ones stay.
create table meeting_answers (
	id uuid constraint meeting_answers_pkey primary key,
	committee_id uuid not null constraint meeting_answers_committee_fkey references committees,
	meeting_id uuid not null constraint meeting_answers_meeting_fkey references meetings on delete cascade,
	partner_id uuid not null constraint meeting_answers_partner_fkey references partners on delete cascade,
	answer text not null constraint meeting_answers_answer_check check (answer in ('yes', 'substitute', 'no')),
	-- The day that was asked about: an answer to another day is none to this one.
	for_day date not null,
	note text constraint meeting_answers_note_check check (length(note) between 1 and 200),
	answered_at timestamptz not null default history_moment()
);
create index meeting_answers_meeting_idx on meeting_answers (meeting_id, partner_id, answered_at desc);
create index meeting_answers_partner_idx on meeting_answers (partner_id);
create index meeting_answers_committee_idx on meeting_answers (committee_id);

-- What a link opens, and for whom: asked with the rights of whoever has it, so nothing without its token.
create function linked_meeting() returns uuid
	language sql stable
	return (select meeting_id from meeting_links where token_hash = scope_link());
create function linked_partner() returns uuid
	language sql stable
	return (select partner_id from meeting_links where token_hash = scope_link());
-- A meeting can be answered about until the end of its day, by who is called to it.
create function answerable_on(meeting uuid, partner uuid) returns date
	language sql stable
	return (select takes_place_on from meetings m join meeting_participants p on p.meeting_id = m.id and p.partner_id = partner
		where m.id = meeting and m.state = 'planned' and m.convened_at is not null
		and m.takes_place_on >= (now() at time zone 'Europe/Tirane')::date);

do $$
declare tenant text;
begin
	foreach tenant in array array['meeting_links', 'meeting_answers'] loop
		execute format('alter table %I enable row level security', tenant);
		execute format('alter table %I force row level security', tenant);
		execute format('create policy own_committee on %I using (committee_id = (select scope_committee()))', tenant);
		execute format('create policy installation on %I using ((select in_scope(''installation'')))', tenant);
		execute format('select audit_table(%L)', tenant);
	end loop;
	foreach tenant in array array['meeting_participants', 'meeting_answers'] loop
		execute format('create policy by_link on %I for select using ((select scope_link()) is not null
			and meeting_id = (select linked_meeting()) and partner_id = (select linked_partner()))', tenant);
	end loop;
end $$;
create policy by_token on meeting_links for select using (token_hash = (select scope_link()));
create policy by_link on meetings for select using ((select scope_link()) is not null and id = (select linked_meeting()));
create policy by_link on meeting_items for select
	using ((select scope_link()) is not null and meeting_id = (select linked_meeting()));
create policy by_link on partners for select using ((select scope_link()) is not null and id = (select linked_partner()));
create policy answers_itself on meeting_answers for insert with check ((select scope_link()) is not null
	and meeting_id = (select linked_meeting()) and partner_id = (select linked_partner())
	and committee_id = (select committee_id from meeting_links where token_hash = (select scope_link()))
	and for_day = (select answerable_on(meeting_id, partner_id)));

grant select, insert, update, delete on meeting_links to kambana_app;
grant select, insert on meeting_answers to kambana_app;

-- When a meeting moves, so does the end of its links.
create function move_meeting_links() returns trigger
	language plpgsql as $$
begin
	update meeting_links set expires_at = (new.takes_place_on + 1)::timestamp at time zone 'Europe/Tirane' where meeting_id = new.id;
	return null;
end $$;
create trigger meetings_move_links after update of takes_place_on on meetings
	for each row when (new.takes_place_on is distinct from old.takes_place_on)
	execute function move_meeting_links();

-- Merging institutions moves their links and answers too; read and added to as in 0163. A contact that both have is one: the link of the one
-- that goes is kept where the other has none for the meeting.
do $$
declare
	whole text := pg_get_functiondef('merge_partners(uuid, uuid, text)'::regprocedure);
	before_contacts constant text := 'delete from focal_points twin using focal_points same';
	last_line constant text := 'delete from partners where id = gone;';
begin
	if position(last_line in whole) = 0 or position(before_contacts in whole) = 0 then
		raise exception 'merge_partners is not as expected';
	end if;
	whole := replace(whole, before_contacts, $lines$update meeting_links set focal_point_id = same.id from focal_points twin join focal_points same
		on same.partner_id = kept and same.email = twin.email
	where twin.partner_id = gone and meeting_links.focal_point_id = twin.id and not exists (select from meeting_links other
		where other.meeting_id = meeting_links.meeting_id and other.focal_point_id = same.id);
	$lines$ || before_contacts);
	execute replace(whole, last_line, $lines$update meeting_links set partner_id = kept where partner_id = gone;
	update meeting_answers set partner_id = kept where partner_id = gone;
	$lines$ || last_line);
end $$;
