-- Every mail before, while and after it is sent. What opens a door is not in here: texts hold places such as
-- ⟦token:sign_in:ID⟧, filled when the mail goes out.
create table mails (
	id uuid constraint mails_pkey primary key,
	-- Null for mails about accounts, which belong to no committee.
	committee_id uuid constraint mails_committee_fkey references committees,
	-- Whose account it is about; no foreign key, because a mail that waits does not keep an account alive.
	account_id uuid,
	to_address text not null constraint mails_to_address_check check (to_address ~ '^[^[:cntrl:][:space:]<>,;"@]+@[^[:cntrl:][:space:]<>,;"@]+$'),
	reply_to text constraint mails_reply_to_check check (reply_to ~ '^[^[:cntrl:][:space:]<>,;"@]+@[^[:cntrl:][:space:]<>,;"@]+$'),
	locale text not null constraint mails_locale_check check (locale ~ '^[a-z]{2,3}$'),
	kind text not null constraint mails_kind_check check (kind ~ '^[a-z_]{1,40}$'),
	subject text not null constraint mails_subject_check check (length(subject) between 1 and 250 and subject !~ '[[:cntrl:]]'),
	text_body text not null,
	html_body text not null,
	calendar text,
	calendar_method text constraint mails_calendar_method_check check (calendar_method in ('REQUEST', 'CANCEL')),
	-- The address that stops mails of this kind; filled like the texts.
	unsubscribe text,
	-- A mail nobody can use any more is not sent late.
	send_before timestamptz,
	state text not null default 'waiting' constraint mails_state_check check (state in ('waiting', 'sent', 'failed', 'kept')),
	tries integer not null default 0 constraint mails_tries_check check (tries >= 0),
	last_error text constraint mails_last_error_check check (length(last_error) <= 500),
	created_at timestamptz not null default now(),
	sent_at timestamptz,
	constraint mails_calendar_check check ((calendar is null) = (calendar_method is null)),
	constraint mails_sent_check check ((state = 'sent') = (sent_at is not null))
);
create index mails_committee_idx on mails (committee_id, created_at desc);
create index mails_account_idx on mails (account_id) where account_id is not null;
create index mails_state_idx on mails (state, created_at) where state <> 'sent';

alter table mails enable row level security;
alter table mails force row level security;
create policy own_committee on mails using (committee_id = (select scope_committee()));
create policy installation on mails using ((select in_scope('installation')));
-- Sign-in writes mails and may look at them; what became of them is not its business.
create policy identity_reads on mails for select using ((select in_scope('identity')) and committee_id is null);
create policy identity_writes on mails for insert with check ((select in_scope('identity')) and committee_id is null);
grant select, insert, update, delete on mails to kambana_app;
