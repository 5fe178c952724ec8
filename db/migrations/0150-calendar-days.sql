-- Public holidays and school holidays, as the country pack tells them: national, so they belong to no committee and everybody may read them.
-- What nobody has confirmed yet (movable feasts, the order about the school year) says so, and is shown so.
create table calendar_days (
	code text constraint calendar_days_pkey primary key constraint calendar_days_code_check check (code ~ '^[A-Z]{2}/[a-z_]+/[0-9-]{10}$'),
	country text not null,
	starts_on date not null,
	ends_on date not null,
	kind text not null constraint calendar_days_kind_check check (kind in ('public_holiday', 'school_holiday')),
	name_sq text not null constraint calendar_days_name_sq_check check (length(name_sq) between 1 and 120),
	name_en text not null constraint calendar_days_name_en_check check (length(name_en) between 1 and 120),
	source text not null,
	confirmed boolean not null,
	constraint calendar_days_period_check check (ends_on >= starts_on)
);
create index calendar_days_period_idx on calendar_days (starts_on, ends_on);
grant select, insert, update, delete on calendar_days to kambana_app;
select audit_table('calendar_days', keys => 'code');
