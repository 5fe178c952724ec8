-- A mail that waits, goes out or fails is a change; how often it was tried, and what the other server said, is not.
select audit_table('mails', ignored => 'tries,last_error');
