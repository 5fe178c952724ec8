create table announcements (
	id uuid constraint announcements_pkey primary key,
	committee_id uuid not null constraint announcements_committee_fkey references committees,
	programme_id uuid not null constraint announcements_programme_fkey references programmes on delete cascade
		constraint announcements_programme_key unique,
	created_at timestamptz not null default now()
);

create table announcement_versions (
	id uuid constraint announcement_versions_pkey primary key,
	committee_id uuid not null constraint announcement_versions_committee_fkey references committees,
	announcement_id uuid not null constraint announcement_versions_announcement_fkey references announcements on delete cascade,
	version integer not null constraint announcement_versions_version_check check (version >= 1),
	state text not null constraint announcement_versions_state_check check (state in ('draft', 'approved', 'published', 'withdrawn')),
	-- Paragraphs with figure tokens, in both languages; the shape is in announcements/model.ts.
	paragraphs jsonb not null,
	-- The figures with their records as they were when the chair approved; null while a draft.
	evidence jsonb,
	-- Grows with each saved edit of the draft.
	revision integer not null default 1,
	actor text not null,
	created_at timestamptz not null default now(),
	approved_at timestamptz,
	published_at timestamptz,
	constraint announcement_versions_version_key unique (announcement_id, version),
	constraint announcement_versions_frozen_check check ((state = 'draft') = (evidence is null)),
	constraint announcement_versions_approved_check check ((state = 'draft') = (approved_at is null)),
	constraint announcement_versions_published_check check (state <> 'published' or published_at is not null)
);
create unique index announcement_versions_one_draft_key on announcement_versions (announcement_id) where state = 'draft';
create unique index announcement_versions_one_published_key on announcement_versions (announcement_id) where state = 'published';

-- An approved version is frozen: only its state and publication date may move.
create function refuse_change_of_approved() returns trigger
	language plpgsql as $$
begin
	if old.state <> 'draft' and (new.paragraphs, new.evidence, new.approved_at, new.version, new.announcement_id)
		is distinct from (old.paragraphs, old.evidence, old.approved_at, old.version, old.announcement_id) then
		raise exception using errcode = 'restrict_violation', message = 'an approved announcement is frozen',
			constraint = 'announcement_versions_approved_frozen';
	end if;
	if old.state <> 'draft' and new.state = 'draft' then
		raise exception using errcode = 'restrict_violation', message = 'an approved announcement does not become a draft again',
			constraint = 'announcement_versions_approved_frozen';
	end if;
	return new;
end $$;
create trigger announcement_versions_frozen before update on announcement_versions
	for each row execute function refuse_change_of_approved();

grant select, insert, update on announcements, announcement_versions to kambana_app;
create trigger announcement_versions_public after insert or update or delete on announcement_versions
	for each statement execute function tell_public_changed();
