import { sql } from 'kysely';
import { searchForm } from '#i18n/search.ts';
import { type Actor, collated, type Transaction } from '#platform/db.server.ts';
import { isId, recordId } from '#platform/ids.ts';
import { Problem } from '#platform/problem.ts';
import type { Contact, Partner, PartnerKind } from './model.ts';

const columns = (tx: Transaction) =>
	tx
		.selectFrom('partners')
		.select([
			'partners.id',
			'name',
			'kind',
			'search_name as searchName',
			'municipality_code as municipalityCode',
			'daily_capacity as perDay',
			'confirmed',
			'demonstration',
			sql<string[]>`array(select alias from partner_aliases where partner_id = partners.id order by alias)`.as(
				'aliases',
			),
		]);

/** Every partner of a committee with aliases, by name in the order of the language. */
export async function listPartners(
	tx: Transaction,
	committeeId: string,
	locale: 'sq' | 'en' = 'sq',
): Promise<Partner[]> {
	const rows = await columns(tx).where('committee_id', '=', committeeId).orderBy(collated('name', locale)).execute();
	return rows as Partner[];
}

export async function getPartner(tx: Transaction, committeeId: string, id: string): Promise<Partner> {
	const row = isId(id)
		? await columns(tx).where('committee_id', '=', committeeId).where('partners.id', '=', id).executeTakeFirst()
		: undefined;
	if (!row) throw new Problem('not_found', `no partner ${id}`);
	return row as Partner;
}

export type NewPartner = {
	name: string;
	kind: PartnerKind;
	municipalityCode?: string | null;
	perDay?: number | null;
	confirmed?: boolean;
	demonstration?: boolean;
};

/** Ids in the order given. */
export async function insertPartners(
	tx: Transaction,
	committeeId: string,
	partners: readonly NewPartner[],
): Promise<string[]> {
	if (partners.length === 0) return [];
	const rows = partners.map((partner) => ({
		id: recordId(),
		committee_id: committeeId,
		name: partner.name,
		kind: partner.kind,
		search_name: searchForm(partner.name),
		municipality_code: partner.municipalityCode ?? null,
		daily_capacity: partner.perDay ?? null,
		confirmed: partner.confirmed ?? true,
		demonstration: partner.demonstration ?? false,
	}));
	await tx.insertInto('partners').values(rows).execute();
	return rows.map((row) => row.id);
}

/** Remembers other spellings of partners; those already known stay as they are. */
export async function insertPartnerAliases(
	tx: Transaction,
	committeeId: string,
	aliases: readonly { partnerId: string; alias: string }[],
): Promise<void> {
	if (aliases.length === 0) return;
	const rows = aliases.map(({ partnerId, alias }) => ({
		id: recordId(),
		committee_id: committeeId,
		partner_id: partnerId,
		alias,
		search_name: searchForm(alias),
	}));
	await tx
		.insertInto('partner_aliases')
		.values(rows)
		.onConflict((on) => on.columns(['committee_id', 'search_name']).doNothing())
		.execute();
}

/** Saves what a person says a partner is; with that it is confirmed. */
export const savePartner = (
	tx: Transaction,
	id: string,
	{ name, kind, municipalityCode, perDay }: Pick<Partner, 'name' | 'kind' | 'municipalityCode' | 'perDay'>,
) =>
	tx
		.updateTable('partners')
		.set({
			...{ name, kind, search_name: searchForm(name), municipality_code: municipalityCode },
			...{ daily_capacity: perDay, confirmed: true },
		})
		.where('id', '=', id)
		.execute();

export const savePartnerConfirmed = (tx: Transaction, id: string) =>
	tx.updateTable('partners').set({ confirmed: true }).where('id', '=', id).execute();

export const deletePartnerAlias = (tx: Transaction, partnerId: string, alias: string) =>
	tx
		.deleteFrom('partner_aliases')
		.where('partner_id', '=', partnerId)
		.where('search_name', '=', searchForm(alias))
		.execute();

/** Moves everything that names one partner to another and keeps the name as another spelling. */
export const savePartnersMerged = (
	tx: Transaction,
	{ kept, gone, actor }: { kept: string; gone: string; actor: Actor },
) => sql`select merge_partners(${kept}::uuid, ${gone}::uuid, ${actor})`.execute(tx);

