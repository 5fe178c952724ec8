-- Public pages name no closed activity, only how many activities a published programme has in all: one number, asked for
-- in the scope of the installation because row-level security hides the closed ones from the public.
create function published_activity_count(programme uuid) returns integer
	language sql stable
	set kambana.scope = 'installation'
	as $$
		select count(*)::integer from activities
		where programme_id = programme
			and exists (select from programmes where id = programme and state in ('approved', 'closed'))
	$$;
