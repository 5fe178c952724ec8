-- Who works with Kambana. An account is a person with an e-mail address; what it may do comes from seats, and a seat ends by itself.
create table accounts (
	id uuid constraint accounts_pkey primary key,
	-- Compared byte for byte: "Ana@" and "ana@", ë and e are never the same account. Letters of ASCII only.
	email text not null constraint accounts_email_key unique
		constraint accounts_email_check check (email ~ '^[!-?A-~]{1,64}@[a-z0-9.-]{1,189}$'),
	-- What an address looks like (small letters): no second account may have an address that can be mistaken for it.
	email_likeness text not null constraint accounts_email_likeness_key unique,
	name text not null constraint accounts_name_check check (length(name) between 1 and 120),
	locale text not null constraint accounts_locale_check check (locale in ('sq', 'en')),
	created_at timestamptz not null default now(),
	disabled_at timestamptz,
	demonstration boolean not null default false
);

-- The Prefect's yearly order that names the committee: membership is annual and has a number and a date.
create table committee_orders (
	id uuid constraint committee_orders_pkey primary key,
	committee_id uuid not null constraint committee_orders_committee_fkey references committees,
	number text not null constraint committee_orders_number_check check (length(number) between 1 and 40),
	dated_on date not null,
	valid_from date not null,
	valid_to date not null,
	demonstration boolean not null default false,
	created_at timestamptz not null default now(),
	constraint committee_orders_number_key unique (committee_id, number, dated_on),
	constraint committee_orders_period_check check (valid_to >= valid_from and valid_to <= valid_from + 731)
);

-- A seat gives a person (and the substitute) a role from one day to another. An administrator's belongs to no committee.
create table seats (
	id uuid constraint seats_pkey primary key,
	committee_id uuid constraint seats_committee_fkey references committees,
	order_id uuid constraint seats_order_fkey references committee_orders,
	role text not null constraint seats_role_check check (role in ('administrator', 'national', 'chair', 'secretary',
		'focal_point', 'facilitator', 'juror')),
	-- The institution a focal point speaks for.
	partner_id uuid constraint seats_partner_fkey references partners,
	account_id uuid not null constraint seats_account_fkey references accounts,
	substitute_id uuid constraint seats_substitute_fkey references accounts,
	valid_from date not null,
	valid_to date,
	-- Ended before its time: access ends with it at once.
	ended_at timestamptz,
	created_at timestamptz not null default now(),
	demonstration boolean not null default false,
	constraint seats_committee_check check ((role = 'administrator') = (committee_id is null)),
	constraint seats_order_check check (order_id is null or committee_id is not null),
	constraint seats_partner_check check ((role = 'focal_point') = (partner_id is not null)),
	constraint seats_substitute_check check (substitute_id is distinct from account_id),
	constraint seats_period_check check (valid_to is null or valid_to >= valid_from)
);
create index seats_account_idx on seats (account_id);
create index seats_substitute_idx on seats (substitute_id);
create index seats_committee_idx on seats (committee_id);
create index seats_partner_idx on seats (partner_id);

-- Who runs an activity in the room. A facilitator sees these activities and no others.
create table activity_facilitators (
	committee_id uuid not null constraint activity_facilitators_committee_fkey references committees,
	activity_id uuid not null constraint activity_facilitators_activity_fkey references activities on delete cascade,
	account_id uuid not null constraint activity_facilitators_account_fkey references accounts on delete cascade,
	constraint activity_facilitators_pkey primary key (activity_id, account_id)
);
create index activity_facilitators_account_idx on activity_facilitators (account_id);

grant select, insert, update, delete on accounts, committee_orders, seats, activity_facilitators to kambana_app;

-- The scopes that accounts bring (src/platform/db.server.ts). Each narrows to one committee, some further.
create function oversight_committee() returns uuid
	language sql stable parallel safe
	return case when current_setting('kambana.scope', true) = 'oversight'
		then nullif(current_setting('kambana.committee', true), '')::uuid end;
-- A focal point or a facilitator: one committee, and of it only some activities.
create function narrow_committee() returns uuid
	language sql stable parallel safe
	return case when current_setting('kambana.scope', true) in ('partner', 'activity')
		then nullif(current_setting('kambana.committee', true), '')::uuid end;
create function scope_partner() returns uuid
	language sql stable parallel safe
	return case when current_setting('kambana.scope', true) = 'partner'
		then nullif(current_setting('kambana.partner', true), '')::uuid end;
create function scope_activities() returns uuid[]
	language sql stable parallel safe
	return case when current_setting('kambana.scope', true) = 'activity'
		then string_to_array(nullif(current_setting('kambana.activities', true), ''), ',')::uuid[] end;

