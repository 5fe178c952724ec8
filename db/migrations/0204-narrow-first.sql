-- "committee_id = null and sees_activity(...)": null and a function is not false until the function was asked, so that in every scope that is not narrow
-- each row asked one. With fifty receipts of a class that took fifty milliseconds for every further answer. The scope is asked once, and first.
do $$
declare
	one record;
	first constant text := '(select narrow_committee()) is not null and ';
begin
	for one in
		select tablename, policyname, qual, with_check from pg_policies
		where schemaname = 'public' and coalesce(qual, '') || coalesce(with_check, '') ~ 'narrow_committee.*[a-z]+_[a-z]+\((activity_id|return_id|meeting_id|check_id|phase_id|id)\)'
	loop
		if one.qual is not null then
			execute format('alter policy %I on %I using (%s)', one.policyname, one.tablename,
				case when one.qual ~ 'narrow_committee' then first || one.qual else one.qual end);
		end if;
		if one.with_check is not null then
			execute format('alter policy %I on %I with check (%s)', one.policyname, one.tablename,
				case when one.with_check ~ 'narrow_committee' then first || one.with_check else one.with_check end);
		end if;
	end loop;
end $$;
