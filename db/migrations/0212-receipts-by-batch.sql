-- A whole country answers at once, and every answer brings a receipt. A foreign key asks for each row whether its phase is there, and again for its
-- committee; that took two thirds of the time of writing them. Receipts are written many at a time, so it is asked once for all of them.
alter table check_receipts drop constraint check_receipts_phase_fkey, drop constraint check_receipts_committee_fkey;
-- Nobody looks for the receipts of a committee.
drop index check_receipts_committee_idx;

create function refuse_stray_receipts() returns trigger
	language plpgsql
	as $$
begin
	if exists (
		select from (select distinct phase_id, committee_id from brought) as those
		where not exists (select from check_phases p where p.id = those.phase_id and p.committee_id = those.committee_id)
	) then
		raise foreign_key_violation using message = 'a receipt belongs to a phase of its committee', table = 'check_receipts';
	end if;
	return null;
end $$;
create trigger check_receipts_phase after insert on check_receipts
	referencing new table as brought for each statement execute function refuse_stray_receipts();

-- With its phase a receipt goes, as before.
create function drop_receipts() returns trigger
	language plpgsql
	as $$
begin
	delete from check_receipts where phase_id in (select id from gone);
	return null;
end $$;
create trigger check_phases_receipts after delete on check_phases
	referencing old table as gone for each statement execute function drop_receipts();