do $$
declare tenant text;
begin
	foreach tenant in array array['accounts', 'committee_orders', 'seats', 'activity_facilitators'] loop
		execute format('alter table %I enable row level security', tenant);
		execute format('alter table %I force row level security', tenant);
		execute format('create policy installation on %I using ((select in_scope(''installation'')))', tenant);
		execute format('create policy identity on %I using ((select in_scope(''identity'')))', tenant);
	end loop;
	-- The secretariat manages its own committee's orders, seats and facilitators.
	foreach tenant in array array['committee_orders', 'seats', 'activity_facilitators'] loop
		execute format('create policy own_committee on %I using (committee_id = (select scope_committee()))', tenant);
	end loop;

	-- The national office reads what committees plan and report: no contacts, no seats, nothing half done.
	foreach tenant in array array['partners', 'partner_aliases', 'places', 'place_aliases', 'programmes', 'programme_targets',
		'programme_events', 'activities', 'activity_supporters', 'activity_events', 'activity_readiness', 'returns',
		'return_counts', 'return_partners', 'return_materials', 'announcements', 'announcement_versions'] loop
		execute format('create policy oversight on %I for select using (committee_id = (select oversight_committee()))', tenant);
	end loop;

	-- A focal point and a facilitator see the names that their activities mention, and the month they belong to.
	foreach tenant in array array['partners', 'places', 'programmes', 'programme_targets', 'activity_supporters'] loop
		execute format('create policy narrow_reads on %I for select using (committee_id = (select narrow_committee()))', tenant);
	end loop;
	-- An administrator who gives an institution a seat reads its name.
	execute 'create policy identity_reads on partners for select using ((select in_scope(''identity'')))';
	-- Holding a programme while something below it changes is a row lock, which asks for the right to update; nothing can be updated.
	execute 'create policy narrow_holds on programmes for update using (committee_id = (select narrow_committee())) with check (false)';
end $$;

-- What policies ask about other tables stands in functions that are not inlined: a policy within a policy within a policy makes
-- every query of every scope slow to plan, also where it does not apply.
create function works_here(account uuid) returns boolean
	language plpgsql stable
	as $$
begin
	return exists (select from seats where committee_id = scope_committee() and account in (account_id, substitute_id))
		or exists (select from activity_facilitators where committee_id = scope_committee() and account_id = account);
end $$;
create function supports_activity(activity uuid) returns boolean
	language plpgsql stable
	as $$
begin
	return exists (select from activity_supporters where activity_id = activity and partner_id = scope_partner());
end $$;
create function sees_activity(activity uuid) returns boolean
	language plpgsql stable
	as $$
begin
	return exists (select from activities where id = activity);
end $$;
-- Whoever leads it, or runs it in the room.
create function carries_activity(activity uuid) returns boolean
	language plpgsql stable
	as $$
begin
	return activity = any (coalesce(scope_activities(), '{}'))
		or exists (select from activities where id = activity and lead_partner_id = scope_partner());
end $$;
create function sees_return(one uuid) returns boolean
	language plpgsql stable
	as $$
begin
	return exists (select from returns where id = one);
end $$;

-- Names of the people of one's own committee: who a seat, an activity or a history speaks of.
create policy own_committee on accounts for select using ((select in_scope('committee')) and works_here(id));

-- An institution's activities are those it leads and those it supports; it changes only what it leads. A facilitator's are named.
create policy narrow_reads on activities for select using (committee_id = (select narrow_committee())
	and (lead_partner_id = (select scope_partner()) or id = any ((select scope_activities())::uuid[]) or supports_activity(id)));
create policy narrow_carries on activities for update using (committee_id = (select narrow_committee())
	and (lead_partner_id = (select scope_partner()) or id = any ((select scope_activities())::uuid[])));

do $$
declare below text;
begin
	foreach below in array array['activity_events', 'activity_readiness', 'returns'] loop
		execute format('create policy narrow_reads on %I for select using (committee_id = (select narrow_committee()) and sees_activity(activity_id))', below);
		execute format('create policy narrow_adds on %I for insert with check (committee_id = (select narrow_committee()) and carries_activity(activity_id))', below);
	end loop;
	execute 'create policy narrow_clears on activity_readiness for delete using (committee_id = (select narrow_committee()) and carries_activity(activity_id))';
	foreach below in array array['return_counts', 'return_partners', 'return_materials'] loop
		execute format('create policy narrow_reads on %I for select using (committee_id = (select narrow_committee()) and sees_return(return_id))', below);
		execute format('create policy narrow_adds on %I for insert with check (committee_id = (select narrow_committee()) and sees_return(return_id))', below);
	end loop;
end $$;
