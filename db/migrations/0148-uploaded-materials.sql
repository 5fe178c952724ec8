-- Slides, registers and quiz sheets are files that somebody made elsewhere (PDF): a version holds the file by its address, and what was found
-- in it when it was looked into (src/materials/looking.server.ts): pages, its text, what a second person should look at.
alter table files drop constraint files_media_type_check, add constraint files_media_type_check
	check (media_type in ('video/mp4', 'video/webm', 'audio/mpeg', 'audio/ogg', 'application/pdf'));

alter table material_versions
	add column sha256 text constraint material_versions_sha256_fkey references files,
	add column look jsonb,
	add constraint material_versions_look_check check ((sha256 is null) = (look is null)),
	drop constraint material_versions_content_check,
	-- Texts that Kambana sets, or a file, or a place where something else is kept; beside a file, where its original lies.
	add constraint material_versions_content_check check ((texts is null) <> (coalesce(sha256, kept_at) is null));
create index material_versions_sha256_idx on material_versions (sha256);
select audit_table('material_versions');

-- What a file needs besides: it can be read on paper, it names nobody, it shows no child, and somebody has looked at its numbers.
alter table material_checks drop constraint material_checks_item_check, add constraint material_checks_item_check
	check (item in ('accurate_here', 'no_stranger_myth', 'no_shame', 'ends_with_action', 'potential_victims', 'fits_age', 'content_note',
		'no_shelter', 'no_victim', 'sourced_numbers', 'readable', 'no_names', 'no_child_picture', 'numbers_seen'));

-- A file is printed as it is, with the numbers that stand in it; there may be none.
alter table material_batches
	drop constraint material_batches_format_check,
	add constraint material_batches_format_check check (format in ('trifold', 'leaflet_a5', 'poster_a3', 'card', 'file')),
	drop constraint material_batches_numbers_check,
	add constraint material_batches_numbers_check check (cardinality(numbers) >= 1 or format = 'file');

-- What the national office has approved, anybody may have: what Kambana sets, and files.
drop policy published on material_versions;
create policy published on material_versions for select using ((select in_scope('public')) and state = 'approved'
	and (texts is not null or sha256 is not null) and committee_id = (select national_committee()));
drop policy published on materials;
create policy published on materials for select using ((select in_scope('public'))
	and kind in ('leaflet', 'poster', 'card', 'slides', 'register', 'quiz_sheet')
	and committee_id = (select national_committee()) and expires_on >= (now() at time zone 'Europe/Tirane')::date
	and exists (select from material_versions v where v.material_id = materials.id and v.state = 'approved'));

create or replace view file_uses with (security_invoker = true) as
	select sha256, committee_id, false as discreet from video_files
	union all select sha256, committee_id, true from help_recordings
	union all select sha256, committee_id, true from material_versions where sha256 is not null;
