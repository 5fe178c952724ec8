-- Pictures and recordings of questions: for whoever reads little. A picture says in both languages what it shows; a recording reads a question and its
-- options aloud in one language. They belong to a version, change while it is a draft, and are the public's where the version is.
alter table files drop constraint files_media_type_check, add constraint files_media_type_check
	check (media_type in ('video/mp4', 'video/webm', 'audio/mpeg', 'audio/ogg', 'application/pdf', 'image/png', 'image/jpeg'));

create table question_files (
	version_id uuid not null constraint question_files_version_fkey references question_versions on delete cascade,
	slot text not null constraint question_files_slot_check check (slot in ('picture', 'audio_sq', 'audio_en')),
	committee_id uuid not null constraint question_files_committee_fkey references committees,
	sha256 text not null constraint question_files_sha256_fkey references files,
	-- What a picture shows, for whoever does not see it.
	alt_sq text constraint question_files_alt_sq_check check (length(alt_sq) between 1 and 200),
	alt_en text constraint question_files_alt_en_check check (length(alt_en) between 1 and 200),
	constraint question_files_pkey primary key (version_id, slot),
	constraint question_files_alt_check check ((slot = 'picture') = (alt_sq is not null) and (slot = 'picture') = (alt_en is not null))
);
create index question_files_sha256_idx on question_files (sha256);
create index question_files_committee_idx on question_files (committee_id);

-- Who read a version has seen its picture and heard its recordings: they are as frozen as its words. The next version takes them along.
create function refuse_change_of_question_file() returns trigger
	language plpgsql as $$
declare
	one record;
begin
	if tg_op = 'DELETE' then one := old; else one := new; end if;
	if exists (select from question_versions where id = one.version_id and state <> 'draft') then
		raise exception using errcode = 'restrict_violation', message = 'the files of a version of a question do not change',
			constraint = 'question_versions_text_frozen';
	end if;
	return one;
end $$;
create trigger question_files_frozen before insert or update or delete on question_files
	for each row execute function refuse_change_of_question_file();

alter table question_files enable row level security;
alter table question_files force row level security;
create policy own_committee on question_files using (committee_id = (select scope_committee()));
create policy installation on question_files using ((select in_scope('installation')));
create policy oversight on question_files for select using (committee_id = (select oversight_committee()));
create policy shared on question_files for select using ((select reading_committee()) is not null
	and exists (select from question_versions where question_versions.id = version_id));
create policy published on question_files for select using ((select in_scope('public'))
	and exists (select from question_versions where question_versions.id = version_id));
grant select, insert, update, delete on question_files to kambana_app;
create trigger question_files_public after insert or update or delete on question_files
	for each statement execute function tell_public_changed();
select audit_table('question_files', keys => 'version_id,slot');

create or replace view file_uses with (security_invoker = true) as
	select sha256, committee_id, false as discreet from video_files
	union all select sha256, committee_id, true from help_recordings
	union all select sha256, committee_id, true from material_versions where sha256 is not null
	union all select sha256, committee_id, true from question_files;
