-- Merging institutions moves their contributions, tasks and links of a month too. Several releases add to this function: it is read as it
-- is, and these lines go before its last.
do $$
declare
	whole text := pg_get_functiondef('merge_partners(uuid, uuid, text)'::regprocedure);
	last_line constant text := 'delete from partners where id = gone;';
begin
	if position(last_line in whole) = 0 then
		raise exception 'merge_partners does not end as expected';
	end if;
	execute replace(whole, last_line, $lines$update contributions set partner_id = kept where partner_id = gone;
	update tasks set partner_id = kept where partner_id = gone;
	update month_links set partner_id = kept where partner_id = gone;
	-- One reminder is enough for what is one institution now.
	delete from reminders twin using reminders same where twin.partner_id = gone and same.partner_id = kept
		and same.activity_id = twin.activity_id and same.kind = twin.kind and same.due_on = twin.due_on;
	update reminders set partner_id = kept where partner_id = gone;
	$lines$ || last_line);
end $$;
