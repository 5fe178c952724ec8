-- On what an order rests: acts as they are cited, of the national office for every county and of a county for itself. Nobody has checked what
-- comes with the country pack; until somebody has, papers say so.
create table legal_bases (
	id uuid constraint legal_bases_pkey primary key,
	committee_id uuid not null constraint legal_bases_committee_fkey references committees,
	code text,
	-- As it follows "Në mbështetje të".
	text_sq text not null constraint legal_bases_text_sq_check check (length(text_sq) between 1 and 300),
	-- As it follows "Pursuant to".
	text_en text not null constraint legal_bases_text_en_check check (length(text_en) between 1 and 300),
	source text not null constraint legal_bases_source_check check (length(source) between 1 and 500),
	rank integer not null default 100 constraint legal_bases_rank_check check (rank between 1 and 999),
	checked_by text,
	checked_on date,
	constraint legal_bases_code_key unique (committee_id, code),
	constraint legal_bases_checked_check check ((checked_by is null) = (checked_on is null))
);

alter table legal_bases enable row level security;
alter table legal_bases force row level security;
create policy own_committee on legal_bases using (committee_id = (select scope_committee()));
create policy installation on legal_bases using ((select in_scope('installation')));
create policy shared on legal_bases for select using (committee_id = (select reading_committee())
	or (committee_id = (select national_committee()) and (select reading_committee()) is not null));
grant select, insert, delete on legal_bases to kambana_app;
-- What an act is called does not change; one that was cited wrongly is taken away and another written.
grant update (checked_by, checked_on) on legal_bases to kambana_app;
select audit_table('legal_bases');
