-- Knowledge checks: what a class or a room knew before and knows after. Of answers there are counters and nothing else: no row of a person, no
-- time, no order (docs/decisions/0042). While a phase is open there are also hashes of receipts, by which a repeated answer counts once, and of a
-- paired check one sealed row for the whole class; both go when it ends.
create table checks (
	id uuid constraint checks_pkey primary key,
	committee_id uuid not null constraint checks_committee_fkey references committees,
	-- None only for a check that is open to the whole country.
	activity_id uuid constraint checks_activity_fkey references activities on delete cascade,
	set_id uuid not null constraint checks_set_fkey references question_sets,
	mode text not null constraint checks_mode_check check (mode in ('paired', 'group', 'unpaired', 'after', 'retrospective')),
	-- Which class or room, where an activity has several: "IX-A". Never a person.
	label text constraint checks_label_check check (length(label) between 1 and 40),
	-- How many are in the room, as declared.
	persons integer not null constraint checks_persons_check check (persons between 1 and 5000000),
	-- Of a check that is open to the whole country: what it is called.
	title_sq text constraint checks_title_sq_check check (length(title_sq) between 3 and 120),
	title_en text constraint checks_title_en_check check (length(title_en) between 3 and 120),
	actor text not null,
	made_at timestamptz not null default history_moment(),
	constraint checks_national_check check ((activity_id is null) = (title_sq is not null) and (title_sq is null) = (title_en is null)),
	constraint checks_national_mode_check check (activity_id is not null or mode in ('unpaired', 'after'))
);
create index checks_activity_idx on checks (activity_id);
create index checks_committee_idx on checks (committee_id);
create index checks_set_idx on checks (set_id);

create table check_phases (
	id uuid constraint check_phases_pkey primary key,
	committee_id uuid not null constraint check_phases_committee_fkey references committees,
	check_id uuid not null constraint check_phases_check_fkey references checks on delete cascade,
	phase text not null constraint check_phases_phase_check check (phase in ('before', 'after', 'follow_up')),
	state text not null default 'open' constraint check_phases_state_check check (state in ('open', 'closed', 'voided')),
	-- What is typed or scanned in the room; without letters and digits that look alike.
	code text not null constraint check_phases_code_check check (code ~ '^[2-9A-HJ-NP-Z]{6}$'),
	-- No more answers than this: declared persons and a fifth.
	quota integer not null constraint check_phases_quota_check check (quota > 0),
	opened_at timestamptz not null default history_moment(),
	closes_at timestamptz not null,
	ended_at timestamptz,
	-- Why it does not count.
	reason text constraint check_phases_reason_check check (length(reason) between 3 and 200),
	actor text not null,
	constraint check_phases_ended_check check ((state = 'open') = (ended_at is null)),
	constraint check_phases_void_check check ((state = 'voided') = (reason is not null))
);
create unique index check_phases_code_key on check_phases (code) where state = 'open';
create unique index check_phases_phase_key on check_phases (check_id, phase) where state <> 'voided';
create index check_phases_committee_idx on check_phases (committee_id);
create index check_phases_open_idx on check_phases (closes_at) where state = 'open';

-- How many have answered. A table of its own: the audit records the phase, and would otherwise keep the time of every answer.
create table check_tallies (
	phase_id uuid constraint check_tallies_pkey primary key constraint check_tallies_phase_fkey references check_phases on delete cascade,
	committee_id uuid not null constraint check_tallies_committee_fkey references committees,
	answered integer not null default 0 constraint check_tallies_answered_check check (answered >= 0)
);
create index check_tallies_committee_idx on check_tallies (committee_id);

create table check_receipts (
	phase_id uuid not null constraint check_receipts_phase_fkey references check_phases on delete cascade,
	hash bytea not null constraint check_receipts_hash_check check (octet_length(hash) = 16),
	committee_id uuid not null constraint check_receipts_committee_fkey references committees,
	constraint check_receipts_pkey primary key (phase_id, hash)
);
create index check_receipts_committee_idx on check_receipts (committee_id);

-- The cards of a class with what was answered under each, sealed, in the order of the cards.
create table check_cards (
	check_id uuid constraint check_cards_pkey primary key constraint check_cards_check_fkey references checks on delete cascade,
	committee_id uuid not null constraint check_cards_committee_fkey references committees,
	sealed bytea not null
);
create index check_cards_committee_idx on check_cards (committee_id);

