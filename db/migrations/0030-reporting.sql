-- What the figures of an announcement read: one view to a family of numbers, each row one record that counts.
-- The rights are those of whoever asks: row-level security of the tables below holds.

-- Every activity of a programme, whatever became of it.
create view reporting.activities with (security_invoker = true) as
	select a.committee_id, a.programme_id, a.id as activity_id, a.number, a.title, a.setting, a.state, a.visibility, a.national,
		a.takes_place_on, a.audiences, a.place_id, a.municipality_code, a.unit_code, a.lead_partner_id,
		a.state in ('held', 'returned', 'accepted') as held,
		-- A national activity lies in none of the county's municipalities, and a county reaches only its own.
		coalesce(m.county_code = c.county_code and not a.national, false) as in_county
	from activities a
	join committees c on c.id = a.committee_id
	left join municipalities m on m.code = a.municipality_code;

-- The version of each return that holds: the latest, of an activity that was held.
create view reporting.returns with (security_invoker = true) as
	select r.committee_id, a.programme_id, r.activity_id, a.number, r.id as return_id, r.version, r.held_on, r.methods, r.answers
	from returns r
	join activities a on a.id = r.activity_id
	where a.state in ('held', 'returned', 'accepted')
		and not exists (select from returns later where later.activity_id = r.activity_id and later.version > r.version);

create view reporting.counts with (security_invoker = true) as
	select r.committee_id, r.programme_id, r.activity_id, r.number, n.audience, n.sex, n.age_band, n.unit, n.method, n.value
	from reporting.returns r
	join return_counts n on n.return_id = r.return_id;

create view reporting.materials with (security_invoker = true) as
	select r.committee_id, r.programme_id, r.activity_id, r.number, m.kind, m.language, m.quantity as value
	from reporting.returns r
	join return_materials m on m.return_id = r.return_id;

create view reporting.means with (security_invoker = true) as
	select distinct r.committee_id, r.programme_id, r.activity_id, r.number, method
	from reporting.returns r
	cross join unnest(r.methods) as method;

create view reporting.answers with (security_invoker = true) as
	select distinct r.committee_id, r.programme_id, r.activity_id, r.number, answer
	from reporting.returns r
	cross join unnest(r.answers) as answer;

-- Who was there, as the return says.
create view reporting.presence with (security_invoker = true) as
	select r.committee_id, r.programme_id, r.activity_id, r.number, present.partner_id
	from reporting.returns r
	join return_partners present on present.return_id = r.return_id;

-- In whose care an activity was held, and who supported it, as the programme says.
create view reporting.care with (security_invoker = true) as
	select a.committee_id, a.programme_id, a.activity_id, a.number, a.setting, a.lead_partner_id as partner_id, 'lead' as role
	from reporting.activities a
	where a.held
	union all
	select a.committee_id, a.programme_id, a.activity_id, a.number, a.setting, s.partner_id, 'supporter' as role
	from reporting.activities a
	join activity_supporters s on s.activity_id = a.activity_id
	where a.held;

-- Every place that is registered for the months of a programme: the denominators.
create view reporting.places with (security_invoker = true) as
	select p.committee_id, g.id as programme_id, p.id as place_id, p.name, p.kind, p.municipality_code
	from programmes g
	join places p on p.committee_id = g.committee_id
	where ((p.valid_from is null or p.valid_from <= g.ends_on) and (p.valid_to is null or p.valid_to >= g.starts_on))
		or exists (select from activities a where a.programme_id = g.id and a.place_id = p.id
			and a.state in ('held', 'returned', 'accepted'));

-- Every municipality and administrative unit of the county in the months of a programme; `unit_code` is null for the first.
create view reporting.territory with (security_invoker = true) as
	select g.committee_id, g.id as programme_id, m.code as municipality_code, m.name, null::text as unit_code
	from programmes g
	join committees c on c.id = g.committee_id
	join municipalities m on m.county_code = c.county_code
	where (m.valid_from is null or m.valid_from <= g.ends_on) and (m.valid_to is null or m.valid_to >= g.starts_on)
	union all
	select g.committee_id, g.id, m.code, u.name, u.code
	from programmes g
	join committees c on c.id = g.committee_id
	join municipalities m on m.county_code = c.county_code
	join units u on u.municipality_code = m.code
	where (u.valid_from is null or u.valid_from <= g.ends_on) and (u.valid_to is null or u.valid_to >= g.starts_on);

grant select on all tables in schema reporting to kambana_app;
