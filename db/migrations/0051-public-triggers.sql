-- Whatever a public page shows tells when it changes, also where another table's change usually goes with it.
create trigger units_public after insert or update on units for each statement execute function tell_public_changed();
create trigger activity_supporters_public after insert or update or delete on activity_supporters for each statement execute function tell_public_changed();
create trigger announcements_public after insert or update or delete on announcements for each statement execute function tell_public_changed();
