-- When something happened is when it was recorded, with one exception: the demonstration's history lies in the past. It is
-- loaded in the scope of the installation, and only there a transaction may say at which moment its records were made.
create function history_moment() returns timestamptz
	language sql stable parallel safe
	return case when current_setting('kambana.scope', true) = 'installation'
		then coalesce(nullif(current_setting('kambana.moment', true), '')::timestamptz, now())
		else now() end;

alter table activity_events alter column at set default history_moment();
alter table programme_events alter column at set default history_moment();
alter table returns alter column recorded_at set default history_moment();
alter table announcements alter column created_at set default history_moment();
alter table announcement_versions alter column created_at set default history_moment();
alter table import_previews alter column at set default history_moment();