/** Deletes the partners of the demonstration that nothing uses any more; what is used stays as a real one. */
export async function deleteDemonstrationPartners(tx: Transaction, committeeId: string): Promise<void> {
	await tx
		.deleteFrom('focal_points')
		.where('committee_id', '=', committeeId)
		.where('demonstration', '=', true)
		.execute();
	await sql`delete from partners p where committee_id = ${committeeId} and demonstration
		and not exists (select from activities where lead_partner_id = p.id)
		and not exists (select from activity_supporters where partner_id = p.id)
		and not exists (select from return_partners where partner_id = p.id)
		and not exists (select from teams where partner_id = p.id)
		and not exists (select from letters where partner_id = p.id)
		and not exists (select from meeting_participants where partner_id = p.id)
		and not exists (select from meeting_items where presenter_id = p.id)
		and not exists (select from focal_points where partner_id = p.id and not demonstration)`.execute(tx);
	await tx
		.updateTable('partners')
		.set({ demonstration: false })
		.where('committee_id', '=', committeeId)
		.where('demonstration', '=', true)
		.execute();
}

const contactColumns = (tx: Transaction) =>
	tx
		.selectFrom('focal_points')
		.select(['id', 'partner_id as partnerId', 'name', 'email', 'phone', 'locale'])
		.select(['valid_from as validFrom', 'valid_to as validTo']);

/** The contacts of institutions, or those with these ids, as far as the scope shows them, by name. */
export async function listContacts(
	tx: Transaction,
	partnerIds: readonly string[],
	ids: readonly string[] = [],
): Promise<Contact[]> {
	if (partnerIds.length + ids.length === 0) return [];
	const rows = await contactColumns(tx)
		.where(sql<boolean>`(partner_id = any(${partnerIds}::uuid[]) or id = any(${ids}::uuid[]))`)
		.orderBy(collated('name', 'sq'))
		.orderBy('id')
		.execute();
	return rows as Contact[];
}

export async function getContact(tx: Transaction, partnerId: string, id: string): Promise<Contact> {
	const row = isId(id)
		? await contactColumns(tx).where('partner_id', '=', partnerId).where('id', '=', id).executeTakeFirst()
		: undefined;
	if (!row) throw new Problem('not_found', `no contact ${id}`);
	return row as Contact;
}

const contactRow = (contact: Omit<Contact, 'id' | 'partnerId'>) => ({
	...{ name: contact.name, email: contact.email, phone: contact.phone, locale: contact.locale },
	...{ valid_from: contact.validFrom, valid_to: contact.validTo },
});

export async function insertContact(
	tx: Transaction,
	committeeId: string,
	{ demonstration = false, ...contact }: Omit<Contact, 'id'> & { demonstration?: boolean },
): Promise<string> {
	const id = recordId();
	const owner = { id, committee_id: committeeId, partner_id: contact.partnerId, demonstration };
	await tx
		.insertInto('focal_points')
		.values({ ...owner, ...contactRow(contact) })
		.execute();
	return id;
}

export const saveContact = (tx: Transaction, id: string, contact: Omit<Contact, 'id' | 'partnerId'>) =>
	tx.updateTable('focal_points').set(contactRow(contact)).where('id', '=', id).execute();

/** Deletes a contact; what was sent to it opens nothing any more. */
export const deleteContact = (tx: Transaction, id: string) =>
	tx.deleteFrom('focal_points').where('id', '=', id).execute();

/** The contacts with an address, whatever the institution: for the export and the erasure of a person. */
export const listContactsAt = (tx: Transaction, email: string) =>
	tx
		.selectFrom('focal_points')
		.innerJoin('partners', 'partners.id', 'partner_id')
		.select(['partners.name as institution', 'focal_points.name', 'email', 'phone', 'focal_points.locale'])
		.select(['valid_from', 'valid_to'])
		.where('email', '=', email)
		.execute();

export const deleteContactsAt = (tx: Transaction, email: string) =>
	tx.deleteFrom('focal_points').where('email', '=', email).execute();
