-- Branching stories that people talk through: composite, never somebody's own. What the national office owns, every committee and the
-- public can read once a second person has approved it; what a county owns, the county, and the public likewise.
create table cases (
	id uuid constraint cases_pkey primary key,
	committee_id uuid not null constraint cases_committee_fkey references committees,
	-- Its address on the public pages; a county's begins with the county.
	slug text not null constraint cases_slug_check check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 90),
	created_at timestamptz not null default now(),
	constraint cases_slug_key unique (committee_id, slug)
);

create table case_versions (
	id uuid constraint case_versions_pkey primary key,
	committee_id uuid not null constraint case_versions_committee_fkey references committees,
	case_id uuid not null constraint case_versions_case_fkey references cases on delete cascade,
	version integer not null constraint case_versions_version_check check (version >= 1),
	language text not null constraint case_versions_language_check check (language ~ '^[a-z]{2,3}(-[A-Z]{2})?$'),
	-- The author's text in ink, and the scenes that were read from it; the shape is in cases/model.ts.
	source text not null constraint case_versions_source_check check (length(source) between 1 and 30000),
	story jsonb not null,
	-- A person wrote or translated it; nothing that a machine made has a place here.
	how text not null constraint case_versions_how_check check (how in ('written', 'translated')),
	author text not null,
	created_at timestamptz not null default now(),
	state text not null default 'draft'
		constraint case_versions_state_check check (state in ('draft', 'to_be_reviewed', 'approved', 'withdrawn')),
	-- Who pressed the button, and who is named as the reader, with the day.
	approved_by text,
	reviewer text constraint case_versions_reviewer_check check (length(reviewer) between 1 and 160),
	reviewed_on date,
	-- Of a demonstration: shown to the public before its review, with a mark that says so.
	demonstration boolean not null default false,
	constraint case_versions_version_key unique (case_id, version),
	constraint case_versions_reviewed_check check (
		(reviewer is null) = (reviewed_on is null) and (reviewer is null) = (approved_by is null)
		and (state <> 'approved' or reviewer is not null)),
	-- Nobody approves what they wrote: compared by the account, whatever the role.
	constraint case_versions_second_person_check check (
		approved_by is null or split_part(approved_by, ':', 2) <> split_part(author, ':', 2))
);
create unique index case_versions_one_draft_key on case_versions (case_id, language) where state = 'draft';
create unique index case_versions_one_waiting_key on case_versions (case_id, language) where state = 'to_be_reviewed';
create unique index case_versions_one_approved_key on case_versions (case_id, language) where state = 'approved';
create index case_versions_committee_idx on case_versions (committee_id);

-- What was read and approved cannot become another text: a new text is a new version.
create function refuse_change_of_case_text() returns trigger
	language plpgsql as $$
begin
	if (new.case_id, new.version, new.language, new.source, new.story, new.how, new.author)
		is distinct from (old.case_id, old.version, old.language, old.source, old.story, old.how, old.author) then
		raise exception using errcode = 'restrict_violation', message = 'the text of a version of a case does not change',
			constraint = 'case_versions_text_frozen';
	end if;
	return new;
end $$;
create trigger case_versions_frozen before update on case_versions
	for each row execute function refuse_change_of_case_text();

-- A version that anybody may read.
create function case_is_open(state text, demonstration boolean) returns boolean
	language sql immutable parallel safe
	return state = 'approved' or (state = 'to_be_reviewed' and demonstration);
create function case_is_shown(shown uuid) returns boolean
	language plpgsql stable
	as $$
begin
	return exists (select from case_versions where case_id = shown and case_is_open(state, demonstration));
end $$;

do $$
declare tenant text;
begin
	foreach tenant in array array['cases', 'case_versions'] loop
		execute format('alter table %I enable row level security', tenant);
		execute format('alter table %I force row level security', tenant);
		execute format('create policy own_committee on %I using (committee_id = (select scope_committee()))', tenant);
		execute format('create policy installation on %I using ((select in_scope(''installation'')))', tenant);
		execute format('create policy oversight on %I for select using (committee_id = (select oversight_committee()))', tenant);
		execute format('grant select, insert, update on %I to kambana_app', tenant);
		execute format('create trigger %1$I after insert or update or delete on %2$I for each statement execute function tell_public_changed()',
			tenant || '_public', tenant);
		perform audit_table(tenant);
	end loop;
end $$;
create policy published on case_versions for select
	using ((select in_scope('public')) and case_is_open(state, demonstration));
create policy published on cases for select using ((select in_scope('public')) and case_is_shown(id));
-- Whoever works at a desk reads what the national office has published.
create policy shared on case_versions for select using ((select reading_committee()) is not null
	and committee_id = (select national_committee()) and case_is_open(state, demonstration));
create policy shared on cases for select using ((select reading_committee()) is not null
	and committee_id = (select national_committee()) and case_is_shown(id));
