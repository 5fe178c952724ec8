-- The page of the country reads one mode at one level of all counties.
create index check_sums_line_idx on check_sums (mode, level, month);
