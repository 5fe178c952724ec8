-- What people keeps of a person, and for how long (src/people/retention.ts).
alter table accounts
	-- The last day on which the person was here; no hour, no place, no device.
	add column seen_on date,
	-- Nothing of the person is left but the number under which histories know a role.
	add column erased_at timestamptz,
	add constraint accounts_erased_check check (erased_at is null or disabled_at is not null);

create function note_seen_day() returns trigger
	language plpgsql as $$
begin
	update accounts set seen_on = (new.seen_at at time zone 'Europe/Tirane')::date
	where id = new.account_id and seen_on is distinct from (new.seen_at at time zone 'Europe/Tirane')::date;
	return null;
end $$;
create trigger sessions_seen after insert or update of seen_at on sessions for each row execute function note_seen_day();

-- Two columns more; on which day somebody was last here is no change.
select audit_table('accounts', ignored => 'seen_on');
