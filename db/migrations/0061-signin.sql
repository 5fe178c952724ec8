-- How people come in. Whatever opens a door is kept as SHA-256 only; what must be read again (the secrets of authenticator
-- apps) is sealed with a key that is not in the database. Nothing of these tables belongs to a committee.
create table sessions (
	id uuid constraint sessions_pkey primary key,
	account_id uuid not null constraint sessions_account_fkey references accounts on delete cascade,
	token_hash bytea not null constraint sessions_token_hash_key unique,
	-- `field`: a phone that sends for thirty days and has to prove itself again for everything else.
	kind text not null constraint sessions_kind_check check (kind in ('desk', 'field')),
	-- Made by the switch between the people of the demonstration; lives only while that switch exists.
	persona boolean not null default false,
	-- A coarse word for the device ("Firefox, Windows"), so that people recognise their own sessions.
	device text not null constraint sessions_device_check check (length(device) <= 60),
	started_at timestamptz not null default now(),
	seen_at timestamptz not null default now(),
	-- When a second factor was last proven.
	proven_at timestamptz not null default now(),
	expires_at timestamptz not null
);
create index sessions_account_idx on sessions (account_id);

create table passkeys (
	id uuid constraint passkeys_pkey primary key,
	account_id uuid not null constraint passkeys_account_fkey references accounts on delete cascade,
	credential_id bytea not null constraint passkeys_credential_key unique,
	public_key bytea not null,
	counter bigint not null default 0,
	transports text[] not null default '{}',
	name text not null constraint passkeys_name_check check (length(name) between 1 and 60),
	created_at timestamptz not null default now(),
	used_at timestamptz
);
create index passkeys_account_idx on passkeys (account_id);

create table totp_factors (
	account_id uuid constraint totp_factors_pkey primary key constraint totp_factors_account_fkey references accounts on delete cascade,
	sealed_secret bytea not null,
	confirmed_at timestamptz,
	-- The step of the last code that was taken: a code works once.
	last_step bigint not null default 0
);

create table recovery_codes (
	id uuid constraint recovery_codes_pkey primary key,
	account_id uuid not null constraint recovery_codes_account_fkey references accounts on delete cascade,
	code_hash bytea not null constraint recovery_codes_hash_key unique,
	used_at timestamptz
);
create index recovery_codes_account_idx on recovery_codes (account_id);

-- A link and a code were asked for. For an address that nobody has, the row is the same but for the account.
create table sign_in_requests (
	id uuid constraint sign_in_requests_pkey primary key,
	account_id uuid constraint sign_in_requests_account_fkey references accounts on delete cascade,
	token_hash bytea not null constraint sign_in_requests_token_key unique,
	-- Of the browser that asked: link and code work there only.
	browser_hash bytea not null,
	tries integer not null default 0,
	created_at timestamptz not null default now(),
	expires_at timestamptz not null,
	used_at timestamptz
);
create index sign_in_requests_account_idx on sign_in_requests (account_id, created_at);

create table invitations (
	id uuid constraint invitations_pkey primary key,
	account_id uuid not null constraint invitations_account_fkey references accounts on delete cascade,
	token_hash bytea not null constraint invitations_token_key unique,
	created_at timestamptz not null default now(),
	expires_at timestamptz not null,
	used_at timestamptz
);
create index invitations_account_idx on invitations (account_id);

-- Between the first proof (mail, invitation) and the second (authenticator app, passkey).
create table half_sessions (
	token_hash bytea constraint half_sessions_pkey primary key,
	account_id uuid not null constraint half_sessions_account_fkey references accounts on delete cascade,
	purpose text not null constraint half_sessions_purpose_check check (purpose in ('second_factor', 'enrol')),
	field boolean not null default false,
	tries integer not null default 0,
	created_at timestamptz not null default now(),
	expires_at timestamptz not null
);
create index half_sessions_account_idx on half_sessions (account_id);

-- What a passkey has to sign; each once, within minutes.
create table passkey_challenges (
	challenge_hash bytea constraint passkey_challenges_pkey primary key,
	account_id uuid constraint passkey_challenges_account_fkey references accounts on delete cascade,
	expires_at timestamptz not null
);

grant select, insert, update, delete on sessions, passkeys, totp_factors, recovery_codes, sign_in_requests, invitations,
	half_sessions, passkey_challenges to kambana_app;

do $$
declare secret text;
begin
	foreach secret in array array['sessions', 'passkeys', 'totp_factors', 'recovery_codes', 'sign_in_requests', 'invitations',
		'half_sessions', 'passkey_challenges'] loop
		execute format('alter table %I enable row level security', secret);
		execute format('alter table %I force row level security', secret);
		execute format('create policy identity on %I using ((select in_scope(''identity'')))', secret);
		execute format('create policy installation on %I using ((select in_scope(''installation'')))', secret);
	end loop;
end $$;

-- The key in the terminal is no way in any more.
drop table desk_keys, desk_sessions;

-- Merging institutions moves the seats of their focal points too.
create or replace function merge_partners(kept uuid, gone uuid, by_actor text) returns void
	language plpgsql security definer set search_path = public, pg_temp
	as $$
declare
	committee uuid;
	kept_name text;
	gone_name text;
begin
	perform from partners where id in (kept, gone) order by id for update;
	select committee_id, name into committee, gone_name from partners where id = gone;
	select name into kept_name from partners where id = kept and id <> gone and committee_id = committee;
	if kept_name is null or not (in_scope('installation') or coalesce(committee = scope_committee(), false)) then
		raise exception using errcode = 'no_data_found', message = 'no two partners of this committee';
	end if;
	with moved as (
		update activities set lead_partner_id = kept, version = version + 1, changed_at = now()
		where lead_partner_id = gone returning id, state
	)
	insert into activity_events (id, committee_id, activity_id, kind, from_state, to_state, changes, actor)
	select gen_random_uuid(), committee, id, 'edited', state, state,
		jsonb_build_object('leadId', jsonb_build_object('from', gone_name, 'to', kept_name)), by_actor
	from moved;
	insert into activity_supporters (committee_id, activity_id, partner_id)
	select committee, activity_id, kept from activity_supporters where partner_id = gone on conflict do nothing;
	delete from activity_supporters where partner_id = gone;
	-- Who leads an activity is not counted as its supporter too.
	delete from activity_supporters using activities
	where activities.id = activity_id and partner_id = kept and lead_partner_id = kept;
	insert into return_partners (committee_id, return_id, partner_id)
	select committee, return_id, kept from return_partners where partner_id = gone on conflict do nothing;
	delete from return_partners where partner_id = gone;
	update seats set partner_id = kept where partner_id = gone;
	update partner_aliases set partner_id = kept where partner_id = gone;
	insert into partner_aliases (id, committee_id, partner_id, alias, search_name)
	select gen_random_uuid(), committee, kept, name, search_name from partners where id = gone on conflict do nothing;
	update partners set municipality_code = coalesce(partners.municipality_code, other.municipality_code),
		confirmed = partners.confirmed or other.confirmed, demonstration = partners.demonstration and other.demonstration
	from partners other where partners.id = kept and other.id = gone;
	delete from partners where id = gone;
end $$;
