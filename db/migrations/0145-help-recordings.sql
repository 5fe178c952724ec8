-- The answers of the help page as recordings: somebody who speaks the language reads one of the five aloud. Named, listened to by a second
-- person, and off the page as soon as a number that is said in it does not answer (src/help/recordings.ts, docs/decisions/0022).
create table help_recordings (
	id uuid constraint help_recordings_pkey primary key,
	committee_id uuid not null constraint help_recordings_committee_fkey references committees,
	language text not null constraint help_recordings_language_check check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
	-- Which of the five answers.
	section smallint not null constraint help_recordings_section_check check (section between 1 and 5),
	sha256 text not null constraint help_recordings_sha256_fkey references files,
	seconds numeric(7, 3) not null constraint help_recordings_seconds_check check (seconds > 0),
	-- Whose voice it is, by name and with consent.
	recorder text not null constraint help_recordings_recorder_check check (length(recorder) between 3 and 120),
	-- Telephone numbers that are said in it.
	numbers text[] not null default '{}',
	-- Who speaks the language and has listened; a name, because that person may have no account.
	reviewer text constraint help_recordings_reviewer_check check (length(reviewer) between 3 and 120),
	reviewed_on date,
	author text not null,
	state text not null default 'draft' constraint help_recordings_state_check check (state in ('draft', 'published', 'withdrawn')),
	published_by text,
	published_at timestamptz,
	created_at timestamptz not null default history_moment(),
	constraint help_recordings_reviewed_check check ((reviewer is null) = (reviewed_on is null)),
	constraint help_recordings_published_check check (state <> 'published' or (published_by is not null and published_at is not null
		and (reviewer is not null or language in ('sq', 'en')))),
	-- A person with two seats is still one.
	constraint help_recordings_second_person_check check (state <> 'published' or (published_by <> author
		and (split_part(author, ':', 2) = '' or split_part(published_by, ':', 2) <> split_part(author, ':', 2))))
);
create unique index help_recordings_published_key on help_recordings (committee_id, language, section) where state = 'published';
create unique index help_recordings_draft_key on help_recordings (committee_id, language, section) where state = 'draft';
create index help_recordings_sha256_idx on help_recordings (sha256);

alter table help_recordings enable row level security;
alter table help_recordings force row level security;
create policy own_committee on help_recordings using (committee_id = (select scope_committee()));
create policy installation on help_recordings using ((select in_scope('installation')));
-- In a further language the page says who wrote and read it: without that page its recordings are nobody's.
create policy published on help_recordings for select using ((select in_scope('public')) and state = 'published'
	and (language in ('sq', 'en') or language in (select language from help_pages where state = 'published')));
create policy shared on help_recordings for select using (state = 'published' and committee_id = (select national_committee())
	and (select reading_committee()) is not null);
grant select, insert, update, delete on help_recordings to kambana_app;
create trigger help_recordings_public after insert or update or delete on help_recordings
	for each statement execute function tell_public_changed();
select audit_table('help_recordings');

-- Some languages are heard and not read: a page may consist of recordings, its words are then Albanian where it has none.
alter table help_pages add column way text not null default 'text' constraint help_pages_way_check check (way in ('text', 'audio'));
select audit_table('help_pages');

-- `discreet`: no browser keeps the file, as none keeps the page that plays it.
create or replace view file_uses with (security_invoker = true) as
	select sha256, committee_id, false as discreet from video_files
	union all select sha256, committee_id, true from help_recordings;
