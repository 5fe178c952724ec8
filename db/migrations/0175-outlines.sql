-- The outline of a county, for the map beside its coverage: rings of longitude and latitude. Small enough to stand in the row, absent in a pack
-- that brings none.
alter table counties add column outline jsonb;
-- The audit names its columns one by one.
select audit_table('counties', keys => 'code');
