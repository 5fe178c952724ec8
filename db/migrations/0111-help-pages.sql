-- The help page in further languages. Albanian and English come with the software; any other enters as text that a named person who speaks it
-- has read, never from a machine. Whoever publishes is another person than whoever wrote it down.
create table help_pages (
	id uuid constraint help_pages_pkey primary key,
	committee_id uuid not null constraint help_pages_committee_fkey references committees,
	language text not null constraint help_pages_language_check check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'
		and language not in ('sq', 'en')),
	-- As its speakers call it, and which of its forms this is.
	name text not null constraint help_pages_name_check check (length(name) between 1 and 60),
	variant text constraint help_pages_variant_check check (length(variant) between 1 and 120),
	direction text not null constraint help_pages_direction_check check (direction in ('ltr', 'rtl')),
	-- Title, the words of the two buttons, and five answers: src/help/languages.ts.
	texts jsonb not null,
	made text not null constraint help_pages_made_check check (made in ('written', 'translated')),
	author text not null,
	reviewer text constraint help_pages_reviewer_check check (length(reviewer) between 3 and 120),
	reviewed_on date,
	state text not null constraint help_pages_state_check check (state in ('draft', 'published', 'withdrawn')),
	published_by text,
	published_at timestamptz,
	version integer not null default 1,
	created_at timestamptz not null default history_moment(),
	constraint help_pages_language_key unique (committee_id, language),
	constraint help_pages_published_check check (state <> 'published'
		or (reviewer is not null and reviewed_on is not null and published_by is not null and published_at is not null)),
	constraint help_pages_second_person_check check (state <> 'published' or published_by <> author)
);
alter table help_pages enable row level security;
alter table help_pages force row level security;
create policy own_committee on help_pages using (committee_id = (select scope_committee()));
create policy installation on help_pages using ((select in_scope('installation')));
create policy published on help_pages for select using ((select in_scope('public')) and state = 'published');
create policy shared on help_pages for select using (state = 'published' and committee_id = (select national_committee())
	and (select reading_committee()) is not null);
grant select, insert, update, delete on help_pages to kambana_app;
create trigger help_pages_public after insert or update or delete on help_pages for each statement execute function tell_public_changed();
select audit_table('help_pages');
