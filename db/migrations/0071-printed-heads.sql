-- An approved announcement carries the head of the audit chain as it stood before the approval, frozen with everything else.
-- Printed, it is in other people's hands: who rewrites the chain later cannot rewrite those.
alter table announcement_versions
	add column head_seq bigint,
	add column head_hash bytea,
	add constraint announcement_versions_head_check check ((head_seq is null) = (head_hash is null)
		and (state <> 'draft' or head_seq is null));

create or replace function refuse_change_of_approved() returns trigger
	language plpgsql as $$
begin
	if old.state <> 'draft'
		and (new.paragraphs, new.evidence, new.approved_at, new.version, new.announcement_id, new.head_seq, new.head_hash)
		is distinct from (old.paragraphs, old.evidence, old.approved_at, old.version, old.announcement_id, old.head_seq, old.head_hash) then
		raise exception using errcode = 'restrict_violation', message = 'an approved announcement is frozen',
			constraint = 'announcement_versions_approved_frozen';
	end if;
	if old.state <> 'draft' and new.state = 'draft' then
		raise exception using errcode = 'restrict_violation', message = 'an approved announcement does not become a draft again',
			constraint = 'announcement_versions_approved_frozen';
	end if;
	return new;
end $$;

select audit_table('announcement_versions');
