-- Files by the SHA-256 of their content (src/platform/files.server.ts) and the videos that use them. The row says that a file is kept; who
-- may have it is said by the records that refer to it.
create table files (
	sha256 text constraint files_pkey primary key constraint files_sha256_check check (sha256 ~ '^[0-9a-f]{64}$'),
	bytes bigint not null constraint files_bytes_check check (bytes > 0),
	media_type text not null constraint files_media_type_check
		check (media_type in ('video/mp4', 'video/webm', 'audio/mpeg', 'audio/ogg')),
	kept_at timestamptz not null default now()
);
alter table files enable row level security;
alter table files force row level security;
-- An address tells nothing without a record that names it: see file_uses.
create policy addresses on files for select using ((select in_scope('public')) or (select reading_committee()) is not null);
create policy keeping on files for insert with check ((select scope_committee()) is not null);
create policy kept_again on files for update using ((select scope_committee()) is not null);
create policy installation on files using ((select in_scope('installation')));
grant select, insert, update, delete on files to kambana_app;
select audit_table('files', keys => 'sha256', ignored => 'kept_at');

-- Takes away the rows of files that no record refers to. Which tables refer is the database's own knowledge: their foreign keys.
create function sweep_files(before timestamptz) returns setof text
	language plpgsql as $$
declare one text;
begin
	for one in select sha256 from files where kept_at < before loop
		begin
			delete from files where sha256 = one;
			return next one;
		exception when foreign_key_violation then null;
		end;
	end loop;
end $$;
revoke execute on function sweep_files from public;
grant execute on function sweep_files to kambana_app;

create table videos (
	id uuid constraint videos_pkey primary key,
	committee_id uuid not null constraint videos_committee_fkey references committees,
	title_sq text not null constraint videos_title_sq_check check (length(title_sq) between 1 and 120),
	title_en text not null constraint videos_title_en_check check (length(title_en) between 1 and 120),
	audience text not null constraint videos_audience_check
		check (audience in ('general_public', 'age_12_14', 'age_15_18', 'parents', 'job_seekers', 'health_staff', 'teachers')),
	-- Which of the five answers it serves.
	answers smallint[] not null constraint videos_answers_check check (answers <@ '{1,2,3,4,5}' and cardinality(answers) > 0),
	maker text not null constraint videos_maker_check check (length(maker) between 1 and 120),
	licence text not null constraint videos_licence_check check (licence in ('cc0', 'cc_by', 'cc_by_sa', 'permission')),
	expires_on date,
	state text not null default 'draft' constraint videos_state_check check (state in ('draft', 'approved', 'withdrawn')),
	-- Who changed it last: somebody else approves.
	changed_by text not null,
	changed_at timestamptz not null default now(),
	approved_by text,
	approved_at timestamptz,
	demonstration boolean not null default false,
	created_at timestamptz not null default now(),
	constraint videos_approved_check check (state <> 'approved' or (approved_by is not null and approved_at is not null))
);
create index videos_committee_idx on videos (committee_id);

create table video_files (
	id uuid constraint video_files_pkey primary key,
	committee_id uuid not null constraint video_files_committee_fkey references committees,
	video_id uuid not null constraint video_files_video_fkey references videos on delete cascade,
	sha256 text not null constraint video_files_sha256_fkey references files,
	kind text not null constraint video_files_kind_check check (kind in ('original', 'size')),
	width integer not null constraint video_files_width_check check (width between 16 and 4096),
	height integer not null constraint video_files_height_check check (height between 16 and 4096),
	seconds numeric(9, 3) not null constraint video_files_seconds_check check (seconds > 0),
	codecs text not null,
	-- By what it was looked at before it was kept: our own reading of the container, or FFprobe besides.
	looked_at_by text not null constraint video_files_looked_at_by_check check (looked_at_by in ('own', 'ffprobe')),
	constraint video_files_height_key unique (video_id, kind, height)
);
create index video_files_sha256_idx on video_files (sha256);
create unique index video_files_original_key on video_files (video_id) where kind = 'original';

