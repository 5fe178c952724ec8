-- Letters of a committee on paper: invitations to institutions and the order of the prefect (docs/decisions/0035). A draft is written and thrown
-- away freely; with a number of the protocol a letter is frozen, and it is withdrawn with a reason, never deleted.
create table letters (
	id uuid constraint letters_pkey primary key,
	committee_id uuid not null constraint letters_committee_fkey references committees,
	programme_id uuid not null constraint letters_programme_fkey references programmes on delete cascade,
	-- Of an invitation to one activity; else it is about all activities of the institution in the month.
	activity_id uuid constraint letters_activity_fkey references activities on delete cascade,
	kind text not null constraint letters_kind_check check (kind in ('invitation', 'order')),
	partner_id uuid constraint letters_partner_fkey references partners,
	locale text not null constraint letters_locale_check check (locale in ('sq', 'en')),
	state text not null default 'draft' constraint letters_state_check check (state in ('draft', 'numbered', 'signed', 'withdrawn')),
	addressee text not null default '' constraint letters_addressee_check check (length(addressee) <= 200),
	subject text not null constraint letters_subject_check check (length(subject) between 1 and 300),
	-- Of an invitation: what stands before the table.
	opening text not null default '' constraint letters_opening_check check (length(opening) <= 4000),
	-- Of an order: on what it rests, and what is ordered; one line each.
	grounds text not null default '' constraint letters_grounds_check check (length(grounds) <= 4000),
	points text not null default '' constraint letters_points_check check (length(points) <= 8000),
	closing text not null default '' constraint letters_closing_check check (length(closing) <= 4000),
	reply_to text not null default '' constraint letters_reply_to_check check (length(reply_to) <= 200),
	place text not null constraint letters_place_check check (length(place) between 1 and 80),
	signatory text not null constraint letters_signatory_check check (length(signatory) between 1 and 120),
	-- As people write it: "214" or "214/1", the second paper of one matter.
	protocol_number text constraint letters_protocol_number_check check (protocol_number ~ '^[1-9][0-9]{0,5}(/[1-9][0-9]{0,2})?$'),
	dated_on date,
	protocol_year integer generated always as (extract(year from dated_on)::integer) stored,
	-- What the letter lists, as it stood when the number was given; the shape is in letters/model.ts.
	facts jsonb,
	signed_at timestamptz,
	signed_by text,
	withdrawn_at timestamptz,
	withdrawn_by text,
	withdrawn_reason text constraint letters_withdrawn_reason_check check (length(withdrawn_reason) between 1 and 300),
	version integer not null default 1,
	actor text not null,
	made_at timestamptz not null default history_moment(),
	changed_at timestamptz not null default history_moment(),
	constraint letters_addressed_check check ((kind = 'invitation') = (partner_id is not null)),
	constraint letters_activity_check check (activity_id is null or kind = 'invitation'),
	constraint letters_numbered_check check ((state = 'draft') = (protocol_number is null) and (state = 'draft') = (dated_on is null)
		and (state = 'draft') = (facts is null)),
	constraint letters_signed_check check ((signed_at is null) = (signed_by is null) and (state <> 'signed' or signed_at is not null)),
	constraint letters_withdrawn_check check ((state = 'withdrawn') = (withdrawn_reason is not null)
		and (withdrawn_at is null) = (withdrawn_reason is null) and (withdrawn_by is null) = (withdrawn_reason is null)),
	-- A number is given once in a year, and stays with what was withdrawn.
	constraint letters_number_key unique (committee_id, protocol_year, protocol_number)
);
create index letters_programme_idx on letters (programme_id);
create index letters_partner_idx on letters (partner_id);
create index letters_activity_idx on letters (activity_id);

alter table letters enable row level security;
alter table letters force row level security;
create policy own_committee on letters using (committee_id = (select scope_committee()));
create policy installation on letters using ((select in_scope('installation')));
create policy oversight on letters for select using (committee_id = (select oversight_committee()));
-- An institution reads what was sent to it.
create policy own_institution on letters for select
	using (committee_id = (select narrow_committee()) and partner_id = (select scope_partner()) and state <> 'draft');
create policy drafts_only on letters as restrictive for delete using (state = 'draft');
grant select, insert, delete on letters to kambana_app;
grant update (state, addressee, subject, opening, grounds, points, closing, reply_to, place, signatory, protocol_number, dated_on, facts, signed_at,
	signed_by, withdrawn_at, withdrawn_by, withdrawn_reason, version, changed_at) on letters to kambana_app;
select audit_table('letters');

-- Whoever writes, the owner of the table too. Institutions that are merged are the same: what the paper says of them stays as it was.
create function refuse_change_of_letter() returns trigger
	language plpgsql as $$
declare
	free constant text[] := array['state', 'signed_at', 'signed_by', 'withdrawn_at', 'withdrawn_by', 'withdrawn_reason', 'version', 'changed_at',
		'partner_id', 'protocol_year'];
begin
	if (to_jsonb(new) - free) is distinct from (to_jsonb(old) - free) or new.state = 'draft'
		or (old.signed_at is not null and (new.signed_at, new.signed_by) is distinct from (old.signed_at, old.signed_by))
		or (old.state = 'withdrawn' and (to_jsonb(new) - 'partner_id'::text) is distinct from (to_jsonb(old) - 'partner_id'::text)) then
		raise exception using errcode = 'restrict_violation', message = 'a letter with a number is frozen', constraint = 'letters_frozen';
	end if;
	return new;
end $$;
create trigger letters_frozen before update on letters for each row when (old.state <> 'draft')
	execute function refuse_change_of_letter();

-- Merging institutions moves their letters too, as 0163.
do $$
declare
	whole text := pg_get_functiondef('merge_partners(uuid, uuid, text)'::regprocedure);
	last_line constant text := 'delete from partners where id = gone;';
begin
	if position(last_line in whole) = 0 then
		raise exception 'merge_partners does not end as expected';
	end if;
	execute replace(whole, last_line, 'update letters set partner_id = kept where partner_id = gone;
	' || last_line);
end $$;
