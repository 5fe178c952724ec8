-- Materials: what is handed out, shown or hung up; its language versions, the do-no-harm checklist, what was printed, where it lies, and
-- what has to be called back (docs/decisions/0025). Whose it is writes it; what the national office owns, every committee reads and prints.
create table materials (
	id uuid constraint materials_pkey primary key,
	committee_id uuid not null constraint materials_committee_fkey references committees,
	-- By which the first set is known again; null for what was added at the desk.
	code text,
	kind text not null constraint materials_kind_check check (kind in ('leaflet', 'poster', 'card', 'video', 'case', 'slides',
		'register', 'quiz_sheet')),
	title_sq text not null constraint materials_title_sq_check check (length(title_sq) between 1 and 160),
	title_en text not null constraint materials_title_en_check check (length(title_en) between 1 and 160),
	audience text not null constraint materials_audience_check check (audience in ('age_12_14', 'age_15_18', 'students', 'teachers',
		'parents', 'communities', 'job_seekers', 'employers', 'health_staff', 'general_public')),
	licence text not null constraint materials_licence_check check (length(licence) between 1 and 120),
	-- Whose the rights are: an institution, never a person.
	owner text not null constraint materials_owner_check check (length(owner) between 1 and 160),
	source text not null constraint materials_source_check check (length(source) between 1 and 300),
	answers smallint[] not null constraint materials_answers_check check (answers <@ array[1, 2, 3, 4, 5]::smallint[]),
	-- The last day on which it may be used without somebody looking again.
	expires_on date not null,
	demonstration boolean not null default false,
	revision integer not null default 1,
	created_at timestamptz not null default history_moment(),
	constraint materials_code_key unique (committee_id, code)
);
create index materials_committee_idx on materials (committee_id);

create table material_versions (
	id uuid constraint material_versions_pkey primary key,
	committee_id uuid not null constraint material_versions_committee_fkey references committees,
	material_id uuid not null constraint material_versions_material_fkey references materials on delete cascade,
	-- BCP 47, with script, region and variant where they matter: sq, rom-Latn, sq-AL-arvanit.
	language text not null constraint material_versions_language_check
		check (language ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-[a-z0-9]{4,8})*$'),
	number integer not null constraint material_versions_number_check check (number >= 1),
	-- What Kambana sets itself; everything else says where it is kept.
	texts jsonb,
	kept_at text constraint material_versions_kept_at_check check (length(kept_at) between 1 and 300),
	-- A machine's translation is none.
	made text not null constraint material_versions_made_check check (made in ('written', 'translated')),
	-- Everybody who wrote on it: none of them may check it.
	writers text[] not null,
	-- Who read a translation: a name, because whoever reads Romani may have no account.
	reviewer text constraint material_versions_reviewer_check check (length(reviewer) between 1 and 120),
	reviewed_on date,
	state text not null constraint material_versions_state_check check (state in ('draft', 'in_review', 'approved', 'withdrawn')),
	revision integer not null default 1,
	created_at timestamptz not null default history_moment(),
	constraint material_versions_number_key unique (material_id, language, number),
	constraint material_versions_content_check check ((texts is null) <> (kept_at is null)),
	constraint material_versions_reviewed_check check ((reviewer is null) = (reviewed_on is null)),
	constraint material_versions_approved_check check (state <> 'approved' or made = 'written' or reviewer is not null)
);
create index material_versions_committee_idx on material_versions (committee_id);

-- Do no harm: each statement by a person who did not write the version.
create table material_checks (
	committee_id uuid not null constraint material_checks_committee_fkey references committees,
	version_id uuid not null constraint material_checks_version_fkey references material_versions on delete cascade,
	item text not null constraint material_checks_item_check check (item in ('accurate_here', 'no_stranger_myth', 'no_shame', 'ends_with_action',
		'potential_victims', 'fits_age', 'content_note', 'no_shelter', 'no_victim', 'sourced_numbers')),
	answer text not null constraint material_checks_answer_check check (answer in ('yes', 'no')),
	actor text not null,
	checked_at timestamptz not null default history_moment(),
	constraint material_checks_pkey primary key (version_id, item)
);
create index material_checks_committee_idx on material_checks (committee_id);

