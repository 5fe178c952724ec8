-- What was written down by mistake can be taken back: by a counter-entry with a reason, never by deleting. It is of the same kind, place and
-- quantity as the entry it takes back, and counts against it (src/materials/stock.ts).
alter table stock_movements
	add column reverses_id uuid constraint stock_movements_reverses_fkey references stock_movements,
	add column reason text constraint stock_movements_reason_check check (length(reason) between 1 and 300),
	add constraint stock_movements_why_check check ((reverses_id is null) = (reason is null)),
	-- An entry is taken back once; a counter-entry never is.
	add constraint stock_movements_reverses_key unique (reverses_id);

alter table material_events drop constraint material_events_kind_check;
alter table material_events add constraint material_events_kind_check check (kind in ('added', 'described', 'written', 'edited', 'submitted',
	'sent_back', 'checked', 'reviewed', 'approved', 'withdrawn', 'ordered', 'renewed', 'printed', 'cancelled', 'recalled',
	'answers_again', 'notified', 'all_clear', 'settled', 'taken_back'));

create or replace function keep_stock() returns trigger
	language plpgsql as $$
declare
	held integer;
	at_place boolean := new.place_id is not null and new.kind <> 'given';
begin
	perform from material_batches where id = new.batch_id and printed_on is not null and new.moved_on >= printed_on for update;
	if not found then
		raise exception using errcode = 'check_violation', constraint = 'stock_movements_printed_check', message = 'the batch was not printed yet';
	end if;
	if new.reverses_id is not null then
		perform from stock_movements where id = new.reverses_id and batch_id = new.batch_id and kind = new.kind and quantity = new.quantity
			and place_id is not distinct from new.place_id and reverses_id is null;
		if not found then
			raise exception using errcode = 'check_violation', constraint = 'stock_movements_reverses_check', message = 'not the entry it takes back';
		end if;
		-- Taken back, what was given leaves the place again, and what was brought back leaves the office; the others only add.
		if new.kind in ('handed_out', 'destroyed') then return new; end if;
		at_place := new.kind = 'given';
	end if;
	if at_place then
		select coalesce(sum(case when (kind = 'given') = (reverses_id is null) then quantity else -quantity end), 0) into held
		from stock_movements where batch_id = new.batch_id and place_id = new.place_id;
	else
		select b.quantity - coalesce(sum(case when m.reverses_id is null then 1 else -1 end * case when m.kind = 'returned' then -m.quantity
			when m.kind = 'given' or m.place_id is null then m.quantity else 0 end), 0) into held
		from material_batches b left join stock_movements m on m.batch_id = b.id where b.id = new.batch_id group by b.quantity;
	end if;
	if held < new.quantity then
		raise exception using errcode = 'check_violation', constraint = 'stock_movements_left_check', message = 'more than is left';
	end if;
	return new;
end $$;
select audit_table('stock_movements');
