-- Accounts, seats and what opens a door. Names and addresses stay where they are: an entry has ids only.
select audit_table(name) from unnest(array['accounts', 'committee_orders', 'seats', 'activity_facilitators', 'invitations',
	'recovery_codes']) as name;
-- That somebody looked at a page is no change.
select audit_table('sessions', ignored => 'seen_at');
select audit_table('passkeys', ignored => 'counter,used_at');
select audit_table('totp_factors', ignored => 'last_step');