-- One printing of a version in one format, with the numbers that stand on the paper: by them a dying number finds its leaflets.
create table material_batches (
	id uuid constraint material_batches_pkey primary key,
	committee_id uuid not null constraint material_batches_committee_fkey references committees,
	version_id uuid not null constraint material_batches_version_fkey references material_versions on delete cascade,
	format text not null constraint material_batches_format_check check (format in ('trifold', 'leaflet_a5', 'poster_a3', 'card')),
	quantity integer not null constraint material_batches_quantity_check check (quantity between 1 and 1000000),
	numbers text[] not null constraint material_batches_numbers_check check (cardinality(numbers) >= 1),
	ordered_by text not null,
	ordered_on date not null,
	printed_on date,
	cancelled_on date,
	-- The batch whose leaflets it replaces.
	replaces_id uuid constraint material_batches_replaces_fkey references material_batches on delete set null,
	created_at timestamptz not null default history_moment(),
	constraint material_batches_printed_check check (printed_on is null or (printed_on >= ordered_on and cancelled_on is null))
);
create index material_batches_committee_idx on material_batches (committee_id);
create index material_batches_version_idx on material_batches (version_id);
create index material_batches_replaces_idx on material_batches (replaces_id);

-- What became of the leaflets of a batch: added to, never changed. Without a place: in the office of the committee.
create table stock_movements (
	id uuid constraint stock_movements_pkey primary key,
	committee_id uuid not null constraint stock_movements_committee_fkey references committees,
	batch_id uuid not null constraint stock_movements_batch_fkey references material_batches on delete cascade,
	kind text not null constraint stock_movements_kind_check check (kind in ('given', 'handed_out', 'returned', 'destroyed')),
	place_id uuid constraint stock_movements_place_fkey references places,
	quantity integer not null constraint stock_movements_quantity_check check (quantity between 1 and 1000000),
	method text not null constraint stock_movements_method_check check (method in ('counted', 'register', 'estimate')),
	moved_on date not null,
	actor text not null,
	recorded_at timestamptz not null default history_moment(),
	-- What goes to a place or comes back from it names the place.
	constraint stock_movements_where_check check (place_id is not null or kind in ('handed_out', 'destroyed'))
);
create index stock_movements_batch_idx on stock_movements (batch_id);
create index stock_movements_place_idx on stock_movements (place_id);
create index stock_movements_committee_idx on stock_movements (committee_id);

-- No place gives away more than it has. The batch is held, so that two at once take turns.
create function keep_stock() returns trigger
	language plpgsql as $$
declare
	held integer;
begin
	perform from material_batches where id = new.batch_id and printed_on is not null and new.moved_on >= printed_on for update;
	if not found then
		raise exception using errcode = 'check_violation', constraint = 'stock_movements_printed_check', message = 'the batch was not printed yet';
	end if;
	if new.place_id is not null and new.kind <> 'given' then
		select coalesce(sum(case kind when 'given' then quantity else -quantity end), 0) into held
		from stock_movements where batch_id = new.batch_id and place_id = new.place_id;
	else
		select b.quantity - coalesce(sum(case when m.kind = 'returned' then -m.quantity when m.kind = 'given' or m.place_id is null
			then m.quantity else 0 end), 0) into held
		from material_batches b left join stock_movements m on m.batch_id = b.id where b.id = new.batch_id group by b.quantity;
	end if;
	if held < new.quantity then
		raise exception using errcode = 'check_violation', constraint = 'stock_movements_left_check', message = 'more than is left';
	end if;
	return new;
end $$;
create trigger stock_movements_left before insert on stock_movements for each row execute function keep_stock();

-- A recall that a person took up. That a batch has to be called back follows from its numbers and the state of the lines; what was done
-- about it stands here.
create table batch_recalls (
	id uuid constraint batch_recalls_pkey primary key,
	committee_id uuid not null constraint batch_recalls_committee_fkey references committees,
	batch_id uuid not null constraint batch_recalls_batch_fkey references material_batches on delete cascade,
	digits text not null constraint batch_recalls_digits_check check (digits ~ '^[0-9]{2,15}$'),
	reason text not null constraint batch_recalls_reason_check check (reason in ('failed', 'retired', 'gone', 'refused')),
	opened_at timestamptz not null default history_moment(),
	opened_by text not null,
	ended_at timestamptz,
	ended_by text,
	constraint batch_recalls_ended_check check ((ended_at is null) = (ended_by is null))
);
create unique index batch_recalls_open_key on batch_recalls (batch_id, digits) where ended_at is null;
create index batch_recalls_committee_idx on batch_recalls (committee_id);