-- The smaller sizes that are to be made, one row each, with how far that is.
create table video_sizes (
	video_id uuid not null constraint video_sizes_video_fkey references videos on delete cascade,
	height integer not null constraint video_sizes_height_check check (height in (240, 360, 480, 720)),
	committee_id uuid not null constraint video_sizes_committee_fkey references committees,
	state text not null default 'waiting' constraint video_sizes_state_check
		check (state in ('waiting', 'working', 'done', 'failed', 'cancelled')),
	percent smallint not null default 0 constraint video_sizes_percent_check check (percent between 0 and 100),
	-- What FFmpeg said last, where it failed.
	reason text constraint video_sizes_reason_check check (length(reason) <= 300),
	changed_at timestamptz not null default now(),
	constraint video_sizes_pkey primary key (video_id, height)
);

-- What is said and heard, in one language: captions with their times, and the text to read instead.
create table video_captions (
	video_id uuid not null constraint video_captions_video_fkey references videos on delete cascade,
	language text not null constraint video_captions_language_check check (language in ('sq', 'en', 'rom', 'el', 'mk', 'sr', 'it', 'ar', 'fa')),
	committee_id uuid not null constraint video_captions_committee_fkey references committees,
	kind text not null constraint video_captions_kind_check check (kind in ('captions', 'subtitles')),
	vtt text not null constraint video_captions_vtt_check check (vtt like 'WEBVTT%' and length(vtt) <= 200000),
	transcript text not null constraint video_captions_transcript_check check (length(transcript) between 1 and 50000),
	made text not null constraint video_captions_made_check check (made in ('by_hand', 'by_machine')),
	-- Who read them against the picture, by name or office.
	reviewer text not null constraint video_captions_reviewer_check check (length(reviewer) between 1 and 120),
	changed_at timestamptz not null default now(),
	constraint video_captions_pkey primary key (video_id, language)
);

do $$
declare tenant text;
begin
	foreach tenant in array array['videos', 'video_files', 'video_sizes', 'video_captions'] loop
		execute format('alter table %I enable row level security', tenant);
		execute format('alter table %I force row level security', tenant);
		execute format('create policy own_committee on %I using (committee_id = (select scope_committee()))', tenant);
		execute format('create policy oversight on %I for select using (committee_id = (select oversight_committee()))', tenant);
		execute format('create policy installation on %I using ((select in_scope(''installation'')))', tenant);
		execute format('grant select, insert, update, delete on %I to kambana_app', tenant);
		execute format('create trigger %I after insert or update or delete on %I for each statement execute function tell_public_changed()',
			tenant || '_public', tenant);
	end loop;
end $$;
-- What is approved and has not expired, anybody may see: the days are those of Albania.
create policy published on videos for select using ((select in_scope('public')) and state = 'approved'
	and (expires_on is null or expires_on >= (now() at time zone 'Europe/Tirane')::date));
-- Videos of the national office are for every committee.
create policy shared on videos for select using (state = 'approved' and committee_id = (select national_committee())
	and (select reading_committee()) is not null);
create policy published on video_files for select using (((select in_scope('public')) or committee_id = (select national_committee()))
	and exists (select from videos where videos.id = video_id and videos.state = 'approved'));
create policy published on video_captions for select using (((select in_scope('public')) or committee_id = (select national_committee()))
	and exists (select from videos where videos.id = video_id and videos.state = 'approved'));
select audit_table(name) from unnest(array['videos', 'video_files', 'video_captions']) as name;
select audit_table('video_sizes', ignored => 'percent,changed_at');

-- Which record uses which file. It answers with the rights of whoever asks, so a file may be had by whoever may see a record that uses it:
-- a migration that lets another table refer to `files` adds that table here.
create view file_uses with (security_invoker = true) as
	select sha256, committee_id from video_files;
grant select on file_uses to kambana_app;
