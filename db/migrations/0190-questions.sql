-- The question bank of knowledge checks: questions with versions that a second person reads, and sets that never change once they are ready
-- (docs/decisions/0041). Whose it is writes it; what the national office has sent to review or approved, every committee reads.
create table questions (
	id uuid constraint questions_pkey primary key,
	committee_id uuid not null constraint questions_committee_fkey references committees,
	-- By which the first bank is known again; null for what was written at the desk.
	code text,
	-- Which of the five answers it belongs to.
	answer smallint not null constraint questions_answer_check check (answer between 1 and 5),
	kind text not null constraint questions_kind_check check (kind in ('knowledge', 'attitude', 'confidence')),
	level text not null constraint questions_level_check check (level in ('12_14', '15_18', 'adults', 'health_staff', 'employers')),
	created_at timestamptz not null default history_moment(),
	constraint questions_code_key unique (committee_id, code),
	constraint questions_kind_key unique (id, kind)
);
create index questions_committee_idx on questions (committee_id);

-- Whether whoever approved is nobody of those who wrote: compared by the account, whatever the seat.
create function is_second_person(person text, writers text[]) returns boolean
	language sql immutable parallel safe
	return not exists (select from unnest(writers) as writer
		where writer = person or (split_part(writer, ':', 2) <> '' and split_part(writer, ':', 2) = split_part(person, ':', 2)));

create table question_versions (
	id uuid constraint question_versions_pkey primary key,
	committee_id uuid not null constraint question_versions_committee_fkey references committees,
	question_id uuid not null,
	-- Of the question: only knowledge has a right option, the others are a scale.
	kind text not null,
	number integer not null constraint question_versions_number_check check (number >= 1),
	prompt_sq text not null constraint question_versions_prompt_sq_check check (length(prompt_sq) between 1 and 300),
	prompt_en text not null constraint question_versions_prompt_en_check check (length(prompt_en) between 1 and 300),
	-- Three or four; "I do not know" is none of them.
	options_sq text[] not null,
	options_en text[] not null,
	-- Counted from 0.
	right_option smallint,
	explanation_sq text not null constraint question_versions_explanation_sq_check check (length(explanation_sq) between 1 and 600),
	explanation_en text not null constraint question_versions_explanation_en_check check (length(explanation_en) between 1 and 600),
	source text not null constraint question_versions_source_check check (length(source) between 1 and 300),
	valid_from date not null,
	valid_to date,
	-- Everybody who wrote on it: none of them may approve it.
	writers text[] not null constraint question_versions_writers_check check (cardinality(writers) >= 1),
	state text not null default 'draft'
		constraint question_versions_state_check check (state in ('draft', 'to_be_reviewed', 'approved', 'withdrawn')),
	-- Who pressed the button, and who is named as the reader, with the day.
	approved_by text,
	reviewer text constraint question_versions_reviewer_check check (length(reviewer) between 1 and 160),
	reviewed_on date,
	revision integer not null default 1,
	created_at timestamptz not null default history_moment(),
	constraint question_versions_question_fkey foreign key (question_id, kind) references questions (id, kind) on delete cascade,
	constraint question_versions_number_key unique (question_id, number),
	constraint question_versions_question_key unique (id, question_id),
	constraint question_versions_options_check check (cardinality(options_sq) between 3 and 4 and cardinality(options_sq) = cardinality(options_en)
		and array_position(options_sq, null) is null and array_position(options_en, null) is null),
	constraint question_versions_right_check check ((kind = 'knowledge') = (right_option is not null)
		and (right_option is null or right_option between 0 and cardinality(options_sq) - 1)),
	constraint question_versions_validity_check check (valid_to is null or valid_to >= valid_from),
	constraint question_versions_reviewed_check check (
		(reviewer is null) = (reviewed_on is null) and (reviewer is null) = (approved_by is null)
		and (state <> 'approved' or reviewer is not null)),
	constraint question_versions_second_person_check check (approved_by is null or is_second_person(approved_by, writers))
);
create unique index question_versions_one_draft_key on question_versions (question_id) where state = 'draft';
create index question_versions_committee_idx on question_versions (committee_id);