-- Which institution was written to about which place.
create table recall_notices (
	committee_id uuid not null constraint recall_notices_committee_fkey references committees,
	recall_id uuid not null constraint recall_notices_recall_fkey references batch_recalls on delete cascade,
	place_id uuid not null constraint recall_notices_place_fkey references places on delete cascade,
	partner_id uuid not null constraint recall_notices_partner_fkey references partners on delete cascade,
	written_at timestamptz not null default history_moment(),
	constraint recall_notices_pkey primary key (recall_id, place_id, partner_id)
);
create index recall_notices_committee_idx on recall_notices (committee_id);
create index recall_notices_place_idx on recall_notices (place_id);
create index recall_notices_partner_idx on recall_notices (partner_id);

-- The life of a material: who, when, from which state to which, why.
create table material_events (
	id uuid constraint material_events_pkey primary key,
	committee_id uuid not null constraint material_events_committee_fkey references committees,
	material_id uuid not null constraint material_events_material_fkey references materials on delete cascade,
	version_id uuid constraint material_events_version_fkey references material_versions on delete cascade,
	batch_id uuid constraint material_events_batch_fkey references material_batches on delete cascade,
	kind text not null constraint material_events_kind_check check (kind in ('added', 'described', 'written', 'edited', 'submitted',
		'sent_back', 'checked', 'reviewed', 'approved', 'withdrawn', 'ordered', 'renewed', 'printed', 'cancelled', 'recalled',
		'answers_again', 'notified', 'all_clear', 'settled')),
	from_state text,
	to_state text,
	reason text constraint material_events_reason_check check (length(reason) <= 300),
	details jsonb not null default '{}',
	actor text not null,
	at timestamptz not null default history_moment()
);
create index material_events_material_idx on material_events (material_id, at desc);
create index material_events_version_idx on material_events (version_id);
create index material_events_batch_idx on material_events (batch_id);
create index material_events_committee_idx on material_events (committee_id);

do $$
declare kept text;
begin
	foreach kept in array array['materials', 'material_versions', 'material_checks', 'material_events', 'material_batches', 'stock_movements',
		'batch_recalls', 'recall_notices'] loop
		execute format('alter table %I enable row level security', kept);
		execute format('alter table %I force row level security', kept);
		execute format('create policy own_committee on %I using (committee_id = (select scope_committee()))', kept);
		execute format('create policy installation on %I using ((select in_scope(''installation'')))', kept);
		execute format('select audit_table(%L)', kept);
	end loop;
	-- Whoever reads a committee's plans reads what they use and where it lies. Whom it wrote to is its own.
	foreach kept in array array['materials', 'material_checks', 'material_events', 'material_batches', 'stock_movements', 'batch_recalls'] loop
		execute format('create policy shared on %I for select using (committee_id = (select reading_committee()))', kept);
	end loop;
	foreach kept in array array['materials', 'material_checks', 'material_events'] loop
		execute format('create policy national on %I for select using (committee_id = (select national_committee())
			and (select reading_committee()) is not null)', kept);
	end loop;
end $$;
create policy oversight on recall_notices for select using (committee_id = (select oversight_committee()));
-- What is half done is seen by whoever does it, and by those who watch over it.
create policy shared on material_versions for select using (committee_id = (select reading_committee())
	and (state <> 'draft' or (select narrow_committee()) is null));
create policy national on material_versions for select using (committee_id = (select national_committee())
	and (select reading_committee()) is not null and state <> 'draft');
-- Only the demonstration is ever taken out again.
create policy demonstration_only on materials as restrictive for delete using (demonstration and (select in_scope('installation')));

grant select, insert, update, delete on materials to kambana_app;
grant select, insert, update, delete on material_checks to kambana_app;
grant select, insert, update on material_versions, material_batches, batch_recalls to kambana_app;
grant select, insert on material_events, stock_movements, recall_notices to kambana_app;
