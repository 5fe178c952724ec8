-- How many activities a day an institution says it manages; nobody has to say so, and nothing is refused over it.
alter table partners add column daily_capacity integer
	constraint partners_daily_capacity_check check (daily_capacity between 1 and 50);
select audit_table('partners');