-- What became of a question: added to, never changed.
create table question_events (
	id uuid constraint question_events_pkey primary key,
	committee_id uuid not null constraint question_events_committee_fkey references committees,
	question_id uuid not null constraint question_events_question_fkey references questions on delete cascade,
	number integer not null,
	verb text not null constraint question_events_verb_check check (verb in ('written', 'sent', 'sent_back', 'approved', 'withdrawn')),
	actor text not null,
	note text constraint question_events_note_check check (length(note) between 1 and 300),
	happened_at timestamptz not null default history_moment()
);
create index question_events_question_idx on question_events (question_id, happened_at);
create index question_events_committee_idx on question_events (committee_id);

create table question_sets (
	id uuid constraint question_sets_pkey primary key,
	committee_id uuid not null constraint question_sets_committee_fkey references committees,
	code text,
	level text not null constraint question_sets_level_check check (level in ('12_14', '15_18', 'adults', 'health_staff', 'employers')),
	title_sq text not null constraint question_sets_title_sq_check check (length(title_sq) between 1 and 120),
	title_en text not null constraint question_sets_title_en_check check (length(title_en) between 1 and 120),
	number integer not null default 1 constraint question_sets_number_check check (number >= 1),
	-- The set of which this one is the next version.
	replaces_id uuid constraint question_sets_replaces_fkey references question_sets,
	state text not null default 'draft' constraint question_sets_state_check check (state in ('draft', 'ready', 'withdrawn')),
	author text not null,
	ready_by text,
	ready_on date,
	created_at timestamptz not null default history_moment(),
	constraint question_sets_code_key unique (committee_id, code),
	constraint question_sets_finished_check check ((ready_by is null) = (ready_on is null) and (state = 'draft') = (ready_by is null))
);
create index question_sets_committee_idx on question_sets (committee_id);
-- One next version of a set, not two side by side.
create unique index question_sets_replaces_key on question_sets (committee_id, replaces_id);

create table question_set_items (
	set_id uuid not null constraint question_set_items_set_fkey references question_sets on delete cascade,
	position smallint not null constraint question_set_items_position_check check (position between 0 and 9),
	committee_id uuid not null constraint question_set_items_committee_fkey references committees,
	version_id uuid not null,
	question_id uuid not null,
	constraint question_set_items_pkey primary key (set_id, position),
	constraint question_set_items_version_fkey foreign key (version_id, question_id) references question_versions (id, question_id),
	-- Asked twice in one set, a question would count twice.
	constraint question_set_items_question_key unique (set_id, question_id)
);
create index question_set_items_version_idx on question_set_items (version_id);
create index question_set_items_committee_idx on question_set_items (committee_id);

-- What was sent to review cannot become another text, and what stands in a set cannot become a draft again.
create function refuse_change_of_question() returns trigger
	language plpgsql as $$
begin
	if old.state <> 'draft' and (new.question_id, new.number, new.prompt_sq, new.prompt_en, new.options_sq, new.options_en, new.right_option,
		new.explanation_sq, new.explanation_en, new.source, new.valid_from, new.valid_to, new.writers)
		is distinct from (old.question_id, old.number, old.prompt_sq, old.prompt_en, old.options_sq, old.options_en, old.right_option,
		old.explanation_sq, old.explanation_en, old.source, old.valid_from, old.valid_to, old.writers) then
		raise exception using errcode = 'restrict_violation', message = 'the text of a version of a question does not change',
			constraint = 'question_versions_text_frozen';
	end if;
	if new.state = 'draft' and old.state <> 'draft' and exists (select from question_set_items where version_id = new.id) then
		raise exception using errcode = 'restrict_violation', message = 'a version that stands in a set is no draft again',
			constraint = 'question_versions_in_set';
	end if;
	return new;
end $$;
create trigger question_versions_frozen before update on question_versions
	for each row execute function refuse_change_of_question();

-- A set is written while it is a draft. Ready, it has three to ten questions, one of them of knowledge, and never changes again.
create function refuse_change_of_set() returns trigger
	language plpgsql as $$
