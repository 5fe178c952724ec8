-- Public pages name no closed activity, only how many activities a published programme has in all: one number, asked for
-- in the scope of the installation because row-level security hides the closed ones from the public. The scope is set and
-- put back by hand: a SET clause on the function would need a superuser on a PostgreSQL of one's own.
create function published_activity_count(programme uuid) returns integer
	language plpgsql as $$
declare
	scope_before text := coalesce(current_setting('kambana.scope', true), '');
	total integer;
begin
	perform set_config('kambana.scope', 'installation', true);
	select count(*) into total from activities
		where programme_id = programme
			and exists (select from programmes where id = programme and state in ('approved', 'closed'));
	perform set_config('kambana.scope', scope_before, true);
	return total;
end $$;
