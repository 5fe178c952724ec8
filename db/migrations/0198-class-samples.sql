-- Classes that are asked again after four to eight weeks, drawn by lot once for a month. The seed and every class that could be drawn stay, so that anybody can
-- draw again and get the same: nobody picks the good classes, and who did not answer is not forgotten (docs/decisions/0044).
create table class_samples (
	id uuid constraint class_samples_pkey primary key,
	committee_id uuid not null constraint class_samples_committee_fkey references committees,
	programme_id uuid not null constraint class_samples_programme_fkey references programmes on delete cascade,
	-- 128 random bits, drawn by the server.
	seed text not null constraint class_samples_seed_check check (seed ~ '^[0-9a-f]{32}$'),
	-- As many as somebody asked for; there may be fewer classes.
	size integer not null constraint class_samples_size_check check (size between 1 and 500),
	strata text not null constraint class_samples_strata_check check (strata in ('municipality', 'setting')),
	actor text not null,
	made_at timestamptz not null default history_moment(),
	constraint class_samples_programme_key unique (programme_id)
);
create index class_samples_committee_idx on class_samples (committee_id);

create table sample_classes (
	sample_id uuid not null constraint sample_classes_sample_fkey references class_samples on delete cascade,
	check_id uuid not null constraint sample_classes_check_fkey references checks on delete cascade,
	committee_id uuid not null constraint sample_classes_committee_fkey references committees,
	stratum text not null constraint sample_classes_stratum_check check (length(stratum) between 1 and 20),
	-- Its place in its stratum, from 0, as the lot fell.
	rank integer not null constraint sample_classes_rank_check check (rank >= 0),
	drawn boolean not null,
	-- Why a class that was drawn cannot be asked. Only one that the lot has drawn is replaced, so each place once.
	reason text constraint sample_classes_reason_check check (length(reason) between 3 and 200),
	replaces uuid,
	task_id uuid constraint sample_classes_task_fkey references tasks on delete set null,
	constraint sample_classes_pkey primary key (sample_id, check_id),
	constraint sample_classes_rank_key unique (sample_id, stratum, rank),
	constraint sample_classes_replaces_fkey foreign key (sample_id, replaces) references sample_classes (sample_id, check_id) on delete cascade,
	constraint sample_classes_replaces_key unique (sample_id, replaces),
	constraint sample_classes_replaced_check check (reason is null or drawn),
	constraint sample_classes_replacement_check check (replaces is null or not drawn)
);
create index sample_classes_check_idx on sample_classes (check_id);
create index sample_classes_committee_idx on sample_classes (committee_id);
create index sample_classes_task_idx on sample_classes (task_id);

do $$
declare tenant text;
begin
	foreach tenant in array array['class_samples', 'sample_classes'] loop
		execute format('alter table %I enable row level security', tenant);
		execute format('alter table %I force row level security', tenant);
		execute format('create policy own_committee on %I using (committee_id = (select scope_committee()))', tenant);
		execute format('create policy installation on %I using ((select in_scope(''installation'')))', tenant);
		execute format('create policy oversight on %I for select using (committee_id = (select oversight_committee()))', tenant);
		execute format('grant select, insert on %I to kambana_app', tenant);
	end loop;
end $$;
-- What the lot drew stays.
grant update (reason, replaces, task_id) on sample_classes to kambana_app;
select audit_table('class_samples');
select audit_table('sample_classes', keys => 'sample_id,check_id');