begin
	if old.state <> 'draft' and (new.state = 'draft' or (new.level, new.title_sq, new.title_en, new.number, new.ready_by, new.ready_on)
		is distinct from (old.level, old.title_sq, old.title_en, old.number, old.ready_by, old.ready_on)) then
		raise exception using errcode = 'restrict_violation', message = 'a set that is ready does not change',
			constraint = 'question_sets_frozen';
	end if;
	if old.state = 'draft' and new.state <> 'draft' and not (
		(select count(*) between 3 and 10 from question_set_items where set_id = new.id)
		and exists (select from question_set_items i join question_versions v on v.id = i.version_id
			where i.set_id = new.id and v.kind = 'knowledge')) then
		raise exception using errcode = 'check_violation', message = 'a set needs three to ten questions, one of knowledge',
			constraint = 'question_sets_ready_check';
	end if;
	return new;
end $$;
create trigger question_sets_frozen before update on question_sets
	for each row execute function refuse_change_of_set();

create function refuse_change_of_set_item() returns trigger
	language plpgsql as $$
declare
	one record;
begin
	if tg_op = 'INSERT' then one := new; else one := old; end if;
	if exists (select from question_sets where id = one.set_id and state <> 'draft') then
		raise exception using errcode = 'restrict_violation', message = 'a set that is ready does not change',
			constraint = 'question_sets_frozen';
	end if;
	if tg_op = 'INSERT' and not exists (select from question_sets s, questions q join question_versions v on v.question_id = q.id
		where s.id = new.set_id and v.id = new.version_id and q.level = s.level and v.state in ('to_be_reviewed', 'approved')) then
		raise exception using errcode = 'check_violation', message = 'a set takes questions of its level that are no drafts and not withdrawn',
			constraint = 'question_set_items_fit_check';
	end if;
	return one;
end $$;
create trigger question_set_items_frozen before insert or update or delete on question_set_items
	for each row execute function refuse_change_of_set_item();

do $$
declare tenant text;
begin
	foreach tenant in array array['questions', 'question_versions', 'question_events', 'question_sets', 'question_set_items'] loop
		execute format('alter table %I enable row level security', tenant);
		execute format('alter table %I force row level security', tenant);
		execute format('create policy own_committee on %I using (committee_id = (select scope_committee()))', tenant);
		execute format('create policy installation on %I using ((select in_scope(''installation'')))', tenant);
		execute format('create policy oversight on %I for select using (committee_id = (select oversight_committee()))', tenant);
		execute format('grant select, insert, update on %I to kambana_app', tenant);
	end loop;
	foreach tenant in array array['questions', 'question_versions', 'question_sets', 'question_set_items'] loop
		execute format('create trigger %I after insert or update or delete on %I for each statement execute function tell_public_changed()',
			tenant || '_public', tenant);
	end loop;
end $$;
revoke update on question_events, question_set_items from kambana_app;
grant delete on question_sets, question_set_items to kambana_app;
-- A set that was ready may have been asked: it stays.
create policy kept on question_sets as restrictive for delete using (state = 'draft');

-- Whoever works for a committee reads its finished sets and questions and those of the national office.
create policy shared on question_sets for select using (state <> 'draft'
	and committee_id in ((select reading_committee()), (select case when reading_committee() is not null then national_committee() end)));
create policy shared on question_set_items for select using ((select reading_committee()) is not null
	and exists (select from question_sets where question_sets.id = set_id));
create policy shared on question_versions for select using (state <> 'draft'
	and committee_id in ((select reading_committee()), (select case when reading_committee() is not null then national_committee() end)));
create policy shared on questions for select using ((select reading_committee()) is not null
	and exists (select from question_versions where question_versions.question_id = questions.id));
-- What may be asked of anybody, anybody may read: finished sets, and of the questions what stands in them.
create policy published on question_sets for select using ((select in_scope('public')) and state <> 'draft');
create policy published on question_set_items for select using ((select in_scope('public'))
	and exists (select from question_sets where question_sets.id = set_id));
create policy published on question_versions for select using ((select in_scope('public')) and state <> 'draft'
	and exists (select from question_set_items where question_set_items.version_id = question_versions.id));
create policy published on questions for select using ((select in_scope('public'))
	and exists (select from question_versions where question_versions.question_id = questions.id));

select audit_table(name) from unnest(array['questions', 'question_versions', 'question_events', 'question_sets']) as name;
select audit_table('question_set_items', keys => 'set_id,position');
