-- Merging institutions moves their part in meetings too; read and added to as in 0163.
do $$
declare
	whole text := pg_get_functiondef('merge_partners(uuid, uuid, text)'::regprocedure);
	last_line constant text := 'delete from partners where id = gone;';
begin
	if position(last_line in whole) = 0 then
		raise exception 'merge_partners does not end as expected';
	end if;
	execute replace(whole, last_line, $lines$delete from meeting_participants twin using meeting_participants same where twin.partner_id = gone
		and same.partner_id = kept and same.meeting_id = twin.meeting_id;
	update meeting_participants set partner_id = kept where partner_id = gone;
	update meeting_items set presenter_id = kept where presenter_id = gone;
	$lines$ || last_line);
end $$;
