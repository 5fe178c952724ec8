-- From which words a recording was read: the section as it stood when the recording was brought, and the version of its page (null where
-- the words come with the software). Of recordings brought before, nobody knows.
alter table help_recordings
	add column read_text text constraint help_recordings_read_text_check check (length(read_text) between 1 and 5000),
	add column read_version integer,
	add constraint help_recordings_read_check check (read_version is null or read_text is not null);
select audit_table('help_recordings');
