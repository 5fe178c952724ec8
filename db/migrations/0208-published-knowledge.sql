-- What is published of knowledge checks: the tables that `publish` (checks/disclosure.ts) returned, one row for a month and a mode, made with the first approved version of
-- the announcement for which they may be made, and kept as they are (docs/decisions/0040). A later version adds what is new and repeats the rest.
create table published_knowledge (
	announcement_id uuid not null constraint published_knowledge_announcement_fkey references announcements on delete cascade,
	mode text not null constraint published_knowledge_mode_check check (mode in ('paired', 'unpaired', 'group', 'after')),
	committee_id uuid not null constraint published_knowledge_committee_fkey references committees,
	-- With which version it was made: whoever reads an earlier one does not see it.
	version integer not null,
	made_at timestamptz not null,
	classes integer not null constraint published_knowledge_classes_check check (classes > 0),
	-- By number.
	activities integer[] not null,
	-- The classes in it: what was in a table is never in another.
	checks uuid[] not null,
	-- Somebody else has read every question that was asked.
	reviewed boolean not null,
	tables jsonb not null,
	constraint published_knowledge_pkey primary key (announcement_id, mode),
	constraint published_knowledge_version_fkey foreign key (announcement_id, version)
		references announcement_versions (announcement_id, version) on delete cascade
);
create index published_knowledge_committee_idx on published_knowledge (committee_id);
create index published_knowledge_version_idx on published_knowledge (announcement_id, version);

alter table published_knowledge enable row level security;
alter table published_knowledge force row level security;
create policy own_committee on published_knowledge using (committee_id = (select scope_committee()));
create policy installation on published_knowledge using ((select in_scope('installation')));
create policy oversight on published_knowledge for select using (committee_id = (select oversight_committee()));
-- With the announcement that is public now, and not with a later one that is only approved.
create policy published on published_knowledge for select using ((select in_scope('public')) and exists (select from announcement_versions v
	where v.announcement_id = published_knowledge.announcement_id and v.state = 'published' and v.version >= published_knowledge.version));
-- Only with a version that the chair has just approved, of the same committee.
create policy approved on published_knowledge as restrictive for insert with check (exists (select from announcement_versions v
	where v.announcement_id = published_knowledge.announcement_id and v.version = published_knowledge.version and v.state = 'approved'
	and v.committee_id = published_knowledge.committee_id));
-- Kept as it is: nobody changes or takes away a row.
grant select, insert on published_knowledge to kambana_app;
create trigger published_knowledge_public after insert or update or delete on published_knowledge
	for each statement execute function tell_public_changed();
select audit_table('published_knowledge', keys => 'announcement_id,mode');
