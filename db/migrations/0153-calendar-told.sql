-- Everybody may read the calendar, so pages that are kept ready have to hear of its changes, as of those of the territory.
create trigger calendar_days_public after insert or update or delete on calendar_days
	for each statement execute function tell_public_changed();
