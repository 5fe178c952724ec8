-- Calendars by secret address: one institution's activities, or those that one person runs. The token is derived from the id of the feed and the
-- secret of the installation; only its SHA-256 is kept, as with the links of answers (0096, docs/decisions/0034).
create table calendar_feeds (
	id uuid constraint calendar_feeds_pkey primary key,
	committee_id uuid not null constraint calendar_feeds_committee_fkey references committees,
	partner_id uuid constraint calendar_feeds_partner_fkey references partners on delete cascade,
	account_id uuid constraint calendar_feeds_account_fkey references accounts on delete cascade,
	token_hash bytea not null constraint calendar_feeds_token_key unique,
	made_at timestamptz not null default now(),
	constraint calendar_feeds_whose_check check (num_nonnulls(partner_id, account_id) = 1)
);
create unique index calendar_feeds_partner_idx on calendar_feeds (partner_id);
create unique index calendar_feeds_account_idx on calendar_feeds (account_id, committee_id);
create index calendar_feeds_committee_idx on calendar_feeds (committee_id);

alter table calendar_feeds enable row level security;
alter table calendar_feeds force row level security;
-- The secretariat keeps those of its institutions; whose calendar a person follows is that person's own business.
create policy own_committee on calendar_feeds using (committee_id = (select scope_committee()) and partner_id is not null);
create policy own_institution on calendar_feeds
	using (committee_id = (select narrow_committee()) and partner_id = (select scope_partner()));
create policy own_person on calendar_feeds using ((select in_scope('identity')) and account_id is not null);
create policy installation on calendar_feeds using ((select in_scope('installation')));
create policy by_token on calendar_feeds for select using (token_hash = (select scope_link()));
grant select, insert, update, delete on calendar_feeds to kambana_app;
select audit_table('calendar_feeds');

-- Whoever is disabled or erased follows nothing any more.
create function end_calendar_feeds() returns trigger language plpgsql as $$
begin
	if new.disabled_at is not null or new.erased_at is not null then
		delete from calendar_feeds where account_id = new.id;
	end if;
	return null;
end $$;
create trigger end_calendar_feeds after update of disabled_at, erased_at on accounts for each row execute function end_calendar_feeds();
