-- An administrator, whose scope is that of accounts, looks after the register too; it holds nothing but ids and states.
create policy identity on audit_entries for select using ((select in_scope('identity')));
-- The page of a month: which months there are, without reading every entry.
create index audit_entries_month_idx on audit_entries (committee_id, left(at, 7)) where seq is not null;
