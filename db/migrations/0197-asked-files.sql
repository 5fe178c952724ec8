-- Pictures and recordings on the pages of a code. Whoever answers reads the files of what is asked at this moment, and of nothing else in the bank.
-- Not inlined: a policy within a policy makes every query slow to plan (0060).
create function is_asked_now(one uuid) returns boolean
	language plpgsql stable
	as $$
begin
	return exists (select from question_set_items i join checks c on c.set_id = i.set_id join check_phases p on p.check_id = c.id
		where i.version_id = one and p.state = 'open' and p.closes_at > now());
end $$;
create function is_file_asked_now(one text) returns boolean
	language plpgsql stable
	as $$
begin
	return exists (select from question_files where sha256 = one and is_asked_now(version_id));
end $$;
create policy answers on question_files for select using ((select in_scope('answers')) and is_asked_now(version_id));
create policy answers on files for select using ((select in_scope('answers')) and is_file_asked_now(sha256));
