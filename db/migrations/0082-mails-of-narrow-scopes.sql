-- A focal point or an answer by link causes mails to others of the same committee (a confirmed activity has an invitation); neither
-- reads any. An administrator sends an invitation again that did not arrive.
create policy narrow_writes on mails for insert with check (committee_id = (select narrow_committee()));
create policy identity_sends_again on mails for update using ((select in_scope('identity')) and committee_id is null);