-- Option: its number from 0; the number of options is "I do not know"; -1 is left out.
create table check_counts (
	phase_id uuid not null constraint check_counts_phase_fkey references check_phases on delete cascade,
	way text not null constraint check_counts_way_check check (way in ('phone', 'tablet', 'hands', 'paper')),
	question smallint not null constraint check_counts_question_check check (question between 0 and 19),
	option smallint not null constraint check_counts_option_check check (option between -1 and 6),
	n integer not null constraint check_counts_n_check check (n > 0),
	committee_id uuid not null constraint check_counts_committee_fkey references committees,
	constraint check_counts_pkey primary key (phase_id, way, question, option)
);
create index check_counts_committee_idx on check_counts (committee_id);

-- Of a paired check, made when the phase after closes: how many cards were right or not, before and after.
create table check_pairs (
	check_id uuid not null constraint check_pairs_check_fkey references checks on delete cascade,
	question smallint not null constraint check_pairs_question_check check (question between 0 and 19),
	right_before boolean not null,
	right_after boolean not null,
	n integer not null constraint check_pairs_n_check check (n > 0),
	committee_id uuid not null constraint check_pairs_committee_fkey references committees,
	constraint check_pairs_pkey primary key (check_id, question, right_before, right_after)
);
create index check_pairs_committee_idx on check_pairs (committee_id);

-- Not inlined: a policy within a policy makes every query slow to plan (0060).
create function carries_check(one uuid) returns boolean
	language plpgsql stable
	as $$
begin
	return exists (select from checks where id = one and carries_activity(activity_id));
end $$;
create function carries_phase(one uuid) returns boolean
	language plpgsql stable
	as $$
begin
	return exists (select from check_phases where id = one and carries_check(check_id));
end $$;

do $$
declare tenant text;
begin
	foreach tenant in array array['checks', 'check_phases', 'check_tallies', 'check_receipts', 'check_cards', 'check_counts', 'check_pairs'] loop
		execute format('alter table %I enable row level security', tenant);
		execute format('alter table %I force row level security', tenant);
		execute format('create policy own_committee on %I using (committee_id = (select scope_committee()))', tenant);
		execute format('create policy installation on %I using ((select in_scope(''installation'')))', tenant);
		-- The door of answers: it acts for nobody.
		execute format('create policy answers on %I using ((select in_scope(''answers'')))', tenant);
	end loop;
	foreach tenant in array array['checks', 'check_phases', 'check_tallies', 'check_counts', 'check_pairs'] loop
		execute format('create policy oversight on %I for select using (committee_id = (select oversight_committee()))', tenant);
	end loop;
	foreach tenant in array array['check_cards', 'check_pairs'] loop
		execute format('create policy carried on %I using (committee_id = (select narrow_committee()) and carries_check(check_id))', tenant);
	end loop;
	foreach tenant in array array['check_tallies', 'check_receipts', 'check_counts'] loop
		execute format('create policy carried on %I using (committee_id = (select narrow_committee()) and carries_phase(phase_id))', tenant);
	end loop;
end $$;
create policy carried on checks using (committee_id = (select narrow_committee()) and carries_activity(activity_id));
create policy carried on check_phases using (committee_id = (select narrow_committee()) and carries_check(check_id));
-- Whoever answers reads the questions.
create policy answers on question_sets for select using ((select in_scope('answers')));
create policy answers on question_set_items for select using ((select in_scope('answers')));
create policy answers on question_versions for select using ((select in_scope('answers')));
create policy answers on questions for select using ((select in_scope('answers')));

-- Mode, set and declared persons stay as they were: another of these is another check.
grant select, insert on checks to kambana_app;
grant delete on checks to kambana_app;
grant select, insert on check_phases to kambana_app;
grant update (state, closes_at, ended_at, reason) on check_phases to kambana_app;
grant select, insert, delete on check_receipts, check_pairs to kambana_app;
grant select, insert, update, delete on check_cards, check_counts to kambana_app;
grant select, insert, update on check_tallies to kambana_app;

select audit_table('checks');
select audit_table('check_phases');
-- The page of a code is the same for everybody who opens it, and kept in memory until the phase ends.
create trigger check_phases_public after insert or update or delete on check_phases
	for each statement execute function tell_public_changed();
