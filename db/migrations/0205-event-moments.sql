-- now() is when a transaction began. Who began first and then had to wait for somebody else's change wrote after it, but stood before it
-- in the history, which is read by its moments: what was done last was not what the history said last. An event, and an answer of an
-- institution, of which the latest counts, has the moment at which it is written. The demonstration tells its past as before.
create function writing_moment() returns timestamptz
	language sql volatile parallel safe
	return case when current_setting('kambana.scope', true) = 'installation'
		then coalesce(nullif(current_setting('kambana.moment', true), '')::timestamptz, clock_timestamp())
		else clock_timestamp() end;

alter table activity_events alter column at set default writing_moment();
alter table programme_events alter column at set default writing_moment();
alter table activity_answers alter column answered_at set default writing_moment();
