-- Until accounts and roles come, the desk opens only through a one-time key printed in the terminal.
-- Keys and sessions are kept as SHA-256 only: a stolen database opens nothing.
create table desk_keys (
	key_hash bytea constraint desk_keys_pkey primary key,
	issued_at timestamptz not null default now(),
	expires_at timestamptz not null,
	used_at timestamptz
);

create table desk_sessions (
	token_hash bytea constraint desk_sessions_pkey primary key,
	started_at timestamptz not null default now(),
	seen_at timestamptz not null default now(),
	expires_at timestamptz not null
);
grant select, insert, update, delete on desk_keys, desk_sessions to kambana_app;
